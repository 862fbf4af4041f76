/** On which file system a path lies, as proc_pid_mountinfo(5) tells. */
import { realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Machine } from './machine.ts';

export interface Mount {
  at: string;
  /** `ext4`, `nfs4`, `fuse.sshfs` … */
  type: string;
  source: string;
  readOnly: boolean;
}

const plain = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

export function parseMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ');
    const [, , , , at, options = ''] = before.split(' ');
    const [type, source = '', superOptions = ''] = after.split(' ');
    if (at === undefined || type === undefined) return [];
    const readOnly = [options, superOptions].some((each) => each.split(',').includes('ro'));
    return [{ at: plain(at), type, source: plain(source), readOnly }];
  });
}

/** Of the folder, or of the nearest one above it that is there. */
export async function mountOf(machine: Machine, path: string): Promise<Mount | undefined> {
  const mounts = parseMounts((await machine.read('/proc/self/mountinfo')) ?? '');
  const real = await nearest(path);
  const holds = ({ at }: Mount) => at === '/' || real === at || real.startsWith(`${at}/`);
  // what was mounted later lies over what was there before
  return mounts.filter(holds).reduce<Mount | undefined>((best, each) => {
    return best !== undefined && best.at.length > each.at.length ? best : each;
  }, undefined);
}

async function nearest(path: string): Promise<string> {
  const full = resolve(path);
  try {
    return await realpath(full);
  } catch {
    return dirname(full) === full ? full : nearest(dirname(full));
  }
}
