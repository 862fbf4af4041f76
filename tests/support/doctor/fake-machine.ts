/** A machine for doctors to look at: a folder with what the kernel would show, and scripts in place of programs. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Machine } from '@loa-lang/device-agent/doctor/machine/machine';

export interface FakeMachine {
  machine: Machine;
  folder: string;
  /** @param path as on the machine, e.g. `/proc/meminfo` */
  file(path: string, text: string): string;
  /** @param script lines of sh */
  program(name: string, script: string): string;
  remove(): void;
}

/** Programs that scripts need. */
const SYSTEM_PATH = '/bin';

export function fakeMachine({ withSystem = false } = {}): FakeMachine {
  const folder = mkdtempSync(join(tmpdir(), 'loa-machine-'));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const put = (path: string, text: string): string => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  return {
    machine: new Machine({ root: folder, path: withSystem ? `${bin}:${SYSTEM_PATH}` : bin }),
    folder,
    file: (path, text) => put(join(folder, path), text),
    program(name, script) {
      const path = put(join(bin, name), `#!/bin/sh\nPATH=$PATH:${SYSTEM_PATH}\n${script}\n`);
      chmodSync(path, 0o755);
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
