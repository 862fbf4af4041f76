/** A recording that has arrived: its waveform, what was found in it, repairs with a way back, and how it will sound. */
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { addressOf } from '../../api/ask.ts';
import { useTimes } from '../../api/times.ts';
import { Notice } from '../../parts/notice.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { useTell, useTellProblem } from '../../parts/toasts.tsx';
import { Waiting } from '../../parts/told.tsx';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { write } from '../../words/write.ts';
import { repairBulletin, useAnalysis, useBulletin } from '../queries.ts';
import styles from '../write.module.css';
import { type RepairName, repairOf } from './repairs.ts';

const Waveform = lazy(() => import('./waveform.tsx').then((module) => ({ default: module.WaveformPlayer })));
const REPAIRS: readonly RepairName[] = ['trim', 'denoise', 'rumble', 'louder'];

export function RecordingReview({ bulletinId, onAgain }: { bulletinId: string; onAgain: () => void }) {
  const say = useWords(write);
  const language = useLanguage();
  const times = useTimes();
  const client = useQueryClient();
  const tell = useTell();
  const tellProblem = useTellProblem();
  const bulletin = useBulletin(bulletinId);
  const [isBusy, setBusy] = useState(false);
  const [made] = bulletin.data?.versions ?? [];
  const version = made?.state === 'ready' ? made.version : undefined;
  const analysis = useAnalysis(bulletinId, version);
  const again = (
    <Button variant="default" onClick={onAgain}>
      {say('recordAgain')}
    </Button>
  );
  if (bulletin.error !== null) return <ProblemNotice error={bulletin.error} onRetry={() => void bulletin.refetch()} />;
  if (bulletin.data === undefined || bulletin.data.state === 'processing') {
    return (
      <div className={styles.stack} aria-busy>
        <Waiting />
        <p className="soft">{say('measuring')}</p>
      </div>
    );
  }
  if (bulletin.data.state === 'failed') {
    return (
      <div className={styles.stack}>
        <Notice tone="fault" role="alert">
          <p>{bulletin.data.fault?.message[language] ?? say('unreadable')}</p>
        </Notice>
        {again}
      </div>
    );
  }
  const repair = async (body: object, done: string, back?: number) => {
    setBusy(true);
    try {
      await repairBulletin(bulletinId, body);
      await client.invalidateQueries({ queryKey: ['bulletins'] });
      const undo = back === undefined ? undefined : () => repair({ backToVersion: back }, say('repairUndone'));
      tell({ text: done, ...(undo && { undo }) });
    } catch (error) {
      tellProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const measured = analysis.data;
  return (
    <div className={styles.stack}>
      <p>{say('recorded', { length: times.length(bulletin.data.audio?.durationMs ?? 0) })}</p>
      <Suspense fallback={<Waiting />}>
        {measured !== undefined && (
          <Waveform
            src={`${addressOf(`/bulletins/${bulletinId}/audio`)}?v=${version}`}
            waveform={measured.recording.waveform}
            durationMs={measured.aired.durationMs}
          />
        )}
      </Suspense>
      {(measured?.warnings ?? bulletin.data.warnings).map(({ code, message }) => (
        <Notice key={code} tone="warning">
          <p>{message[language]}</p>
        </Notice>
      ))}
      <div className={styles.acts}>
        {measured !== undefined &&
          REPAIRS.map((name) => (
            <Button
              key={name}
              variant="default"
              disabled={isBusy}
              onClick={() => void repair(repairOf(name, measured), say(`repaired-${name}`), measured.version)}
            >
              {say(`repair-${name}`)}
            </Button>
          ))}
        {again}
      </div>
    </div>
  );
}
