/** A rollout is begun: which version, where, which cluster first, when. It says before what will happen. */
import type { ReleaseBody, RolloutBody } from '@loa-lang/schemas/http/rollouts';
import { NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { post } from '../api/ask.ts';
import { useCommune } from '../api/queries.ts';
import { Dialog } from '../parts/dialog.tsx';
import { FormActs } from '../parts/form-acts.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useTell } from '../parts/toasts.tsx';
import { releases as words } from '../words/releases.ts';
import { useWords } from '../words/words.ts';
import styles from './releases.module.css';
import { newDraft, type RolloutDraft, wishOf } from './rollout-draft.ts';
import { RolloutTimes } from './rollout-times.tsx';
import { RolloutWhere, useClustersOf } from './rollout-where.tsx';

export interface RolloutFormProps {
  releases: readonly ReleaseBody[];
  releaseId: string;
  onClose: () => void;
}

export function RolloutForm({ releases, releaseId, onClose }: RolloutFormProps) {
  const say = useWords(words);
  const commune = useCommune();
  const client = useQueryClient();
  const tell = useTell();
  const [, go] = useLocation();
  const [draft, setDraft] = useState<RolloutDraft>(() => newDraft(releaseId, commune?.id ?? ''));
  const put = (fields: Partial<RolloutDraft>) => setDraft((before) => ({ ...before, ...fields }));
  const wish = wishOf(draft);
  const fresh = () => client.invalidateQueries({ queryKey: ['rollouts'] });
  const begin = useMutation({
    mutationFn: (body: NonNullable<typeof wish>) => post<RolloutBody>('/rollouts', body),
    onSuccess: async ({ id, release }) => {
      tell({
        text: say('begunTold', { version: release.version }),
        undo: async () => {
          await post(`/rollouts/${id}/stop`);
          await fresh();
        },
      });
      await fresh();
      go(`/cum-loa/phien-ban/${id}`);
    },
  });
  return (
    <Dialog onClose={onClose} title={say('begin')} size="lg">
      <form
        className={styles.fields}
        onSubmit={(event) => {
          event.preventDefault();
          if (wish !== undefined) begin.mutate(wish);
        }}
      >
        <NativeSelect
          label={say('version')}
          value={draft.releaseId}
          onChange={(event) => put({ releaseId: event.currentTarget.value })}
          data={releases.map(({ id, version }) => ({ value: id, label: version }))}
        />
        <RolloutWhere draft={draft} put={put} />
        <RolloutTimes draft={draft} put={put} />
        <Sentence draft={draft} releases={releases} isWhole={wish !== undefined} />
        {begin.error !== null && <ProblemNotice error={begin.error} />}
        <FormActs label={say('begin')} busy={begin.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}

interface SentenceProps {
  draft: RolloutDraft;
  releases: readonly ReleaseBody[];
  isWhole: boolean;
}

function Sentence({ draft, releases, isWhole }: SentenceProps) {
  const say = useWords(words);
  const clusters = useClustersOf(draft);
  const first = clusters.find(({ id }) => id === draft.firstClusterId);
  const version = releases.find(({ id }) => id === draft.releaseId)?.version ?? '';
  if (!isWhole || first === undefined) return <p className="soft">{say('missing')}</p>;
  const { hours, from, until, soak } = draft;
  const when = hours === 'any' ? say('atAnyTime') : say('withinHours', hours === 'between' ? { from, until } : WORKING);
  return (
    <p role="status">
      {say('willHappen', { version, first: `${first.code} · ${first.name}`, soak })}{' '}
      {clusters.length > 1 ? say('thenRest', { count: clusters.length - 1 }) : say('noRest')} {when}
    </p>
  );
}

/** As the controller has it when nothing else is said. */
const WORKING = { from: '07:00', until: '17:00' };
