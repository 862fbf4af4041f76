/**
 * Looks by itself after what a queue would only remind it of: locks of silence that still hold, emergencies that nobody
 * has justified. Looking twice changes nothing.
 */
import type { Millis } from '@loa-lang/schemas/units';
import type { EmergencyFlags } from '../emergency/emergency-flags.ts';
import { LOOK_EVERY_MS, type SilenceReminders } from './remind-silence.ts';

export interface LookingDeps {
  reminders: Pick<SilenceReminders, 'look'>;
  flags: Pick<EmergencyFlags, 'look'>;
  everyMs?: Millis;
  onProblem: (problem: string, cause: unknown) => void;
}

export class LookAfterAlarms {
  readonly #deps: LookingDeps;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(deps: LookingDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#look();
    this.#timer = setInterval(() => this.#look(), this.#deps.everyMs ?? LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  #look(): void {
    const { reminders, flags, onProblem } = this.#deps;
    this.#looking ??= Promise.all([reminders.look(), flags.look()])
      .then(() => undefined)
      .catch((error) => onProblem('locks and emergencies not looked after; tried again', error))
      .finally(() => {
        this.#looking = undefined;
      });
  }
}
