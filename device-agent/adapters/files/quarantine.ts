/** Sets unreadable files aside instead of deleting them: somebody may want to look. */
import { dirname, join } from 'node:path';
import type { Disk } from './disk.ts';

/** More than this many of one file teach nothing new and fill a small disk; the last place is then re-used. */
const KEPT_PER_FILE = 4;

/**
 * Renames `path` to `path.quarantined-<n>`.
 * @returns the new name, without its folder; `undefined` when there was nothing to set aside.
 */
export async function setAside(disk: Disk, path: string): Promise<string | undefined> {
  const folder = dirname(path);
  const name = path.slice(folder.length + 1);
  const names = new Set((await disk.list(folder)).map((file) => file.name));
  if (!names.has(name)) return undefined;
  let n = 1;
  while (n < KEPT_PER_FILE && names.has(`${name}.quarantined-${n}`)) n += 1;
  const aside = `${name}.quarantined-${n}`;
  await disk.rename(path, join(folder, aside));
  await disk.syncFolder(folder);
  return aside;
}
