/** `npm run keys -- COMMAND`: ceremonies with the deployment's keys. See deploy/keys.md. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Words } from '@loa-lang/schemas/errors/codes';
import type { Revision } from '@loa-lang/schemas/wire/common';
import { changeLock, type Lock, openSecretBox } from '../../adapters/keys/box-lock.ts';
import { CeremonyError } from '../../adapters/keys/ceremony-error.ts';
import { KeyCabinet } from '../../adapters/keys/key-cabinet.ts';
import { judgeRequest, readAnswer, readRequest, signRequest } from '../../adapters/keys/key-request.ts';
import { readRootFile } from '../../adapters/keys/root-file.ts';
import type { ReadLock } from '../../config/keys.ts';
import { readKeyCommandConfig } from '../../config.ts';
import { askPassphrase } from './ask-passphrase.ts';
import { describeChanges, describeKeys, fingerprint, USAGE } from './words.ts';

const EXIT_USAGE = 2;
const EXIT_FAILED = 1;

const say = ({ vi, en }: Words): void => {
  process.stdout.write(`${vi}\n${en}\n`);
};

const { values, positionals } = readArguments();
const [command = '', file] = positionals;
const config = readKeyCommandConfig();

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        kept: { type: 'string' },
        root: { type: 'string' },
        'new-root': { type: 'string' },
        above: { type: 'string' },
        revoke: { type: 'boolean', default: false },
        'same-keys': { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
      },
    });
  } catch {
    return usage();
  }
}

function usage(): never {
  process.stderr.write(USAGE);
  process.exit(EXIT_USAGE);
}

const need = (value: string | undefined): string => value ?? usage();

function above(): Revision | undefined {
  if (values.above === undefined) return undefined;
  const match = /^(\d{1,15})\.(\d{1,15})$/.exec(values.above);
  return match === null ? usage() : { epoch: Number(match[1]), revision: Number(match[2]) };
}

const dataDir = (): string => need(config.dataDir);
const cabinet = async (): Promise<KeyCabinet> =>
  new KeyCabinet(dataDir(), await openSecretBox(dataDir(), lockOf(config.lock)));

function lockOf(read: ReadLock): Lock {
  if (read.ok) return read.lock;
  throw new CeremonyError(read.fault.vi, read.fault.en);
}

const passphraseOf = (what: Words, given: string | undefined, isNew: boolean): Promise<string> =>
  given === undefined ? askPassphrase(what, isNew) : Promise.resolve(given);
const rootPassphrase = (isNew: boolean): Promise<string> =>
  passphraseOf({ vi: 'Mật khẩu của tệp khoá gốc', en: 'Passphrase of the root file' }, config.rootPassphrase, isNew);
const newRootPassphrase = (): Promise<string> =>
  passphraseOf(
    { vi: 'Mật khẩu cho tệp khoá gốc mới', en: 'Passphrase for the new root file' },
    config.newRootPassphrase ?? config.rootPassphrase,
    true,
  );

const commands: Record<string, () => Promise<void>> = {
  async show() {
    process.stdout.write(describeKeys(await (await cabinet()).read()));
  },
  async lock() {
    const to = lockOf(config.newLock);
    if (to.kind === 'own-file') {
      throw new CeremonyError('đặt KEY_NEW_PASSPHRASE hoặc KEY_NEW_FILE', 'set KEY_NEW_PASSPHRASE or KEY_NEW_FILE');
    }
    await changeLock(dataDir(), lockOf(config.lock), to);
    say({ vi: 'Đã đổi cách mở khoá.', en: 'The keys are locked the new way.' });
  },
  async rotate() {
    await (await cabinet()).rotate({ revoke: values.revoke, above: above() });
    say({
      vi: 'Đã thay khoá ký. Máy chủ đang chạy sẽ tự dùng.',
      en: 'New signing keys. A running controller takes them.',
    });
  },
  async 'rotate-root'() {
    const path = values.out;
    const keepAt = path === undefined ? undefined : { path, passphrase: await newRootPassphrase() };
    const keys = await cabinet();
    await keys.rotateRoot(above(), keepAt);
    const { root } = await keys.read();
    say({ vi: `Khoá gốc mới: ${fingerprint(root)}.`, en: `The new root: ${fingerprint(root)}.` });
  },
  async 'export-root'() {
    await (await cabinet()).exportRoot(need(values.out), await rootPassphrase(true));
    say({
      vi: `Đã ghi ${values.out} và đọc lại được. Cất hai bản ở hai nơi, rồi chạy remove-root.`,
      en: `${values.out} is written and was read back. Keep two copies in two places, then use remove-root.`,
    });
  },
  async 'remove-root'() {
    await (await cabinet()).removeRoot(need(values.kept), await rootPassphrase(false));
    say({ vi: 'Khoá gốc không còn trên máy này.', en: 'The root is no longer on this machine.' });
  },
  async 'import-root'() {
    await (await cabinet()).importRoot(need(file), await rootPassphrase(false));
    say({ vi: 'Khoá gốc đã ở trên máy này.', en: 'The root is on this machine.' });
  },
  async request() {
    const path = need(values.out);
    const request = await (await cabinet()).request({ revoke: values.revoke, above: above() }, values['same-keys']);
    await writeFile(path, JSON.stringify(request), { flag: 'wx' });
    say({ vi: `Mang ${path} sang máy giữ khoá gốc.`, en: `Carry ${path} to the machine that holds the root.` });
  },
  async sign() {
    const [path, out] = [need(file), need(values.out)];
    const request = await readRequest(path);
    const kept = await readRootFile(need(values.root), await rootPassphrase(false));
    process.stdout.write(describeChanges(await judgeRequest(request, kept)));
    if (!values.yes) {
      throw new CeremonyError(
        'chưa ký: xem các thay đổi rồi thêm --yes',
        'nothing was signed: look at the changes and say --yes',
      );
    }
    const newRoot = values['new-root'];
    const newRootAt = newRoot === undefined ? undefined : { path: newRoot, passphrase: await newRootPassphrase() };
    await writeFile(out, JSON.stringify(await signRequest(request, kept, newRootAt)), { flag: 'wx' });
    say({ vi: `Đã ký: mang ${out} về máy chủ.`, en: `Signed: carry ${out} back to the controller.` });
  },
  async apply() {
    await (await cabinet()).apply((await readAnswer(need(file))).document);
    say({
      vi: 'Đã nhận bộ khoá mới. Máy chủ đang chạy sẽ tự dùng.',
      en: 'The new keys are in place. A running controller takes them.',
    });
  },
};

const run = commands[command] ?? usage();
try {
  await run();
} catch (error) {
  const detail = error instanceof Error ? error.message : String(error);
  const { vi, en } = error instanceof CeremonyError ? error.words : { vi: detail, en: detail };
  process.stderr.write(`Không làm được: ${vi}.\nNot done: ${en}.\n`);
  process.exitCode = EXIT_FAILED;
}
