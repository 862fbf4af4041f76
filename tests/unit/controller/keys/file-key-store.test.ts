import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBrokerSecret } from '@loa-lang/controller/adapters/keys/broker-secret';
import { FileKeyStore } from '@loa-lang/controller/adapters/keys/file-key-store';
import { openDocument, publicKeyFrom, sealDocument } from '@loa-lang/schemas/sealing/seal';
import { KEY_USES } from '@loa-lang/schemas/wire/keys';
import { subjects } from '@loa-lang/schemas/wire/topics';
import { afterEach, beforeEach, expect, it } from 'vitest';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-keys-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('makes a root and one key for each use on the first start, and loads the same later', async () => {
  const made = await new FileKeyStore(folder).open();
  const loaded = await new FileKeyStore(folder).open();
  expect(loaded.deploymentId).toBe(made.deploymentId);
  expect(loaded.root).toEqual(made.root);
  expect(loaded.publicKeys).toEqual(made.publicKeys);
  expect(made.publicKeys.map(({ use }) => use)).toEqual([...KEY_USES]);
  expect(new Set([made.root.x, ...made.publicKeys.map(({ x }) => x)]).size).toBe(KEY_USES.length + 1);
  expect(JSON.stringify(made.publicKeys)).not.toContain('"d"');
  const ack = made.publicKeys.find(({ use }) => use === 'ack');
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
  await new FileKeyStore(folder).open();
  await openBrokerSecret(folder);
  const keys = join(folder, 'keys');
  expect((await readdir(keys)).sort()).toEqual(['broker-secret', 'deployment.json']);
  expect((await stat(keys)).mode & 0o077).toBe(0);
  for (const file of await readdir(keys)) expect((await stat(join(keys, file))).mode & 0o777).toBe(0o600);
});

it('agrees on one set when several start at once', async () => {
  const opened = await Promise.all(Array.from({ length: 5 }, () => new FileKeyStore(folder).open()));
  expect(new Set(opened.map(({ root }) => root.x)).size).toBe(1);
  const secrets = await Promise.all(Array.from({ length: 5 }, () => openBrokerSecret(folder)));
  expect(new Set(secrets).size).toBe(1);
});

it.each(['', '{', '{"version":1}', 'null'])(
  'refuses to start on a damaged key file (%j) instead of making new keys',
  async (text) => {
    await new FileKeyStore(folder).open();
    const path = join(folder, 'keys', 'deployment.json');
    await writeFile(path, text);
    await expect(new FileKeyStore(folder).open()).rejects.toThrow('restore it from a backup');
    expect(await readFile(path, 'utf8')).toBe(text);
  },
);

it('works without the root at hand', async () => {
  await new FileKeyStore(folder).open();
  const path = join(folder, 'keys', 'deployment.json');
  const content = JSON.parse(await readFile(path, 'utf8'));
  delete content.root.d;
  await writeFile(path, JSON.stringify(content));
  expect((await new FileKeyStore(folder).open()).rootSigner).toBeUndefined();
});
