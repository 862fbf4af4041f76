/** The embedded PostgreSQL of a running controller, frozen, thawed and killed with all its processes. */
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The postmaster and every process below it, the postmaster first. */
async function processes(dataDir: string): Promise<number[]> {
  const text = await readFile(join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8');
  const postmaster = Number.parseInt(text, 10);
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === postmaster);
  return [postmaster, ...children.map(Number)];
}

function parentOf(pid: string): number | undefined {
  try {
    // proc(5): the fourth field, after a name in brackets that may hold anything
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
  } catch {
    return undefined;
  }
}

/** Hangs without closing anything. @returns what lets it go on */
export async function freezeDatabase(dataDir: string): Promise<() => void> {
  const pids = await processes(dataDir);
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  return () => {
    for (const pid of pids) signal(pid, 'SIGCONT');
  };
}

/** Like a crash of the server; the controller brings it back. */
export async function killDatabase(dataDir: string): Promise<void> {
  for (const pid of await processes(dataDir)) signal(pid, 'SIGKILL');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it has ended
  }
}
