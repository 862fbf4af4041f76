/** A release key that is kept apart: named by the root, and nobody else's signature counts from then on. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSecretBox } from '@loa-lang/controller/adapters/keys/box-lock';
import { FileKeyStore } from '@loa-lang/controller/adapters/keys/file-key-store';
import { runKeys } from '@loa-lang/controller/commands/keys/run-keys';
import { readKeyCommand } from '@loa-lang/controller/config/keys';
import { openDocument } from '@loa-lang/schemas/sealing/seal';
import { subjects } from '@loa-lang/schemas/wire/topics';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { projectRoot } from '../../support/world/built.ts';

const OWN_LOCK = { kind: 'own-file' } as const;
const APART = 'mật khẩu khoá phát hành rất dài';
let folder: string;
let dataDir: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-release-key-'));
  dataDir = join(folder, 'data');
  await open();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
const open = async () => new FileKeyStore(dataDir, await openSecretBox(dataDir, OWN_LOCK)).open();

async function keys(...args: string[]): Promise<void> {
  const config = readKeyCommand({ DATA_DIR: dataDir, KEY_ROOT_PASSPHRASE: 'mật khẩu khoá gốc rất dài' });
  let said = '';
  const take = (text: string) => {
    said += text;
  };
  expect(`${await runKeys(args, config, { out: take, err: take })} ${said}`).toMatch(/^0 /);
}

/** As a maker gives it. */
function release(...args: string[]): string {
  const env = { ...process.env, DATA_DIR: dataDir, KEY_RELEASE_PASSPHRASE: APART };
  const program = join(projectRoot, 'deploy/dist/release/main.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { env, encoding: 'utf8' });
  return `${status} ${stdout}${stderr}`;
}

async function isTrusted(path: string): Promise<boolean> {
  const { deploymentId, ring } = await open();
  const opened = await openDocument('release', await readFile(path), {
    deploymentId,
    subject: subjects.release(),
    publicKey: (kid) => ring.find(kid, 'release', undefined, Date.now()),
  });
  return opened.ok;
}

const unsigned = { version: '1.2.3', artefactId: 'a'.repeat(64), sizeBytes: 1, main: 'main.js', madeAt: 1 };

it('by default the key lies here; one that is kept apart takes its place, over rotations too', async () => {
  await writeFile(at('release.json'), JSON.stringify(unsigned));
  expect(release('sign', at('release.json'), '--out', at('here.jws'))).toMatch(/^0 /);
  expect(await isTrusted(at('here.jws'))).toBe(true);

  expect(release('new-key', '--out', at('apart'), '--public', at('public'))).toMatch(/^0 /);
  await keys('release-key', at('public'));
  const { deploymentId, ring } = await open();
  expect(ring.document.keys.filter(({ use }) => use === 'release')).toHaveLength(1);
  expect(await isTrusted(at('here.jws'))).toBe(false);
  expect(release('sign', at('release.json'), '--out', at('no.jws'))).toMatch(/^1 .*no release key is here/s);
  const sign = ['sign', at('release.json'), '--key', at('apart'), '--deployment', deploymentId];
  expect(release(...sign, '--out', at('apart.jws'))).toMatch(/^0 /);
  expect(await isTrusted(at('apart.jws'))).toBe(true);
  // the controller's own keys are renewed; that one is not the controller's
  await keys('rotate', '--revoke');
  expect(await isTrusted(at('apart.jws'))).toBe(true);
  expect(() => ring.find('nobody', 'release', undefined, Date.now())).not.toThrow();
});

it('is named by a root that is elsewhere, which is shown it', async () => {
  await writeFile(at('release.json'), JSON.stringify(unsigned));
  expect(release('new-key', '--out', at('apart'), '--public', at('public'))).toMatch(/^0 /);
  await keys('export-root', '--out', at('root.json'));
  await keys('remove-root', '--kept', at('root.json'));
  await keys('request', '--same-keys', '--release-key', at('public'), '--out', at('request.json'));
  await keys('sign', at('request.json'), '--root', at('root.json'), '--out', at('answer.json'), '--yes');
  await keys('apply', at('answer.json'));
  const { deploymentId } = await open();
  release('sign', at('release.json'), '--key', at('apart'), '--deployment', deploymentId, '--out', at('a.jws'));
  expect(await isTrusted(at('a.jws'))).toBe(true);
});

it('says what is wrong with a file', async () => {
  await writeFile(at('release.json'), JSON.stringify({ ...unsigned, sizeBytes: 0 }));
  expect(release('sign', at('release.json'), '--out', at('x'))).toMatch(/^1 .*release make/s);
  expect(release('sign')).toMatch(/^2 npm run release/);
  await writeFile(at('public'), '{}');
  const config = readKeyCommand({ DATA_DIR: dataDir });
  let said = '';
  const take = (text: string) => {
    said += text;
  };
  expect(await runKeys(['release-key', at('public')], config, { out: take, err: take })).toBe(1);
  expect(said).toContain('no public half of a release key');
});
