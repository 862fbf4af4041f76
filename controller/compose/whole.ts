/** All use cases, put together from configuration. Nothing of it runs by itself yet. */
import { join } from 'node:path';
import type { StreamId } from '@loa-lang/schemas/ids';
import type { DeploymentFile } from '@loa-lang/schemas/wire/enrolment';
import { v7 as uuidv7 } from 'uuid';
import { DEFAULT_ENCODING, encodingKey } from '../adapters/audio/encoding-settings.ts';
import { FfmpegAssembly } from '../adapters/audio/ffmpeg-assembly.ts';
import { FfmpegOpusEncoder } from '../adapters/audio/ffmpeg-opus-encoder.ts';
import { FfmpegTranscoder } from '../adapters/audio/ffmpeg-transcoder.ts';
import { openAuditFile } from '../adapters/audit-file.ts';
import type { JsonLog } from '../adapters/json-log.ts';
import { openAuditHeads } from '../adapters/keys/audit-heads.ts';
import { LiveRecordingFolder } from '../adapters/live/live-recording-folder.ts';
import { Argon2Hasher } from '../adapters/passwords/argon2-hasher.ts';
import { PhotoFolder } from '../adapters/photos/photo-folder.ts';
import { SubjectLocks } from '../adapters/postgres/subject-locks.ts';
import { PartialUploadFolder } from '../adapters/uploads/partial-upload-folder.ts';
import { UploadFolder } from '../adapters/uploads/upload-folder.ts';
import { WorkFolder } from '../adapters/uploads/work-folder.ts';
import { type ControllerConfig, isLoopback } from '../config.ts';
import { DEFAULT_PUSH_RULES } from '../domain/push/push-rules.ts';
import type { QueueWatch } from '../ports/job-queue.ts';
import { People } from '../services/people/people.ts';
import { PacketSigner } from '../services/streams/sign-packet.ts';
import { StreamSender } from '../services/streams/stream-sender.ts';
import type { Shutdown } from '../shutdown.ts';
import { chooseFfmpeg } from './choose-ffmpeg.ts';
import type { Messaging } from './messaging.ts';
import { composeProbes } from './probes.ts';
import { openPuller } from './relay.ts';
import { openSpeech } from './speech.ts';
import type { Storage } from './storage.ts';
import type { Stores } from './stores.ts';
import { composeUseCases } from './use-cases.ts';

interface WholeParts {
  config: ControllerConfig;
  storage: Storage;
  stores: Stores;
  queue: QueueWatch;
  messaging: Messaging;
  /** what a fresh device is given; none is while there is no door for them */
  deploymentFile: () => DeploymentFile | undefined;
}

export async function composeWhole(parts: WholeParts, log: JsonLog, shutdown: Shutdown) {
  const { config, storage, stores, queue, messaging, deploymentFile } = parts;
  const { dataDir, clock, assets, originals, keys, authority, secrets } = storage;
  const { transport, half, feed } = messaging;
  const onProblem = (problem: string, cause: unknown) => log.error({ err: cause }, problem);
  const folders = new WorkFolder(join(dataDir, 'work'));
  const ffmpeg = await chooseFfmpeg(config, log);
  const puller = await openPuller(ffmpeg, config.relayAllowed, dataDir, shutdown);
  const speech = openSpeech(config.speech, ffmpeg, folders);
  shutdown.add('speech', () => speech.stop());
  const people = new People();
  const locks = new SubjectLocks(storage.backgroundPool);
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
    deploymentFile,
    apiToken: config.apiToken,
    trial: config.apiToken === undefined && config.publicUrl === undefined && isLoopback(config.http.host),
    secretBox: secrets,
    passwordHasher: new Argon2Hasher(),
    locks,
    people,
    photos: new PhotoFolder(join(dataDir, 'photos')),
    auditJournal: openAuditFile(dataDir),
    auditHeads: await openAuditHeads(dataDir, secrets, onProblem),
    incidentLog: storage.incidents,
    publicUrl: config.publicUrl,
    mapTiles: config.mapTiles,
    trustedProxies: config.trustedProxies,
    keeper: half.silence,
    confirmations: half.confirmations,
    preparedEmergencies: config.preparedEmergencies,
    onProblem,
  });
  return { useCases, speech, people, puller, locks, streaming };
}
