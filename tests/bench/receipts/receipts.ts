/** How many reports a second the controller verifies, stores once each and acknowledges, and what its loop feels. */
import { fileURLToPath } from 'node:url';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { makeTextBulletin, planBroadcast } from '../../support/world/bulletins.ts';
import { NodeChild } from '../../support/world/node-child.ts';
import { World } from '../../support/world/world.ts';
import { atLeast, atMost, type Bench, type BenchResult, type Figure, figure } from '../bench.ts';
import type { LoadMessage, LoadOrder } from './messages.ts';

const DEVICES = 200;
const HAMLETS = 10;
const REPORTS_PER_DEVICE = 250;
const AIM_PER_SECOND = 2000;
/** Offered steadily: what the aim allows to fall short of by starting and ending. */
const OFFERED_PER_SECOND = 2100;
/** Unacknowledged at once: an agent sends batches of this order. */
const WINDOW = 32;
const LOOP_DELAY_LIMIT_MS = 50;

interface Outcome {
  rate: number;
  finished: Extract<LoadMessage, { type: 'finished' }>;
  loopDelayMs: { p50: number; p99: number; max: number };
  coreShare: number;
}

async function offer(world: World, order: LoadOrder, log: (line: string) => void): Promise<Outcome> {
  let loaded: () => void = () => {};
  let finished: (message: Outcome['finished']) => void = () => {};
  const isLoaded = new Promise<void>((resolve) => {
    loaded = resolve;
  });
  const isFinished = new Promise<Outcome['finished']>((resolve) => {
    finished = resolve;
  });
  const child = NodeChild.start('load', [fileURLToPath(new URL('./load.js', import.meta.url))], {
    onMessage: (given) => {
      const message = given as LoadMessage;
      if (message.type === 'loaded') {
        log(`  ${order.devices.length * order.reportsPerDevice} reports signed in ${Math.round(message.signMs)} ms`);
        loaded();
      } else if (message.type === 'progress') log(`  sent ${message.sent}, acknowledged ${message.acked}`);
      else finished(message);
    },
  });
  const died = child.ended.then((code) => {
    throw new Error(`the load generator ended with ${code}: ${child.lastWords}`);
  });
  died.catch(() => undefined);
  try {
    child.send(order);
    await Promise.race([isLoaded, died]);
    await world.controller.child.probe({ restart: true });
    child.send({ type: 'go' });
    const result = await Promise.race([isFinished, died]);
    const { loopDelayMs, coreShare } = await world.controller.child.probe();
    return { rate: result.acked / (result.durationMs / 1000), finished: result, loopDelayMs, coreShare };
  } finally {
    await child.kill();
  }
}

async function countStored(databases: TestDatabases, url: string) {
  const [row] = await databases.query(
    url,
    `SELECT count(*)::int AS stored, count(DISTINCT (device_id, store_id, number))::int AS distinct_numbers,
      (SELECT coalesce(sum(contiguous), 0)::int FROM report_progress) AS contiguous,
      current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS synchronous_commit
    FROM report`,
  );
  return row as {
    stored: number;
    distinct_numbers: number;
    contiguous: number;
    fsync: string;
    synchronous_commit: string;
  };
}

const figuresOf = (name: string, { rate, finished, loopDelayMs, coreShare }: Outcome, aim: boolean): Figure[] => [
  aim
    ? atLeast(`${name}: reports acknowledged a second`, rate, AIM_PER_SECOND, 'reports/s')
    : figure(`${name}: reports acknowledged a second`, rate, 'reports/s'),
  aim
    ? atMost(`${name}: event-loop delay of the controller p99`, loopDelayMs.p99, LOOP_DELAY_LIMIT_MS, 'ms')
    : figure(`${name}: event-loop delay of the controller p99`, loopDelayMs.p99, 'ms'),
  figure(`${name}: event-loop delay of the controller max`, loopDelayMs.max, 'ms'),
  figure(`${name}: controller, share of a core`, coreShare * 100, '%'),
  figure(`${name}: sent until acknowledged p50`, finished.ackMs.p50, 'ms'),
  figure(`${name}: sent until acknowledged p99`, finished.ackMs.p99, 'ms'),
  figure(`${name}: sent again`, finished.resent, 'reports'),
];

async function run(log: (line: string) => void): Promise<BenchResult> {
  const databases = await startTestDatabases();
  let world: World | undefined;
  try {
    const url = await databases.fresh();
    log(`making ${DEVICES} devices`);
    world = await World.make({ hamlets: HAMLETS, clusters: DEVICES, env: { DATABASE_URL: url } });
    const { controller, commune } = world;
    const { communeId } = commune;
    const bulletin = await makeTextBulletin(controller.api, communeId, 'Chiều mai họp thôn tại nhà văn hoá.');
    const broadcast = await planBroadcast(controller.api, {
      bulletinIds: [bulletin.id],
      targets: { areaIds: [communeId] },
      start: new Date(Date.now() + 24 * 3600_000).toISOString(),
    });
    const devices = await Promise.all(
      commune.devices.map(async (made) => ({ ...made, password: await controller.devicePassword(made.deviceId) })),
    );
    const order = {
      type: 'order' as const,
      mqttUrl: controller.mqttUrl,
      deploymentId: controller.deployment.id,
      broadcastId: broadcast.id,
      reportsPerDevice: REPORTS_PER_DEVICE,
      window: WINDOW,
    };
    log(`${OFFERED_PER_SECOND} a second offered`);
    const steady = await offer(
      world,
      { ...order, devices, reportsPerSecond: OFFERED_PER_SECOND, storeId: 'first' },
      log,
    );
    log('as many as are taken');
    const most = await offer(world, { ...order, devices, storeId: 'second' }, log);
    const total = 2 * DEVICES * REPORTS_PER_DEVICE;
    const stored = await countStored(databases, url);
    return {
      conditions: {
        devices: DEVICES,
        reportsPerDevice: REPORTS_PER_DEVICE,
        reportsPerMessage: 1,
        unacknowledgedAtOnce: WINDOW,
        broker: 'embedded, in the controller’s process',
        database: `embedded PostgreSQL, fsync ${stored.fsync}, synchronous_commit ${stored.synchronous_commit}`,
        load: 'a process of its own, messages signed before',
      },
      figures: [
        ...figuresOf(`${OFFERED_PER_SECOND}/s offered`, steady, true),
        ...figuresOf('unbounded', most, false),
        atMost('reports sent and not stored', total - stored.stored, 0, ''),
        atMost('reports stored more than once', stored.stored - stored.distinct_numbers, 0, ''),
        atMost('reports stored and not acknowledged for good', stored.stored - stored.contiguous, 0, ''),
      ],
    };
  } finally {
    await world?.stop();
    await databases.stop();
  }
}

export const receipts: Bench = {
  name: 'receipts',
  what: 'reports of 200 devices through the broker: verified, stored once each, acknowledged, a second; the loop beside it',
  run,
};
