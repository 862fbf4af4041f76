/** Boxes are tied to poles by the code printed on them, typed or seen by the camera. */

import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../api/ask.ts';
import { type Cluster, KEYS } from '../api/queries.ts';
import type { Claim } from '../parts/claim/candidates.ts';
import { ClaimFields } from '../parts/claim/claim-fields.tsx';
import { DeploymentFile } from '../parts/claim/deployment-file.tsx';
import { Notice } from '../parts/notice.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import styles from '../parts/register/register.module.css';
import { useTell } from '../parts/toasts.tsx';
import { setup } from '../words/setup.ts';
import { useWords } from '../words/words.ts';

export function DevicesStep({ clusters }: { clusters: readonly Cluster[] }) {
  const say = useWords(setup);
  const open = clusters.filter(({ deviceId }) => deviceId === undefined);
  return (
    <div className={styles.stack}>
      <p>{say('devicesNow', { done: clusters.length - open.length, all: clusters.length })}</p>
      {open.length > 0 && <OneByOne open={open} />}
      {open.length === 0 && clusters.length > 0 && <Notice tone="good">{say('allClaimed')}</Notice>}
      <DeploymentFile />
    </div>
  );
}

function OneByOne({ open }: { open: readonly Cluster[] }) {
  const say = useWords(setup);
  const client = useQueryClient();
  const tell = useTell();
  const [chosen, setChosen] = useState('');
  const [claim, setClaim] = useState<Claim>();
  const [round, setRound] = useState(0);
  const cluster = open.find(({ id }) => id === chosen) ?? open[0];
  const bind = useMutation({
    mutationFn: ({ label, enrolment: { fingerprint } }: Claim) =>
      post('/enrolments/bind', { label, fingerprint, clusterId: cluster?.id }),
    onSuccess: async () => {
      tell({ text: say('claimed', { cluster: cluster?.name ?? '' }) });
      // the next code may be scanned before the list has come
      setChosen('');
      setClaim(undefined);
      setRound((before) => before + 1);
      await Promise.all([KEYS.clusters, ['enrolments']].map((queryKey) => client.invalidateQueries({ queryKey })));
    },
  });
  return (
    <form
      className={styles.stack}
      onSubmit={(event) => {
        event.preventDefault();
        if (claim !== undefined) bind.mutate(claim);
      }}
    >
      <NativeSelect
        label={say('cluster')}
        value={cluster?.id}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={open.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
      />
      <ClaimFields key={round} claim={claim} onClaim={setClaim} offersAll takesFocus={round > 0} />
      {bind.error !== null && <ProblemNotice error={bind.error} />}
      <div className={styles.line}>
        <Button type="submit" loading={bind.isPending} disabled={claim === undefined}>
          {say('claim')}
        </Button>
      </div>
    </form>
  );
}
