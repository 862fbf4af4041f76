/** A sample with everything in it that a device on a mobile network with a battery and an amplifier's contacts tells. */
import type { Health } from '@loa-lang/schemas/wire/health';

const BOOTED_AT = Date.UTC(2026, 0, 1);
const noise = (least: number, most: number): number => Math.round((least + Math.random() * (most - least)) * 100) / 100;

export function denseSample(at: number): Health {
  const uptimeMs = at - BOOTED_AT;
  return {
    ...{ uptimeMs, machineUptimeMs: uptimeMs, at, agentVersion: '0.7.0', timeUncertaintyMs: noise(0.5, 3) },
    cpu: { temperatureC: noise(40, 60), load: noise(0, 0.5) },
    memory: { totalBytes: 512 * 2 ** 20, availableBytes: Math.floor(noise(200, 300) * 2 ** 20) },
    ...{ residentBytes: Math.floor(noise(70, 90) * 2 ** 20), diskFreeBytes: 4 * 2 ** 30, diskTotalBytes: 8 * 2 ** 30 },
    ...{ cachedAssets: 40, cachedBytes: 90_000_000, pendingReports: 0 },
    network: {
      ...{ kind: 'mobile', signalDbm: -Math.floor(noise(70, 100)) },
      ...{ receivedBytes: Math.floor(uptimeMs / 20), sentBytes: Math.floor(uptimeMs / 30) },
    },
    supply: { source: 'mains', volts: noise(12, 14), charge: noise(0.9, 1) },
    amplifier: { temperatureC: noise(35, 50), fault: false, lineAmperes: noise(0, 2) },
    door: 'closed',
    roundTripMs: { median: noise(50, 90), p95: noise(90, 200) },
    ...{ sink: 'idle', outputDbfs: noise(-30, -15), volumeDb: 0, muted: false, faults: [] },
  };
}
