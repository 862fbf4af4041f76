/** The smallest controller an agent is content with: signs documents, answers syncs, pushes what is wanted, acks. */
import { createHash } from 'node:crypto';
import type { AssetId, DeviceId, PlanId } from '@loa-lang/schemas/ids';
import type { DocumentName } from '@loa-lang/schemas/sealing/document-types';
import {
  openDocument,
  type PayloadOf,
  privateKeyFrom,
  publicKeyFrom,
  type SigningIdentity,
  sealDocument,
} from '@loa-lang/schemas/sealing/seal';
import { CHUNK_BYTES, type Manifest, type Want } from '@loa-lang/schemas/wire/audio';
import type { Command } from '@loa-lang/schemas/wire/command';
import { KEY_USES, type KeyUse, type RootKey } from '@loa-lang/schemas/wire/keys';
import type { Plan } from '@loa-lang/schemas/wire/plan';
import type { Receipt, ReportBody, ReportEntry } from '@loa-lang/schemas/wire/report';
import type { Settings } from '@loa-lang/schemas/wire/settings';
import type { SyncAnswer } from '@loa-lang/schemas/wire/sync';
import { parseTopic, subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import { type CryptoKey, exportJWK, generateKeyPair } from 'jose';

export interface StandInTransport {
  publish(topic: string, payload: Uint8Array, options: { retain: boolean; qos: 0 | 1 }): void;
  /** everything that devices say */
  onMessage(listener: (topic: string, payload: Uint8Array) => void): void;
}

export interface KeyMaterial {
  x: string;
  d: string;
}

export async function newKey(): Promise<KeyMaterial> {
  const { privateKey } = await generateKeyPair('Ed25519', { extractable: true });
  const { x = '', d = '' } = await exportJWK(privateKey);
  return { x, d };
}

export const DEPLOYMENT = 'test-deployment';
const FOR_EVER = 253_402_300_799_999;

export class StandInController {
  readonly root: RootKey;
  readonly reports: (ReportEntry & { deviceId: DeviceId; storeId: string })[] = [];
  readonly wants: (Want & { deviceId: DeviceId })[] = [];
  readonly presences: (PayloadOf<'presence'> & { deviceId: DeviceId })[] = [];
  readonly healths: (PayloadOf<'health'> & { deviceId: DeviceId; receivedAt: number; sealedBytes: number })[] = [];
  syncs = 0;
  /** messages being handled now */
  atWork = 0;
  publishedChunks = 0;
  /** while false nothing is answered, pushed or acknowledged */
  answering = true;
  acking = true;
  /** what sync answers say is the latest */
  latest: SyncAnswer['latest'] = { keys: { epoch: 1, revision: 1 }, plans: {} };
  readonly #now: () => number;
  readonly #transport: StandInTransport;
  readonly #rootSigner: SigningIdentity;
  readonly #signers: Map<KeyUse, SigningIdentity & { x: string }>;
  readonly #devices = new Map<DeviceId, CryptoKey>();
  readonly #flownAt = new Map<AssetId, number>();
  readonly #assets = new Map<AssetId, { manifest: Manifest; bytes: Uint8Array }>();

  private constructor(
    transport: StandInTransport,
    now: () => number,
    root: { key: RootKey; signer: SigningIdentity },
    signers: Map<KeyUse, SigningIdentity & { x: string }>,
  ) {
    this.root = root.key;
    this.#rootSigner = root.signer;
    this.#transport = transport;
    this.#now = now;
    this.#signers = signers;
  }

  static async make(transport: StandInTransport, now: () => number): Promise<StandInController> {
    const root = await newKey();
    const signers = new Map<KeyUse, SigningIdentity & { x: string }>();
    for (const use of KEY_USES) {
      const key = await newKey();
      signers.set(use, { kid: `k-${use}`, privateKey: await privateKeyFrom(key), x: key.x });
    }
    const signer = { kid: 'root-1', privateKey: await privateKeyFrom(root) };
    const made = new StandInController(transport, now, { key: { kid: 'root-1', x: root.x }, signer }, signers);
    transport.onMessage((topic, payload) => {
      made.atWork++;
      void made.#receive(topic, payload).finally(() => made.atWork--);
    });
    return made;
  }

  async register(deviceId: DeviceId, x: string): Promise<void> {
    this.#devices.set(deviceId, await publicKeyFrom(x));
  }

  /** Signs with the key of a use; another signer makes a forgery. */
  seal<N extends DocumentName>(
    name: N,
    subject: string,
    payload: PayloadOf<N>,
    use: KeyUse | 'root',
    over: { signer?: SigningIdentity; deploymentId?: string } = {},
  ): Promise<Uint8Array> {
    const signer = over.signer ?? this.signer(use);
    return sealDocument(name, subject, over.deploymentId ?? DEPLOYMENT, payload, signer);
  }

  signer(use: KeyUse | 'root'): SigningIdentity {
    if (use === 'root') return this.#rootSigner;
    const found = this.#signers.get(use);
    if (found === undefined) throw new Error(`no key for ${use}`);
    return { kid: found.kid, privateKey: found.privateKey };
  }

  async publishKeys(revision = 1): Promise<Uint8Array> {
    const keys = [...this.#signers].map(([use, { kid, x }]) => ({
      kid,
      use,
      x,
      scope: '*',
      notBefore: 0,
      notAfter: FOR_EVER,
    }));
    const payload = { epoch: 1, revision, issuedAt: Math.floor(this.#now()), root: this.root, rotations: [], keys };
    this.latest.keys = { epoch: 1, revision };
    return this.#publish(subjects.keys(), await this.seal('keys', subjects.keys(), payload, 'root'), true);
  }

  async publishSettings(deviceId: DeviceId, settings: Settings): Promise<Uint8Array> {
    const subject = subjects.device(deviceId, 'settings');
    this.latest.settings = { epoch: settings.epoch, revision: settings.revision };
    return this.#publish(subject, await this.seal('settings', subject, settings, 'settings'), true);
  }

  async publishPlan(planId: PlanId, plan: Plan): Promise<Uint8Array> {
    const subject = subjects.plan(planId);
    this.latest.plans[planId] = { epoch: plan.epoch, revision: plan.revision };
    return this.#publish(subject, await this.seal('plan', subject, plan, 'plan'), true);
  }

  async sendCommand(deviceId: DeviceId, command: Command): Promise<Uint8Array> {
    const subject = subjects.device(deviceId, 'command');
    return this.#publish(subject, await this.seal('command', subject, command, 'command'), false);
  }

  /** Adds audio that may be wanted. */
  addAsset(bytes: Uint8Array, durationMs?: number): Manifest {
    const assetId = createHash('sha256').update(bytes).digest('hex');
    const chunkHashes: string[] = [];
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      const hash = createHash('sha256')
        .update(bytes.subarray(at, at + CHUNK_BYTES))
        .digest();
      chunkHashes.push(hash.subarray(0, 16).toString('base64url'));
    }
    const lasts = durationMs === undefined ? {} : { durationMs };
    const manifest = { assetId, sizeBytes: bytes.length, ...lasts, chunkBytes: CHUNK_BYTES, chunkHashes };
    this.#assets.set(assetId, { manifest, bytes });
    return manifest;
  }

  receipts(broadcastId?: string): Receipt[] {
    const bodies = this.reports.map((report): ReportBody => report.body);
    const receipts = bodies.filter((body): body is Receipt => body.kind === 'receipt');
    return receipts.filter((receipt) => broadcastId === undefined || receipt.broadcastId === broadcastId);
  }

  bodies<K extends ReportBody['kind']>(kind: K): Extract<ReportBody, { kind: K }>[] {
    const bodies = this.reports.map((report): ReportBody => report.body);
    return bodies.filter((body): body is Extract<ReportBody, { kind: K }> => body.kind === kind);
  }

  /** Publishes bytes as they are: what an attacker or a broken broker would do. */
  publishRaw(subject: string, bytes: Uint8Array, retain = false): void {
    this.#publish(subject, bytes, retain);
  }

  #publish(subject: string, bytes: Uint8Array, retain: boolean): Uint8Array {
    this.#transport.publish(topicOf(subject), bytes, { retain, qos: 1 });
    return bytes;
  }

  async #receive(topic: string, payload: Uint8Array): Promise<void> {
    const receivedAt = this.#now();
    const parsed = parseTopic(topic);
    if (parsed?.kind !== 'device') return;
    const { deviceId, message } = parsed;
    const expected = {
      deploymentId: DEPLOYMENT,
      subject: subjects.device(deviceId, message),
      publicKey: () => this.#devices.get(deviceId),
    };
    if (message === 'presence') {
      const opened = await openDocument('presence', payload, expected);
      if (opened.ok) this.presences.push({ ...opened.payload, deviceId });
    }
    if (message === 'health') {
      const opened = await openDocument('health', payload, expected);
      if (opened.ok) this.healths.push({ ...opened.payload, deviceId, receivedAt, sealedBytes: payload.length });
    }
    if (!this.answering) return;
    if (message === 'sync-request') {
      const opened = await openDocument('syncRequest', payload, expected);
      if (opened.ok) await this.#answerSync(deviceId, opened.payload.nonce, receivedAt);
    } else if (message === 'report') {
      const opened = await openDocument('report', payload, expected);
      if (opened.ok) await this.#takeReports(deviceId, opened.payload);
    } else if (message === 'want') {
      const opened = await openDocument('want', payload, expected);
      if (opened.ok) await this.#push(deviceId, opened.payload);
    }
  }

  async #answerSync(deviceId: DeviceId, nonce: string, receivedAt: number): Promise<void> {
    this.syncs++;
    const subject = subjects.device(deviceId, 'sync');
    const answer = { nonce, receivedAt, answeredAt: this.#now(), latest: this.latest };
    this.#publish(subject, await this.seal('sync', subject, answer, 'sync'), false);
  }

  async #takeReports(deviceId: DeviceId, { storeId, reports }: PayloadOf<'report'>): Promise<void> {
    const mine = () => this.reports.filter((r) => r.deviceId === deviceId && r.storeId === storeId);
    for (const entry of reports) {
      if (!mine().some((report) => report.number === entry.number)) this.reports.push({ ...entry, deviceId, storeId });
    }
    if (!this.acking) return;
    const numbers = new Set(mine().map((report) => report.number));
    let contiguous = 0;
    while (numbers.has(contiguous + 1)) contiguous++;
    const subject = subjects.device(deviceId, 'ack');
    const ack = { storeId, contiguous, ackedAt: Math.floor(this.#now()) };
    this.#publish(subject, await this.seal('ack', subject, ack, 'ack'), false);
  }

  async #push(deviceId: DeviceId, want: Want): Promise<void> {
    this.wants.push({ ...want, deviceId });
    const asset = this.#assets.get(want.assetId);
    if (asset === undefined) return;
    const { manifest, bytes } = asset;
    // those who ask for all of it at the same moment are served by the same flight
    const flown = this.#flownAt.get(want.assetId) ?? -Infinity;
    if (want.ranges === undefined && this.#now() - flown < 1000) return;
    if (want.ranges === undefined) this.#flownAt.set(want.assetId, this.#now());
    const subject = subjects.manifest(want.assetId);
    if (want.ranges === undefined) {
      this.#publish(subject, await this.seal('manifest', subject, manifest, 'manifest'), false);
    }
    for (const [from, to] of want.ranges ?? [[0, manifest.chunkHashes.length]]) {
      for (let index = from; index < Math.min(to, manifest.chunkHashes.length); index++) {
        this.publishedChunks++;
        const chunk = bytes.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
        this.#publish(subjects.chunk(want.assetId, index), chunk, false);
      }
    }
  }
}

/** Settings of a device that follows one area. */
export const testSettings = (areaIds: string[], over: Partial<Settings> = {}): Settings => ({
  epoch: 1,
  revision: 1,
  clusterId: 'cluster-1',
  areaIds,
  groupIds: [],
  muted: false,
  languages: ['vi'],
  volumeDb: 0,
  outputFloorDbfs: -50,
  limits: { cacheBytes: 64 * 1024 * 1024 },
  intervals: { syncBusyMs: 1000, syncIdleMs: 5000 },
  reconnectSpreadMs: 1000,
  audienceSize: 1,
  ...over,
});
