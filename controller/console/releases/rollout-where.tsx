/** Where a version is brought, and which cluster has it first. */
import { NativeSelect, Select } from '@mantine/core';
import { type Cluster, useAreas, useClusters } from '../api/queries.ts';
import { byLabel, ManyChoice, OFFERED } from '../parts/many-choice.tsx';
import { common } from '../words/common.ts';
import { releases } from '../words/releases.ts';
import { useWords } from '../words/words.ts';
import { CHOSEN, type RolloutDraft } from './rollout-draft.ts';

export interface RolloutFieldsProps {
  draft: RolloutDraft;
  put: (fields: Partial<RolloutDraft>) => void;
}

const optionOf = ({ id, code, name }: Cluster) => ({ value: id, label: `${code} · ${name}` });

/** Those with a device, within what is chosen. */
export function useClustersOf({ where, clusterIds }: Pick<RolloutDraft, 'where' | 'clusterIds'>): Cluster[] {
  const { data: areas = [] } = useAreas();
  const { data: clusters = [] } = useClusters();
  const there = clusters.filter(({ deviceId }) => deviceId !== undefined);
  if (where === CHOSEN) return there.filter(({ id }) => clusterIds.includes(id));
  const parents = new Map(areas.map(({ id, parentId }) => [id, parentId]));
  const liesIn = (areaId: string | undefined): boolean =>
    areaId !== undefined && (areaId === where || liesIn(parents.get(areaId)));
  return there.filter(({ hamletId }) => liesIn(hamletId));
}

export function RolloutWhere({ draft, put }: RolloutFieldsProps) {
  const say = useWords(releases);
  const sayCommon = useWords(common);
  const { data: areas = [] } = useAreas();
  const { data: clusters = [] } = useClusters();
  const within = useClustersOf(draft);
  return (
    <>
      <NativeSelect
        label={say('where')}
        value={draft.where}
        onChange={(event) => put({ where: event.currentTarget.value, clusterIds: [], firstClusterId: '' })}
        data={[
          ...areas.map(({ id, name, kind }) => ({ value: id, label: kind === 'hamlet' ? `\u2003${name}` : name })),
          { value: CHOSEN, label: say('chosenClusters') },
        ]}
      />
      {draft.where === CHOSEN && (
        <ManyChoice
          label={say('chosenClusters')}
          value={draft.clusterIds}
          onChange={(clusterIds) => put({ clusterIds })}
          data={clusters.filter(({ deviceId }) => deviceId !== undefined).map(optionOf)}
        />
      )}
      <Select
        label={say('first')}
        description={say('firstHow')}
        searchable
        limit={OFFERED}
        filter={byLabel}
        nothingFoundMessage={say('noneThere')}
        placeholder={sayCommon('searchHint')}
        value={draft.firstClusterId === '' ? null : draft.firstClusterId}
        onChange={(firstClusterId) => put({ firstClusterId: firstClusterId ?? '' })}
        data={within.map(optionOf)}
      />
    </>
  );
}
