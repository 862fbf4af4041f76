/** Which of a rollout's clusters are shown. */
import type { RolloutBody } from '@loa-lang/schemas/http/rollouts';
import { Button } from '@mantine/core';
import { releases } from '../words/releases.ts';
import { useWords } from '../words/words.ts';
import { GROUPS, type Group, groupOf } from './rollout-groups.ts';

export interface GroupChipsProps {
  devices: readonly RolloutBody['devices'][number][];
  chosen: Group | undefined;
  onChoose: (group: Group | undefined) => void;
}

export function GroupChips({ devices, chosen, onChoose }: GroupChipsProps) {
  const say = useWords(releases);
  const countOf = (group: Group) => devices.filter(({ state }) => groupOf(state) === group).length;
  const chip = (group: Group | undefined, label: string) => (
    <Button
      key={group ?? 'all'}
      variant={group === chosen ? 'filled' : 'default'}
      aria-pressed={group === chosen}
      onClick={() => onChoose(group)}
    >
      {label}
    </Button>
  );
  return (
    <>
      {chip(undefined, say('allGroups'))}
      {GROUPS.filter((each) => countOf(each) > 0).map((each) =>
        chip(each, say(`count-${each}`, { count: countOf(each) })),
      )}
    </>
  );
}
