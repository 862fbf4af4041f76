/** Runs the agent that is current, and looks after one that is on trial. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type LauncherState, readHealthy, readNext, readState, removeNext, writeState } from './files.ts';
import { begun, crashed, proved, rolledBack, started } from './trial.ts';

export interface LaunchOptions {
  /** folder of versions */
  versions: string;
  /** entry point of the version that was installed with the machine */
  main: string;
  /** what the agent is told */
  args: readonly string[];
  /** within this a version on trial proves its health, ms */
  trialMs: number;
  /** before a crashed agent is started again, ms */
  pauseMs: number;
  /** aborted when the program is to end */
  signal: AbortSignal;
  say(text: string): void;
}

interface End {
  code: number | null;
  signal: string | null;
}

const LOOK_MS = 500;
/** An agent that is asked to end has 8 s for it; what hangs longer is killed. */
const STOP_WITHIN_MS = 10_000;
/** Crashes in a row after which an older version has its turn: this one may lie broken on the disk. */
const TOO_MANY_CRASHES = 5;
/** One that has run so long has not just crashed at its start. */
const RAN_LONG_MS = 60_000;
/** What ends sooner than this, content or not, is not started again at once. */
const JUST_STARTED_MS = 1000;

/** @returns the exit code of the last agent, once `signal` has been aborted */
export async function launch(options: LaunchOptions): Promise<number> {
  const { versions, signal, say } = options;
  makeFolder(versions, say);
  const kept = new KeptState(versions, say);
  let crashes = 0;
  for (;;) {
    takeNext(kept, versions);
    if (isProved(kept, versions)) kept.change(proved);
    kept.change(started);
    const main = mainOf(kept, options, crashes);
    const startedAt = performance.now();
    const end = await runOnce(main, kept, options);
    if (signal.aborted) return end.code ?? 1;
    const failed = end.code !== 0;
    const how = end.signal === null ? `ended with code ${end.code}` : `ended by ${end.signal}`;
    if (failed) {
      say(`the agent ${how}`);
      kept.change((state) => crashed(state, how));
    }
    const ranMs = performance.now() - startedAt;
    crashes = failed && ranMs < RAN_LONG_MS ? crashes + 1 : 0;
    if (failed || ranMs < JUST_STARTED_MS) await pause(options.pauseMs, signal);
    if (signal.aborted) return end.code ?? 1;
  }
}

/** The state in memory and on the disk. What could not be written down is not tried. */
class KeptState {
  readonly #folder: string;
  readonly #say: (text: string) => void;
  #state: LauncherState;
  isWritten = true;

  constructor(folder: string, say: (text: string) => void) {
    this.#folder = folder;
    this.#say = say;
    this.#state = readState(folder);
  }

  get state(): LauncherState {
    return this.#state;
  }

  change(step: (state: LauncherState) => LauncherState): void {
    const next = step(this.#state);
    if (next === this.#state && this.isWritten) return;
    if (next.outcome !== this.#state.outcome) this.#say(wordsOf(next));
    this.#state = next;
    try {
      writeState(this.#folder, next);
      this.isWritten = true;
    } catch (error) {
      this.isWritten = false;
      this.#say(`the state of versions cannot be written: ${error}`);
    }
  }
}

/** A disk that refuses is no reason not to play. */
function makeFolder(folder: string, say: (text: string) => void): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    say(`no folder of versions: ${error}`);
  }
}

/** What stays there because the disk refuses is met again, and is no news then. */
function takeNext(kept: KeptState, versions: string): void {
  const next = readNext(versions);
  if (next === undefined) return;
  kept.change((state) => begun(state, next));
  if (kept.isWritten) removeNext(versions);
}

const wordsOf = ({ outcome }: LauncherState): string =>
  outcome === undefined ? 'no trial' : `version ${outcome.version}: ${outcome.result} ${outcome.reason ?? ''}`;

/** Only what is on trial says that it is well. */
function isProved({ state }: KeptState, versions: string): boolean {
  return state.trial !== undefined && readHealthy(versions) === state.trial.of.artefactId;
}

/** Entry point of what is to run now; a version that is not there has failed its trial. */
function mainOf(kept: KeptState, { versions, main, say }: LaunchOptions, crashes: number): string {
  const pathOf = (of: { name: string; main: string } | undefined) => of && join(versions, of.name, of.main);
  const trial = kept.isWritten ? pathOf(kept.state.trial?.of) : undefined;
  if (trial !== undefined && existsSync(trial)) return trial;
  if (trial !== undefined) kept.change((state) => rolledBack(state, 'it is not there'));
  const own = [pathOf(kept.state.current), pathOf(kept.state.previous)].filter((path) => path !== undefined);
  const there = [...own.filter((path) => existsSync(path)), main];
  const turn = Math.floor(crashes / TOO_MANY_CRASHES) % there.length;
  if (turn > 0) say(`too many crashes; now ${there[turn]}`);
  return there[turn] ?? main;
}

async function runOnce(main: string, kept: KeptState, options: LaunchOptions): Promise<End> {
  const { versions, args, trialMs, signal } = options;
  const told = ['--versions', versions, '--trial-ms', String(trialMs)];
  // an agent whose launcher dies ends by itself when this channel does
  const child = spawn(process.execPath, [main, ...args, ...told], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  const over = endOf(child);
  const stop = () => void stopChild(child, over);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const deadline = performance.now() + trialMs;
  const look = setInterval(() => {
    if (!kept.isWritten) kept.change((state) => state);
    if (kept.state.trial === undefined || !main.startsWith(join(versions, kept.state.trial.of.name))) return;
    if (isProved(kept, versions)) kept.change(proved);
    else if (performance.now() > deadline) {
      kept.change((state) => rolledBack(state, `not well within ${Math.round(trialMs / 1000)} s`));
      stop();
    }
  }, LOOK_MS);
  try {
    return await over;
  } finally {
    clearInterval(look);
    signal.removeEventListener('abort', stop);
  }
}

const endOf = (child: ChildProcess): Promise<End> =>
  new Promise((resolve) => {
    child.once('error', () => resolve({ code: 127, signal: null }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });

async function stopChild(child: ChildProcess, over: Promise<End>): Promise<void> {
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await over;
  clearTimeout(kill);
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    signal.addEventListener('abort', over);
  });
