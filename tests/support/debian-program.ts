/** Programs of Debian that tests talk to: found, installed where that may be done, or missed loudly. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export interface DebianProgram {
  /** as it is called in what is said */
  name: string;
  /** where it may lie */
  paths: readonly string[];
  /** the one command that brings it */
  install: string;
}

const INSTALLED_WITHIN_MS = 300_000;

/** Its path; installs the package when root. `undefined`, said loudly, where it cannot be had. */
export function pathOf({ name, paths, install }: DebianProgram): string | undefined {
  const found = () => paths.find((path) => existsSync(path));
  if (found() === undefined && process.getuid?.() === 0) {
    try {
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      execFileSync('sh', ['-c', install], { stdio: 'ignore', timeout: INSTALLED_WITHIN_MS, env });
    } catch {
      // said below
    }
  }
  const path = found();
  if (path === undefined) console.warn(`\n*** SKIPPED: tests against ${name}. To run them: ${install}\n`);
  return path;
}
