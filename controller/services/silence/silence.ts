/** The lock of silence: latch, lift, and who obeys. Needs neither queue nor database to silence an area. */

import type { ErrorCode } from '@loa-lang/schemas/errors/codes';
import type { AreaId, PlanId } from '@loa-lang/schemas/ids';
import { levelRank } from '@loa-lang/schemas/timeline/precedence';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Level } from '@loa-lang/schemas/wire/plan';
import { type SharedPole, sharedPoles } from '../../domain/areas/shared-poles.ts';
import { followers, type Territory } from '../../domain/areas/territory.ts';
import type { Caller } from '../../domain/people/person.ts';
import { hasRight, may } from '../../domain/permissions/permissions.ts';
import { sees, seesLine, sightOf } from '../../domain/permissions/sight.ts';
import { placeOf } from '../../domain/placement/hidden-targets.ts';
import { KEEP_CANCELLED_MS } from '../../domain/plan-content/plan-content.ts';
import { isOpen, mayLift } from '../../domain/silence/latches.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IncidentLog } from '../../ports/device-registry.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import type { ClusterRecord, Register } from '../../ports/register.ts';
import type { LatchRecord, SilenceConfirmation, SilenceStore } from '../../ports/silence-store.ts';
import { noteChange } from '../audit/note-change.ts';
import { levelOf } from '../people/caller.ts';
import { found, Refusal } from '../refusal.ts';
import type { SilenceConfirmations } from './confirm-silence.ts';
import type { Carried, KeepSilence } from './keep-silence.ts';

export interface SilenceDeps {
  keeper: Pick<KeepSilence, 'carry' | 'record'>;
  confirmations: Pick<SilenceConfirmations, 'of'>;
  store: SilenceStore;
  register: Register;
  incidents: IncidentLog;
  feed: Pick<ProgressFeed, 'emit'>;
  /** whether an area's plan was ever signed: known without the database */
  isPlan: (id: PlanId) => boolean;
  clock: Clock;
  newId: () => string;
}

export interface SilenceView {
  latch: LatchRecord;
  areaName: string;
  stored: boolean;
  clusters: { cluster: ClusterRecord; confirmedAt: EpochMillis | undefined }[];
  shared: SharedPole[];
}

export interface SilenceDone {
  view: SilenceView;
  carried: Carried;
  repeated: boolean;
}

/** The register as it is known: fresh when the database answers in time, else as it was last seen. */
const REGISTER_WITHIN_MS: Millis = 400;
const LIST_WITHIN_MS: Millis = 1_500;
const REFRESH_EVERY_MS: Millis = 60_000;

interface Places {
  /** read just now; otherwise as it was seen last */
  isFresh: boolean;
  territory: Territory;
  names: ReadonlyMap<AreaId, string>;
  clusters: readonly ClusterRecord[];
}

export class Silence {
  readonly #deps: SilenceDeps;
  #places: Places | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: SilenceDeps) {
    this.#deps = deps;
  }

  async start(): Promise<void> {
    await this.#look().catch(() => undefined);
    this.#timer = setInterval(() => void this.#look().catch(() => undefined), REFRESH_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Pressing twice is once: the same silence is sent once more. @throws Refusal */
  async latch(input: { areaId: AreaId; reason: string; level?: Level | undefined }, by: Caller): Promise<SilenceDone> {
    const { keeper, clock, newId } = this.#deps;
    const { areaId, reason } = input;
    const places = await this.#known(areaId);
    this.#refuseStranger(by, 'lock', areaId, places, 'area-unknown');
    const level = this.#level(input, by, places);
    const before = keeper.record.of(areaId).find((latch) => isOpen(latch) && latch.level === level);
    const latch = before ?? { id: newId(), areaId, level, since: clock.now(), reason, latchedBy: by.name };
    return this.#carry(latch, places, before !== undefined);
  }

  /** Nothing that was silenced is made up for. @throws Refusal */
  async lift(id: string, level: Level | undefined, by: Caller): Promise<SilenceDone> {
    const { keeper, clock, store } = this.#deps;
    const latch = found(keeper.record.find(id) ?? (await store.find([id]))[0], 'silence-unknown');
    const places = await this.#known(latch.areaId);
    // of an area that is gone nobody is a stranger but who may not act at all
    const isGone = places?.isFresh === true && !places.territory.areas.has(latch.areaId);
    if (!isGone) this.#refuseStranger(by, 'lift', latch.areaId, places, 'silence-unknown');
    else if (!hasRight(by, 'lift')) throw new Refusal('not-allowed');
    const own = levelOf(by);
    const asked = level !== undefined && levelRank(level) > levelRank(own) ? level : own;
    if (!mayLift(asked, latch)) throw new Refusal('silence-level');
    noteChange({ before: latch });
    return this.#carry(liftedBy(latch, clock.now(), by.name), places, !isOpen(latch));
  }

  /** Open ones and those lifted lately that concern the caller; `complete` is false while the database does not answer. */
  async list(by: Caller): Promise<{ views: SilenceView[]; complete: boolean }> {
    const { store, keeper, clock } = this.#deps;
    const since = clock.now() - KEEP_CANCELLED_MS;
    const asked = store.list(since).catch(() => undefined);
    const [stored, places] = await Promise.all([within(LIST_WITHIN_MS, asked, undefined), this.#now()]);
    for (const latch of stored ?? []) keeper.record.learn(latch);
    const sight = sightOf(by.areaIds, places?.territory.areas ?? new Map());
    const latches = keeper.record.latches
      .filter(({ liftedAt }) => liftedAt === undefined || liftedAt > since)
      .filter(({ areaId }) => seesLine(sight, areaId));
    const views = (await this.#views(latches, places)).map((view) => ({
      ...view,
      clusters: view.clusters.filter(({ cluster }) => sees(sight, placeOf(cluster))),
    }));
    return { views: views.sort((a, b) => b.latch.since - a.latch.since), complete: stored !== undefined };
  }

  async #carry(latch: LatchRecord, places: Places | undefined, repeated: boolean): Promise<SilenceDone> {
    noteChange({ areaId: latch.areaId, subjectId: latch.id, reason: latch.reason, after: latch });
    const carried = await this.#deps.keeper.carry(latch);
    if (!carried.sent && !carried.durable) throw new Refusal('silence-failed');
    // "red on every page"; the database may be away, and then the next reminder says it
    void this.#mark(latch, places).catch(() => undefined);
    const [view] = await this.#views([latch], await this.#now());
    return { view: found(view, 'silence-unknown'), carried, repeated };
  }

  async #mark(latch: LatchRecord, places: Places | undefined): Promise<void> {
    const { incidents, feed, clock } = this.#deps;
    const name = places?.names.get(latch.areaId) ?? latch.areaId;
    const detail = `${name}: ${latch.reason}`;
    const about = { type: 'incident', kind: 'silence-open', subject: latch.id, detail } as const;
    if (isOpen(latch)) await incidents.raise('silence-open', latch.id, detail, clock.now());
    else await incidents.clear('silence-open', latch.id, clock.now());
    // whoever looks at a page sees it there at once
    feed.emit({ ...about, state: isOpen(latch) ? 'raised' : 'cleared' });
  }

  async #views(latches: readonly LatchRecord[], places: Places | undefined): Promise<SilenceView[]> {
    const { confirmations, keeper } = this.#deps;
    const confirmed = new Map<string, SilenceConfirmation>(
      (await within(REGISTER_WITHIN_MS, confirmations.of(latches), [])).map((each) => [
        `${each.latchId}/${each.clusterId}`,
        each,
      ]),
    );
    return latches.map((latch) => {
      const under = places === undefined ? [] : followers(places.territory, latch.areaId);
      const ids = new Set(under.map((cluster) => cluster.id));
      const clusters = (places?.clusters ?? [])
        .filter((cluster) => ids.has(cluster.id))
        .map((cluster) => {
          const { latchedAt, liftedAt } = confirmed.get(`${latch.id}/${cluster.id}`) ?? {};
          return { cluster, confirmedAt: isOpen(latch) ? latchedAt : liftedAt };
        });
      const areaName = places?.names.get(latch.areaId) ?? latch.areaId;
      const shared = places === undefined ? [] : sharedPoles(places.territory, latch.areaId);
      return { latch, areaName, stored: keeper.record.isStored(latch.id), clusters, shared };
    });
  }

  /**
   * With the database away anything that has a plan may be silenced: better too much silence than too little. What the
   * caller cannot know of is as what is not there.
   */
  #refuseStranger(
    by: Caller,
    action: 'lock' | 'lift',
    areaId: AreaId,
    places: Places | undefined,
    unknown: ErrorCode,
  ): void {
    const areas: Territory['areas'] = places?.territory.areas ?? new Map();
    const isThere = places?.territory.areas.has(areaId) ?? false;
    // what was seen last may be older than the area
    const isNew = !isThere && places?.isFresh !== true && this.#deps.isPlan(areaId);
    const isKnown = by.areaIds === 'everywhere' ? isThere || isNew : seesLine(sightOf(by.areaIds, areas), areaId);
    if (!isKnown) throw new Refusal(unknown);
    if (!may(by, action, areaId, areas)) throw new Refusal('not-allowed');
  }

  #level(
    { areaId, level }: { areaId: AreaId; level?: Level | undefined },
    by: Caller,
    places: Places | undefined,
  ): Level {
    const own = levelOf(by);
    const usual = places?.territory.areas.get(areaId)?.kind === 'province' ? 'province' : 'commune';
    const wished = level ?? usual;
    if (level !== undefined && levelRank(level) < levelRank(own)) {
      throw new Refusal('not-allowed');
    }
    return levelRank(wished) < levelRank(own) ? own : wished;
  }

  /** What is known already will do where silence waits for it. */
  #known(areaId: AreaId): Promise<Places | undefined> {
    return this.#places?.territory.areas.has(areaId) ? Promise.resolve(this.#places) : this.#now();
  }

  /** As fresh as can be had at once. */
  async #now(): Promise<Places | undefined> {
    const last = this.#places && { ...this.#places, isFresh: false };
    return within(REGISTER_WITHIN_MS, this.#look(), last).catch(() => last);
  }

  async #look(): Promise<Places> {
    const { register } = this.#deps;
    const [territory, areas, clusters] = await Promise.all([
      register.reader.territory(),
      register.areas.all(),
      register.clusters.all(),
    ]);
    this.#places = { isFresh: true, territory, names: new Map(areas.map(({ id, name }) => [id, name])), clusters };
    return this.#places;
  }
}

/** @param by name */
export const liftedBy = (latch: LatchRecord, now: EpochMillis, by: string): LatchRecord =>
  isOpen(latch) ? { ...latch, liftedAt: Math.max(now, latch.since + 1), liftedBy: by } : latch;

/** The work's outcome, or `instead` when it takes longer; the work goes on. */
async function within<T>(deadlineMs: Millis, work: Promise<T>, instead: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(instead), deadlineMs);
  });
  work.catch(() => undefined);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
