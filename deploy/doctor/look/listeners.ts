/** Which programs of this machine listen on which TCP ports, as proc(5) tells. */
import { readdir, readlink } from 'node:fs/promises';
import type { Machine } from '@loa-lang/device-agent/doctor/machine/machine';

export interface Listener {
  port: number;
  /** `undefined`: it belongs to another account, and who asks is not root */
  pid: number | undefined;
  program: string | undefined;
}

/** State LISTEN of /proc/net/tcp. */
const LISTENING = '0A';

export async function listenersOf(machine: Machine): Promise<Listener[]> {
  const texts = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((path) => machine.read(path)));
  const found = texts.flatMap((text) => parseListeners(text ?? ''));
  const owners = await ownersOf(machine, new Set(found.map(({ inode }) => inode)));
  return Promise.all(
    found.map(async ({ port, inode }) => {
      const pid = owners.get(inode);
      const program = pid === undefined ? undefined : (await machine.read(`/proc/${pid}/comm`))?.trim();
      return { port, pid, program };
    }),
  );
}

export const parseListeners = (text: string): { port: number; inode: string }[] =>
  text.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
    const port = Number.parseInt(local.split(':')[1] ?? '', 16);
    return state === LISTENING && Number.isInteger(port) ? [{ port, inode }] : [];
  });

/** inode of a socket → process that has it open */
async function ownersOf(machine: Machine, inodes: ReadonlySet<string>): Promise<Map<string, number>> {
  const owners = new Map<string, number>();
  for (const pid of (await machine.list('/proc')).filter((name) => /^\d+$/.test(name))) {
    const folder = machine.at(`/proc/${pid}/fd`);
    for (const fd of await readdir(folder).catch(() => [])) {
      const inode = /^socket:\[(\d+)\]$/.exec(await readlink(`${folder}/${fd}`).catch(() => ''))?.[1];
      if (inode !== undefined && inodes.has(inode)) owners.set(inode, Number(pid));
    }
  }
  return owners;
}
