/** What the database says of a live while somebody speaks: whether it goes on, where it sounds, when it is on air. */
import type { LiveEndReason } from '@loa-lang/schemas/http/live';
import { LIVE_CLOSE_CODES } from '@loa-lang/schemas/http/live-frames';
import type { ClusterId } from '@loa-lang/schemas/ids';
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { Territory } from '../../domain/areas/territory.ts';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import { latchesOverAll } from '../../domain/silence/silenced-clusters.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LiveStore, OpenLive } from '../../ports/live-store.ts';
import type { TerritoryReader } from '../../ports/register.ts';
import type { KeepSilence } from '../silence/keep-silence.ts';
import type { LiveLook, LiveLooks } from './live-looks.ts';
import { householdsOf } from './live-status.ts';

export interface LiveWatchDeps {
  lives: Pick<LiveStore, 'find' | 'see' | 'soundingOn'>;
  broadcasts: Pick<BroadcastStore, 'find'>;
  reader: Pick<TerritoryReader, 'territory'>;
  keeper: Pick<KeepSilence, 'record'>;
  looks: LiveLooks;
  clock: Clock;
}

/** What comes of a look: it goes on, it is over, or somebody else has it. */
export type Seen =
  | { goesOn: true }
  | { goesOn: false; reason: LiveEndReason; isEnded: boolean }
  | { goesOn: false; closeCode: number };

/** Plans that another controller has changed are read anew at least so often. */
const LOOK_EVERY_MS = 5_000;

export class LiveWatch {
  readonly #deps: LiveWatchDeps;
  readonly #open: OpenLive;
  readonly #territory: Promise<Territory>;
  #lookedAt: MonotonicMillis;
  look: LiveLook;
  heard: ReadonlySet<ClusterId> = new Set();
  /** that hear it now */
  households = 0;
  broadcast: Broadcast;

  constructor(open: OpenLive, look: LiveLook, deps: LiveWatchDeps) {
    this.#deps = deps;
    this.#open = open;
    this.broadcast = open.broadcast;
    this.look = look;
    this.#lookedAt = Number.NEGATIVE_INFINITY;
    this.#territory = deps.reader.territory();
    this.#territory.catch(() => undefined);
  }

  /** What is planned may have changed. */
  lookSoon(): void {
    this.#lookedAt = Number.NEGATIVE_INFINITY;
  }

  /** Rejects while the database does not answer: whoever speaks speaks on. */
  async see(spokenMs: Millis): Promise<Seen> {
    const { lives, broadcasts, clock } = this.#deps;
    const { live } = this.#open;
    // known without the database
    if (await this.#isSilenced()) return over('silenced');
    if (!(await lives.see(live.id, live.holder, clock.now(), spokenMs))) return this.#lost();
    const broadcast = await broadcasts.find(live.id);
    if (broadcast === undefined || broadcast.cancelledAt !== undefined) return over('stopped');
    const moved = broadcast.startAt !== this.broadcast.startAt;
    this.broadcast = broadcast;
    const now = clock.monotonicNow();
    if (moved || now - this.#lookedAt >= LOOK_EVERY_MS) {
      this.#lookedAt = now;
      const seen = await this.#lookAgain();
      if (seen !== undefined) return seen;
    }
    this.heard = new Set(await lives.soundingOn(live.id));
    this.households = householdsOf(broadcast.audience, this.heard);
    return { goesOn: true };
  }

  async #lookAgain(): Promise<Seen | undefined> {
    const { looks, clock } = this.#deps;
    const { live, clusterIds } = this.#open;
    const { chimeMs, maxMs } = live;
    const look = await looks.of({ ...this.broadcast, chimeMs, maxMs }, clusterIds);
    // its slot is over, it has waited for too long, or it was stopped everywhere, part by part
    if (look === undefined) return over(clock.now() >= this.look.until ? 'maximum' : this.#neverReason());
    this.look = look;
    return undefined;
  }

  #neverReason(): LiveEndReason {
    return this.#deps.clock.now() >= this.broadcast.latestStartAt ? 'maximum' : 'stopped';
  }

  async #lost(): Promise<Seen> {
    const open = await this.#deps.lives.find(this.#open.live.id);
    const ended = open?.live.ended;
    if (ended !== undefined) return { goesOn: false, reason: ended.reason, isEnded: true };
    return { goesOn: false, closeCode: open === undefined ? LIVE_CLOSE_CODES.unknown : LIVE_CLOSE_CODES.takenOver };
  }

  async #isSilenced(): Promise<boolean> {
    const { latches } = this.#deps.keeper.record;
    if (latches.length === 0) return false;
    const { broadcast, clusterIds } = this.#open;
    return latchesOverAll(latches, await this.#territory, clusterIds, broadcast).length > 0;
  }
}

const over = (reason: LiveEndReason): Seen => ({ goesOn: false, reason, isEnded: false });
