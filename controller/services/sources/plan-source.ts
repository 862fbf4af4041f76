/** Puts a source bulletin on air: an emergency at once, a priority one at the head of the next programme. */
import type { BroadcastId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { type Broadcast, longestRunMs, mayBeReversioned } from '../../domain/broadcasts/broadcast.ts';
import { itemsOf } from '../../domain/broadcasts/items.ts';
import type { Caller } from '../../domain/people/person.ts';
import { placeBroadcast } from '../../domain/placement/placement.ts';
import type { SourceBulletin } from '../../domain/sources/source-bulletin.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { BulletinRecord } from '../../ports/bulletin-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Register } from '../../ports/register.ts';
import type { SourceEntry } from '../../ports/source-store.ts';
import { contentsOf } from '../broadcasts/broadcast-content.ts';
import type { BroadcastPlanning, BroadcastRequest } from '../broadcasts/plan-broadcast.ts';
import { Refusal } from '../refusal.ts';

export interface SourcePlanningDeps {
  broadcasts: Pick<BroadcastStore, 'find' | 'list'>;
  register: Register;
  planning: BroadcastPlanning;
  clock: Clock;
}

/** The usual rule of emergencies: again every ten minutes, for two hours. */
const REPEAT_EVERY_MS: Millis = 10 * 60_000;
const REPEAT_FOR_MS: Millis = 2 * 3600_000;
/** Between two repetitions of a long one. */
const BREATH_MS: Millis = 60_000;
const READINGS = 3;
/** A session within a day is the next programme; without one it is not kept waiting. */
const NEXT_PROGRAMME_MS: Millis = 24 * 3600_000;
/** Its audio and plan must be on the devices before the session begins. */
const AHEAD_MS: Millis = 60_000;
/** Quiet hours begin and end on a clock that people set: looked for in these steps. */
const STEP_MS: Millis = 5 * 60_000;

export class SourcePlanning {
  readonly #deps: SourcePlanningDeps;

  constructor(deps: SourcePlanningDeps) {
    this.#deps = deps;
  }

  /** Planned once for each content, whoever asks. @throws Refusal when it cannot be */
  async plan(entry: SourceEntry, bulletin: BulletinRecord): Promise<BroadcastId> {
    const { source } = entry;
    const starts = source.rank === 'emergency' ? (['now'] as const) : await this.#startsOf(entry, bulletin);
    let refused: unknown;
    for (const start of starts) {
      try {
        return await this.#planAt(start, entry, bulletin);
      } catch (cause) {
        if (!(cause instanceof Refusal && cause.code === 'quiet-hours')) throw cause;
        refused = cause;
      }
    }
    throw refused;
  }

  /** The commune's user orders what clashes. @throws Refusal once it has begun */
  async order({ source, delivery }: SourceEntry, rank: number): Promise<void> {
    const { broadcasts, planning, clock } = this.#deps;
    const before = delivery.broadcastId === undefined ? undefined : await broadcasts.find(delivery.broadcastId);
    if (before === undefined || source.rank !== 'priority' || !mayBeReversioned(before, clock.now())) {
      throw new Refusal('source-rank-not-planned');
    }
    const { startAt, latestStartAt, joinUntilAt, endsAt } = before;
    const request = requestOf({ source, delivery }, before.title, startAt);
    await planning.revise(before.id, { ...request, latestStartAt, joinUntilAt, endsAt, rank }, callerOf(source));
  }

  async #planAt(start: 'now' | EpochMillis, entry: SourceEntry, bulletin: BulletinRecord): Promise<BroadcastId> {
    const { planning, clock } = this.#deps;
    const { source, delivery } = entry;
    const request = requestOf(entry, bulletin.title, start);
    if (source.rank === 'emergency') {
      const readings = bulletin.kind === 'emergency' ? 1 : READINGS;
      request.bulletins = [{ bulletinId: bulletin.id, readings }];
      const everyMs = Math.max(REPEAT_EVERY_MS, readings * longest(bulletin) + BREATH_MS);
      const until = Math.min(clock.now() + REPEAT_FOR_MS, source.validUntil ?? Number.POSITIVE_INFINITY);
      // one that is valid for less than a repetition is read once
      if (until > clock.now() + everyMs) request.repeat = { everyMs, until };
    }
    const once = { key: `source/${delivery.id}/${source.version}`, fingerprint: 'source' };
    return (await planning.plan(request, callerOf(source), once)).broadcast.id;
  }

  /** Times to try: with the next programme; else as soon as hours allow. */
  async #startsOf(entry: SourceEntry, bulletin: BulletinRecord): Promise<('now' | EpochMillis)[]> {
    const { clock } = this.#deps;
    const now = clock.now();
    const session = await this.#nextSession(entry, now);
    const later = Array.from({ length: NEXT_PROGRAMME_MS / STEP_MS }, (_, index) => {
      return Math.ceil(now / STEP_MS + 1 + index) * STEP_MS;
    });
    const { validUntil = Number.POSITIVE_INFINITY } = entry.source;
    const valid = later.filter((start) => start < validUntil);
    if (session === undefined || session.startAt >= validUntil) return ['now', ...valid];
    const durationMs = await this.#durationOf(entry, bulletin);
    const before = session.startAt - durationMs - 1000;
    // a session with room waits for it; one without would be cut, so it goes before where hours allow
    const hasRoom = session.latestStartAt - session.startAt >= durationMs;
    if (hasRoom || before < now + AHEAD_MS) return [session.startAt, 'now', ...valid];
    return [before, session.startAt, 'now', ...valid];
  }

  async #nextSession({ delivery }: SourceEntry, now: EpochMillis): Promise<Broadcast | undefined> {
    const { broadcasts, register } = this.#deps;
    const place = placeBroadcast(await register.reader.territory(), delivery.requested);
    const reached = new Set(place.ok ? place.clusterIds : []);
    const coming = await broadcasts.list({
      communeId: delivery.communeId,
      from: now + AHEAD_MS,
      until: now + NEXT_PROGRAMME_MS,
      limit: 200,
    });
    return coming
      .filter((each) => each.class === 'scheduled' || each.class === 'relay')
      .filter((each) => each.cancelledAt === undefined && each.approval === 'approved')
      .filter((each) => each.audience.clusters.some((cluster) => reached.has(cluster.id)))
      .at(-1);
  }

  async #durationOf({ delivery }: SourceEntry, bulletin: BulletinRecord): Promise<Millis> {
    const { register } = this.#deps;
    const place = placeBroadcast(await register.reader.territory(), delivery.requested);
    if (!place.ok) return longest(bulletin);
    const asked = { class: 'priority' as const, bulletins: [{ bulletinId: bulletin.id, readings: 1 }] };
    return longestRunMs(itemsOf(contentsOf(asked, [bulletin])), place.audience);
  }
}

const longest = ({ versions }: BulletinRecord): Millis =>
  Math.max(0, ...versions.map((each) => each.asset?.durationMs ?? 0));

function requestOf({ source, delivery }: SourceEntry, title: string, start: 'now' | EpochMillis): BroadcastRequest {
  return {
    ...{ communeId: delivery.communeId, title, requested: delivery.requested, start },
    bulletins: [{ bulletinId: delivery.bulletinId, readings: 1 }],
    class: source.rank === 'emergency' ? 'emergency' : 'priority',
    level: source.level,
    rank: undefined,
    onInterrupted: 'restart',
    gainDb: 0,
    covered: `source bulletin ${source.sourceId}/${source.externalId}, ${source.rank} (Circular 39/2020/TT-BTTTT)`,
  };
}

const callerOf = ({ receivedBy }: SourceBulletin): Caller => ({
  ...receivedBy,
  kind: 'person',
  roles: ['source'],
  areaIds: 'everywhere',
});
