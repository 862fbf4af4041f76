/**
 * Looks by itself after what a queue would only remind it of: locks of silence that still hold, emergencies that nobody
 * has justified. Looking twice changes nothing.
 */
import type { Millis } from '@loa-lang/schemas/units';
import type { EmergencyFlags } from '../emergency/emergency-flags.ts';
import { RegularLook } from '../regular-look.ts';
import { LOOK_EVERY_MS, type SilenceReminders } from './remind-silence.ts';

export interface LookingDeps {
  reminders: Pick<SilenceReminders, 'look'>;
  flags: Pick<EmergencyFlags, 'look'>;
  everyMs?: Millis;
  onProblem: (problem: string, cause: unknown) => void;
}

export class LookAfterAlarms {
  readonly #looks: RegularLook;

  constructor({ reminders, flags, onProblem, everyMs = LOOK_EVERY_MS }: LookingDeps) {
    this.#looks = new RegularLook(
      everyMs,
      async () => void (await Promise.all([reminders.look(), flags.look()])),
      (cause) => onProblem('locks and emergencies not looked after; tried again', cause),
    );
  }

  start(): void {
    void this.#looks.look();
    this.#looks.start();
  }

  /** One look. Never throws, and never twice at a time. */
  look(): Promise<void> {
    return this.#looks.look();
  }

  stop(): Promise<void> {
    return this.#looks.stop();
  }
}
