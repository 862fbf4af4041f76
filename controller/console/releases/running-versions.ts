/** Which version runs on how many clusters. Pure. */
import type { DeviceBody } from '@loa-lang/schemas/http/clusters';

export interface RunningVersion {
  /** absent: the device has never said */
  version: string | undefined;
  count: number;
}

/** Newest first; `1.10.0` comes after `1.9.0`. */
export const byVersion = (a: string, b: string): number => b.localeCompare(a, 'en', { numeric: true });

type Known = Pick<DeviceBody, 'clusterId' | 'agentVersion' | 'revokedAt'>;

/** Newest first, what is not known last. */
export function runningVersions(devices: readonly Known[]): RunningVersion[] {
  const counts = new Map<string | undefined, number>();
  for (const { clusterId, agentVersion, revokedAt } of devices) {
    if (clusterId === undefined || revokedAt !== undefined) continue;
    counts.set(agentVersion, (counts.get(agentVersion) ?? 0) + 1);
  }
  return [...counts]
    .map(([version, count]) => ({ version, count }))
    .sort((a, b) =>
      a.version === undefined || b.version === undefined
        ? Number(a.version === undefined) - Number(b.version === undefined)
        : byVersion(a.version, b.version),
    );
}
