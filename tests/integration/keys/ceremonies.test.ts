/** The ceremonies of deploy/keys.md, as a person gives them. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openSecretBox } from '@loa-lang/controller/adapters/keys/box-lock';
import { FileKeyStore } from '@loa-lang/controller/adapters/keys/file-key-store';
import { signRequest } from '@loa-lang/controller/adapters/keys/key-request';
import { readRootFile } from '@loa-lang/controller/adapters/keys/root-file';
import { runKeys } from '@loa-lang/controller/commands/keys/run-keys';
import { readKeyCommand } from '@loa-lang/controller/config/keys';
import { openKeyDocument } from '@loa-lang/schemas/sealing/key-ring';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ROOT } from '../../architecture/read-sources.ts';

const ROOT_PASSPHRASE = 'mật khẩu khoá gốc rất dài';
let folder: string;
let dataDir: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-ceremony-'));
  dataDir = join(folder, 'data');
  await open();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = async () => new FileKeyStore(dataDir, await openSecretBox(dataDir, { kind: 'own-file' })).open();
const at = (name: string): string => join(folder, name);

interface Said {
  code: number;
  out: string;
  err: string;
}

async function keys(args: string[], environment: Record<string, string> = {}): Promise<Said> {
  const config = readKeyCommand({ DATA_DIR: dataDir, KEY_ROOT_PASSPHRASE: ROOT_PASSPHRASE, ...environment });
  let [out, err] = ['', ''];
  const code = await runKeys(args, config, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

async function done(args: string[], environment: Record<string, string> = {}): Promise<string> {
  const { code, out, err } = await keys(args, environment);
  expect(`${code} ${err}`).toBe('0 ');
  return out;
}

it('takes the root away, lets it sign elsewhere, and leads whoever trusts the first root to the last', async () => {
  const first = await open();
  await done(['export-root', '--out', at('root.json')]);
  await done(['remove-root', '--kept', at('root.json')]);
  expect(await readFile(at('root.json'), 'utf8')).not.toContain('"d"');
  expect((await keys(['rotate'])).err).toContain('kept offline');

  // the machine that holds the root has neither the data folder nor its passphrase
  const elsewhere = { DATA_DIR: '' };
  await done(['request', '--out', at('request.json')]);
  const sign = ['sign', at('request.json'), '--root', at('root.json'), '--out', at('answer.json')];
  const shown = await keys(sign, elsewhere);
  expect(shown).toMatchObject({ code: 1 });
  expect(shown.out.match(/^\+ /gm)).toHaveLength(8);
  await done([...sign, '--new-root', at('root-2.json'), '--yes'], elsewhere);
  await done(['apply', at('answer.json')]);
  const second = await open();
  expect(second.signer('plan').kid).not.toBe(first.signer('plan').kid);
  expect(second.root.kid).not.toBe(first.root.kid);

  await done(['request', '--out', at('request-2.json'), '--revoke']);
  const again = ['sign', at('request-2.json'), '--out', at('answer-2.json'), '--yes'];
  expect((await keys([...again, '--root', at('root.json')], elsewhere)).err).toContain('not the one that signed');
  await done([...again, '--root', at('root-2.json')], elsewhere);
  await done(['apply', at('answer-2.json')]);
  const third = await open();
  expect(third.ring.document.keys).toHaveLength(8);
  expect(await openKeyDocument(third.signed.bytes, first.deploymentId, first.root)).toMatchObject({ ok: true });
  // an answer once used, and one to an earlier request, change nothing
  for (const name of ['answer.json', 'answer-2.json']) expect((await keys(['apply', at(name)])).err).toContain('older');
  expect((await open()).signed.bytes).toEqual(third.signed.bytes);
});

it('refuses a request or an answer that was changed on its way', async () => {
  await done(['export-root', '--out', at('root.json')]);
  await done(['request', '--out', at('request.json')]);
  const request = JSON.parse(await readFile(at('request.json'), 'utf8'));
  const kept = await readRootFile(at('root.json'), ROOT_PASSPHRASE);
  const sign = async (change: object) => signRequest({ ...request, ...change }, kept);
  const { draft } = request;
  await expect(sign({ draft: { ...draft, root: { kid: 'mine', x: 'A'.repeat(43) } } })).rejects.toThrow('another root');
  await expect(sign({ draft: { ...draft, revision: 1 } })).rejects.toThrow('older');
  await expect(sign({ deploymentId: 'other' })).rejects.toThrow('another deployment');
  const [head, , tail] = request.current.split('.');
  await expect(sign({ current: `${head}.e30.${tail}` })).rejects.toThrow('not the one that signed');
  // keys that nobody here can sign with would leave the controller dumb
  const foreign = draft.keys.map((key: object, n: number) => ({ ...key, kid: `foreign-${n}` }));
  await writeFile(at('bent-answer.json'), JSON.stringify(await sign({ draft: { ...draft, keys: foreign } })));
  expect((await keys(['apply', at('bent-answer.json')])).err).toContain('another request');
});

it('lets two who rotate at once both end, one after the other, and goes above what devices hold', async () => {
  const both = await Promise.all([keys(['rotate']), keys(['rotate'])]);
  const codes = both.map(({ code }) => code).sort();
  // the second waits for nobody: it is told that another holds the lock
  expect([
    [0, 0],
    [0, 1],
  ]).toContainEqual(codes);
  const { revision } = (await open()).signed;
  expect(revision).toBe(codes[1] === 0 ? 3 : 2);
  await done(['rotate', '--above', '4.7']);
  expect((await open()).signed).toMatchObject({ epoch: 4, revision: 8 });
  expect((await keys(['rotate', '--above', 'x'])).code).toBe(2);
});

it('changes the lock, and asks for a passphrase that is worth one', async () => {
  expect((await keys(['lock'], { KEY_NEW_PASSPHRASE: 'ngắn' })).err).toContain('at least 16');
  expect((await keys(['lock'])).err).toContain('KEY_NEW_PASSPHRASE');
  await done(['lock'], { KEY_NEW_PASSPHRASE: 'một mật khẩu mới dài' });
  expect((await keys(['show'])).err).toContain('KEY_PASSPHRASE is missing');
  await done(['show'], { KEY_PASSPHRASE: 'một mật khẩu mới dài' });
  const short = { KEY_PASSPHRASE: 'một mật khẩu mới dài', KEY_ROOT_PASSPHRASE: 'ngắn' };
  expect((await keys(['export-root', '--out', at('r.json')], short)).err).toContain('at least 16');
  const wrong = { KEY_PASSPHRASE: 'một mật khẩu mới dài' };
  await done(['export-root', '--out', at('root.json')], wrong);
  const other = { ...wrong, KEY_ROOT_PASSPHRASE: 'không phải mật khẩu ấy' };
  expect((await keys(['remove-root', '--kept', at('root.json')], other)).err).toContain('wrong passphrase');
  expect((await keys(['export-root', '--out', at('root.json')], wrong)).err).toContain('exists already');
});

it('is a program', async () => {
  const command = join(ROOT, 'controller/dist/commands/keys/main.js');
  const shown = await promisify(execFile)(process.execPath, [command, 'show'], { env: { DATA_DIR: dataDir } });
  expect(shown.stdout).toContain((await open()).deploymentId);
});
