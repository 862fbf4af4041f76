/** An amplifier that says it has failed is a fault at once; it is over when the amplifier has been well for a while. */
import type { Millis } from '@loa-lang/schemas/units';
import type { Readings } from '../domain/readings.ts';
import type { Clock } from '../ports/clock.ts';
import { Alarm } from '../services/alarm.ts';
import type { FaultLedger } from '../services/fault-ledger.ts';

/** An overload that comes and goes with the sound is one fault, not one for each word. */
const WELL_FOR_MS: Millis = 5 * 60_000;

export class WatchAmplifier {
  readonly #faults: FaultLedger;
  readonly #well: Alarm;

  constructor(clock: Clock, faults: FaultLedger) {
    this.#faults = faults;
    this.#well = new Alarm(clock, () => faults.clear('amplifier-fault'));
  }

  /** One of which nothing is known any more has not become well. */
  saw(amplifier: Readings['amplifier']): void {
    if (amplifier?.fault === undefined) return;
    const isRaised = this.#faults.raised().includes('amplifier-fault');
    if (amplifier.fault) {
      this.#well.cancel();
      if (!isRaised) this.#faults.raise('amplifier-fault', describe(amplifier));
    } else if (isRaised && this.#well.at === undefined) this.#well.after(WELL_FOR_MS);
  }

  stop(): void {
    this.#well.end();
  }
}

const describe = ({ temperatureC, lineAmperes }: NonNullable<Readings['amplifier']>): string =>
  [
    'fault contact',
    ...(temperatureC === undefined ? [] : [`${temperatureC} °C`]),
    ...(lineAmperes === undefined ? [] : [`${lineAmperes} A`]),
  ].join(', ');
