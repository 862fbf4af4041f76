/** What is counted of this controller, for a program that watches it. */
import type { JsonLog } from '../adapters/json-log.ts';
import { ControllerMetrics, type CountedLine, type CountedNow } from '../adapters/metrics/controller-metrics.ts';
import { fleetCounts } from '../adapters/metrics/fleet-counts.ts';
import type { MetricsRouteDeps } from '../http/routes/metrics.ts';
import { isAlive, type QueueWatch } from '../ports/job-queue.ts';
import type { Messaging } from './messaging.ts';
import type { Storage } from './storage.ts';

const one = (name: string, help: string, read: () => Promise<number> | number): CountedNow => ({
  ...{ name, help, labels: [] },
  read: async () => [{ labels: {}, value: await read() }],
});
const by = (name: string, help: string, label: string, read: () => Record<string, number>): CountedNow => ({
  ...{ name, help, labels: [label] },
  read: () => Object.entries(read()).map(([key, value]) => ({ labels: { [label]: key }, value })),
});

function messageLines({ half }: Messaging): CountedLine[] {
  return [...half.messages.counts].flatMap(([kind, counts]) =>
    Object.entries(counts).map(([outcome, value]) => ({ labels: { kind, outcome }, value })),
  );
}

/** @returns what the route needs */
export function composeMetrics(
  token: string | undefined,
  { database }: Pick<Storage, 'database'>,
  messaging: Messaging,
  queue: QueueWatch,
  log: JsonLog,
): NonNullable<MetricsRouteDeps['metrics']> {
  const { health, half, transport } = messaging;
  const counted: CountedNow[] = [
    {
      name: 'loa_device_messages_total',
      help: 'Messages of devices: genuine, refused, or dropped because too many were in hand',
      labels: ['kind', 'outcome'],
      read: () => messageLines(messaging),
    },
    by('loa_health_samples_total', 'Samples of health, by what became of them', 'outcome', () => ({
      ...health.counts,
    })),
    by('loa_reports_total', 'Reports of devices, by what became of them', 'outcome', () => ({ ...half.ingest.counts })),
    one('loa_broker_connected', '1 while the broker is connected', () => (transport.connected ? 1 : 0)),
    one('loa_queue_alive', '1 while jobs are done', async () => (isAlive(await queue.state()) ? 1 : 0)),
    one('loa_queue_lag_seconds', 'By how much the heartbeat of jobs is late', async () => {
      const { lagMs = 0 } = await queue.state();
      return lagMs / 1000;
    }),
    ...fleetCounts(database),
  ];
  const page = new ControllerMetrics(counted, (problem, cause) => log.warn({ err: cause }, problem));
  return { page, token };
}
