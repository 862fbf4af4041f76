/** Devices of which nothing dated has come for long, whatever their presence says: a broker can keep that as it was. */
import type { Millis } from '@loa-lang/schemas/units';
import type { SilentDevices } from '../../ports/device-registry.ts';
import { type AlarmsDeps, OpenAlarms } from './watch-due-alarms.ts';

export interface SilentDevicesDeps extends AlarmsDeps {
  silent: SilentDevices;
  onProblem: (problem: string, cause: unknown) => void;
}

/** Two intervals of an idle device, 15 min each and spread by a tenth, and some minutes for a retry. */
export const SILENT_AFTER_MS: Millis = 35 * 60_000;
const LOOK_EVERY_MS: Millis = 60_000;
/** While the controller was down it heard nobody. */
const QUIET_AFTER_START_MS: Millis = SILENT_AFTER_MS;

export class SilentDevicesWatch {
  readonly #deps: SilentDevicesDeps;
  readonly #alarms: OpenAlarms;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #startedAt = 0;

  constructor(deps: SilentDevicesDeps) {
    this.#deps = deps;
    this.#alarms = new OpenAlarms(['device-silent'], deps);
  }

  start(): void {
    this.#startedAt = this.#deps.clock.monotonicNow();
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** One look. Never throws, and never twice at a time. */
  look(): Promise<void> {
    this.#looking ??= this.#look()
      .catch((cause: unknown) => this.#deps.onProblem('silent devices are not watched', cause))
      .finally(() => {
        this.#looking = undefined;
      });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const { clock, silent } = this.#deps;
    if (clock.monotonicNow() - this.#startedAt < QUIET_AFTER_START_MS) return;
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
