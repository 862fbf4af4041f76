/** Records in this browser: level, time, listen, again, then it is sent. */
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTimes } from '../../api/times.ts';
import { Notice } from '../../parts/notice.tsx';
import { useWords } from '../../words/words.ts';
import { write } from '../../words/write.ts';
import styles from '../write.module.css';
import { openRecorder, type Recorder, type RecordFault } from './recorder.ts';

const DRAWN_EVERY_MS = 100;
/** Quieter than this for seconds, and somebody has forgotten to switch it on. */
const SILENT = 0.01;
const LOUD = 0.97;

export function RecordPanel({ onRecorded }: { onRecorded: (sound: Blob) => void }) {
  const say = useWords(write);
  const times = useTimes();
  const recorder = useRef<Recorder>(undefined);
  const [state, setState] = useState<'idle' | 'asking' | 'recording' | RecordFault>('idle');
  const [shown, setShown] = useState({ level: 0, ms: 0, peak: 0 });
  useEffect(() => () => recorder.current?.cancel(), []);
  useEffect(() => {
    if (state !== 'recording') return;
    const begun = performance.now();
    let peak = 0;
    const timer = setInterval(() => {
      const level = recorder.current?.level() ?? 0;
      peak = Math.max(peak, level);
      setShown({ level, ms: performance.now() - begun, peak });
    }, DRAWN_EVERY_MS);
    return () => clearInterval(timer);
  }, [state]);
  const begin = async () => {
    setState('asking');
    const opened = await openRecorder();
    if (typeof opened === 'string') return setState(opened);
    recorder.current = opened;
    setState('recording');
  };
  const end = async () => {
    const sound = await recorder.current?.stop();
    recorder.current = undefined;
    setState('idle');
    if (sound !== undefined) onRecorded(sound);
  };
  const isFault = state !== 'idle' && state !== 'asking' && state !== 'recording';
  return (
    <div className={styles.stack}>
      {isFault && (
        <Notice tone="fault" role="alert">
          <p>{say(`microphone-${state}`)}</p>
        </Notice>
      )}
      {state === 'recording' ? (
        <>
          <p className={styles.clock} role="timer">
            {times.length(shown.ms)}
          </p>
          <meter className={styles.meter} min={0} max={1} value={shown.level} aria-label={say('level')} />
          <p className="soft">{say(levelWords(shown))}</p>
          <Button size="lg" onClick={() => void end()}>
            {say('stopRecording')}
          </Button>
        </>
      ) : (
        <>
          <p className="soft">{say('recordHint')}</p>
          <Button size="lg" onClick={() => void begin()} loading={state === 'asking'}>
            {say('record')}
          </Button>
        </>
      )}
    </div>
  );
}

function levelWords({ ms, peak }: { ms: number; peak: number }) {
  if (ms > 3000 && peak < SILENT) return 'levelNothing' as const;
  return peak > LOUD ? ('levelLoud' as const) : ('levelGood' as const);
}
