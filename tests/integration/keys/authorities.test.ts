/** Which certificate authorities count is said by the key document alone, and so by the root. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { derOf, renewAuthority } from '@loa-lang/controller/adapters/certificates/file-authority';
import { JsonLog } from '@loa-lang/controller/adapters/json-log';
import { openSecretBox } from '@loa-lang/controller/adapters/keys/box-lock';
import { runKeys } from '@loa-lang/controller/commands/keys/run-keys';
import { openKeys } from '@loa-lang/controller/compose/open-keys';
import { readKeyCommand } from '@loa-lang/controller/config/keys';
import { afterEach, beforeEach, expect, it } from 'vitest';

const OWN_LOCK = { kind: 'own-file' } as const;
let folder: string;
let dataDir: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-authorities-'));
  dataDir = join(folder, 'data');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const start = () => openKeys(dataDir, OWN_LOCK, new JsonLog('silent'));
const renew = async (deploymentId: string) =>
  renewAuthority(dataDir, deploymentId, await openSecretBox(dataDir, OWN_LOCK));
const at = (name: string): string => join(folder, name);

async function keys(...args: string[]): Promise<string> {
  const config = readKeyCommand({ DATA_DIR: dataDir, KEY_ROOT_PASSPHRASE: 'mật khẩu khoá gốc rất dài' });
  let said = '';
  const take = (text: string) => {
    said += text;
  };
  expect(`${await runKeys(args, config, { out: take, err: take })} ${said}`).toMatch(/^0 /);
  return said;
}

it('is signed by a root that is here at the first start, and once', async () => {
  const { keys: first, authority } = await start();
  expect(first.ring.document.authorities).toEqual(authority.certificates.map(derOf));
  const again = await start();
  expect(again.keys.signed).toEqual(first.signed);
});

it('follows a renewal at the next start, and the signing keys stay', async () => {
  const { keys: first, authority: before } = await start();
  await renew(first.deploymentId);
  const { keys: second, authority } = await start();
  expect(authority.certificates.slice(1)).toEqual(before.certificates);
  expect(second.ring.document.authorities).toEqual(authority.certificates.map(derOf));
  expect(second.ring.document.keys).toEqual(first.ring.document.keys);
  expect(second.signer('plan').kid).toBe(first.signer('plan').kid);
});

it('waits for a root that is elsewhere, which is shown what would count', async () => {
  const { keys: first } = await start();
  await keys('export-root', '--out', at('root.json'));
  await keys('remove-root', '--kept', at('root.json'));
  await renew(first.deploymentId);
  const { keys: waiting, authority } = await start();
  expect(waiting.ring.document.authorities).toEqual(first.ring.document.authorities);

  await keys('request', '--same-keys', '--out', at('request.json'));
  const signed = ['sign', at('request.json'), '--root', at('root.json'), '--out', at('answer.json'), '--yes'];
  expect(await keys(...signed)).toMatch(/^= authority {2}(\w{4} ?){5}$/m);
  await keys('apply', at('answer.json'));
  (await waiting.stage())?.activate();
  expect(waiting.ring.document.authorities).toEqual(authority.certificates.map(derOf));
  expect(await keys('show')).toMatch(/authority {2}(\w{4} ?){5}/);
});

it('is kept by a rotation', async () => {
  const { keys: first } = await start();
  await keys('rotate', '--revoke');
  const { keys: second } = await start();
  expect(second.ring.document.authorities).toEqual(first.ring.document.authorities);
});

it('lies sealed on the disk', async () => {
  await start();
  const { authorities } = JSON.parse(await readFile(join(dataDir, 'keys', 'authority.json'), 'utf8'));
  expect(Object.keys(authorities[0]).sort()).toEqual(['certificate', 'secret', 'x']);
  await rm(join(dataDir, 'keys', 'box-key'));
  await expect(start()).rejects.toThrow();
});
