/** `npm run release -- make|sign|new-key`: versions of the agent, from the build to what devices believe. See deploy/releases.md. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CeremonyError } from '@loa-lang/controller/adapters/keys/ceremony-error';
import { makeReleaseKey } from '@loa-lang/controller/adapters/keys/release-key-file';
import { askPassphrase } from '@loa-lang/controller/commands/keys/ask-passphrase';
import { fingerprint } from '@loa-lang/controller/commands/keys/words';
import { readKeyCommandConfig } from '@loa-lang/controller/config';
import { makeRelease } from './make.ts';
import { readRelease, signRelease, voucherApart, voucherHere } from './sign.ts';
import { USAGE } from './words.ts';

class UsageError extends Error {}

const PROJECT_ROOT = resolve(fileURLToPath(new URL('../../..', import.meta.url)));
const VERSION = /^[0-9A-Za-z.+-]{1,64}$/;
const OPTIONS = {
  out: { type: 'string' },
  public: { type: 'string' },
  key: { type: 'string' },
  deployment: { type: 'string' },
} as const;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const config = readKeyCommandConfig();

function need(value: string | undefined): string {
  if (value === undefined) throw new UsageError();
  return value;
}

const passphraseOf = async (isNew: boolean): Promise<string> =>
  config.releasePassphrase ??
  askPassphrase({ vi: 'Mật khẩu của khoá phát hành', en: 'Passphrase of the release key' }, isNew);

async function make(version: string, out: string): Promise<void> {
  if (!VERSION.test(version)) throw new UsageError();
  const { artefact, release } = makeRelease(PROJECT_ROOT, version, Date.now());
  await mkdir(out, { recursive: true });
  await writeFile(join(out, `agent-${version}.tgz`), artefact);
  await writeFile(join(out, 'release.json'), `${JSON.stringify(release, undefined, 2)}\n`);
  say(`${out}: agent-${version}.tgz (${release.sizeBytes} B, SHA-256 ${release.artefactId}), release.json`);
}

async function sign(path: string, out: string, key: string | undefined, deployment: string | undefined): Promise<void> {
  const release = await readRelease(path);
  const { lock, dataDir } = config;
  if (key === undefined && !lock.ok) throw new CeremonyError(lock.fault.vi, lock.fault.en);
  const voucher =
    key === undefined && lock.ok
      ? await voucherHere(need(dataDir), lock.lock)
      : await voucherApart(need(key), await passphraseOf(false), need(deployment));
  await writeFile(out, await signRelease(release, voucher));
  say(`${out}: ${release.version}, ${voucher.deploymentId}`);
}

async function newKey(out: string, publicFile: string): Promise<void> {
  const key = await makeReleaseKey(out, publicFile, await passphraseOf(true));
  say(`${out}, ${publicFile}: ${fingerprint(key)}`);
}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: OPTIONS });
  const [command, subject] = positionals;
  const out = need(values.out);
  if (command === 'make') return make(need(subject), out);
  if (command === 'sign') return sign(need(subject), out, values.key, values.deployment);
  if (command === 'new-key') return newKey(out, need(values.public));
  throw new UsageError();
}

try {
  await run();
} catch (error) {
  const isUse = error instanceof UsageError || String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');
  const { vi, en } = error instanceof CeremonyError ? error.words : { vi: String(error), en: String(error) };
  process.stderr.write(isUse ? USAGE : `Không làm được: ${vi}.\nNot done: ${en}.\n`);
  process.exitCode = isUse ? 2 : 1;
}
