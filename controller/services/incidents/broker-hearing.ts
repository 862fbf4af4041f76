/** Whether this controller hears the devices at all: without its broker it knows of none how it is. */
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { BroadcastTransport } from '../../ports/broadcast-transport.ts';
import { RegularLook } from '../regular-look.ts';
import { type AlarmsDeps, OpenAlarms } from '../watch/watch-due-alarms.ts';

export interface BrokerHearingDeps extends AlarmsDeps {
  transport: Pick<BroadcastTransport, 'connected' | 'onConnection'>;
  onProblem: (problem: string, cause: unknown) => void;
}

const LOOK_EVERY_MS: Millis = 2_000;
/** A restart of the broker takes 5 s, and the controller is back within a second of it. */
const DOWN_AFTER_MS: Millis = 10_000;

export class BrokerHearing {
  readonly #deps: BrokerHearingDeps;
  readonly #looks: RegularLook;
  readonly #alarms: OpenAlarms;
  #turnedAt: MonotonicMillis;
  #downUntil: MonotonicMillis;
  #isConnected: boolean;

  constructor(deps: BrokerHearingDeps) {
    this.#deps = deps;
    this.#alarms = new OpenAlarms(['broker-down'], deps);
    this.#looks = new RegularLook(
      LOOK_EVERY_MS,
      () => this.#look(),
      (cause) => deps.onProblem('the broker is not watched', cause),
    );
    this.#isConnected = deps.transport.connected;
    this.#turnedAt = deps.clock.monotonicNow();
    this.#downUntil = this.#turnedAt;
    deps.transport.onConnection((isConnected) => {
      if (isConnected && this.isDown) this.#downUntil = deps.clock.monotonicNow();
      this.#isConnected = isConnected;
      this.#turnedAt = deps.clock.monotonicNow();
    });
  }

  start(): void {
    this.#looks.start();
  }

  async stop(): Promise<void> {
    await this.#looks.stop();
  }

  look(): Promise<void> {
    return this.#looks.look();
  }

  /** Since when it has heard without a break; `undefined` while it does not. */
  get since(): MonotonicMillis | undefined {
    return this.#isConnected ? this.#turnedAt : undefined;
  }

  /** Since when it has not been down; moments without a connection do not count. `undefined` while it is. */
  get upSince(): MonotonicMillis | undefined {
    return this.isDown ? undefined : this.#downUntil;
  }

  /** Not for a moment only. */
  get isDown(): boolean {
    return !this.#isConnected && this.#deps.clock.monotonicNow() - this.#turnedAt > DOWN_AFTER_MS;
  }

  async #look(): Promise<void> {
    const { clock } = this.#deps;
    if (!this.#isConnected && !this.isDown) return;
    const since = clock.now() - (clock.monotonicNow() - this.#turnedAt);
    const detail = new Date(since).toISOString();
    await this.#alarms.settle(this.isDown ? [{ kind: 'broker-down', subject: 'broker', detail }] : []);
  }
}
