/** Puts a source bulletin on air: an emergency at once, a priority one at the head of the next programme. */
import type { BroadcastId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { type Broadcast, longestRunMs, mayBeReversioned } from '../../domain/broadcasts/broadcast.ts';
import { itemsOf } from '../../domain/broadcasts/items.ts';
import { EMERGENCY_GAIN_DB, LASTS_MS, REPEAT_EVERY_MS } from '../../domain/emergency/rules.ts';
import type { Caller } from '../../domain/people/person.ts';
import { placeBroadcast } from '../../domain/placement/placement.ts';
import type { SourceBulletin } from '../../domain/sources/source-bulletin.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { BulletinRecord } from '../../ports/bulletin-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { EmergencyAct, EmergencyStore } from '../../ports/emergency-store.ts';
import type { Register } from '../../ports/register.ts';
import type { SourceEntry } from '../../ports/source-store.ts';
import { contentsOf } from '../broadcasts/broadcast-content.ts';
import type { BroadcastPlanning, BroadcastRequest } from '../broadcasts/plan-broadcast.ts';
import type { EmergencyLaunch } from '../emergency/emergency-launch.ts';
import { Refusal } from '../refusal.ts';

export interface SourcePlanningDeps {
  broadcasts: Pick<BroadcastStore, 'find' | 'list'>;
  register: Register;
  planning: BroadcastPlanning;
  emergencies: Pick<EmergencyStore, 'create'>;
  launch: Pick<EmergencyLaunch, 'atOnce'>;
  clock: Clock;
}

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
    if (entry.source.rank === 'emergency') return this.#emergency(entry, bulletin);
    let refused: unknown;
    for (const start of await this.#startsOf(entry, bulletin)) {
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
    const { source, delivery } = entry;
    const once = { key: `source/${delivery.id}/${source.version}`, fingerprint: 'source' };
    const planned = await this.#deps.planning.plan(requestOf(entry, bulletin.title, start), callerOf(source), once);
    return planned.broadcast.id;
  }

  /** By the rule of all emergencies, and to be justified by the commune as any; it ends with what it says. */
  async #emergency({ source, delivery }: SourceEntry, bulletin: BulletinRecord): Promise<BroadcastId> {
    const { emergencies, launch, clock } = this.#deps;
    const now = clock.now();
    const act: EmergencyAct = {
      id: `${delivery.id}-${source.version}`,
      communeId: delivery.communeId,
      bulletinId: bulletin.id,
      broadcastId: undefined,
      drill: false,
      order: {
        ...{ title: bulletin.title, requested: delivery.requested, level: source.level },
        everyMs: REPEAT_EVERY_MS,
        lastsMs: Math.min(LASTS_MS, (source.validUntil ?? Number.POSITIVE_INFINITY) - now),
        gainDb: EMERGENCY_GAIN_DB,
        ...{ liftIds: [], later: false },
      },
      sentBy: source.receivedBy,
      sentAt: now,
      ...{ fault: undefined, justifiedBy: undefined, justifiedAt: undefined, reason: undefined, flaggedAt: undefined },
    };
    await emergencies.create(act);
    return (await launch.atOnce(act, coveredBy(source))).broadcast.id;
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
      soonestFirst: true,
      limit: 200,
    });
    return coming
      .filter((each) => each.class === 'scheduled' || each.class === 'relay')
      .filter((each) => each.cancelledAt === undefined && each.approval === 'approved')
      .find((each) => each.audience.clusters.some((cluster) => reached.has(cluster.id)));
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
    class: 'priority',
    level: source.level,
    rank: undefined,
    onInterrupted: 'restart',
    gainDb: 0,
    covered: coveredBy(source),
  };
}

const coveredBy = ({ sourceId, externalId, rank }: SourceBulletin): string =>
  `source bulletin ${sourceId}/${externalId}, ${rank} (Circular 39/2020/TT-BTTTT)`;

const callerOf = ({ receivedBy }: SourceBulletin): Caller => ({
  ...receivedBy,
  kind: 'person',
  roles: ['source'],
  areaIds: 'everywhere',
});
