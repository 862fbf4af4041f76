/** What collides with what, who wins and why: read off the timeline that devices themselves follow. */
import type { ClusterId } from '@loa-lang/schemas/ids';
import { comparePrecedence, takeover } from '@loa-lang/schemas/timeline/precedence';
import { timeline } from '@loa-lang/schemas/timeline/timeline';
import type { Run, Timeline } from '@loa-lang/schemas/timeline/types';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { BROADCAST_CLASSES, LEVELS, type PlannedBroadcast } from '@loa-lang/schemas/wire/plan';
import type { Contender } from './contender.ts';

/** `interrupted` begins again and is heard whole, `cut` is not. */
export type ConflictEffect = 'postponed' | 'interrupted' | 'cut' | 'prevented';
export type ConflictCause = 'class' | 'level' | 'rank' | 'boundary' | 'earlier' | 'order';

export interface Conflict {
  effect: ConflictEffect;
  loser: Contender['owner'];
  winner: Contender['owner'];
  why: ConflictCause;
  clusterIds: ClusterId[];
  /** starts of the loser, in order */
  dates: EpochMillis[];
  /** of what is postponed, at most */
  delayMs: Millis;
}

type Languages = ReadonlyMap<ClusterId, readonly string[]>;

/**
 * Compared with what would sound without the asked ones, and with what these would be alone: whatever comes later, is
 * interrupted or never comes has lost to somebody.
 */
export function conflictsOf(
  asked: readonly Contender[],
  others: readonly Contender[],
  languages: Languages,
): Conflict[] {
  const found = new Map<string, Conflict & { on: Set<ClusterId>; at: Set<EpochMillis> }>();
  for (const crowd of crowds(asked, others)) {
    for (const { clusterIds, contenders } of alike(crowd, languages)) {
      for (const { loser, ...collision } of collisions(contenders, languages.get(clusterIds[0] ?? '') ?? [])) {
        const { winner, effect, why, delayMs } = collision;
        const key = JSON.stringify([loser.owner.id, winner.owner.id, effect, why]);
        const known = found.get(key) ?? {
          ...{ effect, why, loser: loser.owner, winner: winner.owner, clusterIds: [], dates: [], delayMs: 0 },
          ...{ on: new Set<ClusterId>(), at: new Set<EpochMillis>() },
        };
        for (const id of clusterIds) known.on.add(id);
        known.at.add(loser.planned.startAt);
        known.delayMs = Math.max(known.delayMs, delayMs);
        found.set(key, known);
      }
    }
  }
  return [...found.values()]
    .map(({ on, at, ...conflict }) => ({
      ...conflict,
      clusterIds: [...on].sort(),
      dates: [...at].sort((a, b) => a - b),
    }))
    .sort((a, b) => (a.dates[0] ?? 0) - (b.dates[0] ?? 0));
}

interface Crowd {
  asked: Contender[];
  others: Contender[];
}

/** Groups whose windows touch one another; only those with somebody on both sides. */
function crowds(asked: readonly Contender[], others: readonly Contender[]): Crowd[] {
  const all = [
    ...asked.map((contender) => ({ contender, own: true })),
    ...others.map((contender) => ({ contender, own: false })),
  ].sort((a, b) => a.contender.planned.startAt - b.contender.planned.startAt);
  const groups: Crowd[] = [];
  let group: Crowd = { asked: [], others: [] };
  let until = 0;
  for (const { contender, own } of all) {
    if (contender.planned.startAt >= until) {
      group = { asked: [], others: [] };
      groups.push(group);
    }
    (own ? group.asked : group.others).push(contender);
    until = Math.max(until, contender.planned.endsAt);
  }
  return groups.filter((each) => each.asked.length > 0 && each.others.length > 0);
}

/** Clusters that hear the same of a crowd, in the same languages, come to the same. */
function alike(crowd: Crowd, languages: Languages): { clusterIds: ClusterId[]; contenders: Crowd }[] {
  const groups = new Map<string, { clusterIds: ClusterId[]; contenders: Crowd }>();
  for (const clusterId of new Set(crowd.asked.flatMap(({ clusterIds }) => [...clusterIds]))) {
    const hears = ({ clusterIds }: Contender) => clusterIds.has(clusterId);
    const contenders = { asked: crowd.asked.filter(hears), others: crowd.others.filter(hears) };
    if (contenders.others.length === 0) continue;
    const ids = [...contenders.asked, ...contenders.others].map(({ planned }) => planned.id);
    const key = JSON.stringify([ids, languages.get(clusterId)]);
    const group = groups.get(key) ?? { clusterIds: [], contenders };
    groups.set(key, { ...group, clusterIds: [...group.clusterIds, clusterId] });
  }
  return [...groups.values()];
}

interface Collision {
  loser: Contender;
  winner: Contender;
  effect: ConflictEffect;
  why: ConflictCause;
  delayMs: Millis;
}

function collisions({ asked, others }: Crowd, languages: readonly string[]): Collision[] {
  const everybody = [...asked, ...others];
  const together = play(everybody, languages);
  const before = { asked: play(asked, languages), others: play(others, languages) };
  const byId = new Map(everybody.map((each) => [each.planned.id, each]));
  return everybody.flatMap((loser): Collision[] => {
    const own = asked.includes(loser);
    const lost = effectOn(loser, own ? before.asked : before.others, together);
    const winner = lost && byId.get(lost.to);
    if (lost === undefined || winner === undefined) return [];
    const { effect, delayMs = 0 } = lost;
    return [{ loser, winner, effect, delayMs, why: causeOf(winner.planned, loser.planned) }];
  });
}

function play(contenders: readonly Contender[], languages: readonly string[]): Timeline {
  const starts = contenders.map(({ planned }) => planned.startAt);
  const ends = contenders.map(({ planned }) => planned.endsAt);
  const broadcasts = contenders.map(
    ({ planned }): PlannedBroadcast => ({ ...planned, version: 1, targets: 'all', volumeRule: { gainDb: 0 } }),
  );
  const [from, to] = [Math.min(...starts), Math.max(...ends) + 1];
  const head = { areaId: 'preview', epoch: 1, revision: 1, issuedAt: from, horizonEndsAt: to };
  const plan = { ...head, silence: [], keepAssets: [], broadcasts };
  return timeline({ plans: [plan], clusterId: 'preview', languages, muted: false, from, to });
}

const runsOf = ({ planned }: Contender, { runs }: Timeline): Run[] =>
  runs.filter((run) => run.broadcastId === planned.id);

function effectOn(
  contender: Contender,
  alone: Timeline,
  together: Timeline,
): { effect: ConflictEffect; to: string; delayMs?: Millis } | undefined {
  const [usual] = runsOf(contender, alone);
  if (usual === undefined) return undefined;
  const now = runsOf(contender, together);
  const [first] = now;
  const onAirAt = (instant: EpochMillis): string =>
    together.runs.find(
      (run) => run.broadcastId !== contender.planned.id && run.startAt <= instant && instant < run.endAt,
    )?.broadcastId ?? '';
  if (first === undefined) return { effect: 'prevented', to: onAirAt(usual.startAt) };
  const cut = now.find((run) => run.outcome === 'interrupted');
  if (cut !== undefined && usual.outcome !== 'interrupted') {
    const isHeard = now.some((run) => run.outcome === 'completed');
    return { effect: isHeard ? 'interrupted' : 'cut', to: cut.interruptedBy ?? '' };
  }
  const delayMs = first.startAt - usual.startAt;
  return delayMs > 0 ? { effect: 'postponed', to: onAirAt(usual.startAt), delayMs } : undefined;
}

type Ranked = Contender['planned'];

function causeOf(winner: Ranked, loser: Ranked): ConflictCause {
  const height = (names: readonly string[], name: string) => names.indexOf(name);
  const byClass = height(BROADCAST_CLASSES, winner.class) - height(BROADCAST_CLASSES, loser.class);
  if (byClass < 0) return 'class';
  if (byClass > 0 && takeover(loser, winner) === 'at-boundary') return 'boundary';
  // what is on air is let finish by what may not interrupt it, though it ranks higher
  if (byClass > 0 || comparePrecedence(winner, loser) > 0) return 'earlier';
  if (winner.class === 'emergency' && winner.level !== loser.level) {
    return height(LEVELS, winner.level) < height(LEVELS, loser.level) ? 'level' : 'earlier';
  }
  if (winner.class === 'priority' && winner.rank !== loser.rank) return 'rank';
  return winner.startAt === loser.startAt ? 'order' : 'earlier';
}
