/** What a killed run leaves of PostgreSQL: processes that still work in its data folder, and a pid file. */
import { existsSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTicksOf } from './lock-holder.ts';

/**
 * INT is the server's fast shutdown, QUIT the immediate one, from which it recovers at the next start. INT goes to the
 * server alone: its children take it for something else (the checkpointer for "shut down now").
 */
const STEPS: { signal: NodeJS.Signals; to: 'server' | 'all'; waitMs: number }[] = [
  { signal: 'SIGINT', to: 'server', waitMs: 15_000 },
  { signal: 'SIGQUIT', to: 'all', waitMs: 5_000 },
  { signal: 'SIGKILL', to: 'all', waitMs: 5_000 },
];

const link = (path: string): string => {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
};

/**
 * PostgreSQL processes whose working folder is this data folder: the server and its children go there and stay. Only
 * that proves that a process is ours; the number in `postmaster.pid` may long belong to somebody else.
 */
export const postgresProcessesIn = (dataPath: string): number[] => {
  if (!existsSync(dataPath)) return [];
  const real = realpathSync(dataPath);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => link(`/proc/${pid}/cwd`) === real && startTicksOf(pid) !== undefined)
    .filter((pid) => basename(link(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, '')) === 'postgres');
};

const signalAll = (pids: number[], signal: NodeJS.Signals): void => {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
};

/** The server among the processes found, by its pid file; `undefined` when only its children are left. */
const serverAmong = async (pids: number[], pidFile: string): Promise<number | undefined> => {
  const first = Number.parseInt(await readFile(pidFile, 'latin1').catch(() => ''), 10);
  return pids.find((pid) => pid === first);
};

/** Stops what still works in the folder and removes the pid file. @throws when a process outlives even SIGKILL. */
export const clearLeftovers = async (dataPath: string): Promise<{ stopped: number[] }> => {
  const pidFile = join(dataPath, 'postmaster.pid');
  const stopped = postgresProcessesIn(dataPath);
  for (const { signal, to, waitMs } of STEPS) {
    const left = postgresProcessesIn(dataPath);
    if (left.length === 0) break;
    const server = await serverAmong(left, pidFile);
    if (to === 'server' && server === undefined) continue;
    signalAll(to === 'server' ? left.filter((pid) => pid === server) : left, signal);
    for (let waitedMs = 0; waitedMs < waitMs && postgresProcessesIn(dataPath).length > 0; waitedMs += 50) {
      await sleep(50);
    }
  }
  const left = postgresProcessesIn(dataPath);
  if (left.length > 0) throw new Error(`PostgreSQL of an earlier run cannot be stopped: process ${left.join(', ')}.`);
  await rm(pidFile, { force: true });
  return { stopped };
};
