/** The folder that keeps everything: there, ours, writable, with room, on a disk that keeps what it is given. */
import { access, constants, readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { MACHINE_WORDS } from '@loa-lang/schemas/doctor/machine-words';
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import type { Machine } from '../machine/machine.ts';
import { type Mount, mountOf } from '../machine/mounts.ts';

export interface FolderLimits {
  /** less room than this needs somebody soon */
  lowBytes: number;
  /** with less than this it cannot go on */
  fullBytes: number;
  /** entries that rightly belong to another account */
  foreign?: readonly string[];
}

const MIB = 1024 ** 2;
const NETWORK = /^(nfs4?|cifs|smb3?|smbfs|9p|ceph|glusterfs|lustre|afs|fuse\.(sshfs|s3fs|rclone|glusterfs|davfs.*))$/;
const MEMORY = /^(tmpfs|ramfs)$/;
/** Without links and rights: a lock and a secret need them. */
const SIMPLE = /^(vfat|msdos|exfat|ntfs3?|fuseblk)$/;
const FEW_INODES = 1000;

const say = findingsOf(MACHINE_WORDS);
const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

export async function checkFolder(machine: Machine, path: string, limits: FolderLimits): Promise<Finding[]> {
  let found: Awaited<ReturnType<typeof stat>>;
  try {
    found = await stat(path);
  } catch (error) {
    return [say('data-folder', codeOf(error) === 'ENOENT' ? 'missing' : 'closed', { path, owner: '?' })];
  }
  if (!found.isDirectory()) return [say('data-folder', 'no-folder', { path })];
  const mount = await mountOf(machine, path);
  const faults = [
    ...(await rightsOf(machine, path, found, mount)),
    ...(await foreignIn(machine, path, found.uid, limits.foreign ?? [])),
    ...diskOf(path, mount),
    ...(await roomOf(path, limits)),
  ];
  if (faults.length > 0) return faults;
  const { bavail, bsize } = await statfs(path);
  return [
    say('data-folder', 'fine', { path, freeMiB: Math.floor((bavail * bsize) / MIB), fileSystem: mount?.type ?? '?' }),
  ];
}

async function rightsOf(machine: Machine, path: string, { uid, mode }: { uid: number; mode: number }, mount?: Mount) {
  const owner = await nameOf(machine, uid);
  if (mount?.readOnly === true) return [say('data-folder', 'read-only', { path, device: mount.source })];
  try {
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    if (codeOf(error) === 'EROFS') return [say('data-folder', 'read-only', { path, device: mount?.source ?? '?' })];
    // whoever asks may be somebody else than the service
    return [say('data-folder', uid === process.getuid?.() ? 'closed' : 'of-another', { path, owner })];
  }
  return (mode & 0o006) === 0 ? [] : [say('data-folder', 'open', { path, mode: (mode & 0o777).toString(8) })];
}

/** A command that root ran leaves files that the service then cannot open. */
async function foreignIn(machine: Machine, path: string, uid: number, allowed: readonly string[]): Promise<Finding[]> {
  const names = await readdir(path).catch(() => []);
  for (const name of names.filter((each) => !allowed.includes(each))) {
    const inner = await readdir(join(path, name)).catch(() => []);
    for (const each of [name, ...inner.slice(0, 50).map((entry) => join(name, entry))]) {
      const owner = await stat(join(path, each)).then(
        (entry) => entry.uid,
        () => uid,
      );
      if (owner === uid) continue;
      const values = { path, entry: each, owner: await nameOf(machine, uid), other: await nameOf(machine, owner) };
      return [say('data-folder', 'foreign', values)];
    }
  }
  return [];
}

function diskOf(path: string, mount: Mount | undefined): Finding[] {
  const values = { path, fileSystem: mount?.type ?? '?' };
  if (mount === undefined) return [];
  if (NETWORK.test(mount.type)) return [say('data-folder', 'network', values)];
  if (MEMORY.test(mount.type)) return [say('data-folder', 'memory', values)];
  return SIMPLE.test(mount.type) ? [say('data-folder', 'simple', values)] : [];
}

async function roomOf(path: string, { lowBytes, fullBytes }: FolderLimits): Promise<Finding[]> {
  const { bavail, bsize, ffree, files } = await statfs(path);
  const free = bavail * bsize;
  const values = { path, freeMiB: Math.floor(free / MIB), lowMiB: Math.floor(lowBytes / MIB) };
  const room =
    free < fullBytes
      ? [say('data-folder', 'full', values)]
      : free < lowBytes
        ? [say('data-folder', 'low', values)]
        : [];
  // file systems that make them as they need them say 0 of 0
  const inodes = files > 0 && ffree < FEW_INODES ? [say('data-folder', 'no-inodes', { path, free: ffree })] : [];
  return [...room, ...inodes];
}

async function nameOf(machine: Machine, uid: number): Promise<string> {
  const line = ((await machine.read('/etc/passwd')) ?? '')
    .split('\n')
    .find((each) => each.split(':')[2] === String(uid));
  return line?.split(':')[0] ?? String(uid);
}
