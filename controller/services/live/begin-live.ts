/** Begins a live: who, where, and when the microphone is on air. */
import { MOST_LIVE_MINUTES, USUAL_LIVE_MINUTES } from '@loa-lang/schemas/http/live';
import type { AreaId, BroadcastId, ClusterId } from '@loa-lang/schemas/ids';
import type { Millis } from '@loa-lang/schemas/units';
import type { Level, StreamItem } from '@loa-lang/schemas/wire/plan';
import { communeOf } from '../../domain/areas/territory.ts';
import { type Broadcast, longestRunMs } from '../../domain/broadcasts/broadcast.ts';
import { CACHED_LEAD_MS } from '../../domain/broadcasts/lead.ts';
import { delayFor } from '../../domain/live/delay.ts';
import { type Caller, refOf } from '../../domain/people/person.ts';
import { placeBroadcast, type RequestedTargets } from '../../domain/placement/placement.ts';
import { latchesOverAll } from '../../domain/silence/silenced-clusters.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Exclusive } from '../../ports/exclusive.ts';
import type { Live, LiveStore } from '../../ports/live-store.ts';
import type { TerritoryReader } from '../../ports/register.ts';
import { noteChange, unnoted } from '../audit/note-change.ts';
import { communeFor } from '../broadcasts/broadcast-content.ts';
import type { BroadcastPlanning } from '../broadcasts/plan-broadcast.ts';
import { levelOf } from '../people/caller.ts';
import { Refusal } from '../refusal.ts';
import type { KeepSilence } from '../silence/keep-silence.ts';
import { type Chime, chimeOf, type LiveChimeDeps, NO_CHIME } from './live-chime.ts';
import type { LiveLook, LiveLooks } from './live-looks.ts';
import { recordingIdOf } from './live-recording.ts';

export interface LiveBeginDeps extends LiveChimeDeps {
  lives: LiveStore;
  broadcasts: Pick<BroadcastStore, 'cancel'>;
  reader: Pick<TerritoryReader, 'territory'>;
  planning: Pick<BroadcastPlanning, 'plan'>;
  looks: LiveLooks;
  keeper: Pick<KeepSilence, 'record'>;
  locks: Exclusive;
  clock: Clock;
  newId: () => string;
}

export interface LiveRequest extends Partial<RequestedTargets> {
  communeId?: AreaId;
  title?: string;
  chime?: boolean;
  record?: boolean;
  maxMinutes?: number;
}

export interface LiveBegun {
  live: Live;
  broadcast: Broadcast;
  clusterIds: ClusterId[];
  look: LiveLook;
}

const MINUTE_MS: Millis = 60_000;
/** Whoever would wait for longer does something else meanwhile. */
const MOST_WAIT_MS: Millis = MOST_LIVE_MINUTES * MINUTE_MS;
/** A speaker whose network stalls is waited for; who is gone is told of long before. */
const STARVED_AFTER_MS: Millis = 10_000;
/** What nothing is in the way of waits for an emergency that begins meanwhile at most. */
const FREE_WAIT_MS: Millis = 5 * MINUTE_MS;
/** From when it is on record until it is held: plans go out in between, which a broker may hold up. */
const BEGUN_WITHIN_MS: Millis = 10_000;
/** Said on its record. */
const COVERED = 'live: spoken, so nobody can approve it ahead';

export class LiveBeginning {
  readonly #deps: LiveBeginDeps;

  constructor(deps: LiveBeginDeps) {
    this.#deps = deps;
  }

  /** @param holder the controller that takes its frames @throws Refusal */
  async begin(request: LiveRequest, by: Caller, holder: string): Promise<LiveBegun> {
    const { reader, lives, locks, keeper } = this.#deps;
    const territory = await reader.territory();
    const { areas } = territory;
    const requested = targetsOf(request);
    const place = placeBroadcast(territory, requested);
    if (!place.ok) throw new Refusal(place.fault, 'ids' in place ? { ids: place.ids.join(', ') } : {});
    const { audience, clusterIds } = place;
    const level = speakingLevel(by);
    const sounding = { class: 'live', level } as const;
    const locked = latchesOverAll(keeper.record.latches, territory, clusterIds, sounding);
    if (locked.length > 0)
      throw new Refusal('live-silenced', { reasons: locked.map(({ reason }) => reason).join('; ') });
    const communeId = request.communeId ?? communeFor(territory, audience, clusterIds);
    const stationId = communeOf(areas, communeId) ?? communeOf(areas, audience.hamlets[0]?.id ?? '') ?? communeId;
    const chime = request.chime === false ? NO_CHIME : await chimeOf(stationId, this.#deps);
    const wanted: Wanted = {
      ...{ communeId, level, requested, clusterIds, chime },
      chimeMs: longestRunMs(chime.items, audience),
      maxMs: (request.maxMinutes ?? USUAL_LIVE_MINUTES) * MINUTE_MS,
      delayMs: delayFor(await lives.reachOf(clusterIds)),
    };
    // two who press at once: the second is told of the first
    return locks.run('live', async () => {
      await this.#refuseOther(wanted, by);
      return this.#plan(request, wanted, by, holder);
    });
  }

  /**
   * Nobody is to speak into a line that is taken: whoever is told who has it can ask, or stop them. A hamlet waits for the
   * commune as it does for all that the commune has on air.
   */
  async #refuseOther({ clusterIds, level }: Wanted, by: Caller): Promise<void> {
    const meant = new Set(clusterIds);
    for (const { live, broadcast, clusterIds: taken } of await this.#deps.lives.open()) {
      if (by.kind === 'person' && live.speaker.personId === by.personId) throw new Refusal('live-own-open');
      const waits = level === 'hamlet' && broadcast.level !== 'hamlet';
      if (!waits && taken.some((id) => meant.has(id))) throw new Refusal('live-under-way', { name: live.speaker.name });
    }
  }

  async #plan(request: LiveRequest, wanted: Wanted, by: Caller, holder: string): Promise<LiveBegun> {
    const { planning, lives, broadcasts, looks, clock, newId } = this.#deps;
    const { communeId, level, requested, chime, chimeMs, maxMs, delayMs } = wanted;
    const id = newId();
    const items = [...chime.items, streamItem(id, wanted)];
    const waitMs = await this.#longestWaitMs(id, items, wanted);
    const title = request.title ?? `Phát trực tiếp: ${by.name}`;
    const record = request.record ?? false;
    const speaker = refOf(by);
    const times = { openedAt: clock.now(), chimeMs, maxMs, delayMs };
    const live: Live = { ...times, id, speaker, record, holder, ended: undefined };
    const voice = { bulletinId: recordingIdOf(id), title: 'Phát trực tiếp' };
    const { broadcast } = await unnoted(() =>
      planning.plan(
        {
          ...{ id, communeId, title, requested, level, covered: COVERED },
          ...{ start: 'now', class: 'live', rank: undefined, onInterrupted: 'restart', gainDb: 0 },
          bulletins: [],
          again: { items, bulletins: [...chime.bulletins, voice] },
          postponeMs: waitMs,
          lastsMs: waitMs + chimeMs + maxMs,
          // from its first moment somebody answers for it
          onStored: () =>
            lives.create(live, clock.now() + BEGUN_WITHIN_MS).catch(async (cause: unknown) => {
              await broadcasts.cancel(id, clock.now(), '');
              throw cause;
            }),
        },
        by,
      ),
    );
    const { startAt } = broadcast;
    noteChange({ areaId: communeId, subjectId: id, after: { title, level, startAt, requested, maxMs, record } });
    const onAirAt = startAt + chimeMs;
    // without those that keep shorter hours
    const playing = broadcast.audience.clusters.map((cluster) => cluster.id);
    const look = await looks.of({ ...broadcast, chimeMs, maxMs }, playing);
    const usual = { onAirAt, until: onAirAt + maxMs, isOnAir: false, waitsFor: undefined };
    return { live, broadcast, clusterIds: playing, look: look ?? usual };
  }

  /**
   * Short where it can be: hours must hold for all of it.
   * @throws Refusal for what would have to wait for longer than anybody does
   */
  async #longestWaitMs(id: BroadcastId, items: Broadcast['items'], wanted: Wanted): Promise<Millis> {
    const { looks, clock } = this.#deps;
    const { level, clusterIds, chimeMs, maxMs } = wanted;
    const startAt = clock.now() + CACHED_LEAD_MS;
    const latestStartAt = startAt + MOST_WAIT_MS;
    const endsAt = latestStartAt + chimeMs + maxMs;
    const times = { startAt, latestStartAt, joinUntilAt: endsAt, endsAt, chimeMs, maxMs };
    const planned = { ...times, id, level, items, version: 1, class: 'live', onInterrupted: 'restart' } as const;
    const look = await looks.of(planned, clusterIds);
    const mayWait = level === 'hamlet' || look?.waitsFor !== undefined;
    if (look !== undefined) return mayWait ? MOST_WAIT_MS : FREE_WAIT_MS;
    const [first] = await looks.inTheWay(planned);
    const title = first?.broadcast.title ?? '…';
    throw new Refusal('live-waits-too-long', { minutes: MOST_WAIT_MS / MINUTE_MS, title });
  }
}

interface Wanted {
  communeId: AreaId;
  level: Level;
  requested: RequestedTargets;
  clusterIds: ClusterId[];
  chime: Chime;
  chimeMs: Millis;
  maxMs: Millis;
  delayMs: Millis;
}

const streamItem = (streamId: BroadcastId, { chime, maxMs }: Wanted): StreamItem => ({
  kind: 'stream',
  part: chime.items.length > 0 ? 1 : 0,
  durationMs: maxMs,
  streamId,
  starvedAfterMs: STARVED_AFTER_MS,
});

const speakingLevel = (by: Caller): Level => {
  const own = levelOf(by);
  return own === 'central' ? 'commune' : own;
};

function targetsOf({ communeId, areaIds = [], groupIds = [], clusterIds = [] }: LiveRequest): RequestedTargets {
  const isNamed = areaIds.length + groupIds.length + clusterIds.length > 0;
  if (!isNamed && communeId === undefined) throw new Refusal('no-targets');
  return { areaIds: isNamed || communeId === undefined ? areaIds : [communeId], groupIds, clusterIds };
}
