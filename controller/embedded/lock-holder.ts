/** Who holds a lock: enough to tell a live process from a dead one whose number was given to another. Linux only. */
import { readFileSync, readlinkSync } from 'node:fs';

export interface LockHolder {
  pid: number;
  /** start of the process in clock ticks since boot: field 22 of proc(5) `stat` */
  startTicks: string;
  /** of the kernel's run: after a reboot every holder is dead */
  bootId: string;
  /** process numbers mean nothing in another namespace (container) */
  pidNamespace: string;
}

/** Start of a process in clock ticks since boot; `undefined` when it is not there or only waits to be reaped. */
export const startTicksOf = (pid: number): string | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // the command's name, in parentheses, may hold anything, so fields are counted from its end
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
};

/** This process as holder. */
export const thisProcess = (): LockHolder => ({
  pid: process.pid,
  startTicks: startTicksOf(process.pid) ?? '',
  bootId: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
  pidNamespace: readlinkSync('/proc/self/ns/pid'),
});

/** `elsewhere`: it lives or lived in another container of this kernel and cannot be seen from here. */
export const judgeHolder = (holder: LockHolder, self: LockHolder): 'live' | 'dead' | 'elsewhere' => {
  if (holder.bootId !== self.bootId) return 'dead';
  if (holder.pidNamespace !== self.pidNamespace) return 'elsewhere';
  return startTicksOf(holder.pid) === holder.startTicks ? 'live' : 'dead';
};

/** What a lock file says; `undefined` when it is unreadable, e.g. zeroed by a power cut. */
export const parseHolder = (text: string): LockHolder | undefined => {
  try {
    const value: Partial<LockHolder> | null = JSON.parse(text);
    const { pid, startTicks, bootId, pidNamespace } = value ?? {};
    if (typeof pid !== 'number' || typeof startTicks !== 'string') return undefined;
    if (typeof bootId !== 'string' || typeof pidNamespace !== 'string') return undefined;
    return { pid, startTicks, bootId, pidNamespace };
  } catch {
    return undefined;
  }
};
