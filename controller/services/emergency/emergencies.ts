/** Emergencies and drills: on air first, justified afterwards by somebody else. */

import type { AreaId } from '@loa-lang/schemas/ids';
import { passesLatch } from '@loa-lang/schemas/timeline/silence';
import type { Millis } from '@loa-lang/schemas/units';
import type { Level } from '@loa-lang/schemas/wire/plan';
import { communeOf, followedAreaIds, type Territory } from '../../domain/areas/territory.ts';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import { EMERGENCY_GAIN_DB, JUSTIFY_WITHIN_MS, LASTS_MS, REPEAT_EVERY_MS } from '../../domain/emergency/rules.ts';
import { type Caller, refOf } from '../../domain/people/person.ts';
import { may } from '../../domain/permissions/permissions.ts';
import { inFolders, type Sight, sightOf } from '../../domain/permissions/sight.ts';
import { hiddenTargets } from '../../domain/placement/hidden-targets.ts';
import { placeBroadcast } from '../../domain/placement/placement.ts';
import { isOpen, latchesOn } from '../../domain/silence/latches.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { EmergencyAct, EmergencyStore } from '../../ports/emergency-store.ts';
import type { Register } from '../../ports/register.ts';
import type { LatchRecord } from '../../ports/silence-store.ts';
import { found, Refusal } from '../refusal.ts';
import type { KeepSilence } from '../silence/keep-silence.ts';
import { levelFor, needsDelegation, refuseElsewhere, refuseLocked, targetsOf } from './emergency-authority.ts';
import { type EmergencyContents, type EmergencyRequest, refuseDisguise } from './emergency-content.ts';
import { type EmergencyLaunch, isMade, type Launched } from './emergency-launch.ts';

export interface EmergencyDeps {
  emergencies: EmergencyStore;
  contents: EmergencyContents;
  broadcasts: BroadcastStore;
  register: Register;
  launch: EmergencyLaunch;
  keeper: Pick<KeepSilence, 'carry' | 'record'>;
  /** whether every one of these hamlets is delegated to its head now */
  mayTrigger: (hamletIds: readonly AreaId[]) => Promise<boolean>;
  clock: Clock;
  newId: () => string;
  isDatabaseUnavailable: (error: unknown) => boolean;
}

export interface EmergencySent {
  act: EmergencyAct;
  /** `undefined`: its audio is still being made */
  launched: Launched | undefined;
  lifted: LatchRecord[];
  repeated: boolean;
}

export interface EmergencyView {
  act: EmergencyAct;
  broadcast: Broadcast | undefined;
}

/** A person waits, and must be told within 3 s. */
const ANSWER_WITHIN_MS: Millis = 2_600;
/** What was on air is listed this long after it was sent. */
const LISTED_MS: Millis = 48 * 3600_000;

export class Emergencies {
  readonly #deps: EmergencyDeps;

  constructor(deps: EmergencyDeps) {
    this.#deps = deps;
  }

  /** @param key the same key never makes two emergencies @throws Refusal */
  send(request: EmergencyRequest, by: Caller, key?: string): Promise<EmergencySent> {
    return this.#inTime(this.#send(request, by, key));
  }

  /** Those of the last two days, and whatever nobody has justified; newest first. */
  async list(sight: Sight): Promise<EmergencyView[]> {
    const { emergencies, broadcasts, clock } = this.#deps;
    const acts = await emergencies.list(clock.now() - LISTED_MS, inFolders(sight).communeIds);
    return Promise.all(
      acts.map(async (act) => ({
        act,
        broadcast: act.broadcastId === undefined ? undefined : await broadcasts.find(act.broadcastId),
      })),
    );
  }

  async get(id: string): Promise<EmergencyView> {
    const { emergencies, broadcasts } = this.#deps;
    const act = found(await emergencies.find(id), 'emergency-unknown');
    return { act, broadcast: act.broadcastId === undefined ? undefined : await broadcasts.find(act.broadcastId) };
  }

  /** By somebody else than the sender; where nobody is on record one person does everything, and the record says so. */
  async justify(id: string, reason: string, by: Caller): Promise<EmergencyView> {
    const { emergencies, register, clock } = this.#deps;
    const { act } = await this.get(id);
    if (by.kind !== 'station' && by.personId === act.sentBy.personId) throw new Refusal('justify-own');
    const { areas } = await register.reader.territory();
    if (!may(by, 'emergency', act.communeId, areas)) throw new Refusal('not-allowed');
    if (!(await emergencies.justify(id, refOf(by), clock.now(), reason))) throw new Refusal('already-justified');
    return this.get(id);
  }

  async #send(request: EmergencyRequest, by: Caller, key: string | undefined): Promise<EmergencySent> {
    const { emergencies, register, keeper, launch, mayTrigger, newId, clock } = this.#deps;
    const before = key === undefined ? undefined : await emergencies.find(key);
    if (before !== undefined) return this.#repeated(before, by);
    refuseDisguise(request);
    const territory = await register.reader.territory();
    const sight = sightOf(by.areaIds, territory.areas);
    const requested = targetsOf(territory, request, by);
    const hidden = hiddenTargets(territory, requested, sight);
    if (hidden.length > 0) throw new Refusal('targets-unknown', { ids: hidden.join(', ') });
    const place = placeBroadcast(territory, requested);
    if (!place.ok) throw new Refusal(place.fault, 'ids' in place ? { ids: place.ids.join(', ') } : {});
    if (needsDelegation(request, requested, place.audience, by, territory)) {
      if (!(await mayTrigger(requested.areaIds))) throw new Refusal('not-delegated');
    }
    const level = levelFor(request, by);
    const blocking = this.#blocking(territory, place.clusterIds, request, level);
    if (blocking.length > 0) refuseLocked(blocking, request, by);
    const [first = ''] = place.audience.hamlets.map(({ id }) => id);
    const communeId = found(request.communeId ?? communeOf(territory.areas, first), 'targets-apart');
    refuseElsewhere(communeId, place.audience, territory, sight);
    const bulletin = await this.#deps.contents.of(request, communeId, sight);
    const act: EmergencyAct = {
      id: key ?? newId(),
      communeId,
      bulletinId: bulletin.id,
      broadcastId: undefined,
      drill: request.drill,
      order: {
        title: request.title,
        requested,
        level,
        everyMs: request.everyMs ?? REPEAT_EVERY_MS,
        lastsMs: request.lastsMs ?? LASTS_MS,
        gainDb: request.gainDb ?? (request.drill ? 0 : EMERGENCY_GAIN_DB),
        liftIds: blocking.map(({ id }) => id),
        later: !isMade(bulletin),
      },
      sentBy: refOf(by),
      sentAt: clock.now(),
      fault: undefined,
      justifiedBy: undefined,
      justifiedAt: undefined,
      reason: undefined,
      flaggedAt: undefined,
    };
    if (!(await emergencies.create(act)))
      return this.#repeated(found(await emergencies.find(act.id), 'emergency-unknown'), by);
    if (act.order.later) {
      launch.whenMade(act);
      return { act, launched: undefined, lifted: [], repeated: false };
    }
    const launched = await launch.atOnce(act);
    const carried = new Set(launched.broadcast.placements.map(({ planId }) => planId));
    const lifted = blocking.map(({ id }) => keeper.record.find(id)).filter((latch) => latch !== undefined);
    // a lock that lies on another plan than the broadcast is lifted there
    await Promise.all(lifted.filter(({ areaId }) => !carried.has(areaId)).map((latch) => keeper.carry(latch)));
    return { act: { ...act, broadcastId: launched.broadcast.id }, launched, lifted, repeated: false };
  }

  /** A key is its sender's alone. */
  async #repeated(act: EmergencyAct, by: Caller): Promise<EmergencySent> {
    if (act.sentBy.personId !== by.personId) throw new Refusal('idempotency-conflict');
    const broadcast = act.broadcastId === undefined ? undefined : await this.#deps.broadcasts.find(act.broadcastId);
    const launched = broadcast && { broadcast, delivery: { state: 'sent' as const, waiting: [] }, afterTune: [] };
    return { act, launched, lifted: [], repeated: true };
  }

  /** Open latches that would keep it from sounding somewhere. */
  #blocking(
    territory: Territory,
    clusterIds: readonly string[],
    { drill }: EmergencyRequest,
    level: Level,
  ): LatchRecord[] {
    const followed = new Set(
      clusterIds.flatMap((id) => {
        const cluster = territory.clusters.get(id);
        return cluster === undefined ? [] : followedAreaIds(territory.areas, cluster);
      }),
    );
    const sounding = { class: drill ? ('urgent' as const) : ('emergency' as const), level };
    return latchesOn(this.#deps.keeper.record.latches, followed).filter(
      (latch) => isOpen(latch) && !passesLatch(sounding, latch),
    );
  }

  async #inTime<T>(work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Refusal('emergency-unavailable')), ANSWER_WITHIN_MS);
    });
    try {
      return await Promise.race([work, late]);
    } catch (error) {
      if (this.#deps.isDatabaseUnavailable(error)) throw new Refusal('emergency-unavailable', {}, { cause: error });
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

export const justifyUntil = (act: EmergencyAct): number => act.sentAt + JUSTIFY_WITHIN_MS;
