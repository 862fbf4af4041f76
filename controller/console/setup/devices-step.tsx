/** Boxes are tied to poles by the code printed on them. */

import type { EnrolmentListSchema } from '@loa-lang/schemas/http/enrolments';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import { ask, post } from '../api/ask.ts';
import { useNow } from '../api/clock.ts';
import { type Cluster, KEYS, useSelf } from '../api/queries.ts';
import { useTimes } from '../api/times.ts';
import { Notice } from '../parts/notice.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import styles from '../parts/register/register.module.css';
import { useTell } from '../parts/toasts.tsx';
import { setup } from '../words/setup.ts';
import { useWords } from '../words/words.ts';

/** New boxes ask every half minute. */
const LOOK_MS = 10_000;

export function DevicesStep({ clusters }: { clusters: readonly Cluster[] }) {
  const say = useWords(setup);
  const client = useQueryClient();
  const tell = useTell();
  const times = useTimes();
  const now = useNow();
  const { data: self } = useSelf();
  const open = clusters.filter(({ deviceId }) => deviceId === undefined);
  const [chosen, setChosen] = useState('');
  const [label, setLabel] = useState('');
  const [fingerprint, setFingerprint] = useState('');
  const cluster = open.find(({ id }) => id === chosen) ?? open[0];
  // the list of all that wait is for those who have everything; others know the code on their box
  const waiting = useQuery({
    queryKey: ['enrolments'],
    queryFn: ({ signal }) => ask<Static<typeof EnrolmentListSchema>>('/enrolments', { signal }),
    enabled: self?.areaIds === 'everywhere',
    refetchInterval: LOOK_MS,
  });
  const claim = useMutation({
    mutationFn: () =>
      post('/enrolments/bind', {
        ...{ label: label.trim(), clusterId: cluster?.id },
        ...(fingerprint.trim() !== '' && { fingerprint: fingerprint.trim() }),
      }),
    onSuccess: async () => {
      tell({ text: say('claimed', { cluster: cluster?.name ?? '' }) });
      setLabel('');
      setFingerprint('');
      setChosen('');
      await Promise.all([KEYS.clusters, ['enrolments']].map((queryKey) => client.invalidateQueries({ queryKey })));
    },
  });
  const done = clusters.length - open.length;
  const asking = waiting.data?.enrolments.filter(({ rejectedAt }) => rejectedAt === undefined) ?? [];
  return (
    <div className={styles.stack}>
      <p>{say('devicesNow', { done, all: clusters.length })}</p>
      {cluster === undefined ? (
        clusters.length > 0 && <Notice tone="good">{say('allClaimed')}</Notice>
      ) : (
        <form
          className={styles.line}
          onSubmit={(event) => {
            event.preventDefault();
            claim.mutate();
          }}
        >
          <NativeSelect
            label={say('cluster')}
            value={cluster.id}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={open.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
          />
          <TextInput
            label={say('deviceCode')}
            required
            autoComplete="off"
            value={label}
            onChange={(event) => setLabel(event.currentTarget.value)}
          />
          <TextInput
            label={say('fingerprint')}
            autoComplete="off"
            value={fingerprint}
            onChange={(event) => setFingerprint(event.currentTarget.value)}
          />
          <Button type="submit" loading={claim.isPending} disabled={label.trim() === ''}>
            {say('claim')}
          </Button>
        </form>
      )}
      {claim.error !== null && <ProblemNotice error={claim.error} />}
      {waiting.data !== undefined && (
        <section aria-label={say('waitingDevices')}>
          <h3>{say('waitingDevices')}</h3>
          {asking.length === 0 && <p className="soft">{say('noWaiting')}</p>}
          <ul className={styles.list}>
            {asking.map(({ id, code, fingerprint: key, lastAskedAt }) => (
              <li key={id}>
                <span>
                  <strong>{code}</strong> · <span className={styles.link}>{key}</span>
                </span>
                <span className="soft">{say('askedAt', { time: times.near(lastAskedAt, now) })}</span>
                <Button
                  variant="default"
                  onClick={() => {
                    setLabel(code);
                    setFingerprint(key);
                  }}
                >
                  {code}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
