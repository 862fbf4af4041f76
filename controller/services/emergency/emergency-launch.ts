/** Puts an emergency on air as soon as its audio is there: at once when it is, otherwise when it has been made. */

import type { ErrorCode } from '@loa-lang/schemas/errors/codes';
import type { Delivery } from '@loa-lang/schemas/http/common';
import type { BulletinId } from '@loa-lang/schemas/ids';
import type { Millis } from '@loa-lang/schemas/units';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import { readingsOf, repeatEveryMs } from '../../domain/emergency/rules.ts';
import { actingFirst } from '../../domain/people/person.ts';
import type { BulletinRecord, BulletinStore } from '../../ports/bulletin-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { EmergencyAct, EmergencyStore } from '../../ports/emergency-store.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import type { BroadcastPlanning } from '../broadcasts/plan-broadcast.ts';
import { found, Refusal } from '../refusal.ts';

export interface LaunchDeps {
  emergencies: EmergencyStore;
  bulletins: BulletinStore;
  planning: BroadcastPlanning;
  /** lifts these latches in the same act: known to every plan that is signed from now on */
  lift: (latchIds: readonly string[], act: EmergencyAct) => void;
  feed: ProgressFeed;
  clock: Clock;
  onProblem: (problem: string, cause: unknown) => void;
}

export interface Launched {
  broadcast: Broadcast;
  delivery: Delivery;
  /** bulletins that do not begin with the instruction */
  afterTune: Pick<BulletinRecord, 'id' | 'title'>[];
}

/** What could not be made in this time is no emergency any more when a restarted controller finds it. */
const RESUME_WITHIN_MS: Millis = 10 * 60_000;

export class EmergencyLaunch {
  readonly #deps: LaunchDeps;
  readonly #waiting = new Map<BulletinId, EmergencyAct>();
  #unsubscribe: (() => void) | undefined;

  constructor(deps: LaunchDeps) {
    this.#deps = deps;
  }

  async start(): Promise<void> {
    const { feed, emergencies, clock } = this.#deps;
    this.#unsubscribe = feed.subscribe((event) => {
      if (event.type === 'bulletin' && event.state !== 'processing') this.#made(event.bulletinId);
    });
    for (const act of await emergencies.list(clock.now() - RESUME_WITHIN_MS)) {
      const young = act.sentAt > clock.now() - RESUME_WITHIN_MS;
      // what was not promised for later has been called off to whoever sent it
      if (young && act.order.later && act.broadcastId === undefined && act.fault === undefined) this.whenMade(act);
    }
  }

  stop(): void {
    this.#unsubscribe?.();
  }

  /** In the background; whatever comes of it is written with the act. */
  whenMade(act: EmergencyAct): void {
    this.#waiting.set(act.bulletinId, act);
    // it may be made already
    this.#made(act.bulletinId);
  }

  /** Somebody waits for it; what cannot be planned is written down as such. @throws Refusal */
  async atOnce(act: EmergencyAct): Promise<Launched> {
    try {
      return await this.launch(act);
    } catch (error) {
      const code: ErrorCode = error instanceof Refusal ? error.code : 'emergency-unavailable';
      void this.#deps.emergencies.fail(act.id, code).catch(() => undefined);
      throw error;
    }
  }

  /** @throws Refusal when it cannot be planned, `bulletin-not-ready` while it is being made */
  async launch(act: EmergencyAct): Promise<Launched> {
    const { emergencies, bulletins, planning, clock, lift } = this.#deps;
    const bulletin = found((await bulletins.findAll([act.bulletinId]))[0], 'bulletin-unknown');
    const { order, drill } = act;
    const readings = drill ? 1 : readingsOf(bodiesOf(bulletin));
    const durationMs = readings * longestMs(bulletin);
    const everyMs = repeatEveryMs(durationMs, order.everyMs);
    const repeats = !drill && order.lastsMs >= everyMs + durationMs;
    const { broadcast, delivery, afterTune } = await planning.plan(
      {
        communeId: act.communeId,
        title: order.title,
        bulletins: [{ bulletinId: act.bulletinId, readings }],
        requested: order.requested,
        start: 'now',
        class: drill ? 'urgent' : 'emergency',
        level: order.level,
        rank: undefined,
        onInterrupted: 'restart',
        gainDb: order.gainDb,
        // behind another emergency it waits for its turn
        postponeMs: everyMs,
        lastsMs: Math.max(order.lastsMs, everyMs + durationMs),
        ...(repeats && { repeat: { everyMs, until: clock.now() + order.lastsMs - durationMs } }),
        onStored: () => lift(order.liftIds, act),
      },
      // it goes first, and is justified afterwards
      actingFirst(act.sentBy),
      // whoever launches it, it is one broadcast
      { key: `emergency/${act.id}`, fingerprint: act.id },
    );
    await emergencies.attach(act.id, broadcast.id);
    return { broadcast, delivery, afterTune };
  }

  #made(bulletinId: BulletinId): void {
    const act = this.#waiting.get(bulletinId);
    if (act === undefined) return;
    void this.launch(act).then(
      () => this.#waiting.delete(bulletinId),
      (error) => this.#failed(act, error),
    );
  }

  async #failed(act: EmergencyAct, error: unknown): Promise<void> {
    const { onProblem, emergencies } = this.#deps;
    if (error instanceof Refusal && error.code === 'bulletin-not-ready') return;
    onProblem(`emergency ${act.id} is not on air`, error);
    if (!(error instanceof Refusal)) {
      setTimeout(() => this.#made(act.bulletinId), RETRY_MS).unref();
      return;
    }
    this.#waiting.delete(act.bulletinId);
    await emergencies
      .fail(act.id, error.code satisfies ErrorCode)
      .catch((cause) => onProblem('fault not stored', cause));
  }
}

const RETRY_MS: Millis = 1_000;

/** How often a bulletin itself reads its text. */
const bodiesOf = ({ versions }: BulletinRecord): number =>
  Math.max(1, ...versions.map(({ parts }) => parts?.filter((part) => part.kind === 'body').length ?? 1));

const longestMs = ({ versions }: BulletinRecord): Millis =>
  Math.max(1, ...versions.map(({ asset }) => asset?.durationMs ?? 0));

export const isMade = ({ versions }: BulletinRecord): boolean =>
  versions.every(({ state }) => state !== 'processing') && versions.some(({ asset }) => asset !== undefined);
