/** The HTTP application with everything real behind it but the broker: PostgreSQL, ffmpeg, speech, folders. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileAssetStore } from '@loa-lang/controller/adapters/assets/file-asset-store';
import { DEFAULT_ENCODING, encodingKey } from '@loa-lang/controller/adapters/audio/encoding-settings';
import { FfmpegAssembly } from '@loa-lang/controller/adapters/audio/ffmpeg-assembly';
import { FfmpegOpusEncoder } from '@loa-lang/controller/adapters/audio/ffmpeg-opus-encoder';
import { FfmpegTranscoder } from '@loa-lang/controller/adapters/audio/ffmpeg-transcoder';
import { openAuditFile } from '@loa-lang/controller/adapters/audit-file';
import { openAuthority } from '@loa-lang/controller/adapters/certificates/file-authority';
import { databaseProbe, diskProbe } from '@loa-lang/controller/adapters/health-probes';
import { AesSecretBox } from '@loa-lang/controller/adapters/keys/aes-secret-box';
import { openAuditHeads } from '@loa-lang/controller/adapters/keys/audit-heads';
import { LiveRecordingFolder } from '@loa-lang/controller/adapters/live/live-recording-folder';
import { Argon2Hasher } from '@loa-lang/controller/adapters/passwords/argon2-hasher';
import { PhotoFolder } from '@loa-lang/controller/adapters/photos/photo-folder';
import {
  BACKGROUND,
  connect,
  type Database,
  openPool,
  type Patience,
} from '@loa-lang/controller/adapters/postgres/database';
import { PostgresIncidentLog } from '@loa-lang/controller/adapters/postgres/incident-log';
import { PostgresLeases } from '@loa-lang/controller/adapters/postgres/leases';
import { PostgresReportStore } from '@loa-lang/controller/adapters/postgres/report-store';
import { SubjectLocks } from '@loa-lang/controller/adapters/postgres/subject-locks';
import { InProcessFeed } from '@loa-lang/controller/adapters/progress-feed';
import { PartialUploadFolder } from '@loa-lang/controller/adapters/uploads/partial-upload-folder';
import { UploadFolder } from '@loa-lang/controller/adapters/uploads/upload-folder';
import { WorkFolder } from '@loa-lang/controller/adapters/uploads/work-folder';
import { buildApp } from '@loa-lang/controller/app';
import { openPuller } from '@loa-lang/controller/compose/relay';
import { composeRemote, type Remote } from '@loa-lang/controller/compose/remote';
import { composeRollouts, type RolloutParts } from '@loa-lang/controller/compose/rollouts';
import type { Storage } from '@loa-lang/controller/compose/storage';
import { storesOn } from '@loa-lang/controller/compose/stores';
import { composeTelling, type TellingParts } from '@loa-lang/controller/compose/telling';
import { composeUseCases, type UseCaseDeps } from '@loa-lang/controller/compose/use-cases';
import { THIS_MACHINE } from '@loa-lang/controller/config/trusted-proxies';
import type { Person } from '@loa-lang/controller/domain/people/person';
import { findFfmpeg } from '@loa-lang/controller/embedded/ffmpeg';
import type { HttpServer } from '@loa-lang/controller/http/http-server';
import type { MetricsRouteDeps } from '@loa-lang/controller/http/routes/metrics';
import type { BrokerGate } from '@loa-lang/controller/ports/broker-gate';
import type { BulletinRecord } from '@loa-lang/controller/ports/bulletin-store';
import type { PlanPublisher } from '@loa-lang/controller/ports/plan-publisher';
import type { IncomingReport } from '@loa-lang/controller/ports/report-store';
import type { CommandOptions, CommandResult } from '@loa-lang/controller/services/device-traffic/send-command';
import { People } from '@loa-lang/controller/services/people/people';
import type { ReportBody } from '@loa-lang/schemas/wire/report';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { eventually } from './eventually.ts';
import { putPeople } from './people.ts';
import { silenceOn } from './silence-on.ts';
import { sharedDesk } from './speech.ts';
import { TEST_BOX } from './test-keys.ts';

/** The same function at a fraction of the cost: tests that guess hundreds of passwords are not about their strength. */
const QUICK = { memoryCost: 1024, timeCost: 2, parallelism: 1 };

const NO_KEYS = { deploymentId: 'deployment', ring: { find: () => undefined } } as unknown as RolloutParts['keys'];

let found: ReturnType<typeof findFfmpeg> | undefined;
/** It does not change while tests run, and asking it takes two processes. */
const foundFfmpeg = () => {
  found ??= findFfmpeg();
  return found;
};

/** Remembers what was to be published; says that it went out unless told otherwise. */
export class RecordingPublisher implements PlanPublisher {
  connected = true;
  plans: string[] = [];
  settings: string[] = [];

  async publishPlans(planIds: readonly string[]) {
    this.plans.push(...planIds);
    return planIds.map(() => ({ ok: this.connected }));
  }
  async publishSettings(deviceIds: readonly string[]) {
    this.settings.push(...deviceIds);
    return deviceIds.map(() => ({ ok: this.connected }));
  }
  forget(): void {
    this.plans = [];
    this.settings = [];
  }
}

/** Remembers whom the broker was told to shut out. */
export class RecordingGate implements BrokerGate {
  shut: string[] = [];
  changes = 0;

  changed(): void {
    this.changes++;
  }
  async shutOut({ deviceId }: { deviceId: string }): Promise<void> {
    this.shut.push(deviceId);
  }
}

/** Remembers what devices were told; says that it went out unless told otherwise. */
export class RecordingSender {
  connected = true;
  told: { deviceId: string; name: string; id: string; parameters: unknown }[] = [];

  async send(deviceId: string, name: string, options: CommandOptions = {}): Promise<CommandResult> {
    if (!this.connected) return { ok: false, reason: 'not-connected' };
    const { id = '', parameters, validForMs = 0 } = options;
    this.told.push({ deviceId, name, id, parameters });
    return { ok: true, commandId: id, expiresAt: Date.now() + validForMs };
  }
}

/** Frames of a stream as they left, and when (milliseconds of the machine). */
export interface SentFrames {
  streamId: string;
  frames: readonly Uint8Array[];
  playAtMicros: bigint;
  at: number;
}

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: bodies are looked into by tests, which fail where they differ
  body: any;
}

export interface HttpApp {
  server: HttpServer;
  database: Database;
  publisher: RecordingPublisher;
  gate: RecordingGate;
  feed: InProcessFeed;
  /** what devices were told */
  commands: RecordingSender;
  remote: Remote;
  /** Reports of a device, as they come in: stored when it resolves, and whoever follows them was told. */
  report(deviceId: string, ...bodies: ReportBody[]): Promise<void>;
  /** what was spoken live */
  sent: SentFrames[];
  /** These people are on record from now on, and nobody else; see `signedIn`. */
  putPeople(people: readonly Person[]): Promise<void>;
  stores: ReturnType<typeof storesOn>;
  useCases: ReturnType<typeof composeUseCases>;
  /** nothing of it runs by itself */
  telling: ReturnType<typeof composeTelling>;
  rollouts: ReturnType<typeof composeRollouts>;
  /** of relay sources, this machine's too */
  puller: UseCaseDeps['puller'];
  /** of this application; survives `stop(keep)` */
  folder: string;
  /** its time; the machine's when not set */
  setNow(instant: number | undefined): void;
  call(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: object,
  ): Promise<Answer>;
  upload(path: string, file: { name: string; bytes: Uint8Array }, fields?: Record<string, string>): Promise<Answer>;
  stop(keep?: 'keep-folder'): Promise<void>;
}

export interface HttpAppOptions
  extends Partial<
    Pick<
      UseCaseDeps,
      | 'uploadLimitBytes'
      | 'maxWatchers'
      | 'apiToken'
      | 'trial'
      | 'passwordHasher'
      | 'publicUrl'
      | 'trustedProxies'
      | 'defaultVoice'
      | 'defaultWordsPerMinute'
      | 'preparedEmergencies'
    >
  > {
  folder?: string;
  /** no e-mail when not set */
  mail?: TellingParts['mail'];
  /** whose signature on a version of the agent counts; nobody's when not set */
  keys?: RolloutParts['keys'];
  people?: readonly Person[];
  speech?: UseCaseDeps['speech'];
  /** with the database; that for people when not set, which a machine at its limit may not keep */
  patience?: Patience;
  metrics?: MetricsRouteDeps['metrics'];
}

export async function startHttpApp(databaseUrl: string, options: HttpAppOptions = {}): Promise<HttpApp> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'loa-http-')));
  const database = connect(databaseUrl, options.patience);
  const stores = storesOn(database);
  const locking = openPool(databaseUrl, BACKGROUND);
  const publisher = new RecordingPublisher();
  const gate = new RecordingGate();
  const feed = new InProcessFeed((cause) => {
    throw cause;
  });
  const tool = await foundFfmpeg();
  if (!tool.ok) throw new Error(tool.detail);
  const people = new People();
  const speech = options.speech ?? sharedDesk();
  let fixed: number | undefined;
  const now = () => fixed ?? Date.now();
  const sent: SentFrames[] = [];
  const silence = silenceOn({ stores, publisher, database });
  const authority = await openAuthority(folder, 'deployment', TEST_BOX);
  const closing: (() => unknown)[] = [];
  const later = { add: (_: string, close: () => unknown) => void closing.push(close) };
  const puller = await openPuller(tool.tool, ['127.0.0.0/8'], folder, later);
  const root = { kid: 'root', x: 'x'.repeat(43) };
  const secretBox = new AesSecretBox(new Uint8Array(32).fill(7));
  const useCases = composeUseCases({
    stores,
    publisher,
    feed,
    clock: { now, preciseNow: now, monotonicNow: () => performance.now() },
    newId: uuidv7,
    assets: new FileAssetStore(join(folder, 'assets')),
    originals: new FileAssetStore(join(folder, 'originals'), ''),
    uploads: new UploadFolder(join(folder, 'uploads')),
    partials: new PartialUploadFolder(join(folder, 'uploads-in-pieces')),
    folders: new WorkFolder(join(folder, 'work')),
    speech,
    transcoder: new FfmpegTranscoder(tool.tool),
    liveRecordings: new LiveRecordingFolder(join(folder, 'live-recordings')),
    newSender: (streamId) => ({
      isStuck: false,
      send: (frames, playAtMicros) => sent.push({ streamId, frames, playAtMicros, at: performance.now() }),
    }),
    encoder: new FfmpegOpusEncoder(tool.tool),
    assembly: new FfmpegAssembly(tool.tool),
    puller,
    encoding: DEFAULT_ENCODING,
    encodingKey,
    defaultVoice: options.defaultVoice ?? 'vi',
    defaultWordsPerMinute: options.defaultWordsPerMinute ?? 180,
    uploadLimitBytes: options.uploadLimitBytes ?? 10_000_000,
    pace: { bytesPerSecond: 32_000, burstBytes: 65_536 },
    maxWatchers: options.maxWatchers ?? 100,
    probes: [databaseProbe(database), diskProbe(folder)],
    deployment: {
      id: 'deployment',
      root,
      mqttUrl: 'mqtt://localhost',
      devicePassword: undefined,
    },
    authority,
    gate,
    deviceBrokerUrl: 'mqtts://localhost:8883',
    deploymentFile: () => ({
      ...{ deploymentId: 'deployment', rootKey: root, authorities: [...authority.certificates] },
      enrolmentUrl: 'https://localhost:8884',
    }),
    apiToken: options.apiToken,
    trial: options.trial ?? options.apiToken === undefined,
    passwordHasher: options.passwordHasher ?? new Argon2Hasher({ cost: QUICK }),
    secretBox,
    people,
    photos: new PhotoFolder(join(folder, 'photos')),
    auditJournal: openAuditFile(folder),
    auditHeads: await openAuditHeads(folder, secretBox),
    publicUrl: options.publicUrl,
    trustedProxies: options.trustedProxies ?? THIS_MACHINE,
    locks: new SubjectLocks(locking),
    ...silence,
    preparedEmergencies: options.preparedEmergencies ?? false,
    onProblem: () => undefined,
  });
  await useCases.audit.start();
  const putThem = async (them: readonly Person[]) => {
    await putPeople(stores, database, them);
    await useCases.peopleUpkeep.refresh();
  };
  await putThem(options.people ?? []);
  await useCases.silence.start();
  await useCases.launch.start();
  if (options.preparedEmergencies) useCases.preparing.start();
  await useCases.making.start();
  await useCases.resumable.start();
  useCases.bringForward.start();
  useCases.lives.start();
  useCases.events.start();
  const commands = new RecordingSender();
  const leases = new PostgresLeases(locking);
  const reports = new PostgresReportStore(locking);
  let reported = 0;
  const shared = {
    ...{ database, stores, newId: uuidv7, leases },
    clock: { now, preciseNow: now, monotonicNow: () => performance.now() },
    onProblem: (problem: string, cause: unknown) => {
      throw new Error(problem, { cause });
    },
  };
  const remote = composeRemote({
    ...{ ...shared, publisher, feed, sender: commands, materialiser: useCases.materialiser },
    incidents: silence.incidentLog,
  });
  const telling = composeTelling({
    ...{ ...useCases, ...shared, people, secretBox, mail: options.mail },
    incidents: new PostgresIncidentLog(database),
    publicUrl: options.publicUrl,
    allowed: ['127.0.0.0/8'],
  });
  const rollouts = composeRollouts({
    ...{ database, stores, keys: options.keys ?? NO_KEYS, newId: uuidv7, changed: () => undefined },
    clock: { now, preciseNow: now, monotonicNow: () => performance.now() } as Storage['clock'],
    assets: new FileAssetStore(join(folder, 'assets')),
    uploads: new UploadFolder(join(folder, 'uploads')),
  });
  const server = await buildApp({
    ...useCases,
    ...remote,
    ...telling,
    ...rollouts,
    ...(options.metrics !== undefined && { metrics: options.metrics }),
  });
  await server.ready();
  const inject = async (request: InjectOptions): Promise<Answer> => {
    const response: LightMyRequestResponse = await server.inject(request);
    return { status: response.statusCode, body: response.body === '' ? undefined : JSON.parse(response.body) };
  };
  return {
    server,
    database,
    publisher,
    gate,
    feed,
    commands,
    remote,
    async report(deviceId, ...bodies) {
      const batch = bodies.map((body): IncomingReport => {
        reported += 1;
        return { deviceId, storeId: 'store-1', lowestHeld: 1, entry: { number: reported, body }, receivedAt: now() };
      });
      remote.added((await reports.store(batch)).added);
    },
    sent,
    putPeople: putThem,
    stores,
    useCases,
    telling,
    rollouts,
    puller,
    folder,
    setNow(instant) {
      fixed = instant;
    },
    call: (method, path, body, headers = {}) =>
      inject({
        method,
        url: `/api/v1${path}`,
        headers: { host: 'localhost', ...headers },
        ...(body !== undefined && { payload: body as object }),
      }),
    async upload(path, { name, bytes }, fields = {}) {
      const form = new FormData();
      for (const [key, value] of Object.entries(fields)) form.append(key, value);
      form.append('file', new Blob([Buffer.from(bytes)]), name);
      const request = new Request('http://localhost', { method: 'POST', body: form });
      const payload = Buffer.from(await request.arrayBuffer());
      const headers = { host: 'localhost', 'content-type': request.headers.get('content-type') ?? '' };
      return inject({ method: 'POST', url: `/api/v1${path}`, headers, payload });
    },
    async stop(keep) {
      await server.close();
      await useCases.lives.stop();
      useCases.silence.stop();
      useCases.launch.stop();
      await useCases.preparing.stop();
      await useCases.bringForward.stop();
      await useCases.resumable.stop();
      await useCases.making.stop();
      await speech.stop();
      await useCases.materialiser.stop();
      await useCases.audit.stop();
      leases.releaseAll();
      for (const close of closing) await close();
      await database.$disconnect();
      await locking.end();
      // the engine of speech outlives this application, and what it was saying may still come into the folder
      if (keep === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

/** Province, commune and hamlets with two clusters in the first hamlet and one in the second; none in the third. */
export async function addCommune(app: HttpApp) {
  const area = async (body: object): Promise<string> => (await app.call('POST', '/areas', body)).body.area.id;
  const provinceId = await area({ kind: 'province', name: 'Bắc Ninh' });
  const communeId = await area({ kind: 'commune', name: 'Ngọc Thiện', parentId: provinceId, trial: true });
  const hamlet = (name: string, households: number) =>
    area({ kind: 'hamlet', hamletKind: 'thôn', name, parentId: communeId, households });
  const hamletIds = [await hamlet('Đồng Gai', 120), await hamlet('Trại', 80), await hamlet('Ngoài', 40)];
  const [first = '', second = ''] = hamletIds;
  const cluster = async (code: string, hamletId: string, households: number): Promise<string> => {
    const services = [{ hamletId, households }];
    return (await app.call('POST', '/clusters', { hamletId, code, name: `Cụm ${code}`, services })).body.cluster.id;
  };
  const clusterIds = [await cluster('01', first, 70), await cluster('02', first, 50), await cluster('03', second, 60)];
  return { provinceId, communeId, hamletIds, clusterIds };
}

/** A bulletin that is ready, without making audio: for tests that are not about making it. */
export async function addReadyBulletin(
  app: Pick<HttpApp, 'stores'>,
  communeId: string,
  durationMs = 20_000,
  mark = 'a',
  more: Partial<Pick<BulletinRecord, 'title' | 'category' | 'validUntil' | 'createdAt'>> & { text?: string } = {},
) {
  const assetId = mark.repeat(64).slice(0, 64);
  const asset = { assetId, sizeBytes: 60_000, durationMs, levelDbfs: -20, loudness: {}, provenance: {} };
  await app.stores.bulletins.keepEncoding(`key-${assetId}`, asset);
  const id = uuidv7();
  const { text, ...fields } = more;
  const version = { id: uuidv7(), bulletinId: id, version: 1, language: 'vi', state: 'ready' as const, warnings: [] };
  const unset = { text, fileName: undefined, voice: undefined, parts: undefined, fault: undefined };
  await app.stores.bulletins.create({
    id,
    communeId,
    title: 'Lịch tiêm phòng',
    kind: 'plain',
    keep: false,
    validUntil: undefined,
    createdAt: Date.now(),
    removedAt: undefined,
    ...fields,
    versions: [{ ...version, ...unset, asset }],
  });
  return id;
}

/** The bulletin once it is no longer being made: seconds, on a loaded machine with many parts minutes. */
export async function untilMade(app: HttpApp, id: string): Promise<Answer['body']> {
  let body: Answer['body'];
  await eventually(
    'the bulletin is made',
    async () => {
      body = (await app.call('GET', `/bulletins/${id}`)).body;
      return body.state !== 'processing';
    },
    110_000,
  );
  return body;
}
