/** What unlocks the keys, for the controller and for the commands. */
import type { Words } from '@loa-lang/schemas/errors/codes';
import type { Lock } from '../adapters/keys/box-lock.ts';
import { MIN_PASSPHRASE_CHARACTERS } from '../adapters/keys/stretch.ts';

interface LockReader {
  text(name: 'KEY_PASSPHRASE' | 'KEY_FILE'): string | undefined;
  fault(name: 'KEY_PASSPHRASE' | 'KEY_FILE', vi: string, en: string): void;
}

export function readKeyLock(read: LockReader): Lock {
  const [passphrase, path] = [read.text('KEY_PASSPHRASE'), read.text('KEY_FILE')];
  if (passphrase !== undefined && path !== undefined) {
    read.fault('KEY_FILE', 'không dùng cùng KEY_PASSPHRASE', 'is not used together with KEY_PASSPHRASE');
  }
  if (passphrase !== undefined && passphrase.length < MIN_PASSPHRASE_CHARACTERS) {
    read.fault(
      'KEY_PASSPHRASE',
      `cần ít nhất ${MIN_PASSPHRASE_CHARACTERS} ký tự`,
      `needs at least ${MIN_PASSPHRASE_CHARACTERS} characters`,
    );
  }
  if (passphrase !== undefined) return { kind: 'passphrase', passphrase };
  return path === undefined ? { kind: 'own-file' } : { kind: 'file', path };
}

/** What `npm run keys` reads; each command asks for what it needs of it. */
export interface KeyCommandConfig {
  dataDir: string | undefined;
  lock: ReadLock;
  newLock: ReadLock;
  rootPassphrase: string | undefined;
  newRootPassphrase: string | undefined;
  /** of a release key that is kept apart */
  releasePassphrase: string | undefined;
}
export type ReadLock = { ok: true; lock: Lock } | { ok: false; fault: Words };

export function readKeyCommand(environment: Readonly<Record<string, string | undefined>>): KeyCommandConfig {
  const text = (name: string) => environment[name]?.trim() || undefined;
  const lockOf = (prefix: string): ReadLock => {
    const faults: Words[] = [];
    const lock = readKeyLock({
      text: (name) => text(name.replace('KEY_', prefix)),
      fault: (name, vi, en) => faults.push({ vi: `${name} ${vi}`, en: `${name} ${en}` }),
    });
    return faults[0] === undefined ? { ok: true, lock } : { ok: false, fault: faults[0] };
  };
  return {
    dataDir: text('DATA_DIR'),
    lock: lockOf('KEY_'),
    newLock: lockOf('KEY_NEW_'),
    rootPassphrase: text('KEY_ROOT_PASSPHRASE'),
    newRootPassphrase: text('KEY_NEW_ROOT_PASSPHRASE'),
    releasePassphrase: text('KEY_RELEASE_PASSPHRASE'),
  };
}
