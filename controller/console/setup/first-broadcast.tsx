/** A first bulletin, which says that it is a test, to the whole commune. */

import type { AreaBody } from '@loa-lang/schemas/http/areas';
import type { BroadcastBody } from '@loa-lang/schemas/http/broadcasts';
import type { BulletinBody } from '@loa-lang/schemas/http/bulletins';
import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { ask, post } from '../api/ask.ts';
import { type Cluster, useMay } from '../api/queries.ts';
import { HoldButton } from '../parts/hold-button.tsx';
import { Notice } from '../parts/notice.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import styles from '../parts/register/register.module.css';
import { useNumbers } from '../words/numbers.ts';
import { setup } from '../words/setup.ts';
import { useWords } from '../words/words.ts';

const LOOK_MS = 500;

interface Planned {
  broadcast: BroadcastBody;
  /** it waits for approval */
  approvalId?: string;
}

interface Props {
  commune: AreaBody;
  clusters: readonly Cluster[];
  households: number;
}

export function FirstBroadcast({ commune, clusters, households }: Props) {
  const say = useWords(setup);
  const numbers = useNumbers();
  const may = useMay();
  const client = useQueryClient();
  const [text, setText] = useState(say('firstUsual', { commune: commune.name }));
  const air = useMutation({
    mutationFn: async (): Promise<Planned | 'failed'> => {
      let bulletin = await post<BulletinBody>('/bulletins', { communeId: commune.id, text, kind: 'test' });
      while (bulletin.state === 'processing') {
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
        bulletin = await ask<BulletinBody>(`/bulletins/${bulletin.id}`);
      }
      if (bulletin.state === 'failed') return 'failed';
      const order = { bulletins: [{ bulletinId: bulletin.id }], targets: { areaIds: [commune.id] }, start: 'now' };
      return post<Planned>('/broadcasts', order);
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['broadcasts'] }),
  });
  if (!may('schedule')) return <Notice>{say('notAiring')}</Notice>;
  const { data } = air;
  return (
    <div className={styles.stack}>
      <Textarea
        label={say('firstText')}
        value={text}
        autosize
        minRows={3}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <p>
        {say('firstSays', {
          commune: commune.name,
          clusters: numbers.plain(clusters.length),
          households: numbers.plain(households),
        })}
      </p>
      <div className={styles.line}>
        <HoldButton onHeld={() => air.mutate()} busy={air.isPending} disabled={text.trim() === ''}>
          {say('firstSend')}
        </HoldButton>
      </div>
      {air.isPending && <p role="status">{say('firstMaking')}</p>}
      {air.error !== null && <ProblemNotice error={air.error} />}
      {data === 'failed' && <Notice tone="fault">{say('firstFailed')}</Notice>}
      {data !== undefined && data !== 'failed' && (
        <Notice tone="good" role="status">
          <p>{say(data.approvalId === undefined ? 'firstSent' : 'firstWaits')}</p>
          {data.approvalId !== undefined && (
            <Button variant="default" component={Link} href="/cho-duyet">
              {say('toApprovals')}
            </Button>
          )}
        </Notice>
      )}
    </div>
  );
}
