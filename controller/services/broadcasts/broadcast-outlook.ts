/** What would become of a broadcast before anybody plans it: where, when, how many, what it collides with. Stores nothing. */
import type { Words } from '@loa-lang/schemas/errors/codes';
import type { AreaId, BroadcastId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { servedHamletIds, type Territory } from '../../domain/areas/territory.ts';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import { CACHED_LEAD_MS } from '../../domain/broadcasts/lead.ts';
import { planWindow, type Window } from '../../domain/broadcasts/window.ts';
import { type Sight, sees, seesFolder } from '../../domain/permissions/sight.ts';
import { type Audience, audienceOf } from '../../domain/placement/audience.ts';
import { type PlacedInHours, placeInHours } from '../../domain/placement/cluster-hours.ts';
import { placeBroadcast, type RequestedTargets } from '../../domain/placement/placement.ts';
import type { SessionBreach } from '../../domain/rules/session-rules.ts';
import { conflictsOf } from '../../domain/schedules/conflicts.ts';
import { contenderOfBroadcast } from '../../domain/schedules/contender.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Register } from '../../ports/register.ts';
import { Refusal } from '../refusal.ts';
import type { Collisions } from '../schedules/check-schedule.ts';
import type { ScheduleContexts } from '../schedules/schedule-context.ts';
import type { Neighbour, Surroundings } from '../schedules/surroundings.ts';
import { communeFor } from './broadcast-content.ts';
import type { BroadcastRules, BroadcastRuling } from './broadcast-rules.ts';

export interface OutlookDeps {
  register: Register;
  ruling: BroadcastRuling;
  contexts: ScheduleContexts;
  surroundings: Surroundings;
  clock: Clock;
}

export interface OutlookRequest extends Pick<Broadcast, 'class' | 'level' | 'title'> {
  communeId: AreaId | undefined;
  requested: RequestedTargets;
  start: 'now' | EpochMillis;
  /** of all readings together */
  durationMs: Millis;
  /** the broadcast that it is a new version of */
  replaces: BroadcastId | undefined;
}

export interface Outlook extends Collisions {
  communeId: AreaId;
  /** as it would be planned; `undefined` where it would not */
  window: Window | undefined;
  audience: Audience;
  leftOut: PlacedInHours['leftOut'];
  refusal: { code: string; words: Words } | undefined;
  breaches: SessionBreach[];
}

/** An id that no broadcast has. */
const NOT_YET = 'outlook';

export class BroadcastOutlooks {
  readonly #deps: OutlookDeps;

  constructor(deps: OutlookDeps) {
    this.#deps = deps;
  }

  /** @throws Refusal only for targets that are unknown, empty or apart: what else stands in the way is part of the answer */
  async of(request: OutlookRequest, sight: Sight): Promise<Outlook> {
    const { register, ruling } = this.#deps;
    const territory = await register.reader.territory();
    const whole = placeBroadcast(territory, request.requested);
    if (!whole.ok) throw new Refusal(whole.fault, 'ids' in whole ? { ids: whole.ids.join(', ') } : {});
    const communeId = request.communeId ?? communeFor(territory, whole.audience, whole.clusterIds);
    const rules = await ruling.of(communeId, territory, request);
    const { window, refusal } = this.#window(request, rules);
    const context = await this.#deps.contexts.read(communeId, [], whole.clusterIds);
    const asPlaced = { ...whole, leftOut: [] };
    const nothing = { conflicts: [], repetitions: [], codes: new Map(), zone: context.zone };
    const facts = { communeId, audience: whole.audience, leftOut: [], breaches: [], ...nothing };
    if (window === undefined) return { ...facts, window, refusal };
    const bound = request.class !== 'emergency';
    const inHours = placeInHours(territory, asPlaced, { zone: context.zone, ...window, bound });
    if (!inHours.ok) return { ...facts, window: undefined, refusal: refusalOf(new Refusal(inHours.fault)) };
    const breaches = await rules.breaches(request.replaces ?? NOT_YET, window, request.durationMs, inHours.clusterIds);
    const { clusters } = audienceOf(territory, inHours.clusterIds, new Set());
    const languages = new Map(clusters.map((cluster) => [cluster.id, cluster.languages]));
    const codes = new Map(clusters.map((cluster) => [cluster.id, cluster.code]));
    const own = contenderOfBroadcast(imagined(request, communeId, window, inHours.audience));
    const id = request.replaces ?? NOT_YET;
    const { startAt, endsAt } = window;
    const around = await this.#deps.surroundings.of(
      { id, communeId },
      new Set(inHours.clusterIds),
      context,
      startAt,
      endsAt,
    );
    const conflicts = conflictsOf(
      [own],
      around.map(({ contender }) => contender),
      languages,
    );
    const { audience, leftOut } = inHours;
    const untold = untoldOf(around, territory, sight);
    return { ...facts, window, refusal, audience, leftOut, breaches, conflicts, codes, untold };
  }

  #window({ start, durationMs }: OutlookRequest, rules: BroadcastRules): Pick<Outlook, 'window' | 'refusal'> {
    const planned = planWindow({ start, durationMs, leadMs: CACHED_LEAD_MS }, this.#deps.clock.now());
    if (!planned.ok) {
      const seconds = { durationSeconds: Math.ceil(durationMs / 1000) };
      return { window: undefined, refusal: refusalOf(new Refusal(planned.fault, seconds)) };
    }
    try {
      return { window: rules.inHours(planned.window, durationMs), refusal: undefined };
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      return { window: undefined, refusal: refusalOf(cause) };
    }
  }
}

/** Whoever writes for a whole commune from one of its hamlets learns that something is in the way, not what it tells others. */
function untoldOf(around: readonly Neighbour[], { clusters }: Territory, sight: Sight): Set<string> {
  const isTold = ({ contender: { clusterIds, folderId } }: Neighbour): boolean => {
    const at = [...clusterIds].flatMap((id) => {
      const cluster = clusters.get(id);
      return cluster === undefined ? [] : servedHamletIds(cluster);
    });
    return sees(sight, { at }) || (folderId !== undefined && seesFolder(sight, folderId));
  };
  return new Set(around.filter((each) => !isTold(each)).map(({ contender }) => contender.owner.id));
}

const refusalOf = ({ code, words }: Refusal) => ({ code, words });

/** The broadcast as it would be, with a sound of that length. */
function imagined(
  { class: kind, level, title, durationMs, requested }: OutlookRequest,
  communeId: AreaId,
  window: Window,
  audience: Audience,
): Broadcast {
  const sound = { language: 'vi', assetId: 'outlook', sizeBytes: 1, durationMs };
  return {
    ...{ id: NOT_YET, communeId, version: 1, title, class: kind, level, ...window, audience, requested },
    ...{ approval: 'approved', startsWhenReady: false, rank: undefined, repeat: undefined },
    ...{ onInterrupted: 'restart', gainDb: 0, items: [{ kind: 'asset', part: 0, ...sound }], bulletins: [] },
    ...{ placements: [], cancelledAt: undefined, cancelReason: undefined, createdAt: window.startAt },
  };
}
