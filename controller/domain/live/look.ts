/** When a microphone is on air, and what is in its way: read off the timeline that devices themselves follow. */
import type { BroadcastId, ClusterId } from '@loa-lang/schemas/ids';
import { timeline } from '@loa-lang/schemas/timeline/timeline';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { isStreamItem, type Plan, type PlannedBroadcast } from '@loa-lang/schemas/wire/plan';
import type { PlanContent } from '../plan-content/plan-content.ts';

/** A cluster, and all that stands for the same: it follows the same plans in the same languages. */
export interface Listener {
  clusterId: ClusterId;
  languages: readonly string[];
  plans: readonly PlanContent[];
}

export interface Look {
  /** when the microphone is on air, or was last put on air */
  onAirAt: EpochMillis;
  /** its time is up */
  until: EpochMillis;
  isOnAir: boolean;
  /** what sounds until then, where it has to wait */
  waitsFor: { broadcastId: BroadcastId; until: EpochMillis } | undefined;
}

type Planned = Omit<PlannedBroadcast, 'targets' | 'volumeRule'>;

/** The soonest of all listeners: who speaks begins when the first hears it. `undefined`: nowhere, any more. */
export function lookAt(live: Planned, listeners: readonly Listener[], now: EpochMillis): Look | undefined {
  const looks = listeners.map((listener) => lookFrom(live, listener, now)).filter((look) => look !== undefined);
  const onAir = looks.filter((look) => look.isOnAir);
  const [first] = (onAir.length > 0 ? onAir : looks).sort((a, b) => a.onAirAt - b.onAirAt);
  return first && { ...first, until: Math.max(...looks.map(({ until }) => until)) };
}

function lookFrom(live: Planned, { clusterId, languages, plans }: Listener, now: EpochMillis): Look | undefined {
  const own: PlannedBroadcast = { ...live, targets: 'all', volumeRule: { gainDb: 0 } };
  const head = { epoch: 0, revision: 0, issuedAt: now };
  const known: Plan[] = plans.map((content) => ({ ...content, ...head }));
  const [from, to] = [live.startAt, live.endsAt + 1];
  const beside = { areaId: 'live', horizonEndsAt: to, silence: [], keepAssets: [], broadcasts: [own], ...head };
  const { segments, runs } = timeline({ plans: [...known, beside], clusterId, languages, muted: false, from, to });
  const voice = new Set(live.items.flatMap((item, index) => (isStreamItem(item) ? [index] : [])));
  const spoken = segments.filter((each) => each.broadcastId === live.id && voice.has(each.itemIndex));
  const current = spoken.find(({ startAt, endAt }) => startAt <= now && now < endAt);
  const next = current ?? spoken.find(({ startAt }) => startAt > now);
  if (next === undefined) return undefined;
  const until = Math.max(...spoken.map(({ endAt }) => endAt));
  const run = runs.find((each) => each.broadcastId === live.id && each.run === next.run);
  const before = runs.find((each) => each.broadcastId !== live.id && each.endAt === run?.startAt);
  const waitsFor =
    current === undefined && before !== undefined
      ? { broadcastId: before.broadcastId, until: before.endAt }
      : undefined;
  return { onAirAt: next.startAt, until, isOnAir: current !== undefined, waitsFor };
}
