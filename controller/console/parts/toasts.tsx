/** What was just done, in a sentence, with a way back: "undo" beats "are you sure?". */
import { CloseButton } from '@mantine/core';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { common } from '../words/common.ts';
import { useWords } from '../words/words.ts';
import { useProblemWords } from './problem-notice.tsx';
import styles from './toasts.module.css';
import { useUndoKey } from './use-undo-key.ts';

export interface Toast {
  text: string;
  tone?: 'plain' | 'fault';
  /** takes it back; what it throws is told */
  undo?: () => Promise<unknown>;
}

interface Shown extends Toast {
  id: number;
}

/** Long enough to read and to reach; with a way back, longer. */
const SHOWN_MS = 6000;
const UNDO_MS = 12_000;
/** What is about to be pressed stays. */
const LOOK_AGAIN_MS = 3000;

/** By keys, or about to be by a pointer; a finger that was lifted hovers nowhere, whatever its browser says. */
const isUsed = (place: Element | null): boolean =>
  place?.matches(':focus-within') === true ||
  (matchMedia('(hover: hover)').matches && place?.querySelector('button:hover') instanceof Element);

type Tell = (toast: Toast) => void;
const Context = createContext<Tell>(() => undefined);

export function Toasts({ children }: { children: ReactNode }) {
  const say = useWords(common);
  const inWords = useProblemWords();
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const last = useRef(0);
  const place = useRef<HTMLDivElement>(null);
  const close = useCallback((id: number) => setShown((all) => all.filter((each) => each.id !== id)), []);
  const tell = useCallback<Tell>(
    (toast) => {
      const id = ++last.current;
      setShown((all) => [...all.slice(-2), { ...toast, id }]);
      const closeUnlessUsed = () => {
        if (isUsed(place.current)) setTimeout(closeUnlessUsed, LOOK_AGAIN_MS);
        else close(id);
      };
      setTimeout(closeUnlessUsed, toast.undo === undefined ? SHOWN_MS : UNDO_MS);
    },
    [close],
  );
  const undo = async ({ id, undo: takeBack }: Shown) => {
    close(id);
    try {
      await takeBack?.();
      tell({ text: say('undone') });
    } catch (error) {
      tell({ text: inWords(error), tone: 'fault' });
    }
  };
  const undoable = [...shown].reverse().find((each) => each.undo !== undefined);
  useUndoKey(undoable && (() => void undo(undoable)));
  return (
    <Context.Provider value={tell}>
      {children}
      <div ref={place} className={styles.place} role="status" aria-live="polite">
        {shown.map((each) => (
          <div key={each.id} className={`${styles.toast} ${each.tone === 'fault' ? styles.fault : ''}`}>
            <span>{each.text}</span>
            {each.undo !== undefined && (
              <button
                type="button"
                className={styles.undo}
                aria-keyshortcuts={each === undoable ? 'Control+Z' : undefined}
                onClick={() => void undo(each)}
              >
                {say('undo')}
                {each === undoable && (
                  <kbd className="of-keys" aria-hidden>
                    {' '}
                    Ctrl+Z
                  </kbd>
                )}
              </button>
            )}
            <CloseButton
              aria-label={say('close')}
              size={44}
              onClick={() => close(each.id)}
              c="inherit"
              variant="transparent"
            />
          </div>
        ))}
      </div>
    </Context.Provider>
  );
}

/** @returns tells what was done; stable */
export const useTell = (): Tell => useContext(Context);

/** @returns tells what went wrong, in words */
export function useTellProblem(): (error: unknown) => void {
  const tell = useTell();
  const inWords = useProblemWords();
  return useMemo(() => (error: unknown) => tell({ text: inWords(error), tone: 'fault' }), [tell, inWords]);
}
