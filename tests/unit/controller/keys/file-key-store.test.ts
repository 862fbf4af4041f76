import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEpochFile } from '@loa-lang/controller/adapters/epoch-file';
import { AesSecretBox } from '@loa-lang/controller/adapters/keys/aes-secret-box';
import { openBrokerSecret } from '@loa-lang/controller/adapters/keys/broker-secret';
import { FileKeyStore } from '@loa-lang/controller/adapters/keys/file-key-store';
import { openDocument, publicKeyFrom, sealDocument } from '@loa-lang/schemas/sealing/seal';
import { KEY_USES } from '@loa-lang/schemas/wire/keys';
import { subjects } from '@loa-lang/schemas/wire/topics';
import { exportJWK, generateKeyPair } from 'jose';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestKeys } from '../../../support/test-keys.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-keys-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('makes a root and one key for each use on the first start, and loads the same later', async () => {
  const made = await openTestKeys(folder);
  const loaded = await openTestKeys(folder);
  expect(loaded.deploymentId).toBe(made.deploymentId);
  expect(loaded.root).toEqual(made.root);
  expect(loaded.ring.document.keys).toEqual(made.ring.document.keys);
  expect(made.ring.document.keys.map(({ use }) => use)).toEqual([...KEY_USES]);
  expect(new Set([made.root.x, ...made.ring.document.keys.map(({ x }) => x)]).size).toBe(KEY_USES.length + 1);
  expect(JSON.stringify(made.ring.document)).not.toContain('"d"');
  const ack = made.ring.document.keys.find(({ use }) => use === 'ack');
  const subject = subjects.device('d', 'ack');
  const payload = { storeId: 's', contiguous: 1, ackedAt: 5 };
  const sealed = await sealDocument('ack', subject, made.deploymentId, payload, loaded.signer('ack'));
  const publicKey = await publicKeyFrom(ack?.x ?? '');
  const { deploymentId } = made;
  expect(await openDocument('ack', sealed, { deploymentId, subject, publicKey: () => publicKey })).toMatchObject({
    ok: true,
    kid: ack?.kid,
  });
});

it('keeps them for the owner alone and leaves no drafts', async () => {
  await openTestKeys(folder);
  await openBrokerSecret(folder);
  const keys = join(folder, 'keys');
  expect((await readdir(keys)).sort()).toEqual(['broker-secret', 'deployment.json']);
  expect((await stat(keys)).mode & 0o077).toBe(0);
  for (const file of await readdir(keys)) expect((await stat(join(keys, file))).mode & 0o777).toBe(0o600);
});

it('agrees on one set when several start at once', async () => {
  const opened = await Promise.all(Array.from({ length: 5 }, () => openTestKeys(folder)));
  expect(new Set(opened.map(({ root }) => root.x)).size).toBe(1);
  const secrets = await Promise.all(Array.from({ length: 5 }, () => openBrokerSecret(folder)));
  expect(new Set(secrets).size).toBe(1);
});

it.each(['', '{', '{"version":1}', 'null'])(
  'refuses to start on a damaged key file (%j) instead of making new keys',
  async (text) => {
    await openTestKeys(folder);
    const path = join(folder, 'keys', 'deployment.json');
    await writeFile(path, text);
    await expect(openTestKeys(folder)).rejects.toThrow('restore it from a backup');
    expect(await readFile(path, 'utf8')).toBe(text);
  },
);

it('holds nothing that could sign in the open, and works without the root at hand', async () => {
  const made = await openTestKeys(folder);
  const path = join(folder, 'keys', 'deployment.json');
  const text = await readFile(path, 'utf8');
  const content = JSON.parse(text);
  for (const sealed of Object.values(content.secrets)) expect(sealed).toMatch(/^loa1\./);
  expect(text).not.toContain('"d"');
  delete content.secrets[made.root.kid];
  await writeFile(path, JSON.stringify(content));
  expect((await openTestKeys(folder)).signer('plan').kid).toBe(made.signer('plan').kid);
});

it('refuses keys that were sealed elsewhere, and a document that the root did not sign', async () => {
  await openTestKeys(folder);
  const other = new FileKeyStore(folder, new AesSecretBox(randomBytes(32)));
  await expect(other.open()).rejects.toThrow('sealed with another key');
  const path = join(folder, 'keys', 'deployment.json');
  const content = JSON.parse(await readFile(path, 'utf8'));
  const [head = '', body = '', signature = ''] = content.document.split('.');
  const bent = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
  bent.keys[0].scope = 'h1';
  const changed = Buffer.from(JSON.stringify(bent)).toString('base64url');
  await writeFile(path, JSON.stringify({ ...content, document: [head, changed, signature].join('.') }));
  await expect(openTestKeys(folder)).rejects.toThrow('restore it from a backup');
});

it('takes over the open keys of an older version, sealed, above what its database counted', async () => {
  const pair = async () => exportJWK((await generateKeyPair('Ed25519', { extractable: true })).privateKey);
  const key = async (kid: string) => ({ kid, x: (await pair()).x, d: (await pair()).d });
  const root = { kid: 'r', ...(await pair()) };
  const keys = await Promise.all(
    KEY_USES.map(async (use) => ({
      ...(await key(`k-${use}`)),
      ...(await pair()),
      use,
      scope: '*',
      notBefore: 0,
      notAfter: 9e12,
    })),
  );
  const only = ({ kid, x, d }: { kid: string; x?: string; d?: string }) => ({ kid, x, d });
  const old = {
    version: 1,
    deploymentId: 'old',
    root: only(root),
    rotations: [],
    keys: keys.map((k) => ({ ...k, kty: undefined, crv: undefined })),
  };
  const path = join(folder, 'keys', 'deployment.json');
  await mkdir(join(folder, 'keys'), { mode: 0o700 });
  await writeFile(path, JSON.stringify(old));
  await openEpochFile(folder).write({ epoch: 7, mark: undefined });
  const opened = await openTestKeys(folder);
  expect(opened.deploymentId).toBe('old');
  expect(opened.root).toEqual({ kid: 'r', x: root.x });
  expect(opened.signed).toMatchObject({ epoch: 8, revision: 1 });
  expect(opened.signer('sync').kid).toBe('k-sync');
  expect(await readFile(path, 'utf8')).not.toContain(root.d ?? '-');
  expect((await openTestKeys(folder)).signed.bytes).toEqual(opened.signed.bytes);
});
