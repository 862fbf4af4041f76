/** Three seconds of a tone, and what each device answered. */

import type { CommandBatchSchema } from '@loa-lang/schemas/http/commands';
import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Static } from 'typebox';
import { ask, post } from '../api/ask.ts';
import type { Cluster } from '../api/queries.ts';
import { HoldButton } from '../parts/hold-button.tsx';
import { Notice } from '../parts/notice.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import styles from '../parts/register/register.module.css';
import { useLanguage } from '../words/language.ts';
import { setup } from '../words/setup.ts';
import { useWords } from '../words/words.ts';

type Batch = Static<typeof CommandBatchSchema>;
const TONE = { name: 'play-test', parameters: { durationMs: 3000 } };

export function ToneStep({ communeId, clusters }: { communeId: string; clusters: readonly Cluster[] }) {
  const say = useWords(setup);
  const language = useLanguage();
  const [batchId, setBatchId] = useState<string>();
  const bound = clusters.filter(({ deviceId }) => deviceId !== undefined);
  const order = useMutation({
    mutationFn: (targets: object) => post<Batch>('/command-batches', { targets, ...TONE }),
    onSuccess: (batch) => setBatchId(batch.batchId),
  });
  const answers = useQuery({
    queryKey: ['commands', batchId],
    queryFn: ({ signal }) => ask<Batch>(`/command-batches/${batchId}`, { signal }),
    enabled: batchId !== undefined,
    refetchInterval: ({ state }) => (state.data?.waiting === 0 ? false : 3000),
  });
  if (bound.length === 0) return <Notice>{say('noDevices')}</Notice>;
  const answerOf = (id: string) => answers.data?.commands.find(({ clusterId }) => clusterId === id);
  return (
    <div className={styles.stack}>
      <p>{say('toneSays', { count: bound.length })}</p>
      <div className={styles.line}>
        <HoldButton onHeld={() => order.mutate({ areaIds: [communeId] })} busy={order.isPending}>
          {say('toneAll', { count: bound.length })}
        </HoldButton>
      </div>
      {order.error !== null && <ProblemNotice error={order.error} />}
      <ul className={styles.list}>
        {bound.map(({ id, code, name }) => {
          const answer = answerOf(id);
          return (
            <li key={id}>
              <span>
                {code} {name}
              </span>
              <span role="status">
                {answer !== undefined &&
                  (answer.outcome === undefined ? say('answerWaiting') : answer.message[language])}
              </span>
              <Button variant="default" onClick={() => order.mutate({ clusterIds: [id] })}>
                {say('toneOne')}
              </Button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
