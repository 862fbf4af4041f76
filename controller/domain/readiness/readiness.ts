/** Readiness before the fact: which clusters hold plan and audio of a broadcast that is to come. */
import type { ClusterId, DeviceId } from '@loa-lang/schemas/ids';
import type { ReadinessState } from '@loa-lang/schemas/states/readiness';
import { selectItems } from '@loa-lang/schemas/timeline/select-items';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { ReceiptState } from '@loa-lang/schemas/wire/report';
import { type Broadcast, longestRunMs } from '../broadcasts/broadcast.ts';
import type { AudienceCluster } from '../placement/audience.ts';
import { earlierStart, outageOver, type PlannedOutage } from './outages.ts';

/** What is known of the device in a cluster. */
export interface DeviceFacts {
  deviceId: DeviceId;
  /** of the store it works with now; what it said from an earlier one is lost to it */
  storeId: string | undefined;
  online: boolean;
  lastSeenAt: EpochMillis | undefined;
  muted: boolean;
  /** what it said last of the first run of this broadcast */
  said: { deviceId: DeviceId; storeId: string; version: number; state: ReceiptState } | undefined;
  /** assets that it said it holds */
  cached: ReadonlySet<string>;
}

export interface ClusterReadiness {
  cluster: AudienceCluster;
  state: ReadinessState;
  online: boolean;
  lastSeenAt: EpochMillis | undefined;
  /** bytes of audio that it has not said it holds */
  missingBytes: number;
  outage: PlannedOutage | undefined;
}

export interface Readiness {
  clusters: ClusterReadiness[];
  ready: number;
  /** ready, and no planned outage lies over the broadcast */
  expected: number;
  /** a start at which no planned outage would be in the way */
  earlierStartAt: EpochMillis | undefined;
}

type Coming = Pick<Broadcast, 'version' | 'startAt' | 'endsAt' | 'items' | 'audience'>;

export function readinessOf(
  broadcast: Coming,
  facts: ReadonlyMap<ClusterId, DeviceFacts>,
  outages: readonly PlannedOutage[],
  now: EpochMillis,
): Readiness {
  const clusters = broadcast.audience.clusters.map((cluster): ClusterReadiness => {
    const device = facts.get(cluster.id);
    const missingBytes = bytesMissing(broadcast, cluster, device);
    return {
      cluster,
      state: stateOf(broadcast, device, missingBytes),
      online: device?.online ?? false,
      lastSeenAt: device?.lastSeenAt,
      missingBytes,
      outage: outageOver(outages, cluster.hamletId, broadcast),
    };
  });
  const ready = clusters.filter((each) => each.state === 'ready');
  const places = new Set(clusters.map(({ cluster }) => cluster.hamletId));
  const nearby = outages.filter((each) => places.has(each.hamletId));
  const durationMs = longestRunMs(broadcast.items, broadcast.audience);
  return {
    clusters,
    ready: ready.length,
    expected: ready.filter((each) => each.outage === undefined).length,
    earlierStartAt: earlierStart(nearby, broadcast, durationMs, now),
  };
}

/**
 * Only what the device itself said counts: `ready` is its word that plan and audio of this very version are there. A
 * device that was exchanged, or has lost its store since, has not said it.
 */
function stateOf({ version }: Coming, device: DeviceFacts | undefined, missingBytes: number): ReadinessState {
  if (device === undefined) return 'no-device';
  if (device.muted) return 'muted';
  const { said } = device;
  const isItsWord =
    said !== undefined &&
    said.deviceId === device.deviceId &&
    (device.storeId === undefined || said.storeId === device.storeId);
  if (!isItsWord) return missingBytes > 0 ? 'no-audio' : 'no-plan';
  if (said.version !== version) return 'old-plan';
  return missingBytes > 0 ? 'no-audio' : 'ready';
}

function bytesMissing({ items }: Coming, { languages }: AudienceCluster, device: DeviceFacts | undefined): number {
  const wanted = new Map<string, number>();
  for (const { index, assetId } of selectItems(items, languages)) {
    const item = items[index];
    if (assetId !== undefined && item !== undefined && 'sizeBytes' in item) wanted.set(assetId, item.sizeBytes);
  }
  let bytes = 0;
  for (const [assetId, size] of wanted) if (!device?.cached.has(assetId)) bytes += size;
  return bytes;
}
