/** Memory of a process and of the programs it started, from /proc (proc_pid_status(5)). */
import { readdirSync, readFileSync } from 'node:fs';

const KIB = 1024;

interface Status {
  pid: number;
  parent: number;
  name: string;
  residentBytes: number;
}

function statusOf(pid: number): Status | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    const value = (field: string) => new RegExp(`^${field}:\\s+(\\S+)`, 'm').exec(text)?.[1] ?? '0';
    return {
      pid,
      parent: Number(value('PPid')),
      name: value('Name'),
      residentBytes: Number(value('VmRSS')) * KIB,
    };
  } catch {
    return undefined; // it ended while it was looked at
  }
}

/** proc_pid_stat(5), fields 14 to 17: user and system time of this process, then of the children it has waited for. */
const TIMES = { from: 13, to: 17 };
/** USER_HZ, 100 on every Linux there is. */
const TICKS_PER_SECOND = 100;

/** Processor time of this process and of its ended children, seconds. */
export function processorSeconds(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  // The second field is the name in brackets, which may hold anything.
  const fields = `0 0 ${stat.slice(stat.lastIndexOf(')') + 2)}`.split(' ');
  const ticks = fields.slice(TIMES.from, TIMES.to).reduce((sum, field) => sum + Number(field), 0);
  return ticks / TICKS_PER_SECOND;
}

/** Of the process itself, and of those beneath it whose name matches. */
export function residentBytes(root: number, children: RegExp): { own: number; children: number } {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statusOf(Number(name)) ?? []);
  const beneath = new Set([root]);
  for (let grown = -1; grown !== beneath.size; ) {
    grown = beneath.size;
    for (const { pid, parent } of all) if (beneath.has(parent)) beneath.add(pid);
  }
  const of = (wanted: (status: Status) => boolean) =>
    all
      .filter((status) => beneath.has(status.pid) && wanted(status))
      .reduce((sum, { residentBytes: bytes }) => sum + bytes, 0);
  return { own: of(({ pid }) => pid === root), children: of(({ pid, name }) => pid !== root && children.test(name)) };
}
