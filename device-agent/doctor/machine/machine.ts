/** The computer as a doctor looks at it: files that the kernel shows, and programs that say something. Changes nothing. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Millis } from '@loa-lang/schemas/units';

export interface Ran {
  /** `undefined`: there is no such program, or it did not answer in time */
  code: number | undefined;
  /** standard output */
  out: string;
  /** standard error */
  err: string;
}

export interface MachineOptions {
  /** under which `/proc`, `/sys`, `/dev` and `/etc` lie */
  root?: string;
  /** search path of programs */
  path?: string;
}

/** A sound server that hangs must not keep the rest from being told. */
const PATIENCE_MS: Millis = 5000;
/** env(1): the command was not found */
const NOT_FOUND = 127;
const MOST_BYTES = 4 * 1024 * 1024;

export class Machine {
  readonly #root: string;
  readonly #path: string | undefined;

  constructor({ root = '/', path }: MachineOptions = {}) {
    this.#root = root;
    this.#path = path;
  }

  /** Where a path of this machine really lies. */
  at(path: string): string {
    return join(this.#root, path);
  }

  /** `undefined` when it is not there or may not be read. */
  read(path: string): Promise<string | undefined> {
    return readFile(this.at(path), 'utf8').catch(() => undefined);
  }

  /** Names in a folder, none when it is not there. */
  list(path: string): Promise<string[]> {
    return readdir(this.at(path)).catch(() => []);
  }

  /** Runs a program in the language C, without a shell. */
  run(program: string, args: readonly string[] = [], patienceMs = PATIENCE_MS): Promise<Ran> {
    const surroundings = [...(this.#path === undefined ? [] : [`PATH=${this.#path}`]), 'LC_ALL=C'];
    const options = { timeout: patienceMs, killSignal: 'SIGKILL', maxBuffer: MOST_BYTES } as const;
    return new Promise((resolve) => {
      execFile('/usr/bin/env', [...surroundings, program, ...args], options, (error, out, err) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : undefined;
        resolve({ code: code === NOT_FOUND ? undefined : code, out, err });
      });
    });
  }
}
