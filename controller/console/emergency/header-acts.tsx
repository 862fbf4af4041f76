/** Always one tap away: stopping what sounds, and an emergency. */
import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';
import { useMay } from '../api/queries.ts';
import { alarm } from '../words/alarm.ts';
import { useWords } from '../words/words.ts';
import styles from './emergency.module.css';

const StopDialog = lazy(() => import('./stop-dialog.tsx').then((module) => ({ default: module.StopDialog })));

export function HeaderActs() {
  const say = useWords(alarm);
  const may = useMay();
  const [isStopping, setStopping] = useState(false);
  return (
    <>
      {may('stop') && (
        <button type="button" className={styles.stop} onClick={() => setStopping(true)} aria-haspopup="dialog">
          <span aria-hidden>■</span> {say('stop')}
        </button>
      )}
      {may('trigger') && (
        <Link href="/khan-cap" className={styles.alarm}>
          {say('emergency')}
        </Link>
      )}
      {isStopping && (
        <Suspense fallback={null}>
          <StopDialog onClose={() => setStopping(false)} />
        </Suspense>
      )}
    </>
  );
}
