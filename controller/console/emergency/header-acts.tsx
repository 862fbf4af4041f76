/** Always one tap away: stopping what sounds, and an emergency. */
import { type ComponentType, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { Problem } from '../api/problem.ts';
import { useMay } from '../api/queries.ts';
import { useTellProblem } from '../parts/toasts.tsx';
import { alarm } from '../words/alarm.ts';
import { useWords } from '../words/words.ts';
import styles from './emergency.module.css';

/** The page that was asked for comes first; then what must open at once, also when the network is gone by then. */
const READY_AFTER_MS = 3000;

const loadStop = () => import('./stop-dialog.tsx').then((module) => module.StopDialog);
const loadAlarm = () => import('./emergency-page.tsx');

export function HeaderActs() {
  const say = useWords(alarm);
  const may = useMay();
  const tellProblem = useTellProblem();
  const [StopDialog, setStopDialog] = useState<ComponentType<{ onClose: () => void }>>();
  const mayStop = may('stop');
  const mayTrigger = may('trigger');
  useReady(mayStop, loadStop);
  useReady(mayTrigger, loadAlarm);
  const stop = () =>
    loadStop().then(
      (dialog) => setStopDialog(() => dialog),
      (cause) => tellProblem(new Problem(0, 'no-connection', undefined, { cause })),
    );
  return (
    <>
      {mayStop && (
        <button type="button" className={styles.stop} onClick={() => void stop()} aria-haspopup="dialog">
          <span aria-hidden>■</span> {say('stop')}
        </button>
      )}
      {mayTrigger && (
        <Link href="/khan-cap" className={styles.alarm}>
          {say('emergency')}
        </Link>
      )}
      {StopDialog !== undefined && <StopDialog onClose={() => setStopDialog(undefined)} />}
    </>
  );
}

/** @param load loaded once, however often it is asked for */
function useReady(isWanted: boolean, load: () => Promise<unknown>): void {
  useEffect(() => {
    if (!isWanted) return;
    const timer = setTimeout(() => load().catch(() => undefined), READY_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isWanted, load]);
}
