/**
 * What the launcher and the agents tell each other: small files in the folder of versions. Each is written by one side
 * only, beside its place and renamed over it, so after a power cut it is the old one or the new one. Agents of all
 * versions share them, so a field may be added here and none may change its meaning.
 *
 *     state.json            the launcher: which version runs, which is on trial, which are bad
 *     next.json             the agent: an unpacked version that is to be tried
 *     healthy.json          the agent on trial: it has proved its health
 *     <version>-<hash8>/    an unpacked version
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A version of the agent that lies unpacked in the folder. */
export interface Installed {
  /** its folder */
  name: string;
  /** entry point, relative to its folder */
  main: string;
  version: string;
  /** SHA-256 of what it was unpacked from */
  artefactId: string;
}

export interface Proposal extends Installed {
  /** the command that asked for it */
  commandId: string;
}

export interface TrialOutcome extends Proposal {
  result: 'healthy' | 'rolled-back';
  reason?: string;
}

export interface LauncherState {
  /** absent: the version that was installed with the machine */
  current?: Installed;
  previous?: Installed;
  trial?: { of: Proposal; starts: number; crashes: number };
  /** artefacts that were rolled back; never tried again */
  bad: string[];
  /** of the last trial that is over */
  outcome?: TrialOutcome;
}

const FILES = { state: 'state.json', next: 'next.json', healthy: 'healthy.json' } as const;
type Told = keyof typeof FILES;

const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0;
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isInstalled = (value: unknown): value is Installed =>
  isRecord(value) && ['name', 'main', 'version', 'artefactId'].every((field) => isText(value[field]));

/** What it says; `undefined` when it is not there or cannot be read. */
function read(folder: string, told: Told): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, FILES[told]), 'utf8'));
  } catch {
    return undefined;
  }
}

/** On the disk when it returns. @throws when the disk refuses; what was there stands then */
function write(folder: string, told: Told, content: unknown): void {
  const path = join(folder, FILES[told]);
  const file = openSync(`${path}.tmp`, 'w', 0o600);
  try {
    writeFileSync(file, JSON.stringify(content));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.tmp`, path);
  syncFolder(folder);
}

function syncFolder(folder: string): void {
  const entry = openSync(folder, 'r');
  try {
    fsyncSync(entry);
  } finally {
    closeSync(entry);
  }
}

/** A damaged one says nothing: what came with the machine runs then. */
export function readState(folder: string): LauncherState {
  const state = read(folder, 'state');
  if (!isRecord(state) || !Array.isArray(state.bad)) return { bad: [] };
  const { current, previous, trial, outcome } = state;
  const isTrial = isRecord(trial) && isInstalled(trial.of) && typeof trial.starts === 'number';
  return {
    bad: state.bad.filter(isText),
    ...(isInstalled(current) && { current }),
    ...(isInstalled(previous) && { previous }),
    ...(isTrial && { trial: { crashes: 0, ...trial } as NonNullable<LauncherState['trial']> }),
    ...(isRecord(outcome) && isInstalled(outcome) && { outcome: outcome as unknown as TrialOutcome }),
  };
}
export const writeState = (folder: string, state: LauncherState): void => write(folder, 'state', state);

export function readNext(folder: string): Proposal | undefined {
  const next = read(folder, 'next');
  return isInstalled(next) && isText((next as Partial<Proposal>).commandId) ? (next as Proposal) : undefined;
}
export const writeNext = (folder: string, next: Proposal): void => write(folder, 'next', next);

/** What cannot be removed is met again. */
export function removeNext(folder: string): void {
  try {
    rmSync(join(folder, FILES.next), { force: true });
    syncFolder(folder);
  } catch {
    // a disk that refuses
  }
}

/** The artefact that says that it is well. */
export function readHealthy(folder: string): string | undefined {
  const healthy = read(folder, 'healthy');
  return isRecord(healthy) && isText(healthy.artefactId) ? healthy.artefactId : undefined;
}
export const writeHealthy = (folder: string, artefactId: string): void => write(folder, 'healthy', { artefactId });
