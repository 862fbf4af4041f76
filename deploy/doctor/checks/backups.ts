/** How old the newest backup is, where somebody says in which folder they are kept. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { mountOf } from '@loa-lang/device-agent/doctor/machine/mounts';
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import { readManifest } from '../../backup/manifest.ts';
import type { Around } from '../around.ts';
import { CONTROLLER_WORDS } from '../words.ts';

const say = findingsOf(CONTROLLER_WORDS);
const DAY_MS = 86_400_000;
/** A day's work may be typed again; a week's is forgotten. */
const OLD_DAYS = 7;

export async function checkBackups({ backups, config, machine, now }: Around): Promise<Finding[]> {
  if (backups === undefined) return [say('backups', 'untold')];
  const names = await readdir(backups).catch(() => undefined);
  if (names === undefined) return [say('backups', 'no-folder', { path: backups })];
  const made = await Promise.all(['.', ...names].map((name) => madeAt(join(backups, name))));
  const newest = Math.max(...made.flatMap((at) => at ?? []));
  if (!Number.isFinite(newest)) return [say('backups', 'none', { path: backups })];
  const days = Math.floor((now - newest) / DAY_MS);
  const [there, here] = await Promise.all([mountOf(machine, backups), mountOf(machine, config.dataDir)]);
  const found = [
    ...(days > OLD_DAYS ? [say('backups', 'old', { days })] : []),
    ...(there?.at === here?.at ? [say('backups', 'same-disk', { path: backups })] : []),
  ];
  return found.length > 0 ? found : [say('backups', 'fine', { days })];
}

async function madeAt(folder: string): Promise<number | undefined> {
  if (
    !(await stat(folder).then(
      (entry) => entry.isDirectory(),
      () => false,
    ))
  )
    return undefined;
  return readManifest(folder).then(
    (manifest) => Date.parse(manifest.madeAt),
    () => undefined,
  );
}
