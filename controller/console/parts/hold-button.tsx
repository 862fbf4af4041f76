/** For what cannot be taken back: held for two seconds, by finger, mouse, Space or Enter. Letting go earlier does nothing. */
import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import { common } from '../words/common.ts';
import { useWords } from '../words/words.ts';
import styles from './hold-button.module.css';

export const HOLD_MS = 2000;

export interface HoldButtonProps {
  children: ReactNode;
  onHeld: () => void;
  /** `red` for emergencies alone */
  tone?: 'red' | 'act';
  disabled?: boolean;
  busy?: boolean;
}

export function HoldButton({ children, onHeld, tone = 'act', disabled = false, busy = false }: HoldButtonProps) {
  const say = useWords(common);
  const [isHolding, setHolding] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const release = () => {
    clearTimeout(timer.current);
    setHolding(false);
  };
  const press = () => {
    if (disabled || busy || isHolding) return;
    setHolding(true);
    timer.current = setTimeout(() => {
      setHolding(false);
      onHeld();
    }, HOLD_MS);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  const isKey = (key: string) => key === ' ' || key === 'Enter';
  return (
    <button
      type="button"
      className={`${styles.button} ${styles[tone]} ${isHolding ? styles.holding : ''}`}
      disabled={disabled || busy}
      aria-busy={busy}
      onPointerDown={(event) => event.button === 0 && press()}
      onPointerUp={release}
      onPointerLeave={release}
      onPointerCancel={release}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (!isKey(event.key)) return;
        event.preventDefault();
        if (!event.repeat) press();
      }}
      onKeyUp={(event) => isKey(event.key) && release()}
      onBlur={release}
    >
      <span className={styles.fill} aria-hidden />
      <span className={styles.words}>
        {children}
        <small>{say(busy ? 'wait' : isHolding ? 'holding' : 'holdToConfirm')}</small>
      </span>
    </button>
  );
}
