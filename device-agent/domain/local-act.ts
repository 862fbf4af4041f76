/** What somebody starts at the device itself, and the broadcast it becomes. Pure. */
import type { AreaId, BroadcastId } from '@loa-lang/schemas/ids';
import { selectItems } from '@loa-lang/schemas/timeline/select-items';
import type { EpochMillis, Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import { MAX_SPOT_ACT_MS, type SpotTemplate } from '@loa-lang/schemas/wire/on-the-spot';
import type { BroadcastClass, CancelledBroadcast, Plan, PlanItem, PlannedBroadcast } from '@loa-lang/schemas/wire/plan';

/** As it is written down before it sounds. */
export interface LocalAct {
  broadcastId: BroadcastId;
  credentialId: string;
  areaId: AreaId;
  source: 'template' | 'microphone';
  templateId?: string;
  title: string;
  class: BroadcastClass;
  items: PlanItem[];
  gainDb: number;
  /** of its first sample; counted on from the last known time where `isDated` is not set */
  startAt: EpochMillis;
  /** the same instant by the machine's own clock, and the life of the machine in which that counts */
  startedAtMs: MonotonicMillis;
  machineBoot: string;
  /** `startAt` is by trusted time */
  isDated: boolean;
}

/** What has become of it. */
export interface LocalActState extends LocalAct {
  /** it was ended so long after its start by whoever began it */
  stoppedAfterMs: Millis | undefined;
}

/** So long an act waits for something that goes before it. */
export const WAITS_FOR_MS: Millis = 10 * 60_000;
/** Name of the plan that only the device itself has; no area is called so, since it is no id. */
export const LOCAL_PLAN_ID = '@local';

/** Length of what it plays, in the device's languages. */
export function lengthOfAct({ items }: Pick<LocalAct, 'items'>, languages: readonly string[]): Millis {
  const last = selectItems(items, languages).at(-1);
  return last === undefined ? 0 : last.offsetMs + last.durationMs;
}

/** However long its longest version is: nothing of it sounds from then on. */
export const endOfAct = ({ startAt, items }: Pick<LocalAct, 'startAt' | 'items'>): EpochMillis =>
  startAt + WAITS_FOR_MS + items.reduce((sum, item) => sum + item.durationMs, 0);

/** The acts as a plan among those that the device follows: arbitration does not know where a broadcast comes from. */
export function planOfActs(acts: readonly LocalActState[]): Plan {
  const broadcasts = acts.flatMap((act): (PlannedBroadcast | CancelledBroadcast)[] => {
    const planned = toBroadcast(act);
    if (act.stoppedAfterMs === undefined) return [planned];
    return [{ id: act.broadcastId, cancelledAt: act.startAt + act.stoppedAfterMs, reason: '' }, planned];
  });
  const at = { epoch: 0, revision: 0, issuedAt: 0, horizonEndsAt: 0 };
  return { ...at, areaId: LOCAL_PLAN_ID, silence: [], keepAssets: [], broadcasts };
}

function toBroadcast(act: LocalAct): PlannedBroadcast {
  const { broadcastId, startAt, items, gainDb, source } = act;
  const endsAt = endOfAct(act);
  return {
    id: broadcastId,
    version: 1,
    class: act.class,
    level: 'hamlet',
    startAt,
    latestStartAt: startAt + WAITS_FOR_MS,
    // the device itself began it: whenever it wakes up within it, it goes on
    joinUntilAt: endsAt,
    endsAt,
    items,
    targets: 'all',
    // what a voice said is over; what was prepared is said again
    onInterrupted: source === 'microphone' ? 'cut' : 'restart',
    volumeRule: { gainDb },
  };
}

/** Its readings one after the other, as many as one act has time for, each in all its languages. */
export function itemsOfTemplate({ readings, versions }: Pick<SpotTemplate, 'readings' | 'versions'>): PlanItem[] {
  const longestMs = Math.max(1, ...versions.map(({ durationMs }) => durationMs));
  const times = Math.max(1, Math.min(readings, Math.floor(MAX_SPOT_ACT_MS / longestMs)));
  return Array.from({ length: times }, () =>
    versions.map(({ assetId, sizeBytes, durationMs, language }) => ({
      ...{ kind: 'asset' as const, part: 0, assetId, sizeBytes, durationMs, language },
    })),
  ).flat();
}
