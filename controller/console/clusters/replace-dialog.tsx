/** Another device on the same pole: scan or type, compare, done. */

import type { ClusterBody } from '@loa-lang/schemas/http/clusters';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../api/ask.ts';
import type { Claim } from '../parts/claim/candidates.ts';
import { ClaimFields } from '../parts/claim/claim-fields.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useTell } from '../parts/toasts.tsx';
import { claims } from '../words/claims.ts';
import { common } from '../words/common.ts';
import { useWords } from '../words/words.ts';
import styles from './claims.module.css';

export function ReplaceDialog({ cluster, onClose }: { cluster: ClusterBody; onClose: () => void }) {
  const say = useWords(claims);
  const sayCommon = useWords(common);
  const client = useQueryClient();
  const tell = useTell();
  const [claim, setClaim] = useState<Claim>();
  const [problem, setProblem] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const { id, name } = cluster;
  const replaces = cluster.deviceId !== undefined;
  const replace = async () => {
    if (claim === undefined) return;
    setBusy(true);
    setProblem(undefined);
    const device = { label: claim.label, fingerprint: claim.enrolment.fingerprint };
    try {
      if (replaces) await post(`/clusters/${id}/replacement`, device);
      else await post('/enrolments/bind', { ...device, clusterId: id });
      tell({ text: replaces ? say('replaced', { name }) : say('bound', { name, code: claim.enrolment.code }) });
      await Promise.all(
        ['clusters', 'status', 'cluster-rows', 'enrolments', 'incidents'].map((word) =>
          client.invalidateQueries({ queryKey: [word] }),
        ),
      );
      onClose();
    } catch (error) {
      setProblem(error);
    }
    setBusy(false);
  };
  return (
    <Dialog onClose={onClose} size="lg" title={say(replaces ? 'replaceTitle' : 'claimTitle', { name })}>
      {replaces && <p className="soft">{say('replaceAbout')}</p>}
      <ClaimFields claim={claim} onClaim={setClaim} offersAll />
      {problem !== undefined && <ProblemNotice error={problem} />}
      <div className={styles.act}>
        <Button variant="default" onClick={onClose}>
          {sayCommon('cancel')}
        </Button>
        <Button disabled={claim === undefined} loading={isBusy} onClick={() => void replace()}>
          {say(replaces ? 'replace' : 'bind')}
        </Button>
      </div>
    </Dialog>
  );
}
