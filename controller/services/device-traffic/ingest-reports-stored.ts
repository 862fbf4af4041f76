/** What follows from reports once they are committed: events for who watches. */
import { faultIncident } from '../../domain/incidents/fault-incident.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import type { IncomingReport } from '../../ports/report-store.ts';
import type { KnownDevices } from './device-messages-known.ts';

export interface StoredReportsDeps {
  devices: KnownDevices;
  feed: ProgressFeed;
  /** told of every report that was new, after its commit */
  onAdded?: (added: readonly IncomingReport[]) => void;
  onProblem?: (problem: string, cause?: unknown) => void;
}

export class StoredReports {
  private readonly deps: StoredReportsDeps;

  constructor(deps: StoredReportsDeps) {
    this.deps = deps;
  }

  /** Never fails: the reports are safe already. */
  async tell(added: readonly IncomingReport[]): Promise<void> {
    try {
      this.deps.onAdded?.(added);
      for (const report of added) await this.tellOne(report);
    } catch (error) {
      this.deps.onProblem?.('stored reports not told', error);
    }
  }

  private async tellOne({ deviceId, entry }: IncomingReport): Promise<void> {
    const { feed, devices } = this.deps;
    const { body } = entry;
    if (body.kind === 'asset') feed.emit({ type: 'asset', deviceId, assetId: body.assetId, state: body.state });
    if (body.kind === 'fault') feed.emit({ type: 'incident', ...faultIncident(deviceId, body), state: body.state });
    if (body.kind !== 'receipt') return;
    const clusterId = (await devices.find(deviceId))?.clusterId;
    if (clusterId === undefined) return;
    const { broadcastId, run, state, reason } = body;
    const because = reason === undefined ? {} : { reason };
    feed.emit({ type: 'receipt', broadcastId, clusterId, run, state, ...because });
  }
}
