/**
 * Devices that are said to be connected, or never were, and of which nothing dated has come for long: a broker can keep a
 * presence as it was, and a device can hang. Who is known to be gone is offline, and that is another incident.
 */
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { SilentDevices } from '../../ports/device-registry.ts';
import { RegularLook } from '../regular-look.ts';
import { type AlarmsDeps, OpenAlarms } from './watch-due-alarms.ts';

export interface SilentDevicesDeps extends AlarmsDeps {
  silent: SilentDevices;
  /** since when this controller hears devices, but for moments */
  hearing: { upSince: MonotonicMillis | undefined };
  onProblem: (problem: string, cause: unknown) => void;
}

/** Two intervals of an idle device, 15 min each and spread by a tenth, and some minutes for a retry. */
export const SILENT_AFTER_MS: Millis = 35 * 60_000;
const LOOK_EVERY_MS: Millis = 60_000;
/** While the controller was down, or without its broker, it heard nobody. */
const QUIET_AFTER_START_MS: Millis = SILENT_AFTER_MS;

export class SilentDevicesWatch {
  readonly #deps: SilentDevicesDeps;
  readonly #looks: RegularLook;
  readonly #alarms: OpenAlarms;
  #startedAt = 0;

  constructor(deps: SilentDevicesDeps) {
    this.#deps = deps;
    this.#looks = new RegularLook(
      LOOK_EVERY_MS,
      () => this.#look(),
      (cause) => deps.onProblem('silent devices are not watched', cause),
    );
    this.#alarms = new OpenAlarms(['device-silent'], deps);
  }

  start(): void {
    this.#startedAt = this.#deps.clock.monotonicNow();
    this.#looks.start();
  }

  async stop(): Promise<void> {
    await this.#looks.stop();
  }

  /** One look. Never throws, and never twice at a time. */
  look(): Promise<void> {
    return this.#looks.look();
  }

  async #look(): Promise<void> {
    const { clock, silent, hearing } = this.#deps;
    if (hearing.upSince === undefined) return;
    if (clock.monotonicNow() - Math.max(this.#startedAt, hearing.upSince) < QUIET_AFTER_START_MS) return;
    const found = await silent.silentSince(clock.now() - SILENT_AFTER_MS);
    await this.#alarms.settle(
      found.map(({ deviceId, lastSyncAt }) => ({
        kind: 'device-silent',
        subject: deviceId,
        detail: lastSyncAt === undefined ? 'never heard' : new Date(lastSyncAt).toISOString(),
      })),
    );
  }
}
