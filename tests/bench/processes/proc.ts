/** What Linux counts of a process (proc_pid_status, proc_pid_stat, proc_pid_io). */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const KIB = 1024;

/** Resident memory in bytes, now and at its largest since the start or since `forgetLargest`. */
export function residentBytes(pid: number): { now: number; largest: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string): number => {
    const kib = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
    if (kib === undefined) throw new Error(`no ${name} of process ${pid}`);
    return Number(kib) * KIB;
  };
  return { now: field('VmRSS'), largest: field('VmHWM') };
}

/** Lets the largest resident memory count from here (proc_pid_clear_refs: 5). */
export const forgetLargest = (pid: number): void => writeFileSync(`/proc/${pid}/clear_refs`, '5');

/** Processor time of all threads of the process, user and system, in seconds. Children are not counted. */
export function processorSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // the name in parentheses may contain anything; utime and stime are fields 14 and 15, the state behind it is field 3
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[14 - 3]) + Number(fields[15 - 3]);
  return ticks / ticksPerSecond();
}

/** Bytes of pages that the process made the storage layer write. Memory file systems count nothing. */
export function writtenToDiskBytes(pid: number): number {
  const bytes = /^write_bytes: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1];
  if (bytes === undefined) throw new Error(`no write_bytes of process ${pid}`);
  return Number(bytes);
}

let ticks: number | undefined;
const ticksPerSecond = (): number => {
  ticks ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  return ticks;
};
