/** Composition root: everything put together from configuration, and taken apart again. */
import type { AddressInfo } from 'node:net';
import type { DeploymentId } from '@loa-lang/schemas/ids';
import type { RootKey } from '@loa-lang/schemas/wire/keys';
import { v7 as uuidv7 } from 'uuid';
import { JsonLog } from './adapters/json-log.ts';
import { buildApp } from './app.ts';
import { deploymentFileOf, type EnrolmentDoor, openEnrolmentDoor } from './compose/enrolment.ts';
import { startIncidents } from './compose/incidents.ts';
import { openMessaging } from './compose/messaging.ts';
import { composeMetrics } from './compose/metrics.ts';
import { plainConnections } from './compose/plain-connections.ts';
import { composeQueue, startQueue } from './compose/queue.ts';
import { startRelays } from './compose/relay.ts';
import { startRemote } from './compose/remote.ts';
import { openRollouts } from './compose/rollouts.ts';
import { logUnusableVoices } from './compose/speech.ts';
import { openStorage } from './compose/storage.ts';
import { storesOn } from './compose/stores.ts';
import { notifying, startTelling } from './compose/telling.ts';
import { composeWatch } from './compose/watch.ts';
import { composeWhole } from './compose/whole.ts';
import type { ControllerConfig } from './config.ts';
import { LINK_PAGE_ROOT } from './http/identity/addresses.ts';
import type { LinkMaker } from './services/identity/link-maker.ts';
import { noteKeys } from './services/keys/note-keys.ts';
import { Shutdown } from './shutdown.ts';
import { portWords, startStep } from './start-fault.ts';

export interface RunningController {
  /** `http://host:port`, without the API's root path */
  httpUrl: string;
  mqttUrl: string;
  /** where devices with certificates connect, and where they ask for them */
  deviceBrokerUrl?: string;
  enrolmentUrl?: string;
  /** what a device must know before it trusts anything */
  deployment: { id: DeploymentId; root: RootKey };
  /** a device's password at the embedded broker */
  devicePassword: ((deviceId: string) => string) | undefined;
  /** where the first account is made, while there is none; a secret, for whoever sits before this machine */
  setUpUrl: string | undefined;
  stop(): Promise<void>;
}

/**
 * Resolves when it serves.
 * @throws StartFault with a sentence for people; whatever was started by then is stopped.
 */
export async function startController(config: ControllerConfig): Promise<RunningController> {
  const log = new JsonLog(config.logLevel);
  const shutdown = new Shutdown((problem, cause) => log.error({ err: cause }, problem));
  try {
    return await start(config, log, shutdown);
  } catch (error) {
    await shutdown.run();
    throw error;
  }
}

async function start(config: ControllerConfig, log: JsonLog, shutdown: Shutdown): Promise<RunningController> {
  const storage = await openStorage(config, log, shutdown);
  const { keys } = storage;
  for (const plain of plainConnections(config))
    log.warn(plain, 'not encrypted: whoever is between reads and changes it');
  const stores = storesOn(storage.database);
  const queue = composeQueue(config, storage, log);
  const messaging = await openMessaging(config, storage, stores, log, shutdown);
  const { half, feed } = messaging;
  let door: EnrolmentDoor | undefined;
  const whole = await composeWhole(
    { config, storage, stores, queue, messaging, deploymentFile: () => door && deploymentFileOf(storage, door.url) },
    log,
    shutdown,
  );
  const { useCases, speech, people, puller, locks, streaming } = whole;
  await useCases.audit.start();
  shutdown.add('audit', () => useCases.audit.stop());
  const noted = () =>
    void noteKeys({ ...useCases, keys }).catch((cause) => log.error({ err: cause }, 'the keys were not recorded'));
  noted();
  await useCases.peopleUpkeep.start();
  shutdown.add('people', async () => useCases.peopleUpkeep.stop());
  const rollouts = openRollouts({ storage, stores, half, feed, newId: uuidv7 }, log, shutdown);
  await messaging.start(noted);
  await useCases.making.start();
  shutdown.add('bulletins', () => useCases.making.stop());
  void logUnusableVoices(speech, log);
  await useCases.resumable.start();
  shutdown.add('uploads', () => useCases.resumable.stop());
  useCases.keeping.start();
  shutdown.add('recordings', () => useCases.keeping.stop());
  useCases.bringForward.start();
  shutdown.add('starts of broadcasts', () => useCases.bringForward.stop());
  const { materialiser, missing: occurrences } = useCases;
  const materialise = ({ communeId }: { communeId?: string | undefined }) =>
    communeId === undefined ? materialiser.all() : materialiser.run(communeId).then(() => undefined);
  await startQueue(
    queue,
    {
      heartbeat: async () => undefined,
      materialise,
      approvals: () => useCases.approvalUpkeep.look(),
      'source-bulletins': () => useCases.sourceAdvance.look(),
      'make-up': () => useCases.makeUpUpkeep.look(),
    },
    shutdown,
  );
  // what fell due while no controller ran is planned before anybody asks for it
  void materialiser.all().catch((cause: unknown) => log.error({ err: cause }, 'schedules were not looked through'));
  // nor does an emergency that came a moment before a restart wait for its turn
  void useCases.sourceAdvance.look().catch((cause: unknown) => log.error({ err: cause }, 'source bulletins wait'));
  shutdown.add('schedules', () => materialiser.stop());
  const watch = composeWatch({ storage, stores, half, queue, occurrences, log });
  watch.start();
  shutdown.add('watch', () => watch.stop());
  startIncidents({ storage, stores, messaging }, log, shutdown);
  await useCases.silence.start();
  shutdown.add('silence', () => useCases.silence.stop());
  await useCases.launch.start();
  shutdown.add('emergencies', () => useCases.launch.stop());
  useCases.looking.start();
  shutdown.add('locks and emergencies', () => useCases.looking.stop());
  if (config.preparedEmergencies) useCases.preparing.start();
  shutdown.add('prepared emergencies', () => useCases.preparing.stop());
  startRelays({ ...streaming, storage, stores, publisher: half.publisher, puller, locks }, log, shutdown);
  useCases.lives.start();
  shutdown.add('lives', () => useCases.lives.stop());
  useCases.events.start();
  shutdown.add('events', () => useCases.events.stop());
  door = await openEnrolmentDoor(config, storage, useCases.enrolments, shutdown);
  const remote = startRemote({ storage, stores, messaging, materialiser }, log, shutdown);
  const heard = { storage, stores, people, newId: uuidv7, whereabouts: useCases.whereabouts, ...notifying(config) };
  const telling = startTelling(heard, log, shutdown);
  const metrics = composeMetrics(config.metricsToken, storage, messaging, queue, log);
  const app = await buildApp({ ...useCases, ...remote, ...telling, ...rollouts, metrics, logger: log });
  const { host, port } = config.http;
  await startStep(portWords('HTTP_PORT', host, port), () => app.listen({ host, port }));
  shutdown.add('HTTP', () => app.close());
  useCases.coverageWarming.start();
  shutdown.add('coverage', () => useCases.coverageWarming.stop());
  const httpUrl = `http://${host.includes(':') ? `[${host}]` : host}:${(app.server.address() as AddressInfo).port}`;
  log.info({ httpUrl, mqttUrl: messaging.mqttUrl, deploymentId: keys.deploymentId }, 'controller is running');
  return {
    httpUrl,
    mqttUrl: messaging.mqttUrl,
    ...(messaging.deviceBrokerUrl !== undefined && { deviceBrokerUrl: messaging.deviceBrokerUrl }),
    ...(door !== undefined && { enrolmentUrl: door.url }),
    deployment: { id: keys.deploymentId, root: keys.root },
    devicePassword: messaging.devicePassword,
    setUpUrl: people.any ? undefined : await newSetUpUrl(useCases.linkMaker, config.publicUrl ?? httpUrl),
    stop: () => shutdown.run(),
  };
}

/** A new one at every start without accounts: the one before may have been read by somebody else. */
async function newSetUpUrl(links: LinkMaker, base: string): Promise<string> {
  return `${base}${LINK_PAGE_ROOT}/${(await links.setUp()).token}`;
}
