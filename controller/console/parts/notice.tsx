/** A sentence that must be seen: with a shape of its own, not by colour alone. */
import type { ReactNode } from 'react';
import styles from './notice.module.css';

export type Tone = 'plain' | 'good' | 'warning' | 'fault' | 'red';

const SHAPES: Readonly<Record<Tone, string>> = { plain: 'ℹ', good: '✓', warning: '▲', fault: '■', red: '●' };

/** @param tone `red` is for emergencies and the silence lock alone */
export function Notice({
  tone = 'plain',
  role,
  children,
}: {
  tone?: Tone;
  role?: 'alert' | 'status';
  children: ReactNode;
}) {
  return (
    <div className={`${styles.notice} ${styles[tone]}`} role={role}>
      <span className={styles.shape} aria-hidden>
        {SHAPES[tone]}
      </span>
      <div className={styles.words}>{children}</div>
    </div>
  );
}
