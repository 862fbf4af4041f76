/** One place more or less. */
import type { Targets } from '../draft/draft.ts';

export interface Place {
  list: keyof Targets;
  id: string;
}

/** @param hamletIds all of the commune: who takes one out of all of them means the others */
export function toggleTarget(
  targets: Targets,
  { list, id }: Place,
  communeId: string,
  hamletIds: readonly string[],
): Targets {
  const isWhole = targets.areaIds.includes(communeId);
  if (isWhole && list === 'areaIds') return { ...targets, areaIds: hamletIds.filter((each) => each !== id) };
  // a group or a pole of all that is chosen already: that one alone is meant
  const narrowed = isWhole ? { ...targets, areaIds: [] } : targets;
  const has = narrowed[list].includes(id);
  return { ...narrowed, [list]: has ? narrowed[list].filter((each) => each !== id) : [...narrowed[list], id] };
}
