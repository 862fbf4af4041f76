/** When what leaves a cluster's output is so quiet, broadcast after broadcast, that it is an incident. */
import type { Receipt } from '@loa-lang/schemas/wire/report';

/** One may be a recording with a long silence; three in a row are a broken amplifier, cable or driver. */
export const LOW_TIMES = 3;

/** Only what was played to its end says something: a part may have been its quiet beginning. */
export function levelOf({ state, outputLevelDbfs }: Pick<Receipt, 'state' | 'outputLevelDbfs'>, floorDbfs: number) {
  if (state !== 'finished' || outputLevelDbfs === undefined) return undefined;
  return outputLevelDbfs > floorDbfs ? 'loud' : 'low';
}

/** @param levels newest first */
export function lowAlarm(levels: readonly ('loud' | 'low')[]): 'raise' | 'clear' | 'keep' {
  const [last] = levels;
  if (last === undefined) return 'keep';
  if (last === 'loud') return 'clear';
  const row = levels.slice(0, LOW_TIMES);
  return row.length === LOW_TIMES && row.every((level) => level === 'low') ? 'raise' : 'keep';
}
