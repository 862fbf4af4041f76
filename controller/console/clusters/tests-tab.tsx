/** Whether one cluster sounds as it should: measured by itself, and by people. */

import type { ClusterBody } from '@loa-lang/schemas/http/clusters';
import type { SelfTestBody, SelfTestListSchema } from '@loa-lang/schemas/http/self-tests';
import { Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import { ask, post, query } from '../api/ask.ts';
import { useNow } from '../api/clock.ts';
import { isProblem } from '../api/problem.ts';
import { useMay } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { HoldButton } from '../parts/hold-button.tsx';
import { Section } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useTellProblem } from '../parts/toasts.tsx';
import { Told } from '../parts/told.tsx';
import { clusterTests } from '../words/cluster-tests.ts';
import { useLanguage } from '../words/language.ts';
import { useNumbers } from '../words/numbers.ts';
import { useWords } from '../words/words.ts';
import styles from './one.module.css';
import { Readings } from './readings.tsx';

type Tests = Static<typeof SelfTestListSchema>;
const SHORTEST_REASON = 5;

export function TestsTab({ cluster }: { cluster: ClusterBody }) {
  const say = useWords(clusterTests);
  const may = useMay();
  const { id } = cluster;
  const read = useQuery({
    // its answer comes as one of an order
    queryKey: ['commands', id, 'self-tests'],
    queryFn: ({ signal }) => ask<Tests>(`/clusters/${id}/self-tests${query({ limit: 20 })}`, { signal }),
  });
  return (
    <>
      <Section title={say('title')}>
        {may('manage') && <Measure cluster={cluster} />}
        <Told query={read}>{(tests) => <Results tests={tests} />}</Told>
      </Section>
      <Readings id={id} />
    </>
  );
}

function Measure({ cluster }: { cluster: ClusterBody }) {
  const say = useWords(clusterTests);
  const numbers = useNumbers();
  const client = useQueryClient();
  const tellProblem = useTellProblem();
  const [obstacle, setObstacle] = useState<unknown>();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState<string>();
  const force = obstacle === undefined ? undefined : reason.trim();
  const isReady = force === undefined || force.length >= SHORTEST_REASON;
  const households = cluster.services.reduce((sum, service) => sum + service.households, 0);
  const measure = async (mode: 'check' | 'calibrate') => {
    setBusy(mode);
    try {
      await post(`/clusters/${cluster.id}/self-tests`, { mode, ...(force !== undefined && { force }) });
      setObstacle(undefined);
    } catch (error) {
      if (isProblem(error, 'command-disturbs')) setObstacle(error);
      else tellProblem(error);
    }
    setBusy(undefined);
    void client.invalidateQueries({ queryKey: ['commands', cluster.id] });
  };
  return (
    <div className={styles.form}>
      <p>{say('about', { name: cluster.name, households: numbers.plain(households) })}</p>
      {obstacle !== undefined && (
        <>
          <ProblemNotice error={obstacle} />
          <Textarea
            label={say('reason')}
            description={say('reasonHow')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </>
      )}
      <div className={styles.buttons}>
        <HoldButton onHeld={() => void measure('check')} disabled={!isReady} busy={busy === 'check'}>
          {say('check')}
        </HoldButton>
        <HoldButton onHeld={() => void measure('calibrate')} disabled={!isReady} busy={busy === 'calibrate'}>
          {say('calibrate')}
        </HoldButton>
      </div>
      <small className="soft">{say('calibrateAbout')}</small>
    </div>
  );
}

function Results({ tests: { tests, baseline } }: { tests: Tests }) {
  const say = useWords(clusterTests);
  const language = useLanguage();
  const times = useTimes();
  const now = useNow();
  return (
    <>
      <div className={styles.group}>
        <h3>{say('baseline')}</h3>
        <p>
          {baseline.message[language]}
          {baseline.madeAt !== undefined && (
            <small className="soft">
              {' '}
              {say('madeBy', { who: baseline.madeBy ?? '', moment: times.moment(baseline.madeAt, now) })}
            </small>
          )}
        </p>
      </div>
      <div className={styles.group}>
        <h3>{say('results')}</h3>
        {tests.length === 0 ? (
          <p className="soft">{say('none')}</p>
        ) : (
          <ul className={styles.list} aria-live="polite">
            {tests.map((test) => (
              <li key={test.id}>
                <Result test={test} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

const SHAPES: Readonly<Record<string, string>> = { pass: '✓', weak: '▲', silent: '■', 'no-microphone': '–' };

function Result({ test }: { test: SelfTestBody }) {
  const say = useWords(clusterTests);
  const language = useLanguage();
  const numbers = useNumbers();
  const times = useTimes();
  const now = useNow();
  const { grade, message, notes, figures, orderedAt, orderedBy, scheduled, reportedAt } = test;
  const loss = figures?.lossDb;
  return (
    <>
      <span className={styles.entry}>
        <strong>
          <span aria-hidden>{SHAPES[grade ?? ''] ?? '…'} </span>
          {reportedAt === undefined ? say('waiting') : message[language]}
        </strong>
        <small className="soft">
          {say('madeBy', {
            who: scheduled ? say('scheduled') : orderedBy,
            moment: times.moment(orderedAt, now),
          })}
        </small>
      </span>
      <small className="soft">
        {[
          loss !== undefined &&
            Math.abs(loss) >= 0.5 &&
            say(loss > 0 ? 'loss' : 'louder', { db: numbers.plain(Math.abs(loss)) }),
          ...notes.map((note) => note.message[language]),
        ]
          .filter(Boolean)
          .join(' · ')}
      </small>
    </>
  );
}
