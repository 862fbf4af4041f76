/** Which audio a device needs, and by when. */
import type { AssetId } from '@loa-lang/schemas/ids';
import type { Run } from '@loa-lang/schemas/timeline/types';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Plan } from '@loa-lang/schemas/wire/plan';

/** asset → when it is needed first; `undefined` when it is only to be kept ready */
export type WantedAssets = Map<AssetId, EpochMillis | undefined>;

/** Audio of runs that are not over, and what the plans want kept. */
export function wantedAssets(runs: readonly Run[], plans: readonly Plan[], now: EpochMillis): WantedAssets {
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
  for (const plan of plans) {
    for (const { assetId } of plan.keepAssets) if (!wanted.has(assetId)) wanted.set(assetId, undefined);
  }
  return wanted;
}
