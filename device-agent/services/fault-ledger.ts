/** Faults a device raises about itself: reported when they begin and when they end, counted always. */
import type { Millis } from '@loa-lang/schemas/units';
import type { Fault } from '@loa-lang/schemas/wire/report';
import type { Clock } from '../ports/clock.ts';
import { Alarm } from './alarm.ts';

export type FaultCode = Fault['code'];

export class FaultLedger {
  readonly #clock: Clock;
  readonly #report: (fault: Fault) => void;
  readonly #raised = new Map<FaultCode, Alarm>();
  /** raised by an earlier life, and neither met nor over in this one */
  readonly #left = new Map<FaultCode, Alarm>();
  readonly #counts = new Map<string, number>();

  constructor(clock: Clock, report: (fault: Fault) => void) {
    this.#clock = clock;
    this.#report = report;
  }

  /** An earlier life left it raised: it is over when it is cleared, or has not been raised again for so long. */
  takeOver(code: FaultCode, forMs: Millis): void {
    const alarm = new Alarm(this.#clock, () => this.clear(code));
    this.#left.set(code, alarm);
    alarm.after(forMs);
  }

  /** What the controller holds for raised. */
  told(): FaultCode[] {
    return [...new Set([...this.#raised.keys(), ...this.#left.keys()])];
  }

  /**
   * Reports the fault unless it is raised already, and counts it.
   * @param quietMs it clears itself when it has not been raised again for so long; absent: until `clear`
   */
  raise(code: FaultCode, detail: string, quietMs?: Millis): void {
    this.count(code);
    this.#left.get(code)?.cancel();
    this.#left.delete(code);
    let alarm = this.#raised.get(code);
    if (alarm === undefined) {
      alarm = new Alarm(this.#clock, () => this.clear(code));
      this.#raised.set(code, alarm);
      this.#report({ kind: 'fault', code, state: 'raised', detail: detail.slice(0, 1024) });
    }
    if (quietMs !== undefined) alarm.after(quietMs);
  }

  clear(code: FaultCode): void {
    const alarms = [this.#raised.get(code), this.#left.get(code)].filter((alarm) => alarm !== undefined);
    if (alarms.length === 0) return;
    for (const alarm of alarms) alarm.cancel();
    this.#raised.delete(code);
    this.#left.delete(code);
    this.#report({ kind: 'fault', code, state: 'cleared' });
  }

  /** Counts without raising: things that are normal one by one. */
  count(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  raised(): FaultCode[] {
    return [...this.#raised.keys()];
  }

  counts(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }

  stop(): void {
    for (const alarm of [...this.#raised.values(), ...this.#left.values()]) alarm.end();
  }
}
