/** A report store in memory: each (device, store, number) once. */
import { faultIncident } from '@loa-lang/controller/domain/incidents/fault-incident';
import type { IncomingReport, ReportStore, StoredBatch, StoreProgress } from '@loa-lang/controller/ports/report-store';
import type { Fault } from '@loa-lang/schemas/wire/report';
import type { FakeIncidents } from './fake-registry.ts';

export class FakeReportStore implements ReportStore {
  down = false;
  /** a device whose reports can't be stored */
  poisonous: string | undefined;
  readonly rows = new Map<string, IncomingReport>();
  readonly batchSizes: number[] = [];
  private readonly contiguous = new Map<string, number>();
  private readonly incidents: FakeIncidents | undefined;

  constructor(incidents?: FakeIncidents) {
    this.incidents = incidents;
  }

  async store(batch: readonly IncomingReport[]): Promise<StoredBatch> {
    if (this.down) throw new Error('database away');
    if (batch.some((report) => report.deviceId === this.poisonous)) throw new Error('a row that does not fit');
    this.batchSizes.push(batch.length);
    const added: IncomingReport[] = [];
    const conflicts: IncomingReport[] = [];
    const touched = new Map<string, StoreProgress>();
    for (const report of batch) {
      const key = `${report.deviceId}/${report.storeId}`;
      const row = `${key}/${report.entry.number}`;
      const known = this.rows.get(row);
      if (known === undefined) {
        this.rows.set(row, report);
        added.push(report);
        if (report.entry.body.kind === 'fault') await this.tellFault(report.deviceId, report.entry.body);
      } else if (JSON.stringify(known.entry.body) !== JSON.stringify(report.entry.body)) {
        conflicts.push(report);
        await this.incidents?.raise('receipt-conflict', report.deviceId, 'another content');
      }
      let contiguous = Math.max(this.contiguous.get(key) ?? 0, report.lowestHeld - 1);
      while (this.rows.has(`${key}/${contiguous + 1}`)) contiguous++;
      this.contiguous.set(key, contiguous);
      touched.set(key, { deviceId: report.deviceId, storeId: report.storeId, contiguous });
    }
    return { progress: [...touched.values()], added, conflicts };
  }

  private async tellFault(deviceId: string, fault: Fault): Promise<void> {
    const { kind, subject, detail } = faultIncident(deviceId, fault);
    if (fault.state === 'raised') await this.incidents?.raise(kind, subject, detail);
    else await this.incidents?.clear(kind, subject);
  }
}
