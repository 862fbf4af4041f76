/** Controller time as the device may trust it: one signed sync since boot, or a plausible battery clock. */
import type { EpochMillis, Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import { ClockOffset, type SyncExchange, type SyncVerdict } from './clock-offset.ts';
import { SteadyTimeMap, type TimeMap } from './clock-offset-map.ts';

export type TimeTrust = 'none' | 'battery' | 'synced';

/** Until so many exchanges the estimate improves by more than anyone would want to hear bent. */
const SETTLED_EXCHANGES = 8;
const STEP_MS = 2000;
/** What a battery clock can be off without anybody noticing, ms: a month at 20 ppm is a minute. */
const BATTERY_UNCERTAINTY_MS = 60_000;

export class Timekeeper {
  readonly #estimate = new ClockOffset();
  #map: SteadyTimeMap | undefined;
  #trust: TimeTrust = 'none';

  get trust(): TimeTrust {
    return this.#trust;
  }

  /**
   * Offers a battery clock's reading. Believed only when it is not earlier than the last controller time that was
   * written down: an empty battery starts in the past.
   * @param lastKnown last persisted controller time; a device that never had any has nothing to judge by
   */
  adoptBatteryClock(wall: EpochMillis, at: MonotonicMillis, lastKnown: EpochMillis | undefined): boolean {
    if (this.#trust !== 'none' || lastKnown === undefined || !(wall >= lastKnown)) return false;
    const offset = wall - at;
    this.#map = new SteadyTimeMap(() => offset);
    this.#trust = 'battery';
    return true;
  }

  /** An exchange whose answer was signed and carried our nonce. `stepped` and large `restarted` are faults to report. */
  addExchange(exchange: SyncExchange): SyncVerdict {
    const verdict = this.#estimate.add(exchange);
    const line = this.#estimate.line();
    if ((verdict.verdict !== 'accepted' && verdict.verdict !== 'restarted') || line === undefined) return verdict;
    const target = (at: MonotonicMillis): Millis => line.offset + line.slope * (at - line.anchor);
    const at = exchange.arrivedAt;
    const movedMs = this.#map === undefined ? 0 : at + target(at) - this.#map.toController(at);
    if (this.#map === undefined) this.#map = new SteadyTimeMap(target);
    else this.#map.retarget(target, at, this.#trust === 'synced' && this.#estimate.count >= SETTLED_EXCHANGES);
    const hadBattery = this.#trust === 'battery';
    this.#trust = 'synced';
    return hadBattery && Math.abs(movedMs) > STEP_MS ? { verdict: 'restarted', byMs: movedMs } : verdict;
  }

  /** Controller time, whole milliseconds; `undefined` without trust. */
  now(at: MonotonicMillis): EpochMillis | undefined {
    return this.#map === undefined ? undefined : Math.floor(this.#map.toController(at));
  }

  /** For playout; the same object as long as trust lasts. */
  timeMap(): TimeMap | undefined {
    return this.#map;
  }

  uncertaintyMs(at: MonotonicMillis): Millis | undefined {
    if (this.#trust === 'battery') return BATTERY_UNCERTAINTY_MS;
    return this.#estimate.uncertaintyMs(at);
  }

  get exchanges(): number {
    return this.#estimate.count;
  }
}
