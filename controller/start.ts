/** Composition root: everything put together from configuration, and taken apart again. */
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { DeploymentId, StreamId } from '@loa-lang/schemas/ids';
import type { RootKey } from '@loa-lang/schemas/wire/keys';
import { v7 as uuidv7 } from 'uuid';
import { DEFAULT_ENCODING, encodingKey } from './adapters/audio/encoding-settings.ts';
import { FfmpegAssembly } from './adapters/audio/ffmpeg-assembly.ts';
import { FfmpegOpusEncoder } from './adapters/audio/ffmpeg-opus-encoder.ts';
import { FfmpegTranscoder } from './adapters/audio/ffmpeg-transcoder.ts';
import { openAuditFile } from './adapters/audit-file.ts';
import { JsonLog } from './adapters/json-log.ts';
import { openAuditHeads } from './adapters/keys/audit-heads.ts';
import { LiveRecordingFolder } from './adapters/live/live-recording-folder.ts';
import { Argon2Hasher } from './adapters/passwords/argon2-hasher.ts';
import { PhotoFolder } from './adapters/photos/photo-folder.ts';
import { SubjectLocks } from './adapters/postgres/subject-locks.ts';
import { PartialUploadFolder } from './adapters/uploads/partial-upload-folder.ts';
import { UploadFolder } from './adapters/uploads/upload-folder.ts';
import { WorkFolder } from './adapters/uploads/work-folder.ts';
import { buildApp } from './app.ts';
import { chooseFfmpeg } from './compose/choose-ffmpeg.ts';
import { deploymentFileOf, type EnrolmentDoor, openEnrolmentDoor } from './compose/enrolment.ts';
import { startIncidents } from './compose/incidents.ts';
import { openMessaging } from './compose/messaging.ts';
import { composeMetrics } from './compose/metrics.ts';
import { plainConnections } from './compose/plain-connections.ts';
import { composeProbes } from './compose/probes.ts';
import { composeQueue, startQueue } from './compose/queue.ts';
import { openPuller, startRelays } from './compose/relay.ts';
import { startRemote } from './compose/remote.ts';
import { openRollouts } from './compose/rollouts.ts';
import { logUnusableVoices, openSpeech } from './compose/speech.ts';
import { openStorage } from './compose/storage.ts';
import { storesOn } from './compose/stores.ts';
import { notifying, startTelling } from './compose/telling.ts';
import { composeUseCases } from './compose/use-cases.ts';
import { composeWatch } from './compose/watch.ts';
import { type ControllerConfig, isLoopback } from './config.ts';
import { DEFAULT_PUSH_RULES } from './domain/push/push-rules.ts';
import { LINK_PAGE_ROOT } from './http/identity/addresses.ts';
import type { LinkMaker } from './services/identity/link-maker.ts';
import { noteKeys } from './services/keys/note-keys.ts';
import { People } from './services/people/people.ts';
import { PacketSigner } from './services/streams/sign-packet.ts';
import { StreamSender } from './services/streams/stream-sender.ts';
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
  const { database, dataDir, clock, assets, originals, keys, authority } = storage;
  for (const plain of plainConnections(config))
    log.warn(plain, 'not encrypted: whoever is between reads and changes it');
  const stores = storesOn(database);
  const queue = composeQueue(config, storage, log);
  const messaging = await openMessaging(config, storage, stores, log, shutdown);
  const { transport, half, feed } = messaging;
  const folders = new WorkFolder(join(dataDir, 'work'));
  const ffmpeg = await chooseFfmpeg(config, log);
  const puller = await openPuller(ffmpeg, config.relayAllowed, dataDir, shutdown);
  const speech = openSpeech(config.speech, ffmpeg, folders);
  shutdown.add('speech', () => speech.stop());
  const people = new People();
  const locks = new SubjectLocks(storage.backgroundPool);
  let door: EnrolmentDoor | undefined;
  const signer = new PacketSigner(keys);
  const streaming = {
    newSender: (streamId: StreamId) => new StreamSender(streamId, transport, signer),
    encoder: new FfmpegOpusEncoder(ffmpeg),
  };
  const useCases = composeUseCases({
    stores,
    publisher: half.publisher,
    feed,
    clock,
    newId: uuidv7,
    assets,
    originals,
    uploads: new UploadFolder(join(dataDir, 'uploads')),
    partials: new PartialUploadFolder(join(dataDir, 'uploads-in-pieces')),
    folders,
    speech,
    transcoder: new FfmpegTranscoder(ffmpeg),
    puller,
    liveRecordings: new LiveRecordingFolder(join(dataDir, 'live-recordings')),
    ...streaming,
    assembly: new FfmpegAssembly(ffmpeg),
    encoding: DEFAULT_ENCODING,
    encodingKey,
    defaultVoice: config.speech.voice,
    defaultWordsPerMinute: config.speech.wordsPerMinute,
    uploadLimitBytes: config.uploadLimitBytes,
    pace: { bytesPerSecond: config.audioPaceBytesPerSecond, burstBytes: DEFAULT_PUSH_RULES.burstBytes },
    maxWatchers: config.maxWatchers,
    probes: composeProbes(storage, transport, queue),
    deployment: {
      id: keys.deploymentId,
      root: keys.root,
      mqttUrl: messaging.mqttUrl,
      devicePassword: messaging.devicePassword,
    },
    authority,
    gate: messaging.gate,
    deviceBrokerUrl: messaging.deviceBrokerUrl,
    deploymentFile: () => door && deploymentFileOf(storage, door.url),
    apiToken: config.apiToken,
    trial: config.apiToken === undefined && config.publicUrl === undefined && isLoopback(config.http.host),
    secretBox: storage.secrets,
    passwordHasher: new Argon2Hasher(),
    locks,
    people,
    photos: new PhotoFolder(join(dataDir, 'photos')),
    auditJournal: openAuditFile(dataDir),
    auditHeads: await openAuditHeads(dataDir, storage.secrets, (problem, cause) => log.error({ err: cause }, problem)),
    incidentLog: storage.incidents,
    publicUrl: config.publicUrl,
    mapTiles: config.mapTiles,
    trustedProxies: config.trustedProxies,
    keeper: half.silence,
    confirmations: half.confirmations,
    preparedEmergencies: config.preparedEmergencies,
    onProblem: (problem, cause) => log.error({ err: cause }, problem),
  });
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
