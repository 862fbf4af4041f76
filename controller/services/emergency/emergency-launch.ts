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
import { CALLED_OFF, type EmergencyAct, type EmergencyStore } from '../../ports/emergency-store.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import type { LatchRecord } from '../../ports/silence-store.ts';
import { unnoted } from '../audit/note-change.ts';
import type { BroadcastCancelling } from '../broadcasts/cancel-broadcast.ts';
import type { BroadcastPlanning } from '../broadcasts/plan-broadcast.ts';
import { found, Refusal } from '../refusal.ts';

export interface LaunchDeps {
  emergencies: EmergencyStore;
  bulletins: BulletinStore;
  planning: BroadcastPlanning;
  cancelling: Pick<BroadcastCancelling, 'cancel'>;
  /** Lifts these latches in the same act: known to every plan that is signed from now on. Twice is once. */
  lift: (latchIds: readonly string[], act: EmergencyAct) => LatchRecord[];
  /** sends the plan on which a latch lies */
  carry: (latch: LatchRecord) => Promise<unknown>;
  feed: ProgressFeed;
  clock: Clock;
  onProblem: (problem: string, cause: unknown) => void;
}

export interface Launched {
  broadcast: Broadcast;
  delivery: Delivery;
  /** bulletins that do not begin with the instruction */
  afterTune: Pick<BulletinRecord, 'id' | 'title'>[];
  /** locks that were lifted for it */
  lifted: LatchRecord[];
}

/** What could not be made in this time is no emergency any more when a restarted controller finds it. */
export const RESUME_WITHIN_MS: Millis = 10 * 60_000;

export class EmergencyLaunch {
  readonly #deps: LaunchDeps;
  /** by their ids: several may wait for one bulletin */
  readonly #waiting = new Map<EmergencyAct['id'], EmergencyAct>();
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
    this.#waiting.set(act.id, act);
    // it may be made already
    this.#tryNow(act);
  }

  /** Whether it never goes on air. What is planned at this very moment is cancelled again. */
  async callOff(id: EmergencyAct['id']): Promise<boolean> {
    if (!(await this.#deps.emergencies.fail(id, CALLED_OFF))) return false;
    this.#waiting.delete(id);
    return true;
  }

  /**
   * Somebody waits for it; what cannot be planned is written down as such.
   * @param covered under which authority it goes on air; without one it goes first by its own rule @throws Refusal
   */
  async atOnce(act: EmergencyAct, covered?: string): Promise<Launched> {
    try {
      return await this.launch(act, covered);
    } catch (error) {
      const code: ErrorCode = error instanceof Refusal ? error.code : 'emergency-unavailable';
      void this.#deps.emergencies.fail(act.id, code).catch(() => undefined);
      throw error;
    }
  }

  /** @throws Refusal when it cannot be planned, `bulletin-not-ready` while it is being made */
  launch(act: EmergencyAct, covered?: string): Promise<Launched> {
    // it may be launched long after it was sent, and while somebody does something else: that act is not about it
    return unnoted(() => this.#launch(act, covered));
  }

  async #launch(act: EmergencyAct, covered?: string): Promise<Launched> {
    const { emergencies, bulletins, planning, cancelling, clock, lift, carry } = this.#deps;
    if ((await emergencies.find(act.id))?.fault === CALLED_OFF) throw new Refusal(CALLED_OFF);
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
        onStored: () => void lift(order.liftIds, act),
        covered,
      },
      // it goes first, and is justified afterwards
      actingFirst(act.sentBy),
      // whoever launches it, it is one broadcast
      { key: `emergency/${act.id}`, fingerprint: act.id },
    );
    if (!(await emergencies.attach(act.id, broadcast.id))) {
      await cancelling.cancel(broadcast.id, '');
      throw new Refusal(CALLED_OFF);
    }
    // whoever stored it may have died before it said so
    const lifted = lift(order.liftIds, act);
    const carried = new Set(broadcast.placements.map(({ planId }) => planId));
    // a lock that lies on another plan than the broadcast is lifted there
    await Promise.all(lifted.filter(({ areaId }) => !carried.has(areaId)).map((latch) => carry(latch)));
    return { broadcast, delivery, afterTune, lifted };
  }

  #made(bulletinId: BulletinId): void {
    for (const act of this.#waiting.values()) if (act.bulletinId === bulletinId) this.#tryNow(act);
  }

  #tryNow(act: EmergencyAct): void {
    if (!this.#waiting.has(act.id)) return;
    void this.launch(act).then(
      () => this.#waiting.delete(act.id),
      (error) => this.#failed(act, error),
    );
  }

  /** While the database is away it is tried again, as long as it still is an emergency. */
  async #failed(act: EmergencyAct, error: unknown): Promise<void> {
    const { onProblem, emergencies, clock } = this.#deps;
    if (error instanceof Refusal && error.code === 'bulletin-not-ready') return;
    onProblem(`emergency ${act.id} is not on air`, error);
    if (!(error instanceof Refusal) && clock.now() < act.sentAt + RESUME_WITHIN_MS) {
      setTimeout(() => this.#tryNow(act), RETRY_MS).unref();
      return;
    }
    this.#waiting.delete(act.id);
    const code: ErrorCode = error instanceof Refusal ? error.code : 'emergency-unavailable';
    await emergencies.fail(act.id, code).catch((cause) => onProblem('fault not stored', cause));
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
