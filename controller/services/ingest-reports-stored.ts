/** What follows from reports once they are committed: events for who watches, incidents for who must act. */
import type { Fault } from '@loa-lang/schemas/wire/report';
import type { Clock } from '../ports/clock.ts';
import type { IncidentKind, IncidentLog } from '../ports/device-registry.ts';
import type { ProgressFeed } from '../ports/progress-feed.ts';
import type { IncomingReport } from '../ports/report-store.ts';
import type { DeviceMessages } from './device-messages.ts';
import type { KnownDevices } from './device-messages-known.ts';

export interface StoredReportsDeps {
  devices: KnownDevices;
  messages: DeviceMessages;
  incidents: IncidentLog;
  feed: ProgressFeed;
  clock: Clock;
  /** told of every report that was new, after its commit */
  onAdded?: (added: readonly IncomingReport[]) => void;
  onProblem?: (problem: string, cause?: unknown) => void;
}

/** Fault codes that are incidents of their own; the others are `device-fault`. */
const OWN_KINDS: Partial<Record<Fault['code'], IncidentKind>> = {
  'stale-plan': 'stale-plan',
  'clock-stepped': 'clock-stepped',
};

export class StoredReports {
  private readonly deps: StoredReportsDeps;

  constructor(deps: StoredReportsDeps) {
    this.deps = deps;
  }

  /** Never fails: the reports are safe already. */
  async tell(added: readonly IncomingReport[], conflicts: readonly IncomingReport[]): Promise<void> {
    try {
      this.deps.onAdded?.(added);
      for (const report of added) await this.tellOne(report);
      for (const { deviceId, storeId, entry } of conflicts) {
        const detail = `another content under ${storeId}/${entry.number}; the first one stands`;
        await this.deps.messages.raise('receipt-conflict', deviceId, detail);
      }
    } catch (error) {
      this.deps.onProblem?.('stored reports not told', error);
    }
  }

  private async tellOne({ deviceId, entry }: IncomingReport): Promise<void> {
    const { feed, devices } = this.deps;
    const { body } = entry;
    if (body.kind === 'asset') feed.emit({ type: 'asset', deviceId, assetId: body.assetId, state: body.state });
    if (body.kind === 'fault') await this.tellFault(deviceId, body);
    if (body.kind !== 'receipt') return;
    const clusterId = (await devices.find(deviceId))?.clusterId;
    if (clusterId === undefined) return;
    const { broadcastId, run, state, reason } = body;
    const because = reason === undefined ? {} : { reason };
    feed.emit({ type: 'receipt', broadcastId, clusterId, run, state, ...because });
  }

  private async tellFault(deviceId: string, fault: Fault): Promise<void> {
    const { incidents, feed, clock } = this.deps;
    const kind = OWN_KINDS[fault.code] ?? 'device-fault';
    const subject = kind === 'device-fault' ? `${deviceId}/${fault.code}` : deviceId;
    const detail = fault.detail ?? fault.code;
    if (fault.state === 'raised') await incidents.raise(kind, subject, detail, clock.now());
    else await incidents.clear(kind, subject, clock.now());
    feed.emit({ type: 'incident', kind, subject, state: fault.state, detail });
  }
}
