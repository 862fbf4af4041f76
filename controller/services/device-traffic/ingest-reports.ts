/**
 * Reports of devices: verified, stored in batches, acknowledged after the commit. What is not stored is not
 * acknowledged, and the device sends it again; so nothing here needs to survive a crash.
 */
import type { DeviceId, StoreId } from '@loa-lang/schemas/ids';
import { sealDocument } from '@loa-lang/schemas/sealing/seal';
import type { Millis } from '@loa-lang/schemas/units';
import { subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import type { BroadcastTransport } from '../../ports/broadcast-transport.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeploymentKeys } from '../../ports/key-store.ts';
import type { IncomingReport, ReportStore, StoreProgress } from '../../ports/report-store.ts';
import type { DeviceMessage, DeviceMessages } from './device-messages.ts';
import type { StoredReports } from './ingest-reports-stored.ts';

export interface IngestDeps {
  messages: DeviceMessages;
  store: ReportStore;
  transport: BroadcastTransport;
  keys: DeploymentKeys;
  clock: Clock;
  stored: StoredReports;
  onProblem?: (problem: string, cause?: unknown) => void;
}

/**
 * One transaction stores up to this many; it waits this long for company. A transaction costs some ten milliseconds
 * whatever its size, a report some twenty microseconds.
 */
const BATCH_SIZE = 1024;
const GATHER_MS: Millis = 20;
/** Reports waiting for the database; beyond it they are dropped, not acknowledged, and come again. */
const MAX_WAITING = 20_000;
/** Failed stores in a row, one device each, after which the database is taken to be away. */
const MAX_FAILURES = 3;

export class ReportIngest {
  private readonly deps: IngestDeps;
  private waiting: IncomingReport[] = [];
  private gatherTimer: NodeJS.Timeout | undefined;
  private storing: Promise<void> | undefined;
  /** known: stored before; dropped: the database was away or too slow, and they come again */
  readonly counts = { stored: 0, known: 0, dropped: 0 };

  constructor(deps: IngestDeps) {
    this.deps = deps;
  }

  start(): void {
    this.deps.messages.on('report', { shared: true }, (message) => this.take(message));
  }

  /** Stores what waits, then returns. */
  async stop(): Promise<void> {
    clearTimeout(this.gatherTimer);
    this.flush();
    while (this.storing !== undefined) await this.storing;
  }

  /** Whether all that has come is stored. */
  get isIdle(): boolean {
    return this.waiting.length === 0 && this.storing === undefined;
  }

  /** What waits for company goes on its way now. */
  hurry(): void {
    this.flush();
  }

  private async take({ device, payload, receivedAt }: DeviceMessage<'report'>): Promise<void> {
    const { storeId, installationId, lowestHeld, reports } = payload;
    if (!(await this.deps.messages.acceptInstallation(device, installationId))) return;
    if (this.waiting.length + reports.length > MAX_WAITING) {
      this.counts.dropped += reports.length;
      return;
    }
    const { deviceId } = device;
    const arrivedAt = Math.floor(receivedAt);
    for (const entry of reports) this.waiting.push({ deviceId, storeId, lowestHeld, entry, receivedAt: arrivedAt });
    if (this.waiting.length >= BATCH_SIZE) this.flush();
    else this.gatherTimer ??= setTimeout(() => this.flush(), GATHER_MS);
  }

  private flush(): void {
    clearTimeout(this.gatherTimer);
    this.gatherTimer = undefined;
    if (this.storing !== undefined || this.waiting.length === 0) return;
    this.storing = this.storeBatch(this.waiting.splice(0, BATCH_SIZE)).finally(() => {
      this.storing = undefined;
      if (this.waiting.length > 0) this.flush();
    });
  }

  private async storeBatch(batch: IncomingReport[]): Promise<void> {
    try {
      await this.storeAndAck(batch);
    } catch (error) {
      this.deps.onProblem?.('reports not stored together', error);
      await this.storeApart(batch);
    }
  }

  /** One device's reports must not keep all others' from being stored for ever. */
  private async storeApart(batch: IncomingReport[]): Promise<void> {
    const apart = new Map<DeviceId, IncomingReport[]>();
    for (const report of batch) apart.set(report.deviceId, [...(apart.get(report.deviceId) ?? []), report]);
    let failures = 0;
    for (const reports of apart.values()) {
      if (failures >= MAX_FAILURES) this.counts.dropped += reports.length;
      else {
        try {
          await this.storeAndAck(reports);
          failures = 0;
        } catch (error) {
          failures++;
          this.counts.dropped += reports.length;
          this.deps.onProblem?.(`reports of ${reports[0]?.deviceId} not stored`, error);
        }
      }
    }
  }

  private async storeAndAck(batch: IncomingReport[]): Promise<void> {
    const { progress, added } = await this.deps.store.store(batch);
    this.counts.stored += added.length;
    this.counts.known += batch.length - added.length;
    for (const store of progress) {
      void this.ack(store).catch((error) => this.deps.onProblem?.('ack not sent', error));
    }
    await this.deps.stored.tell(added);
  }

  private async ack({ deviceId, storeId, contiguous }: StoreProgress & { storeId: StoreId }): Promise<void> {
    const { keys, clock, transport } = this.deps;
    const subject = subjects.device(deviceId, 'ack');
    const payload = { storeId, contiguous, ackedAt: clock.now() };
    const sealed = await sealDocument('ack', subject, keys.deploymentId, payload, keys.signer('ack'));
    // a lost ack is no fault: the device sends again and is acknowledged again
    await transport.publish(topicOf(subject), sealed, { qos: 1 });
  }
}
