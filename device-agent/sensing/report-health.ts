/** When the controller is told of the device's health: rarely while it is well, often while it is not, and of news at once. */
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { Health } from '@loa-lang/schemas/wire/health';
import type { Settings } from '@loa-lang/schemas/wire/settings';
import { changedStates, type HealthStateName, type HealthStates } from '../domain/health-states.ts';
import { TokenBucket } from '../domain/token-bucket.ts';
import type { Clock } from '../ports/clock.ts';
import { Alarm } from '../services/alarm.ts';
import type { Speaker } from '../services/identity.ts';

export interface ReportHealthDeps {
  clock: Clock;
  /** 0 … 1 */
  random(): number;
  speaker: Pick<Speaker, 'connected' | 'say'>;
  settings(): Settings | undefined;
  /** cheap: asked for at every turn */
  states(): HealthStates;
  sample(): Health;
  isIll(): boolean;
  isOnAir(): boolean;
}

/** A sample is a kilobyte: 48 a day cost a SIM less than keeping the connection alive does. */
const IDLE_MS: Millis = 30 * 60_000;
/** What is ill is known to be so, or to be well again, within the 100 s of EN 54-16. */
const BUSY_MS: Millis = 60_000;
const SHORTEST_MS: Millis = 1000;
/** By then contacts were seen twice; and those who come back together do not all speak at once. */
const FIRST = { soonestMs: 5000, spreadMs: 9000 };
/** By then it is known what the network takes there and back, by which the delay of live speech is chosen. */
const SETTLED_MS: Millis = 5 * 60_000;
/** So late that every second question for the time, when it is asked at its usual interval, comes before it. */
const LATE_TO_RIDE = 1.1;
const RIDES_SOONER = 0.3;
/** Mains, door and sink often change together; and what is back at once was nothing. */
const TOGETHER_MS: Millis = 2000;
/** Of one state so many changes at once, then one each ten minutes: a loose contact costs 5 MB a month, not a SIM. */
const CHANGES = { atOnce: 4, refillMs: 10 * 60_000 };
/** An hour of samples at the busy interval; who is ill for longer is told of each ten minutes. */
const ILLNESS = { atOnce: 60, refillMs: 10 * 60_000 };

export class ReportHealth {
  readonly #deps: ReportHealthDeps;
  readonly #next: Alarm;
  readonly #changes = new Map<HealthStateName, TokenBucket>();
  readonly #illness = new TokenBucket(ILLNESS.atOnce, ILLNESS.refillMs);
  /** before the first sample of a connection */
  #firstAt: MonotonicMillis | undefined;
  #saidAt: MonotonicMillis = 0;
  #told: HealthStates | undefined;
  #changedAt: MonotonicMillis | undefined;
  #jitter = 0.1;
  /** more than one was said over this connection */
  #isSettled = false;
  #isSaying = false;

  constructor(deps: ReportHealthDeps) {
    this.#deps = deps;
    this.#next = new Alarm(deps.clock, () => void this.#say());
  }

  connected(isConnected: boolean): void {
    const { clock, random } = this.#deps;
    const { soonestMs, spreadMs } = FIRST;
    this.#firstAt = isConnected ? clock.monotonicNow() + soonestMs + spreadMs * random() : undefined;
    this.#isSettled = false;
    if (isConnected) this.reconsider();
    else this.#next.cancel();
  }

  /** Something may have changed. */
  reconsider(): void {
    if (!this.#deps.speaker.connected || this.#isSaying) return;
    this.#next.set(this.#firstAt ?? Math.min(this.#regularAt(), this.#newsAt()));
  }

  /**
   * A question for the time goes out. What would be due soon in any case goes with it: one acknowledgement and half a ping
   * less, a third of a megabyte a month.
   */
  alongside(): void {
    const { clock, settings, isIll, isOnAir } = this.#deps;
    if (!this.#isSettled || this.#isSaying || isIll() || isOnAir()) return;
    const { healthIdleMs = IDLE_MS } = settings()?.intervals ?? {};
    const now = clock.monotonicNow();
    if (this.#regularAt() - now <= healthIdleMs * RIDES_SOONER) this.#next.set(now);
  }

  stop(): void {
    this.#next.end();
  }

  #regularAt(): MonotonicMillis {
    const { clock, settings, isIll, isOnAir } = this.#deps;
    const { healthIdleMs = IDLE_MS, healthBusyMs = BUSY_MS } = settings()?.intervals ?? {};
    const after = (ms: Millis, least = 0.9) => this.#saidAt + Math.max(SHORTEST_MS, ms) * (least + this.#jitter);
    if (isOnAir()) return after(healthBusyMs);
    const settlingAt = after(Math.min(healthIdleMs, SETTLED_MS));
    const quietAt = this.#isSettled ? after(healthIdleMs, LATE_TO_RIDE) : settlingAt;
    if (!isIll()) return quietAt;
    return Math.min(quietAt, Math.max(after(healthBusyMs), this.#illness.readyAt(clock.monotonicNow())));
  }

  #newsAt(): MonotonicMillis {
    const now = this.#deps.clock.monotonicNow();
    const ready = this.#news().map((name) => this.#bucketOf(name).readyAt(now));
    this.#changedAt = ready.length === 0 ? undefined : (this.#changedAt ?? now);
    return Math.max((this.#changedAt ?? now) + TOGETHER_MS, Math.min(...ready));
  }

  #news(): HealthStateName[] {
    return this.#told === undefined ? [] : changedStates(this.#told, this.#deps.states());
  }

  #bucketOf(name: HealthStateName): TokenBucket {
    const bucket = this.#changes.get(name) ?? new TokenBucket(CHANGES.atOnce, CHANGES.refillMs);
    this.#changes.set(name, bucket);
    return bucket;
  }

  async #say(): Promise<void> {
    const { clock, random, speaker, states, sample, isIll } = this.#deps;
    const now = clock.monotonicNow();
    const [news, told] = [this.#news(), states()];
    for (const name of news) this.#bucketOf(name).take(now);
    if (isIll()) this.#illness.take(now);
    this.#isSettled = this.#firstAt === undefined;
    this.#firstAt = undefined;
    this.#saidAt = now;
    this.#jitter = 0.2 * random();
    this.#changedAt = undefined;
    this.#isSaying = true;
    const sent = await speaker.say('health', sample());
    this.#isSaying = false;
    if (sent === 'sent') this.#told = told;
    this.reconsider();
  }
}
