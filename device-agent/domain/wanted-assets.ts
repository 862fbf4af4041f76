/** Which audio a device needs, and by when. */
import type { AssetId } from '@loa-lang/schemas/ids';
import type { Run } from '@loa-lang/schemas/timeline/types';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Plan } from '@loa-lang/schemas/wire/plan';

/** asset → when it is needed first; `undefined` when it is only to be kept ready */
export type WantedAssets = Map<AssetId, EpochMillis | undefined>;

/** Audio of runs that are not over, what the plans want kept, and `also`. */
export function wantedAssets(
  runs: readonly Run[],
  plans: readonly Plan[],
  now: EpochMillis,
  also: readonly AssetId[] = [],
): WantedAssets {
  const wanted: WantedAssets = new Map();
  for (const run of runs) {
    if (run.endAt <= now) continue;
    for (const item of run.items) {
      if (item.assetId === undefined || run.startAt + item.offsetMs + item.durationMs <= now) continue;
      const neededAt = run.startAt + item.offsetMs;
      const known = wanted.get(item.assetId);
      if (known === undefined || neededAt < known) wanted.set(item.assetId, neededAt);
    }
  }
  const kept = plans.flatMap(({ keepAssets }) => keepAssets.map(({ assetId }) => assetId));
  for (const assetId of [...kept, ...also]) if (!wanted.has(assetId)) wanted.set(assetId, undefined);
  return wanted;
}
