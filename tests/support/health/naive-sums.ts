/** What samples sum up to, computed as one would by hand: the measure of the statements in the database. */
import { columnOf, isShare, rowOf } from '@loa-lang/controller/domain/health/figures';
import type { HealthSample } from '@loa-lang/controller/ports/health-store';
import { HEALTH_FIGURE_NAMES } from '@loa-lang/schemas/health/figures';

export interface NaiveSum {
  deviceId: string;
  at: number;
  samples: number;
  restarts: number;
  received: number | null;
  sent: number | null;
  mobile: number | null;
  /** column → mean, least, largest */
  figures: Record<string, [mean: number, least: number, largest: number]>;
}

interface Followed {
  sample: HealthSample;
  restarted: boolean;
  received: number | undefined;
  sent: number | undefined;
}

const SLACK_MS = 5000;

/** One device's samples in their order. */
function follow(samples: readonly HealthSample[]): Followed[] {
  const counters = new Map<string, HealthSample>();
  return samples.map((sample, index) => {
    const last = samples[index - 1];
    const { uptimeMs, machineUptimeMs, network } = sample.health;
    const seconds = (ms: number) => Math.round(ms / 1000) * 1000;
    const restarted = last !== undefined && sample.at - last.at > seconds(uptimeMs) + SLACK_MS;
    if (network?.receivedBytes === undefined) return { sample, restarted, received: undefined, sent: undefined };
    const before = counters.get(network.kind);
    counters.set(network.kind, sample);
    if (before === undefined) return { sample, restarted, received: undefined, sent: undefined };
    const [received, sent] = [network.receivedBytes, network.sentBytes ?? Number.NaN];
    const [receivedBefore, sentBefore] = [
      before.health.network?.receivedBytes ?? 0,
      before.health.network?.sentBytes ?? 0,
    ];
    const machineAnew = machineUptimeMs !== undefined && sample.at - before.at > seconds(machineUptimeMs) + SLACK_MS;
    const anew = machineAnew || received < receivedBefore || sent < sentBefore;
    return {
      ...{ sample, restarted },
      received: anew ? received : received - receivedBefore,
      sent: anew ? sent : sent - sentBefore,
    };
  });
}

const total = (values: readonly (number | undefined)[]): number | null => {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
};

/** @param slot start of what a sample is summed up in */
export function naiveSums(samples: readonly HealthSample[], slot: (at: number) => number): NaiveSum[] {
  const groups = new Map<string, Followed[]>();
  for (const deviceId of new Set(samples.map((each) => each.deviceId))) {
    const unique = new Map(samples.filter((each) => each.deviceId === deviceId).map((each) => [each.at, each]));
    for (const each of follow([...unique.values()].sort((a, b) => a.at - b.at))) {
      const key = `${deviceId} ${slot(each.sample.at)}`;
      groups.set(key, [...(groups.get(key) ?? []), each]);
    }
  }
  return [...groups].map(([key, group]) => {
    const [deviceId = '', at] = key.split(' ');
    const figures: NaiveSum['figures'] = {};
    for (const figure of HEALTH_FIGURE_NAMES) {
      const values = group
        .map(({ sample }) => rowOf(sample.health)[columnOf(figure)])
        .filter((value) => value !== undefined)
        .map(Number);
      if (values.length === 0) continue;
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      figures[columnOf(figure)] = isShare(figure)
        ? [mean, mean, mean]
        : [mean, Math.min(...values), Math.max(...values)];
    }
    const mobile = group.filter(({ sample }) => sample.health.network?.kind === 'mobile');
    return {
      ...{ deviceId, at: Number(at), samples: group.length },
      restarts: group.filter(({ restarted }) => restarted).length,
      received: total(group.map(({ received }) => received)),
      sent: total(group.map(({ sent }) => sent)),
      mobile: total(mobile.map(({ received, sent }) => received && sent && received + sent)),
      figures,
    };
  });
}
