/** Contents of documents, set by hand. */

import { wireLatch } from '@loa-lang/controller/domain/silence/latches';
import type { DocumentSource, PlanContent, SettingsContent } from '@loa-lang/controller/ports/document-ledger';
import type { AreaId, DeviceId, PlanId } from '@loa-lang/schemas/ids';
import type { Latch, PlannedBroadcast } from '@loa-lang/schemas/wire/plan';

export class FakeSource implements DocumentSource {
  readonly plans = new Map<PlanId, PlannedBroadcast[]>();
  readonly settings = new Map<DeviceId, SettingsContent>();
  latches: () => Iterable<Latch> = () => [];

  async planIds(): Promise<PlanId[]> {
    return [...this.plans.keys()];
  }

  async planContent(planId: PlanId, now: number): Promise<PlanContent> {
    return {
      areaId: planId,
      horizonEndsAt: now + 84 * 3600_000,
      silence: [...this.latches()].filter((latch) => latch.areaId === planId).map(wireLatch),
      keepAssets: [],
      broadcasts: this.plans.get(planId) ?? [],
    };
  }

  async deviceIds(): Promise<DeviceId[]> {
    return [...this.settings.keys()];
  }

  async settingsContent(deviceId: DeviceId): Promise<SettingsContent | undefined> {
    return this.settings.get(deviceId);
  }
}

export const someSettings = (areaIds: AreaId[]): SettingsContent => ({
  clusterId: 'cluster-1',
  areaIds,
  groupIds: [],
  muted: false,
  languages: ['vi'],
  volumeDb: 0,
  outputFloorDbfs: -50,
  limits: { cacheBytes: 256 * 1024 * 1024 },
  intervals: { syncBusyMs: 10_000, syncIdleMs: 900_000 },
  reconnectSpreadMs: 30_000,
  audienceSize: 18,
});

export const someBroadcast = (id: string, startAt: number): PlannedBroadcast => ({
  id,
  version: 1,
  class: 'scheduled',
  level: 'commune',
  startAt,
  latestStartAt: startAt + 60_000,
  joinUntilAt: startAt + 5000,
  endsAt: startAt + 15_000,
  items: [{ kind: 'asset', part: 0, durationMs: 15_000, language: 'vi', assetId: 'a'.repeat(64), sizeBytes: 45_000 }],
  targets: 'all',
  onInterrupted: 'restart',
  volumeRule: { gainDb: 0 },
});
