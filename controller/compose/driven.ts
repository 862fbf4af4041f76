/**
 * The whole controller under a time that somebody drives: the same use cases, intake and HTTP application on PostgreSQL,
 * without a broker, a queue or a look that comes by itself. For histories that are lived through faster than they last.
 */
import { join } from 'node:path';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { v7 as uuidv7 } from 'uuid';
import { DrivenClock } from '../adapters/driven-clock.ts';
import { InProcessTransport } from '../adapters/in-process-transport.ts';
import { JsonLog } from '../adapters/json-log.ts';
import { PostgresLeases } from '../adapters/postgres/leases.ts';
import { UploadFolder } from '../adapters/uploads/upload-folder.ts';
import { buildApp } from '../app.ts';
import type { ControllerConfig } from '../config.ts';
import type { HttpServer } from '../http/http-server.ts';
import type { QueueWatch } from '../ports/job-queue.ts';
import { Shutdown } from '../shutdown.ts';
import { composeDeviceIncidents } from './incidents.ts';
import { openMessaging } from './messaging.ts';
import { composeMetrics } from './metrics.ts';
import { composeRemote } from './remote.ts';
import { composeRollouts } from './rollouts.ts';
import { openStorage, type Storage } from './storage.ts';
import { storesOn } from './stores.ts';
import { composeTelling, notifying } from './telling.ts';
import { composeWatch } from './watch.ts';
import { composeWhole } from './whole.ts';

export interface DrivenController {
  clock: DrivenClock;
  /** the HTTP application; it listens to nothing and takes what is injected */
  server: HttpServer;
  /** where devices say and hear */
  transport: InProcessTransport;
  deploymentId: string;
  /** the token of the link by which the first administrator is made */
  setUpToken(): Promise<string>;
  /** Resolves when all that devices have said is stored, and whoever follows it has been told. */
  settled(): Promise<void>;
  /** What the controller does every few seconds or minutes, once. */
  look(): Promise<void>;
  /** What it does a few times a day, once: sums, room for the days to come, cards, originals. */
  upkeep(): Promise<void>;
  /** What went wrong and was only logged. */
  problems: readonly string[];
  stop(): Promise<void>;
}

/** Nobody waits in it: what it would see to is looked at by whoever drives. */
const NO_QUEUE: QueueWatch = { state: async () => ({ kind: 'postgres', reachable: true, lagMs: 0 }) };
const POLL_MS = 2;

/**
 * @param config of the controller that later runs on the same data folder; its broker and its port are not used
 * @throws StartFault with a sentence for people; whatever was started by then is stopped.
 */
export async function openDriven(config: ControllerConfig, startsAt: EpochMillis): Promise<DrivenController> {
  const problems: string[] = [];
  const log = new JsonLog(config.logLevel);
  const shutdown = new Shutdown((problem, cause) => problems.push(`${problem}: ${String(cause)}`));
  try {
    return await open(config, new DrivenClock(startsAt), log, shutdown, problems);
  } catch (error) {
    await shutdown.run();
    throw error;
  }
}

async function open(
  config: ControllerConfig,
  clock: DrivenClock,
  log: JsonLog,
  shutdown: Shutdown,
  problems: string[],
): Promise<DrivenController> {
  const storage: Storage = await openStorage(config, log, shutdown, clock);
  const stores = storesOn(storage.database);
  const transport = new InProcessTransport(clock);
  const gate = { changed: () => undefined, shutOut: async () => undefined };
  const broker = { connection: { url: '' }, devicePassword: undefined, deviceBrokerUrl: undefined, gate };
  const messaging = await openMessaging(config, storage, stores, log, shutdown, { broker, transport });
  const { half, feed } = messaging;
  const whole = await composeWhole(
    { config, storage, stores, queue: NO_QUEUE, messaging, deploymentFile: () => undefined },
    log,
    shutdown,
  );
  const { useCases, people } = whole;
  const onProblem = (problem: string, cause: unknown) => {
    problems.push(`${problem}: ${String(cause)}`);
    log.error({ err: cause }, problem);
  };
  await useCases.audit.start();
  shutdown.add('audit', () => useCases.audit.stop());
  await useCases.peopleUpkeep.start();
  shutdown.add('people', async () => useCases.peopleUpkeep.stop());
  const leases = new PostgresLeases(storage.leasePool);
  shutdown.add('leases', () => leases.releaseAll());
  const common = { database: storage.database, stores, leases, clock, newId: uuidv7, onProblem };
  const remote = composeRemote({
    ...{ ...common, feed, incidents: storage.incidents, publisher: half.publisher, sender: half.commands },
    materialiser: useCases.materialiser,
  });
  messaging.onReports(remote.added);
  const rollouts = composeRollouts({
    ...storage,
    stores,
    uploads: new UploadFolder(join(storage.dataDir, 'uploads')),
    newId: uuidv7,
    changed: () => undefined,
  });
  const telling = composeTelling({
    ...{ ...common, ...notifying(config), people, whereabouts: useCases.whereabouts },
    ...{ incidents: storage.incidents, secretBox: storage.secrets },
  });
  await messaging.start(() => undefined);
  await useCases.making.start();
  shutdown.add('bulletins', () => useCases.making.stop());
  shutdown.add('schedules', () => useCases.materialiser.stop());
  await useCases.silence.start();
  shutdown.add('silence', () => useCases.silence.stop());
  await useCases.launch.start();
  shutdown.add('emergencies', () => useCases.launch.stop());
  const watch = composeWatch({ storage, stores, half, queue: NO_QUEUE, occurrences: useCases.missing, log });
  const devices = composeDeviceIncidents({ storage, stores, messaging }, log);
  shutdown.add('incidents of devices', () => devices.devices.stop());
  const metrics = composeMetrics(config.metricsToken, storage, messaging, NO_QUEUE, log);
  const server = await buildApp({ ...useCases, ...remote, ...telling, ...rollouts, metrics });
  shutdown.add('HTTP', () => server.close());
  const isIdle = () => half.messages.isIdle && half.ingest.isIdle && messaging.health.isIdle;
  return {
    clock,
    server,
    transport,
    deploymentId: storage.keys.deploymentId,
    setUpToken: async () => (await useCases.linkMaker.setUp()).token,
    async settled() {
      do {
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
        if (!half.messages.isIdle) continue;
        half.ingest.hurry();
        messaging.health.hurry();
      } while (!isIdle());
    },
    async look() {
      await devices.hearing.look();
      await devices.devices.look();
      await devices.silence.look();
      await watch.look();
      await useCases.approvalUpkeep.look();
      await useCases.makeUpUpkeep.look();
      await useCases.sourceAdvance.look();
      await useCases.looking.look();
      await remote.following.look();
      await remote.judging.look();
      await remote.judgingLevels.look();
      await telling.complaintUpkeep.look();
      await telling.notices.look();
    },
    async upkeep() {
      await messaging.healthUpkeep.keeping.look();
      await messaging.healthUpkeep.cards.look();
      await useCases.materialiser.all();
      await remote.scheduling.look();
    },
    problems,
    stop: () => shutdown.run(),
  };
}
