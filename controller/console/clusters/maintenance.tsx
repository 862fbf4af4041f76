/** When somebody works at the pole: faults call nobody meanwhile. */

import type { MaintenanceListSchema } from '@loa-lang/schemas/http/incidents';
import { Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Static } from 'typebox';
import { ask, post } from '../api/ask.ts';
import { serverNow, useNow } from '../api/clock.ts';
import { useMay, useZone } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { Section } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { clusterRecord } from '../words/cluster-record.ts';
import { instantOf, minuteOf } from '../words/local-instant.ts';
import { useWords } from '../words/words.ts';
import styles from './one.module.css';
import { ONE } from './one.ts';

const KEY = ['maintenance'] as const;
/** Long enough to change a battery. */
const USUAL_MS = 2 * 3_600_000;

export function Maintenance({ id }: { id: string }) {
  const say = useWords(clusterRecord);
  const times = useTimes();
  const now = useNow();
  const may = useMay();
  const client = useQueryClient();
  const tell = useTell();
  const tellProblem = useTellProblem();
  const read = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) =>
      (await ask<Static<typeof MaintenanceListSchema>>('/maintenance-windows', { signal })).windows,
  });
  const fresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: KEY }),
      client.invalidateQueries({ queryKey: ONE.status(id) }),
      client.invalidateQueries({ queryKey: ['cluster-rows'] }),
    ]);
  const end = async (windowId: string) => {
    try {
      await post(`/maintenance-windows/${windowId}/end`);
      tell({ text: say('ended') });
    } catch (error) {
      tellProblem(error);
    }
    await fresh();
  };
  const windows = (read.data ?? []).filter(({ clusterId }) => clusterId === id);
  return (
    <Section title={say('maintenance')}>
      <p className="soft">{say('maintenanceAbout')}</p>
      {read.error !== null && <ProblemNotice error={read.error} onRetry={() => void read.refetch()} />}
      <ul className={styles.list}>
        {windows.map(({ id: windowId, from, until, reason }) => (
          <li key={windowId} className={styles.entry}>
            {say('window', { from: times.moment(from, now), until: times.moment(until, now), reason })}
            {may('manage') && (
              <Button variant="subtle" onClick={() => void end(windowId)}>
                {say('end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {may('manage') && <WindowForm id={id} onDone={() => void fresh()} />}
    </Section>
  );
}

function WindowForm({ id, onDone }: { id: string; onDone: () => void }) {
  const say = useWords(clusterRecord);
  const zone = useZone();
  const tell = useTell();
  const tellProblem = useTellProblem();
  const [from, setFrom] = useState(() => minuteOf(serverNow(), zone));
  const [until, setUntil] = useState(() => minuteOf(serverNow() + USUAL_MS, zone));
  const [reason, setReason] = useState('');
  const begin = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await post('/maintenance-windows', {
        ...{ clusterId: id, reason },
        ...{ from: instantOf(from, zone), until: instantOf(until, zone) },
      });
      tell({ text: say('begun') });
      setReason('');
    } catch (error) {
      tellProblem(error);
    }
    onDone();
  };
  return (
    <form className={styles.form} onSubmit={(event) => void begin(event)}>
      <div className={styles.pair}>
        <TextInput
          type="datetime-local"
          label={say('maintenanceFrom')}
          required
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="datetime-local"
          label={say('maintenanceUntil')}
          required
          min={from}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
      </div>
      <TextInput
        label={say('maintenanceReason')}
        required
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div>
        <Button type="submit" variant="default">
          {say('begin')}
        </Button>
      </div>
    </form>
  );
}
