/** One thing that waits: what it is, and the act that is next. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import styles from './today.module.css';

type Tone = 'plain' | 'warning' | 'red';
const SHAPES: Readonly<Record<Tone, string>> = { plain: '○', warning: '▲', red: '●' };

/** @param tone `red` for emergencies and the silence lock alone */
export function Need({
  title,
  more,
  tone = 'plain',
  children,
}: {
  title: string;
  more?: string;
  tone?: Tone;
  children?: ReactNode;
}) {
  return (
    <li className={styles.line}>
      <span className={`${styles.shape} ${styles[tone]}`} aria-hidden>
        {SHAPES[tone]}
      </span>
      <div className={styles.grow}>
        <strong>{title}</strong>
        {more !== undefined && <p className="soft">{more}</p>}
      </div>
      {children !== undefined && <div className={styles.act}>{children}</div>}
    </li>
  );
}

export function NeedLink({
  href,
  primary = false,
  children,
}: {
  href: string;
  primary?: boolean;
  children: ReactNode;
}) {
  return (
    <Button component={Link} href={href} variant={primary ? 'filled' : 'default'}>
      {children}
    </Button>
  );
}
