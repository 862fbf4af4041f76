/** How a pole is at an hour: warm at noon, the mobile network as it stands there, bytes that grow over the month. */
import type { Health } from '@loa-lang/schemas/wire/health';
import type { Pole } from './pole.ts';
import type { Seeded } from './seeded.ts';

const GB = 1e9;

/** @param hour of the day with fractions @param place of the pole in the list */
export function healthOf(
  pole: Pole,
  place: number,
  hour: number,
  random: Seeded,
): Omit<Health, 'uptimeMs' | 'at' | 'agentVersion'> {
  const sun = Math.max(0, Math.sin(((hour - 6) / 12) * Math.PI));
  pole.receivedBytes += Math.round(random.between(0.4, 1.6) * 1e6);
  return {
    timeUncertaintyMs: round(random.between(0.6, 3)),
    cpu: { temperatureC: round(36 + 14 * sun + random.between(-1.5, 1.5)), load: round(random.between(0.05, 0.3)) },
    memory: { totalBytes: GB, availableBytes: Math.round(random.between(0.55, 0.7) * GB) },
    diskTotalBytes: 16 * GB,
    diskFreeBytes: Math.round((11 - place * 0.1) * GB),
    cachedAssets: 24,
    pendingReports: 0,
    network: {
      kind: 'mobile',
      signalDbm: Math.round(-84 - (place % 6) * 4 + random.between(-3, 3)),
      receivedBytes: pole.receivedBytes,
      sentBytes: Math.round(pole.receivedBytes / 6),
    },
    supply: { source: 'mains', volts: round(random.between(217, 228)) },
    amplifier: { temperatureC: round(34 + 10 * sun + random.between(-1, 1)), fault: false },
    door: 'closed',
    roundTripMs: { median: round(random.between(45, 90)), p95: round(random.between(110, 260)) },
    sink: 'idle',
    volumeDb: 0,
    muted: false,
    faults: [],
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;
