/**
 * Health samples: verified, stored in batches. They come at QoS 0 and are not acknowledged: while the database is away
 * they are dropped, and the next ones tell what is so then.
 */
import type { Millis } from '@loa-lang/schemas/units';
import { STORED_WITHIN_MS } from '../../domain/health/slots.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HealthSample, HealthStore } from '../../ports/health-store.ts';
import type { DeviceMessage, DeviceMessages } from './device-messages.ts';
import { isOfNow } from './sign-of-life.ts';

export interface HealthIngestDeps {
  messages: DeviceMessages;
  healthStore: HealthStore;
  clock: Clock;
  /** told of what was stored */
  onHealth?: (stored: readonly HealthSample[]) => void;
  onProblem?: (problem: string, cause?: unknown) => void;
}

/** A fault is to be seen within 100 s, so a moment more is free; a batch costs some milliseconds whatever its size. */
const GATHER_MS: Millis = 150;
const BATCH_SIZE = 500;
/** Of five thousand devices, half a minute at the rate that is aimed at. */
const MAX_WAITING = 15_000;
/** Failed stores in a row, one device each, after which the database is taken to be away. */
const MAX_FAILURES = 3;

export interface HealthCounts {
  stored: number;
  /** said before, or by a device that is gone */
  known: number;
  dropped: number;
}

export class HealthIngest {
  readonly #deps: HealthIngestDeps;
  readonly counts: HealthCounts = { stored: 0, known: 0, dropped: 0 };
  #waiting: HealthSample[] = [];
  #timer: NodeJS.Timeout | undefined;
  #storing: Promise<void> | undefined;

  constructor(deps: HealthIngestDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#deps.messages.on('health', { shared: true }, async (message) => this.#take(message));
  }

  /** Stores what waits, then returns. */
  async stop(): Promise<void> {
    this.#flush();
    while (this.#storing !== undefined) await this.#storing;
  }

  /** Whether all that has come is stored. */
  get isIdle(): boolean {
    return this.#waiting.length === 0 && this.#storing === undefined;
  }

  /** What waits for company goes on its way now. */
  hurry(): void {
    this.#flush();
  }

  /** Undated or old it is no sign of life: somebody may repeat what was once said. */
  #take({ device, payload, receivedAt }: DeviceMessage<'health'>): void {
    if (payload.at === undefined || !isOfNow(payload, receivedAt)) return;
    if (this.#waiting.length >= MAX_WAITING) {
      this.counts.dropped++;
      return;
    }
    this.#waiting.push({ deviceId: device.deviceId, at: Math.floor(payload.at), health: payload });
    if (this.#waiting.length >= BATCH_SIZE) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), GATHER_MS);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#storing !== undefined || this.#waiting.length === 0) return;
    this.#storing = this.#storeBatch(this.#waiting.splice(0, BATCH_SIZE)).finally(() => {
      this.#storing = undefined;
      if (this.#waiting.length >= BATCH_SIZE) this.#flush();
      else if (this.#waiting.length > 0) this.#timer ??= setTimeout(() => this.#flush(), GATHER_MS);
    });
  }

  async #storeBatch(batch: readonly HealthSample[]): Promise<void> {
    const oldest = this.#deps.clock.now() - STORED_WITHIN_MS;
    const fresh = batch.filter(({ at }) => at >= oldest);
    this.counts.dropped += batch.length - fresh.length;
    try {
      await this.#store(fresh);
    } catch (error) {
      this.#deps.onProblem?.('health not stored together', error);
      await this.#storeApart(fresh);
    }
  }

  /** One device's sample must not keep all others' from being stored. */
  async #storeApart(batch: readonly HealthSample[]): Promise<void> {
    let failures = 0;
    for (const sample of batch) {
      if (failures >= MAX_FAILURES) this.counts.dropped++;
      else {
        try {
          await this.#store([sample]);
          failures = 0;
        } catch (error) {
          failures++;
          this.counts.dropped++;
          this.#deps.onProblem?.(`health of ${sample.deviceId} not stored`, error);
        }
      }
    }
  }

  async #store(samples: readonly HealthSample[]): Promise<void> {
    if (samples.length === 0) return;
    const stored = await this.#deps.healthStore.store(samples);
    this.counts.stored += stored;
    this.counts.known += samples.length - stored;
    this.#deps.onHealth?.(samples);
  }
}
