/**
 * For what cannot be taken back: held for two seconds, by finger, mouse, Space or Enter. Letting go earlier does nothing.
 * Screen readers and switches press without holding: there it is pressed a second time.
 */
import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import { common } from '../words/common.ts';
import { useWords } from '../words/words.ts';
import styles from './hold-button.module.css';

export const HOLD_MS = 2000;
/** As long as it takes to hear what the button says now, and to press again. */
const ARMED_MS = 8000;

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
  const [isArmed, setArmed] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const disarming = useRef<ReturnType<typeof setTimeout>>(undefined);
  const pressed = () => {
    if (busy) return;
    clearTimeout(disarming.current);
    setArmed(!isArmed);
    if (isArmed) onHeld();
    else disarming.current = setTimeout(() => setArmed(false), ARMED_MS);
  };
  const release = () => {
    clearTimeout(timer.current);
    setHolding(false);
  };
  const press = (key?: string) => {
    if (disabled || busy || isHolding) return;
    setHolding(true);
    timer.current = setTimeout(() => {
      setHolding(false);
      if (key !== undefined) ignoreUntilReleased(key);
      onHeld();
    }, HOLD_MS);
  };
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      clearTimeout(disarming.current);
    },
    [],
  );
  return (
    <>
      <button
        type="button"
        className={`${styles.button} ${styles[tone]} ${isHolding ? styles.holding : ''}`}
        disabled={disabled}
        // one that is busy keeps the focus, which a disabled one loses
        aria-disabled={busy || undefined}
        aria-busy={busy}
        onPointerDown={(event) => event.button === 0 && press()}
        onPointerUp={release}
        onPointerLeave={release}
        onPointerCancel={release}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (!isKey(event.key)) return;
          event.preventDefault();
          if (!event.repeat) press(event.key);
        }}
        onKeyUp={(event) => {
          if (!isKey(event.key)) return;
          // a key that was held is no press beside it
          event.preventDefault();
          release();
        }}
        // neither a pointer's nor a key's
        onClick={(event) => event.detail === 0 && pressed()}
        onBlur={release}
      >
        <span className={styles.fill} aria-hidden />
        <span className={styles.words}>
          {children}
          <small>{say(busy ? 'wait' : isHolding ? 'holding' : isArmed ? 'pressAgain' : 'holdToConfirm')}</small>
        </span>
      </button>
      {/* a name that changes is not read out by itself */}
      <span className="unseen" role="status">
        {isArmed ? say('pressAgain') : ''}
      </span>
    </>
  );
}

const isKey = (key: string): boolean => key === ' ' || key === 'Enter';

/** A key that goes on being held presses nothing of what has the focus by then. */
function ignoreUntilReleased(key: string): void {
  const ignore = (event: KeyboardEvent) => {
    if (event.key !== key) return;
    if (event.type === 'keydown' && event.repeat) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    window.removeEventListener('keydown', ignore, true);
    window.removeEventListener('keyup', ignore, true);
  };
  window.addEventListener('keydown', ignore, true);
  window.addEventListener('keyup', ignore, true);
}
