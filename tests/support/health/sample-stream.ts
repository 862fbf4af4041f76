/** Samples of a device as its days go: quiet and dense, restarted, on another network, with gaps. Seeded. */
import type { HealthSample } from '@loa-lang/controller/ports/health-store';
import type { Health } from '@loa-lang/schemas/wire/health';

export interface StreamOptions {
  deviceId: string;
  from: number;
  until: number;
  /** 0 to 1 */
  random: () => number;
  /** mean distance of two samples, ms */
  everyMs: number;
}

export function sampleStream({ deviceId, from, until, random, everyMs }: StreamOptions): HealthSample[] {
  const samples: HealthSample[] = [];
  let machineFrom = from - random() * 86_400_000;
  let agentFrom = machineFrom;
  const counters = { mobile: { received: 0, sent: 0 }, ethernet: { received: 0, sent: 0 } };
  let kind: keyof typeof counters = 'mobile';
  for (let at = from + Math.floor(random() * everyMs); at < until; at += Math.ceil(everyMs * (0.5 + random()))) {
    const machineAnew = random() < 0.03;
    if (machineAnew) {
      machineFrom = at - 20_000;
      for (const each of Object.values(counters)) [each.received, each.sent] = [0, 0];
    }
    if (machineAnew || random() < 0.03) agentFrom = at - 10_000;
    if (random() < 0.05) kind = kind === 'mobile' ? 'ethernet' : 'mobile';
    const counter = counters[kind];
    counter.received += Math.floor(random() * 5000);
    counter.sent += Math.floor(random() * 3000);
    const health: Health = {
      ...{ at, agentVersion: '1.0.0', uptimeMs: at - agentFrom, machineUptimeMs: at - machineFrom },
      ...(random() < 0.9 && {
        network: {
          kind,
          signalDbm: -60 - Math.floor(random() * 50),
          receivedBytes: counter.received,
          sentBytes: counter.sent,
        },
      }),
      ...(random() < 0.9 && { cpu: { temperatureC: 30 + Math.floor(random() * 60), load: random() } }),
      supply: { source: random() < 0.1 ? 'battery' : 'mains', volts: 11 + random() * 3 },
      ...(random() < 0.5 && { door: random() < 0.1 ? 'open' : 'closed' }),
      sink: random() < 0.1 ? 'sounding' : 'idle',
      faults: [],
    };
    samples.push({ deviceId, at, health });
    // away for hours
    if (random() < 0.02) at += random() * 8 * 3_600_000;
  }
  return samples;
}
