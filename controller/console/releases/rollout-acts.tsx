/** A rollout is held, goes on, or ends for good. */
import type { RolloutBody } from '@loa-lang/schemas/http/rollouts';
import { FAILED } from '@loa-lang/schemas/states/rollout';
import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../api/ask.ts';
import { HoldButton } from '../parts/hold-button.tsx';
import { useTell, useTellProblem } from '../parts/toasts.tsx';
import { releases } from '../words/releases.ts';
import { useWords } from '../words/words.ts';

type Device = RolloutBody['devices'][number];

/** Cannot lead: it went back, failed, or was passed over. */
const cannotLead = ({ state }: Device): boolean => FAILED.includes(state) || state === 'skipped';

export function RolloutActs({ rollout }: { rollout: RolloutBody }) {
  const say = useWords(releases);
  const client = useQueryClient();
  const tell = useTell();
  const tellProblem = useTellProblem();
  const { id, state, devices, firstClusterId, release } = rollout;
  const lead = devices.find(({ clusterId }) => clusterId === firstClusterId);
  const others = devices.filter((each) => !cannotLead(each));
  const needsLead = state === 'paused' && (lead === undefined || cannotLead(lead));
  const [chosen, setChosen] = useState<string>();
  const next = chosen ?? others[0]?.clusterId;
  const fresh = (now: RolloutBody) => {
    client.setQueryData(['rollouts', id], now);
    return client.invalidateQueries({ queryKey: ['rollouts'] });
  };
  const resume = async () => fresh(await post(`/rollouts/${id}/resume`, needsLead ? { firstClusterId: next } : {}));
  const pause = async () => fresh(await post(`/rollouts/${id}/pause`));
  const act = useMutation({
    mutationFn: async (name: 'pause' | 'resume' | 'stop') => {
      if (name === 'stop') await fresh(await post(`/rollouts/${id}/stop`));
      else await (name === 'pause' ? pause() : resume());
      return name;
    },
    onSuccess: (name) =>
      tell({ text: say(`${name}Told`), ...(name !== 'stop' && { undo: name === 'pause' ? resume : pause }) }),
    onError: tellProblem,
  });
  const maySoGoOn = release.withdrawnAt === undefined && (!needsLead || next !== undefined);
  return (
    <>
      {needsLead && maySoGoOn && (
        <NativeSelect
          aria-label={say('newFirst')}
          value={next ?? ''}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={others.map(({ clusterId, code, name }) => ({
            value: clusterId,
            label: say('firstNamed', { name: `${code ?? ''} · ${name ?? clusterId}` }),
          }))}
        />
      )}
      <HoldButton busy={act.isPending} onHeld={() => act.mutate('stop')}>
        {say('stop')}
      </HoldButton>
      {state === 'running' && (
        <Button loading={act.isPending} onClick={() => act.mutate('pause')}>
          {say('pause')}
        </Button>
      )}
      {state === 'paused' && maySoGoOn && (
        <Button loading={act.isPending} onClick={() => act.mutate('resume')}>
          {say('resume')}
        </Button>
      )}
    </>
  );
}
