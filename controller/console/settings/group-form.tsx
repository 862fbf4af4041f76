/** A group is made, named anew, or gets other members. */
import type { GroupBody } from '@loa-lang/schemas/http/areas';
import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { patch, post } from '../api/ask.ts';
import { KEYS, useAreas, useClusters } from '../api/queries.ts';
import { Dialog } from '../parts/dialog.tsx';
import { FormActs } from '../parts/form-acts.tsx';
import { ManyChoice } from '../parts/many-choice.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import register from '../parts/register/register.module.css';
import { useTell } from '../parts/toasts.tsx';
import { common } from '../words/common.ts';
import { groups } from '../words/groups.ts';
import { useWords } from '../words/words.ts';

export type EditedGroup = 'new' | GroupBody;

export interface GroupFormProps {
  communeId: string;
  edited: EditedGroup;
  onClose: () => void;
}

export function GroupForm({ communeId, edited, onClose }: GroupFormProps) {
  const say = useWords(groups);
  const sayCommon = useWords(common);
  const client = useQueryClient();
  const tell = useTell();
  const { data: areas = [] } = useAreas();
  const { data: clusters = [] } = useClusters();
  const before = edited === 'new' ? undefined : edited;
  const [name, setName] = useState(before?.name ?? '');
  const [areaIds, setAreas] = useState(before?.areaIds ?? []);
  const [clusterIds, setClusters] = useState(before?.clusterIds ?? []);
  const hamlets = areas.filter(({ parentId }) => parentId === communeId);
  const hamletIds = new Set(hamlets.map(({ id }) => id));
  const fresh = () => client.invalidateQueries({ queryKey: KEYS.groups });
  const save = useMutation({
    mutationFn: () => {
      const fields = { name: name.trim(), areaIds, clusterIds };
      return before === undefined ? post('/groups', { communeId, ...fields }) : patch(`/groups/${before.id}`, fields);
    },
    onSuccess: async () => {
      const undo = async () => {
        if (before === undefined) return;
        await patch(`/groups/${before.id}`, {
          ...{ name: before.name, areaIds: before.areaIds, clusterIds: before.clusterIds },
        });
        await fresh();
      };
      tell({ text: sayCommon('saved'), ...(before !== undefined && { undo }) });
      await fresh();
      onClose();
    },
  });
  return (
    <Dialog
      onClose={onClose}
      title={before === undefined ? say('add') : say('editNamed', { name: before.name })}
      size="lg"
    >
      <form
        className={register.stack}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextInput
          label={say('name')}
          required
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ManyChoice
          label={say('hamlets')}
          value={areaIds}
          onChange={setAreas}
          data={hamlets.map((hamlet) => ({ value: hamlet.id, label: hamlet.name }))}
        />
        <ManyChoice
          label={say('clusters')}
          description={say('clustersHow')}
          value={clusterIds}
          onChange={setClusters}
          data={clusters
            .filter(({ hamletId }) => hamletIds.has(hamletId))
            .map((cluster) => ({ value: cluster.id, label: `${cluster.code} · ${cluster.name}` }))}
        />
        {save.error !== null && <ProblemNotice error={save.error} />}
        <FormActs busy={save.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
