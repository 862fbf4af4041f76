/** A rollout as it is chosen, and what is sent of it. Pure. */
import type { RolloutCreate } from '@loa-lang/schemas/http/rollouts';

export interface RolloutDraft {
  releaseId: string;
  /** an area's id, or `chosen`: the clusters of `clusterIds` */
  where: string;
  clusterIds: string[];
  firstClusterId: string;
  /** minutes, as typed */
  soak: string;
  hours: 'working' | 'any' | 'between';
  from: string;
  until: string;
}

export const CHOSEN = 'chosen';
const LONGEST_SOAK_MINUTES = 14 * 24 * 60;

export const newDraft = (releaseId: string, where: string): RolloutDraft => ({
  ...{ releaseId, where, clusterIds: [], firstClusterId: '', soak: '30' },
  ...{ hours: 'working', from: '07:00', until: '17:00' },
});

/** Whole minutes, one to two weeks; `undefined` when it is none. */
export function soakOf(typed: string): number | undefined {
  const minutes = Number(typed.trim());
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= LONGEST_SOAK_MINUTES ? minutes : undefined;
}

/** @returns `undefined` while something is missing */
export function wishOf(draft: RolloutDraft): RolloutCreate | undefined {
  const { releaseId, where, clusterIds, firstClusterId, soak, hours, from, until } = draft;
  const soakMinutes = soakOf(soak);
  if (releaseId === '' || where === '' || firstClusterId === '' || soakMinutes === undefined) return undefined;
  if (where === CHOSEN && !clusterIds.includes(firstClusterId)) return undefined;
  if (hours === 'between' && (from === '' || until === '' || from === until)) return undefined;
  return {
    ...{ releaseId, firstClusterId, soakMinutes },
    ...(where === CHOSEN ? { clusterIds } : { areaId: where }),
    ...(hours !== 'working' && { hours: hours === 'any' ? 'any' : { from, until } }),
  };
}
