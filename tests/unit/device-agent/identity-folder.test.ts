/** What a board keeps of its own: made once, never replaced by accident. */
import { readdirSync, statSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IdentityFolder } from '@loa-lang/device-agent/enrolment/identity-folder';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/database.ts';

const ENROLLED = {
  deploymentId: 'd',
  deviceId: 'device-1',
  certificate: '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n',
  brokerUrl: 'mqtts://x:1',
};
let folder: string;
const path = (name: string) => join(folder, 'identity', name);
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('the key is made on first use, for the agent’s eyes alone, and stays', async () => {
  const first = await new IdentityFolder(folder).key();
  expect((await new IdentityFolder(folder).key()).x).toBe(first.x);
  expect(statSync(path('key.json')).mode & 0o777).toBe(0o600);
  expect(readdirSync(path('.'))).toEqual(['key.json']);
});

it('two that make it at once have one key', async () => {
  const keys = await Promise.all(Array.from({ length: 4 }, () => new IdentityFolder(folder).key()));
  expect(new Set(keys.map(({ x }) => x)).size).toBe(1);
});

it('a key that power cut off while it was made is made again', async () => {
  await mkdir(path('.'), { recursive: true });
  await writeFile(path('key.json.tmp'), '{"kty":');
  expect((await new IdentityFolder(folder).key()).x).toHaveLength(43);
});

it('a broken key is not replaced: that would be another device', async () => {
  const identity = new IdentityFolder(folder);
  await identity.key();
  await identity.keep(ENROLLED);
  for (const content of ['{}', 'x', '']) {
    await writeFile(path('key.json'), content);
    await expect(identity.key(), content).rejects.toThrow(/key\.json/);
  }
});

it('what was learnt is kept, for its deployment; broken, it is asked for again', async () => {
  const identity = new IdentityFolder(folder);
  expect(await identity.enrolled('d')).toBeUndefined();
  await identity.keep(ENROLLED);
  expect(await new IdentityFolder(folder).enrolled('d')).toEqual(ENROLLED);
  expect(await identity.enrolled('other')).toBeUndefined();
  await writeFile(path('enrolled.json'), '{"deviceId":');
  expect(await identity.enrolled('d')).toBeUndefined();
});
