/** The ceremonies with the deployment's keys, as `npm run keys` gives them. See deploy/keys.md. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Words } from '@loa-lang/schemas/errors/codes';
import type { Revision } from '@loa-lang/schemas/wire/common';
import { readAuthorities } from '../../adapters/certificates/file-authority.ts';
import { changeLock, type Lock, openSecretBox } from '../../adapters/keys/box-lock.ts';
import { CeremonyError } from '../../adapters/keys/ceremony-error.ts';
import { KeyCabinet } from '../../adapters/keys/key-cabinet.ts';
import { judgeRequest, readAnswer, readRequest, signRequest } from '../../adapters/keys/key-request.ts';
import { readReleasePublic } from '../../adapters/keys/release-key-file.ts';
import { readRootFile } from '../../adapters/keys/root-file.ts';
import type { KeyCommandConfig, ReadLock } from '../../config/keys.ts';
import { askPassphrase } from './ask-passphrase.ts';
import { describeChanges, describeKeys, fingerprint, USAGE } from './words.ts';

const EXIT_USAGE = 2;
const EXIT_FAILED = 1;

export interface Printer {
  out(text: string): void;
  err(text: string): void;
}

class UsageError extends Error {}

const OPTIONS = {
  out: { type: 'string' },
  kept: { type: 'string' },
  root: { type: 'string' },
  'new-root': { type: 'string' },
  above: { type: 'string' },
  revoke: { type: 'boolean', default: false },
  'same-keys': { type: 'boolean', default: false },
  'release-key': { type: 'string' },
  yes: { type: 'boolean', default: false },
} as const;

/** @returns the exit code */
export async function runKeys(args: string[], config: KeyCommandConfig, print: Printer): Promise<number> {
  try {
    await new KeyCommands(args, config, print).run();
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      print.err(USAGE);
      return EXIT_USAGE;
    }
    const detail = error instanceof Error ? error.message : String(error);
    const { vi, en } = error instanceof CeremonyError ? error.words : { vi: detail, en: detail };
    print.err(`Không làm được: ${vi}.\nNot done: ${en}.\n`);
    return EXIT_FAILED;
  }
}

function readArguments(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: OPTIONS });
  } catch (cause) {
    throw new UsageError('arguments', { cause });
  }
}

function need(value: string | undefined): string {
  if (value === undefined) throw new UsageError('something is missing');
  return value;
}

function lockOf(read: ReadLock): Lock {
  if (read.ok) return read.lock;
  throw new CeremonyError(read.fault.vi, read.fault.en);
}

const passphraseOf = (what: Words, given: string | undefined, isNew: boolean): Promise<string> =>
  given === undefined ? askPassphrase(what, isNew) : Promise.resolve(given);

class KeyCommands {
  readonly #values: ReturnType<typeof readArguments>['values'];
  readonly #command: string;
  readonly #file: string | undefined;
  readonly #config: KeyCommandConfig;
  readonly #print: Printer;

  constructor(args: string[], config: KeyCommandConfig, print: Printer) {
    const { values, positionals } = readArguments(args);
    this.#values = values;
    this.#command = positionals[0] ?? '';
    this.#file = positionals[1];
    this.#config = config;
    this.#print = print;
  }

  run(): Promise<void> {
    const commands: Record<string, () => Promise<void>> = {
      show: () => this.#show(),
      lock: () => this.#lock(),
      rotate: () => this.#rotate(),
      'rotate-root': () => this.#rotateRoot(),
      'export-root': () => this.#exportRoot(),
      'remove-root': () => this.#removeRoot(),
      'import-root': () => this.#importRoot(),
      'release-key': () => this.#releaseKey(),
      request: () => this.#request(),
      sign: () => this.#sign(),
      apply: () => this.#apply(),
    };
    const run = commands[this.#command];
    if (run === undefined) throw new UsageError(this.#command);
    return run();
  }

  async #show(): Promise<void> {
    this.#print.out(describeKeys(await (await this.#cabinet()).read()));
  }

  async #lock(): Promise<void> {
    const to = lockOf(this.#config.newLock);
    if (to.kind === 'own-file') {
      throw new CeremonyError('đặt KEY_NEW_PASSPHRASE hoặc KEY_NEW_FILE', 'set KEY_NEW_PASSPHRASE or KEY_NEW_FILE');
    }
    await changeLock(need(this.#config.dataDir), lockOf(this.#config.lock), to);
    this.#say({ vi: 'Đã đổi cách mở khoá.', en: 'The keys are locked the new way.' });
  }

  async #rotate(): Promise<void> {
    await (await this.#cabinet()).rotate({ revoke: this.#values.revoke, above: this.#above() });
    this.#say({
      vi: 'Đã thay khoá ký. Máy chủ đang chạy sẽ tự dùng.',
      en: 'New signing keys. A running controller takes them.',
    });
  }

  async #rotateRoot(): Promise<void> {
    const path = this.#values.out;
    const keepAt = path === undefined ? undefined : { path, passphrase: await this.#newRootPassphrase() };
    const keys = await this.#cabinet();
    await keys.rotateRoot(this.#above(), keepAt);
    const { root } = await keys.read();
    this.#say({ vi: `Khoá gốc mới: ${fingerprint(root)}.`, en: `The new root: ${fingerprint(root)}.` });
  }

  async #exportRoot(): Promise<void> {
    await (await this.#cabinet()).exportRoot(need(this.#values.out), await this.#rootPassphrase(true));
    this.#say({
      vi: `Đã ghi ${this.#values.out} và đọc lại được. Cất hai bản ở hai nơi, rồi chạy remove-root.`,
      en: `${this.#values.out} is written and was read back. Keep two copies in two places, then use remove-root.`,
    });
  }

  async #removeRoot(): Promise<void> {
    await (await this.#cabinet()).removeRoot(need(this.#values.kept), await this.#rootPassphrase(false));
    this.#say({ vi: 'Khoá gốc không còn trên máy này.', en: 'The root is no longer on this machine.' });
  }

  async #importRoot(): Promise<void> {
    await (await this.#cabinet()).importRoot(need(this.#file), await this.#rootPassphrase(false));
    this.#say({ vi: 'Khoá gốc đã ở trên máy này.', en: 'The root is on this machine.' });
  }

  async #releaseKey(): Promise<void> {
    const key = await readReleasePublic(need(this.#file));
    await (await this.#cabinet()).nameReleaseKey(key);
    this.#say({
      vi: `Thiết bị chỉ nhận phần mềm do khoá này ký: ${fingerprint(key)}.`,
      en: `Devices take programs signed with this key alone: ${fingerprint(key)}.`,
    });
  }

  async #request(): Promise<void> {
    const path = need(this.#values.out);
    const { revoke, 'same-keys': sameKeys } = this.#values;
    const authorities = await readAuthorities(need(this.#config.dataDir));
    const named = this.#values['release-key'];
    const releaseKey = named === undefined ? undefined : await readReleasePublic(named);
    const renewal = { revoke, above: this.#above() };
    const request = await (await this.#cabinet()).request(renewal, sameKeys, { authorities, releaseKey });
    await writeFile(path, JSON.stringify(request), { flag: 'wx' });
    this.#say({ vi: `Mang ${path} sang máy giữ khoá gốc.`, en: `Carry ${path} to the machine that holds the root.` });
  }

  async #sign(): Promise<void> {
    const [path, out] = [need(this.#file), need(this.#values.out)];
    const request = await readRequest(path);
    const kept = await readRootFile(need(this.#values.root), await this.#rootPassphrase(false));
    this.#print.out(describeChanges(await judgeRequest(request, kept)));
    if (!this.#values.yes) {
      throw new CeremonyError(
        'chưa ký: xem các thay đổi rồi thêm --yes',
        'nothing was signed: look at the changes and say --yes',
      );
    }
    const newRoot = this.#values['new-root'];
    const newRootAt =
      newRoot === undefined ? undefined : { path: newRoot, passphrase: await this.#newRootPassphrase() };
    await writeFile(out, JSON.stringify(await signRequest(request, kept, newRootAt)), { flag: 'wx' });
    this.#say({ vi: `Đã ký: mang ${out} về máy chủ.`, en: `Signed: carry ${out} back to the controller.` });
  }

  async #apply(): Promise<void> {
    await (await this.#cabinet()).apply((await readAnswer(need(this.#file))).document);
    this.#say({
      vi: 'Đã nhận bộ khoá mới. Máy chủ đang chạy sẽ tự dùng.',
      en: 'The new keys are in place. A running controller takes them.',
    });
  }

  #say({ vi, en }: Words): void {
    this.#print.out(`${vi}\n${en}\n`);
  }

  #above(): Revision | undefined {
    const { above } = this.#values;
    if (above === undefined) return undefined;
    const match = /^(\d{1,14})\.(\d{1,14})$/.exec(above);
    if (match === null) throw new UsageError('above');
    return { epoch: Number(match[1]), revision: Number(match[2]) };
  }

  async #cabinet(): Promise<KeyCabinet> {
    const dataDir = need(this.#config.dataDir);
    return new KeyCabinet(dataDir, await openSecretBox(dataDir, lockOf(this.#config.lock)));
  }

  #rootPassphrase(isNew: boolean): Promise<string> {
    const what = { vi: 'Mật khẩu của tệp khoá gốc', en: 'Passphrase of the root file' };
    return passphraseOf(what, this.#config.rootPassphrase, isNew);
  }

  #newRootPassphrase(): Promise<string> {
    const { newRootPassphrase, rootPassphrase } = this.#config;
    const what = { vi: 'Mật khẩu cho tệp khoá gốc mới', en: 'Passphrase for the new root file' };
    return passphraseOf(what, newRootPassphrase ?? rootPassphrase, true);
  }
}
