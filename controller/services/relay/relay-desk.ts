/**
 * Relays that are needed now, on this controller: those whose broadcast is about to begin or under way, each pulled by
 * exactly one of several controllers.
 */
import type { StreamId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { streamsOf } from '../../domain/plan-content/plan-content.ts';
import type { RelaySource } from '../../domain/streams/relay-source.ts';
import type { IncidentLog } from '../../ports/device-registry.ts';
import type { Leases } from '../../ports/leases.ts';
import type { RelaySourceStore } from '../../ports/relay-source-store.ts';
import type { StreamBroadcasts } from '../../ports/stream-broadcasts.ts';
import type { StreamGaps } from '../../ports/stream-gaps.ts';
import { RegularLook } from '../regular-look.ts';
import type { StreamSender } from '../streams/stream-sender.ts';
import type { TellGaps } from '../streams/tell-gaps.ts';
import { onAirOf } from './on-air-of.ts';
import { RelayNews } from './relay-news.ts';
import { RelayPull, type RelayPullDeps } from './relay-pull.ts';

export interface RelayDeskDeps extends RelayPullDeps {
  relaySources: RelaySourceStore;
  streamBroadcasts: StreamBroadcasts;
  gaps: StreamGaps;
  telling: TellGaps;
  leases: Leases;
  incidents: IncidentLog;
  newSender: (streamId: StreamId) => StreamSender;
}

interface OnAir {
  source: RelaySource;
  pull: RelayPull;
  news: RelayNews;
  /** it is nobody's any more, which has yet to be known everywhere */
  isOver: boolean;
}

const LOOK_EVERY_MS: Millis = 1_000;
/** Time for a few attempts, and for the delay of a relay, before it is to be heard. */
const PULLED_AHEAD_MS: Millis = 45_000;
/** How often it is written down how a relay does. */
const NOTE_EVERY_MS: Millis = 4_000;

export class RelayDesk {
  readonly #deps: RelayDeskDeps;
  readonly #looks: RegularLook;
  readonly #onAir = new Map<StreamId, OnAir>();
  /** needed, switched off, and told of as such */
  readonly #off = new Set<StreamId>();
  #notedAt = 0;

  constructor(deps: RelayDeskDeps) {
    this.#deps = deps;
    this.#looks = new RegularLook(
      LOOK_EVERY_MS,
      () => this.#look(),
      (cause) => deps.onProblem('relays were not looked after', cause),
    );
  }

  start(): void {
    this.#looks.start();
    void this.look();
  }

  async stop(): Promise<void> {
    await this.#looks.stop();
    for (const { pull, news } of this.#onAir.values()) {
      pull.stop();
      void news.stop();
    }
    this.#onAir.clear();
    // another controller goes on where this one was
    this.#deps.leases.releaseAll();
  }

  /** One look. Never throws, and never twice at a time. */
  look(): Promise<void> {
    return this.#looks.look();
  }

  async #look(): Promise<void> {
    const { clock, relaySources } = this.#deps;
    const now = clock.now();
    const needed = await this.#needed(now);
    const sources = new Map((await relaySources.find([...needed])).map((source) => [source.id, source]));
    for (const [id, { source, isOver }] of this.#onAir) {
      const isSame = sources.get(id)?.changedAt === source.changedAt;
      // a lease that was lost with its connection is taken again, if nobody else has: nothing is heard of that
      const goesOn = !isOver && needed.has(id) && isSame && (await this.#deps.leases.take(id));
      if (!goesOn) await this.#end(id, needed.has(id));
    }
    for (const id of this.#off) {
      const source = sources.get(id);
      if (source === undefined || isUsable(source)) await this.#endOff(id, source !== undefined);
    }
    for (const source of sources.values()) {
      const { id } = source;
      if (this.#onAir.has(id) || this.#off.has(id) || !(await this.#deps.leases.take(id))) continue;
      if (isUsable(source)) await this.#begin(source, now);
      else await this.#beginOff(id, now);
    }
    await this.#note(now);
  }

  async #needed(now: EpochMillis): Promise<Set<StreamId>> {
    const broadcasts = await this.#deps.streamBroadcasts.withStreams(now, now + PULLED_AHEAD_MS);
    return new Set(broadcasts.flatMap(streamsOf));
  }

  async #begin(source: RelaySource, now: EpochMillis): Promise<void> {
    const open = (await this.#deps.gaps.of([source.id], now)).find(({ to }) => to === undefined);
    const news = new RelayNews(this.#deps, source);
    const pulling = { sourceId: source.id, addresses: source.addresses, openSince: open?.from };
    const pull = new RelayPull(this.#deps, pulling, this.#deps.newSender(source.id), (told, end) =>
      news.tell(told, end),
    );
    this.#onAir.set(source.id, { source, pull, news, isOver: false });
    this.#notedAt = 0;
    pull.start();
  }

  /**
   * What fails is tried again at the next look: a gap that stays open would be that of the next slot as well.
   * @param neededStill it only changes hands, or addresses: what is open stays open
   */
  async #end(id: StreamId, neededStill: boolean): Promise<void> {
    const ended = this.#onAir.get(id);
    if (ended === undefined) return;
    const { pull, news } = ended;
    ended.isOver = true;
    pull.stop();
    // whoever goes on with it reads what is open
    await news.stop();
    if (!neededStill) await news.over();
    if (this.#deps.leases.holds(id)) await this.#deps.relaySources.noteOnAir(id, undefined);
    await this.#deps.leases.release(id);
    this.#onAir.delete(id);
  }

  async #beginOff(id: StreamId, now: EpochMillis): Promise<void> {
    await this.#deps.telling.open(id, now, 'dead', 'the source is switched off');
    this.#off.add(id);
  }

  /** @param neededStill it is on again: what is open ends when it sounds */
  async #endOff(id: StreamId, neededStill: boolean): Promise<void> {
    if (!neededStill) await this.#deps.telling.close(id, this.#deps.clock.now());
    await this.#deps.leases.release(id);
    this.#off.delete(id);
  }

  async #note(now: EpochMillis): Promise<void> {
    if (now - this.#notedAt < NOTE_EVERY_MS) return;
    this.#notedAt = now;
    for (const [id, { pull }] of this.#onAir) await this.#deps.relaySources.noteOnAir(id, onAirOf(pull.state, now));
  }
}

const isUsable = ({ enabled, removedAt }: RelaySource): boolean => enabled && removedAt === undefined;
