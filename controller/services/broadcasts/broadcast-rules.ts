/** The commune's rules as they bind a single broadcast. */
import type { AreaId, ClusterId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { BroadcastClass } from '@loa-lang/schemas/wire/plan';
import type { Territory } from '../../domain/areas/territory.ts';
import { civilDay, dayBounds } from '../../domain/broadcasts/civil-time.ts';
import type { Window } from '../../domain/broadcasts/window.ts';
import type { Caller } from '../../domain/people/person.ts';
import { type PlacedInHours, placeInHours } from '../../domain/placement/cluster-hours.ts';
import { placeBroadcast, type RequestedTargets } from '../../domain/placement/placement.ts';
import { isSessionClass } from '../../domain/rules/commune-rules.ts';
import { sessionBreaches } from '../../domain/rules/session-rules.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Register } from '../../ports/register.ts';
import type { CommuneRulesStore } from '../../ports/schedule-store.ts';
import type { Permissions } from '../people/permissions.ts';
import { Refusal } from '../refusal.ts';
import { endingBeforeQuiet, refuseQuiet, requireReason } from '../rules/rule-guard.ts';
import { type AreaRules, rulesOfArea } from '../rules/rules-of-area.ts';
import type { ScheduleContexts } from '../schedules/schedule-context.ts';
import type { Surroundings } from '../schedules/surroundings.ts';

export interface RulingDeps {
  communeRules: CommuneRulesStore;
  register: Register;
  contexts: ScheduleContexts;
  surroundings: Surroundings;
  permissions: Permissions;
  clock: Clock;
  /** of areas that have none */
  timeZone: string;
}

/** What of a broadcast the rules look at. */
interface Bound {
  class: BroadcastClass;
  requested: RequestedTargets;
  endsAt?: EpochMillis | undefined;
  repeat?: object | undefined;
  /** the approver's, for going beyond the session rules */
  ruleReason?: string | undefined;
}

const NO_RULES: AreaRules = { sessions: null, quiet: [] };

export class BroadcastRuling {
  readonly #deps: RulingDeps;

  constructor(deps: RulingDeps) {
    this.#deps = deps;
  }

  async of(communeId: AreaId, territory: Territory, request: Bound): Promise<BroadcastRules> {
    const { communeRules, register, timeZone } = this.#deps;
    const facts = { communeId, territory, request };
    // nothing binds it, and nothing may keep it waiting
    if (request.class === 'emergency')
      return new BroadcastRules(this.#deps, { ...facts, rules: NO_RULES, zone: timeZone });
    const [rules, area] = await Promise.all([
      rulesOfArea(communeId, territory, communeRules),
      register.areas.find(communeId),
    ]);
    return new BroadcastRules(this.#deps, { ...facts, rules, zone: area?.timeZone ?? timeZone });
  }
}

interface Facts {
  communeId: AreaId;
  territory: Territory;
  request: Bound;
  rules: AreaRules;
  zone: string;
}

export class BroadcastRules {
  readonly #deps: RulingDeps;
  readonly #facts: Facts;

  constructor(deps: RulingDeps, facts: Facts) {
    this.#deps = deps;
    this.#facts = facts;
  }

  get #bound(): boolean {
    return this.#facts.request.class !== 'emergency';
  }

  /** A postponed start must not run into the quiet hours. @throws Refusal `quiet-hours` */
  inHours(window: Window, durationMs: Millis): Window {
    const { request, rules, zone } = this.#facts;
    if (!this.#bound) return window;
    const movable = request.endsAt === undefined && request.repeat === undefined;
    const ending = movable ? endingBeforeQuiet(rules.quiet, zone, window, durationMs) : window;
    refuseQuiet(rules.quiet, zone, ending.startAt, ending.endsAt);
    return ending;
  }

  /** @throws Refusal when no cluster is left */
  place({ startAt, endsAt }: Window): PlacedInHours {
    const { territory, request, zone } = this.#facts;
    const place = placeInHours(territory, placeBroadcast(territory, request.requested), {
      zone,
      startAt,
      endsAt,
      bound: this.#bound,
    });
    if (!place.ok) throw new Refusal(place.fault, 'ids' in place ? { ids: place.ids.join(', ') } : {});
    return place;
  }

  /** @throws Refusal when it goes beyond the session rules and no approver says why */
  async requireReason(window: Window, durationMs: Millis, clusterIds: readonly ClusterId[], by: Caller): Promise<void> {
    const { communeId, request, rules, zone } = this.#facts;
    if (rules.sessions === null || !isSessionClass(request.class)) return;
    const { contexts, surroundings, permissions } = this.#deps;
    const day = dayBounds(civilDay(window.startAt, zone), zone);
    if (day === undefined) return;
    const context = await contexts.read(communeId, []);
    const reached = new Set(clusterIds);
    const around = await surroundings.of({ id: '', communeId }, reached, context, day.from, day.until);
    const asked = { class: request.class, startAt: window.startAt, durationMs, clusterIds };
    const breaches = sessionBreaches(
      rules.sessions,
      zone,
      [asked],
      around.map(({ session }) => session),
    );
    await requireReason(breaches, { reason: request.ruleReason, known: undefined }, by, communeId, permissions);
  }
}
