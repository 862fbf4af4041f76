/** How many samples of health a second are stored while a live goes on, and what the history takes on the disk. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestDatabases, type TestDatabases, temporaryFolder } from '../../support/database.ts';
import { ControllerProcess } from '../../support/world/controller-process.ts';
import { atLeast, atMost, type Bench, type BenchResult, type Figure, figure, percentile } from '../bench.ts';
import { Crowds } from './crowds.ts';
import { startFanOut } from './fan-out.ts';
import { makeDevices } from './province.ts';
import { measureStorage, type Stored } from './storage.ts';

const DEVICES = Number(process.env.HEALTH_DEVICES ?? 5000);
const MEASURED_S = Number(process.env.HEALTH_SECONDS ?? 60);
const LISTENERS = 200;
const AIM_PER_SECOND = 500;
/** Offered steadily: what the aim allows to fall short of by starting and ending. */
const OFFERED_PER_SECOND = 520;
const MORE_PER_SECOND = 1000;
const LOOP_DELAY_LIMIT_MS = 50;
const PROCESSES = 2;
const SETTLE_S = 10;
/** 15 s without a new document. */
const QUIET_LOOKS = 3;
const DENSE_HOURS = 2;
const KEPT_DAYS = { raw: 8, fiveMinutes: 97, day: 762 };

async function stored(databases: TestDatabases, url: string): Promise<number> {
  const [row] = await databases.query(url, 'SELECT count(*)::int AS count FROM device_health');
  return row?.count as number;
}

/** A province that was just made has all its documents signed and published first, which is not what is measured. */
async function untilPublished(databases: TestDatabases, url: string, log: (line: string) => void): Promise<void> {
  for (let [before, quiet] = [-1, 0]; quiet < QUIET_LOOKS; ) {
    await sleep(SETTLE_S * 500);
    const [row] = await databases.query(url, 'SELECT count(*)::int AS count FROM signed_document');
    const count = row?.count as number;
    if (count !== before) log(`  ${count} documents signed`);
    quiet = count === before ? quiet + 1 : 0;
    before = count;
  }
}

async function take(log: (line: string) => void, databases: TestDatabases): Promise<Figure[]> {
  const url = await databases.fresh();
  log(`making ${DEVICES} devices`);
  const made = await makeDevices(url, DEVICES);
  const dataDir = await temporaryFolder();
  const controller = await ControllerProcess.start({ dataDir, env: { DATABASE_URL: url } });
  let crowds: Crowds | undefined;
  let fanOut: Awaited<ReturnType<typeof startFanOut>> | undefined;
  try {
    const devices = await Promise.all(
      made.map(async (device) => ({ ...device, password: await controller.devicePassword(device.deviceId) })),
    );
    log('connecting them');
    const { mqttUrl, deployment } = controller;
    crowds = await Crowds.connect({ type: 'order', mqttUrl, deploymentId: deployment.id, devices }, PROCESSES);
    const [listening] = devices;
    if (listening === undefined) throw new Error('no devices');
    fanOut = await startFanOut(controller, listening, LISTENERS);
    log('waiting until all documents are published');
    await untilPublished(databases, url, log);
    await fanOut.told();
    const figures: Figure[] = [];
    for (const perSecond of [OFFERED_PER_SECOND, MORE_PER_SECOND]) {
      log(`${perSecond} samples a second offered`);
      await crowds.pace(perSecond);
      await sleep(SETTLE_S * 1000);
      await fanOut.told();
      const [sentBefore, before] = [await crowds.sent(), await stored(databases, url)];
      const from = performance.now();
      await controller.child.probe({ restart: true });
      for (let second = 0; second < MEASURED_S; second += 10) {
        await sleep(Math.min(10, MEASURED_S - second) * 1000);
        log(`  ${(await stored(databases, url)) - before} stored`);
      }
      const { loopDelayMs, coreShare } = await controller.child.probe();
      const rate = (((await stored(databases, url)) - before) / (performance.now() - from)) * 1000;
      const sent = (await crowds.sent()) - sentBefore;
      await crowds.pace(0);
      await sleep(3000);
      const lost = sent - ((await stored(databases, url)) - before);
      const { agesMs, share } = await fanOut.told();
      const aim = perSecond === OFFERED_PER_SECOND;
      const name = `${perSecond}/s offered`;
      figures.push(
        aim
          ? atLeast(`${name}: samples stored a second`, rate, AIM_PER_SECOND, 'samples/s')
          : figure(`${name}: samples stored a second`, rate, 'samples/s'),
        aim
          ? atMost(`${name}: event-loop delay of the controller p99`, loopDelayMs.p99, LOOP_DELAY_LIMIT_MS, 'ms')
          : figure(`${name}: event-loop delay of the controller p99`, loopDelayMs.p99, 'ms'),
        figure(`${name}: event-loop delay of the controller max`, loopDelayMs.max, 'ms'),
        figure(`${name}: controller, share of a core`, coreShare * 100, '%'),
        figure(`${name}: samples sent and not stored`, Math.max(0, lost), 'samples'),
        figure(`${name}: packets of the live that came`, share * 100, '%'),
        figure(`${name}: age of a packet at its listener p99`, percentile(agesMs, 0.99), 'ms'),
      );
    }
    return figures;
  } finally {
    await fanOut?.stop();
    await crowds?.stop();
    await controller.stop();
  }
}

function storageFigures(name: string, { samplesADay, raw, fiveMinutes, day }: Stored): Figure[] {
  const kB = (bytes: number): number => bytes / 1000;
  return [
    figure(`${name}: samples of a device a day`, samplesADay, ''),
    figure(`${name}: samples, a device a day`, kB(raw), 'kB'),
    figure(`${name}: five-minute sums, a device a day`, kB(fiveMinutes), 'kB'),
    figure(`${name}: daily sums, a device a month`, kB(30 * day), 'kB'),
    figure(`${name}: written in a month, a device`, kB(30 * (raw + fiveMinutes + day)), 'kB'),
    figure(
      `${name}: held after two years, a device`,
      kB(KEPT_DAYS.raw * raw + KEPT_DAYS.fiveMinutes * fiveMinutes + KEPT_DAYS.day * day),
      'kB',
    ),
  ];
}

async function run(log: (line: string) => void): Promise<BenchResult> {
  const databases = await startTestDatabases();
  try {
    log('filling days of history');
    const quiet = await measureStorage(databases, 0);
    const onAir = await measureStorage(databases, DENSE_HOURS);
    const taken = await take(log, databases);
    return {
      conditions: {
        ...{ devices: DEVICES, connections: DEVICES + LISTENERS, measuredSeconds: MEASURED_S },
        beside: `a live to ${LISTENERS} plain listeners, 10 packets of 390 bytes a second`,
        broker: 'embedded, in the controller’s process',
        database: 'embedded PostgreSQL with fsync; samples are committed without waiting for the disk',
        load: `${PROCESSES} processes on the same cores that sign as they send`,
      },
      figures: [
        ...taken,
        ...storageFigures('quiet all day', quiet),
        ...storageFigures(`${DENSE_HOURS} h a day on air`, onAir),
      ],
    };
  } finally {
    await databases.stop();
  }
}

export const health: Bench = {
  name: 'health',
  what: 'samples of health of 5,000 devices stored a second while a live goes to 200 listeners; bytes of history a device',
  run,
};
