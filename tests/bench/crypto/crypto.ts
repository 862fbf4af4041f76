/** What signatures, hashes and sealed secrets cost on each path: a plan, a chunk of audio, a sync, a packet of voice. */
import { createHash, KeyObject, randomBytes, sign, verify } from 'node:crypto';
import { AesSecretBox } from '@loa-lang/controller/adapters/keys/aes-secret-box';
import { makeKeyFile, makeKeyPair } from '@loa-lang/controller/adapters/keys/key-file';
import { PASSPHRASE_N, stretch } from '@loa-lang/controller/adapters/keys/stretch';
import { signWithNewRoot } from '@loa-lang/controller/domain/keys/sign-key-document';
import type { DocumentName } from '@loa-lang/schemas/sealing/document-types';
import { claimedRoot, openKeyDocument } from '@loa-lang/schemas/sealing/key-ring';
import {
  openDocument,
  type PayloadOf,
  privateKeyFrom,
  publicKeyFrom,
  sealDocument,
} from '@loa-lang/schemas/sealing/seal';
import { CHUNK_BYTES } from '@loa-lang/schemas/wire/audio';
import { layOutLivePacket, readLivePacket } from '@loa-lang/schemas/wire/live';
import type { Plan } from '@loa-lang/schemas/wire/plan';
import { subjects } from '@loa-lang/schemas/wire/topics';
import { someBroadcast } from '../../support/fake-source.ts';
import { atMost, type Bench, type BenchResult, distribution, type Figure, figure, percentile } from '../bench.ts';

const ROUNDS = 2000;
const WARM_UP = 200;
const DEPLOYMENT = 'bench';
/** packets of voice a second: 100 ms each */
const LIVE_PER_SECOND = 10;
/** a province whose devices all ask every 10 s, since something sounds */
const SYNCS_PER_SECOND = 500;

/** Microseconds of each call. */
async function timed(work: (n: number) => unknown, rounds = ROUNDS): Promise<number[]> {
  for (let n = 0; n < Math.min(WARM_UP, rounds); n++) await work(n);
  const times: number[] = [];
  for (let n = 0; n < rounds; n++) {
    const before = performance.now();
    await work(n);
    times.push((performance.now() - before) * 1000);
  }
  return times;
}

/** Processor seconds, of all threads, for each call of `count` at once: what a busy controller pays. */
async function processorMicros(work: (n: number) => Promise<unknown>, count: number): Promise<number> {
  await Promise.all(Array.from({ length: WARM_UP }, (_, n) => work(n)));
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: count }, (_, n) => work(n)));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

const planOf = (broadcasts: number): Plan => ({
  ...{ areaId: 'xa', epoch: 1, revision: 1, issuedAt: 1_800_000_000_000, horizonEndsAt: 1_800_302_400_000 },
  ...{ silence: [], keepAssets: [] },
  broadcasts: Array.from({ length: broadcasts }, (_, n) => {
    const items = [{ kind: 'asset' as const, part: 0, durationMs: 15_000, language: 'vi', sizeBytes: 45_000 }].map(
      (item) => ({ ...item, assetId: createHash('sha256').update(`${n}`).digest('hex') }),
    );
    return { ...someBroadcast(`b${n}`, 1_800_000_000_000 + n * 60_000), items };
  }),
});

async function documentCost<N extends DocumentName>(
  what: string,
  name: N,
  subject: string,
  payload: PayloadOf<N>,
): Promise<{ figures: Figure[]; seal: () => Promise<Uint8Array>; open: () => Promise<unknown> }> {
  const pair = await makeKeyPair();
  const signer = { kid: pair.kid, privateKey: await privateKeyFrom(pair) };
  const key = await publicKeyFrom(pair.x);
  const seal = () => sealDocument(name, subject, DEPLOYMENT, payload, signer);
  const bytes = await seal();
  const open = async () => {
    const opened = await openDocument(name, bytes, { deploymentId: DEPLOYMENT, subject, publicKey: () => key });
    if (!opened.ok) throw new Error(`${name}: ${opened.fault}`);
  };
  const [sealed, opened] = [await timed(seal), await timed(open)];
  const figures = [
    figure(`${what}, bytes`, bytes.length, 'bytes'),
    ...distribution(`${what}, signed`, sealed, 'µs'),
    ...distribution(`${what}, verified`, opened, 'µs'),
  ];
  return { figures, seal, open };
}

/** The signature alone, as devices and controllers use it for voice. */
async function liveCost(): Promise<Figure[]> {
  const pair = await makeKeyPair();
  const privateKey = KeyObject.from(await privateKeyFrom(pair));
  const publicKey = KeyObject.from(await publicKeyFrom(pair.x));
  const frames = Array.from({ length: 5 }, () => randomBytes(60));
  const signedOver = (body: Uint8Array) => Buffer.concat([Buffer.from('b1\0'), body]);
  const packet = (sequence: number): Uint8Array => {
    const body = layOutLivePacket({ sequence, playAtMicros: 1_800_000_000_000_000n, frames });
    return Buffer.concat([body, sign(null, signedOver(body), privateKey)]);
  };
  const bytes = packet(1);
  const sent = await timed(packet);
  const taken = await timed(() => {
    const read = readLivePacket(bytes);
    if (read === undefined || !verify(null, signedOver(read.signed), publicKey, read.signature))
      throw new Error('live');
  });
  const share = (percentile(taken, 0.5) * LIVE_PER_SECOND) / 10_000;
  return [
    figure('live, bytes of a packet of 100 ms', bytes.length, 'bytes'),
    ...distribution('live, laid out and signed', sent, 'µs'),
    ...distribution('live, read and verified', taken, 'µs'),
    atMost('live, share of a core at the device', share, 1, '%'),
  ];
}

async function chunkCost(): Promise<Figure[]> {
  const chunk = randomBytes(CHUNK_BYTES);
  const times = await timed(() => createHash('sha256').update(chunk).digest().subarray(0, 16).toString('base64url'));
  const perSecond = 1e6 / percentile(times, 0.5);
  return [
    ...distribution('chunk of 8 KiB, hash', times, 'µs'),
    figure('chunks a second, one core', (perSecond * CHUNK_BYTES) / 1e6, 'MB/s'),
  ];
}

async function keysCost(): Promise<Figure[]> {
  const box = new AesSecretBox(randomBytes(32));
  const file = await makeKeyFile(box, 0, 0);
  const first = claimedRoot(Buffer.from(file.document));
  if (first === undefined) throw new Error('no root');
  const open = async (document: string) => {
    const opened = await openKeyDocument(Buffer.from(document), file.deploymentId, first);
    if (!opened.ok) throw new Error(`keys: ${opened.fault}`);
    return opened.payload;
  };
  let document = file.document;
  let root = { ...first, d: box.open(file.secrets[first.kid] ?? '', `${file.deploymentId}/${first.kid}`) };
  for (let n = 0; n < 64; n++) {
    const [current, next] = [await open(document), await makeKeyPair()];
    const draft = { ...current, revision: current.revision + 1 };
    document = await signWithNewRoot(draft, file.deploymentId, root, next, n);
    root = next;
  }
  const sealed = box.seal('JBSWY3DPEHPK3PXP', 'totp/hoa');
  return [
    figure('key document, bytes', file.document.length, 'bytes'),
    ...distribution('key document, verified', await timed(() => open(file.document), 300), 'µs'),
    figure('key document after 64 new roots, bytes', document.length, 'bytes'),
    ...distribution('key document after 64 new roots, verified', await timed(() => open(document), 30), 'µs'),
    ...distribution('secret, sealed', await timed(() => box.seal('JBSWY3DPEHPK3PXP', 'totp/hoa')), 'µs'),
    ...distribution('secret, opened', await timed(() => box.open(sealed, 'totp/hoa')), 'µs'),
    ...distribution(
      'passphrase to key',
      await timed(() => stretch('mật khẩu rất dài', randomBytes(16), PASSPHRASE_N, 32), 5),
      'µs',
    ),
  ];
}

async function run(log: (line: string) => void): Promise<BenchResult> {
  const usual = await documentCost('plan of 12 broadcasts', 'plan', subjects.plan('xa'), planOf(12));
  const large = await documentCost('plan of 500 broadcasts', 'plan', subjects.plan('xa'), planOf(500));
  log('plans are done');
  const latest = { keys: { epoch: 1, revision: 1 }, settings: { epoch: 1, revision: 1 } };
  const plans = Object.fromEntries(['thon', 'xa', 'tinh'].map((id) => [id, { epoch: 1, revision: 12 }]));
  const nonce = randomBytes(16).toString('base64url');
  const answer = { nonce, receivedAt: 1.8e12, answeredAt: 1.8e12, latest: { ...latest, plans } };
  const request = { nonce, installationId: 'board', sentAtMs: 5, storeId: 's', held: { ...latest, plans }, at: 1.8e12 };
  const asked = await documentCost('sync request', 'syncRequest', subjects.device('d', 'sync-request'), request);
  const answered = await documentCost('sync answer', 'sync', subjects.device('d', 'sync'), answer);
  const pair = await processorMicros(async () => {
    await asked.open();
    await answered.seal();
  }, 5000);
  log('sync is done');
  const chunks = 256;
  const chunkHashes = Array.from({ length: chunks }, () => randomBytes(16).toString('base64url'));
  const assetId = 'a'.repeat(64);
  const manifest = { assetId, sizeBytes: chunks * CHUNK_BYTES, durationMs: 1000, chunkBytes: CHUNK_BYTES, chunkHashes };
  const announced = await documentCost('manifest of 2 MB', 'manifest', subjects.manifest(assetId), manifest);
  return {
    conditions: { rounds: ROUNDS, node: process.version, algorithm: 'Ed25519, SHA-256, AES-256-GCM, scrypt' },
    figures: [
      ...usual.figures,
      ...large.figures,
      ...asked.figures,
      ...answered.figures,
      figure('sync, verified and answered, processor time', pair, 'µs'),
      atMost('sync, share of a core at 500 a second', (pair * SYNCS_PER_SECOND) / 10_000, 50, '%'),
      ...announced.figures,
      ...(await chunkCost()),
      ...(await liveCost()),
      ...(await keysCost()),
    ],
  };
}

export const crypto: Bench = {
  name: 'crypto',
  what: 'signatures, hashes and sealed secrets on the plan, chunk, sync and live paths',
  run,
};
