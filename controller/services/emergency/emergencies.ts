/** Emergencies and drills: on air first, justified afterwards by somebody else. */

import type { AreaId } from '@loa-lang/schemas/ids';
import type { Millis } from '@loa-lang/schemas/units';
import type { Level } from '@loa-lang/schemas/wire/plan';
import { communeOf, type Territory } from '../../domain/areas/territory.ts';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import { EMERGENCY_GAIN_DB, JUSTIFY_WITHIN_MS, LASTS_MS, REPEAT_EVERY_MS } from '../../domain/emergency/rules.ts';
import { actingFirst, type Caller, refOf } from '../../domain/people/person.ts';
import { hasRight, may } from '../../domain/permissions/permissions.ts';
import { inFolders, type Sight, sightOf } from '../../domain/permissions/sight.ts';
import { hiddenTargets } from '../../domain/placement/hidden-targets.ts';
import { placeBroadcast } from '../../domain/placement/placement.ts';
import { contentHash } from '../../domain/publishing/content-hash.ts';
import { latchesOver } from '../../domain/silence/silenced-clusters.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { Clock } from '../../ports/clock.ts';
import { CALLED_OFF, type EmergencyAct, type EmergencyStore } from '../../ports/emergency-store.ts';
import type { Register } from '../../ports/register.ts';
import type { LatchRecord } from '../../ports/silence-store.ts';
import { inTime } from '../answer-in-time.ts';
import { type ChangeNote, noteChange } from '../audit/note-change.ts';
import type { TemplateBook } from '../bulletins/template-book.ts';
import { found, Refusal } from '../refusal.ts';
import type { KeepSilence } from '../silence/keep-silence.ts';
import type { BroadcastStopping, StopDone } from '../silence/stop.ts';
import { levelFor, needsDelegation, refuseElsewhere, refuseLocked, targetsOf } from './emergency-authority.ts';
import { type EmergencyContents, type EmergencyRequest, refuseDisguise } from './emergency-content.ts';
import { type EmergencyLaunch, isMade, type Launched, RESUME_WITHIN_MS } from './emergency-launch.ts';

export interface EmergencyDeps {
  emergencies: EmergencyStore;
  contents: EmergencyContents;
  broadcasts: BroadcastStore;
  register: Register;
  book: Pick<TemplateBook, 'find'>;
  launch: EmergencyLaunch;
  stopping: Pick<BroadcastStopping, 'stop'>;
  keeper: Pick<KeepSilence, 'record'>;
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

export interface EmergencyStopped extends Omit<StopDone, 'shared'> {
  /** it had not begun, and never will */
  calledOff: boolean;
}

export interface EmergencyView {
  act: EmergencyAct;
  broadcast: Broadcast | undefined;
}

/** What was on air is listed this long after it was sent. */
const LISTED_MS: Millis = 48 * 3600_000;

export class Emergencies {
  readonly #deps: EmergencyDeps;

  constructor(deps: EmergencyDeps) {
    this.#deps = deps;
  }

  /** @param key the same key never makes two emergencies @throws Refusal */
  send(request: EmergencyRequest, by: Caller, key?: string): Promise<EmergencySent> {
    return inTime(this.#send(request, by, key), 'emergency-unavailable', this.#deps.isDatabaseUnavailable);
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
    noteEmergency(act, { reason, after: { justifiedBy: refOf(by) } });
    return this.get(id);
  }

  /**
   * Whoever sent it may take it back; else who may stop what sounds there. One whose audio is still being made never
   * goes on air. @throws Refusal
   */
  stop(id: string, by: Caller): Promise<EmergencyStopped> {
    return inTime(this.#stop(id, by), 'stop-unavailable', this.#deps.isDatabaseUnavailable);
  }

  async #stop(id: string, by: Caller): Promise<EmergencyStopped> {
    const { emergencies, launch, stopping, register } = this.#deps;
    const { act } = await this.get(id);
    noteEmergency(act, { after: { calledOff: true } });
    const own = by.personId === act.sentBy.personId && (hasRight(by, 'emergency') || hasRight(by, 'trigger'));
    if (!own && !hasRight(by, 'stop')) throw new Refusal('not-allowed');
    if (act.broadcastId === undefined) {
      const { areas } = await register.reader.territory();
      if (!own && !may(by, 'stop', act.communeId, areas)) throw new Refusal('not-allowed');
      if (await launch.callOff(id)) return { stopped: [], delivery: { state: 'sent', waiting: [] }, calledOff: true };
    }
    const { broadcastId } = found(await emergencies.find(id), 'emergency-unknown');
    if (broadcastId === undefined) return { stopped: [], delivery: { state: 'sent', waiting: [] }, calledOff: true };
    return { ...(await stopping.stop({ broadcastId }, own ? actingFirst(by) : by)), calledOff: false };
  }

  async #send(request: EmergencyRequest, by: Caller, key: string | undefined): Promise<EmergencySent> {
    const { emergencies, register, launch, mayTrigger, newId, clock, book } = this.#deps;
    const fingerprint = contentHash({ request, by: by.personId });
    const before = key === undefined ? undefined : await emergencies.find(key);
    if (before !== undefined) return this.#repeated(before, fingerprint);
    refuseDisguise(request);
    const territory = await register.reader.territory();
    const sight = sightOf(by.areaIds, territory.areas);
    const requested = targetsOf(territory, request, by);
    const hidden = hiddenTargets(territory, requested, sight);
    if (hidden.length > 0) throw new Refusal('targets-unknown', { ids: hidden.join(', ') });
    const place = placeBroadcast(territory, requested);
    if (!place.ok) throw new Refusal(place.fault, 'ids' in place ? { ids: place.ids.join(', ') } : {});
    const { template: wished } = request;
    const template = wished === undefined ? undefined : await book.find(wished.id, sight);
    if (needsDelegation(request, requested, place.audience, by, territory, template)) {
      if (!(await mayTrigger(requested.areaIds))) throw new Refusal('not-delegated');
    }
    const level = levelFor(request, by);
    const blocking = this.#blocking(territory, place.clusterIds, request, level);
    if (blocking.length > 0) refuseLocked(blocking, request, by, territory);
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
        title: request.title ?? bulletin.title,
        requested,
        level,
        everyMs: request.everyMs ?? REPEAT_EVERY_MS,
        lastsMs: request.lastsMs ?? LASTS_MS,
        gainDb: request.gainDb ?? (request.drill ? 0 : EMERGENCY_GAIN_DB),
        liftIds: blocking.map(({ id }) => id),
        later: !isMade(bulletin),
        fingerprint,
      },
      sentBy: refOf(by),
      sentAt: clock.now(),
      fault: undefined,
      justifiedBy: undefined,
      justifiedAt: undefined,
      reason: undefined,
      flaggedAt: undefined,
    };
    noteSent(act);
    if (!(await emergencies.create(act))) {
      return this.#repeated(found(await emergencies.find(act.id), 'emergency-unknown'), fingerprint);
    }
    if (act.order.later) {
      launch.whenMade(act);
      return { act, launched: undefined, lifted: [], repeated: false };
    }
    const launched = await launch.atOnce(act);
    const { lifted } = launched;
    return { act: { ...act, broadcastId: launched.broadcast.id }, launched, lifted, repeated: false };
  }

  /** What did not get on air the first time is launched now: whoever presses again still wants it. */
  async #repeated(act: EmergencyAct, fingerprint: string): Promise<EmergencySent> {
    const { broadcasts, launch, clock } = this.#deps;
    noteSent(act);
    if (act.order.fingerprint !== fingerprint) throw new Refusal('idempotency-conflict');
    const sent = (launched: Launched | undefined): EmergencySent => ({
      ...{ act, launched, repeated: true },
      lifted: launched?.lifted ?? [],
    });
    if (act.broadcastId !== undefined) {
      const broadcast = await broadcasts.find(act.broadcastId);
      return sent(broadcast && { broadcast, delivery: { state: 'sent', waiting: [] }, afterTune: [], lifted: [] });
    }
    if (act.fault === CALLED_OFF) throw new Refusal(CALLED_OFF);
    const isUnderWay = act.order.later && act.fault === undefined;
    if (isUnderWay) return sent(undefined);
    if (clock.now() >= act.sentAt + RESUME_WITHIN_MS) throw new Refusal('emergency-key-old');
    return sent(await launch.atOnce(act));
  }

  /** Open latches that would keep it from sounding somewhere. */
  #blocking(
    territory: Territory,
    clusterIds: readonly string[],
    { drill }: EmergencyRequest,
    level: Level,
  ): LatchRecord[] {
    const sounding = { class: drill ? ('urgent' as const) : ('emergency' as const), level };
    return latchesOver(this.#deps.keeper.record.latches, territory, clusterIds, sounding);
  }
}

export const justifyUntil = (act: EmergencyAct): number => act.sentAt + JUSTIFY_WITHIN_MS;

const told = ({ order: { title, level, requested }, drill, bulletinId, broadcastId }: EmergencyAct) => ({
  ...{ title, level, drill, requested, bulletinId, broadcastId },
});

/** What is sent is told before it goes out: what becomes of it stands with its broadcast. */
function noteSent(act: EmergencyAct): void {
  const { communeId: areaId, id: subjectId, order } = act;
  noteChange({ areaId, subjectId, after: { ...told(act), lifts: order.liftIds } });
}

function noteEmergency(act: EmergencyAct, note: ChangeNote): void {
  const { title, drill } = told(act);
  noteChange({ areaId: act.communeId, before: { title, drill, sentBy: act.sentBy, sentAt: act.sentAt }, ...note });
}
