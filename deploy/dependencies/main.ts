/**
 * Part of `npm run check`: are the dependencies what decision 6 allows, and is any known to be vulnerable?
 * Exit code 1 with a sentence for each fault. A registry that gives no report on vulnerabilities is told, not a fault.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { advisoryFaults } from './advisories.ts';
import { ALLOWED } from './allowed.ts';
import { lockedPackages, type Project } from './lock.ts';
import { review } from './review.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const DECISIONS = 'controller/docs/decisions';
/** Once, and no longer than somebody waits for a check: a registry that is away is no reason to. */
const AUDIT = ['audit', '--omit=dev', '--json', '--package-lock-only', '--fetch-retries=0', '--fetch-timeout=20000'];

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const readJson = (path: string) => JSON.parse(read(path));

const lock = readJson('package-lock.json');
if (lock.lockfileVersion !== 3) throw new Error(`package-lock.json has version ${lock.lockfileVersion}, not 3.`);
const workspaces: string[] = ['', ...readJson('package.json').workspaces];
const project: Project = {
  manifests: Object.fromEntries(workspaces.map((folder) => [folder, readJson(join(folder, 'package.json'))])),
  lock: lock.packages,
  decisions: new Map(
    readdirSync(join(ROOT, DECISIONS)).map((name) => [Number(name.slice(0, 4)), read(join(DECISIONS, name))]),
  ),
  allowed: ALLOWED,
};

const faults = review(project);
const audit = spawnSync('npm', AUDIT, { cwd: ROOT, encoding: 'utf8', shell: process.platform === 'win32' });
const vulnerable = advisoryFaults(audit.stdout ?? '', ALLOWED.advisories);
for (const fault of [...faults, ...(vulnerable ?? [])]) say(fault);
say(`${lockedPackages(project).length} packages looked at, ${faults.length} faults.`);
if (vulnerable === undefined) {
  say('!!! NOT CHECKED: the registry gave no report on known vulnerabilities. Run this again where one does.');
} else say(`Known vulnerabilities, development tools left out: ${vulnerable.length}.`);
process.exitCode = faults.length + (vulnerable?.length ?? 0) > 0 ? 1 : 0;
