/**
 * Unpacks an artefact side by side with what runs. It lies under its name as a whole and on the disk, or not at all: a cut
 * in between leaves a folder that the next attempt removes.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { TarFault, tarEntries } from './tar.ts';

export interface Artefact {
  path: string;
  /** SHA-256 of its bytes */
  artefactId: string;
  /** that must be in it */
  main: string;
}

export type Unpacked = { ok: true } | { ok: false; reason: 'broken' | 'disk-full' | 'disk-failed'; detail: string };

/** Far above any release, far below any disk: what inflates beyond it is no agent of ours. */
const MAX_UNPACKED_BYTES = 256 * 1024 * 1024;
const MAX_ENTRIES = 20_000;
/** Left free: journal and outbox must never be the ones that find no room. */
const RESERVE_BYTES = 8 * 1024 * 1024;
const UNFINISHED = '.part';
const FULL: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

class NoRoom extends Error {}

/** Never rejects. Does nothing when the folder is there. */
export async function unpack(artefact: Artefact, folder: string): Promise<Unpacked> {
  const part = folder + UNFINISHED;
  try {
    if (await isThere(folder)) return { ok: true };
    await rm(part, { recursive: true, force: true });
    await mkdir(part, { recursive: true });
    await unpackInto(artefact, part);
    if (!(await isThere(join(part, artefact.main)))) throw new TarFault(`${artefact.main} is not in it`);
    await syncAll(part);
    await rename(part, folder);
    await syncOne(dirname(folder));
    return { ok: true };
  } catch (error) {
    await rm(part, { recursive: true, force: true }).catch(() => undefined);
    return { ok: false, reason: reasonOf(error), detail: error instanceof Error ? error.message : String(error) };
  }
}

function reasonOf(error: unknown): 'broken' | 'disk-full' | 'disk-failed' {
  const { code } = error as { code?: unknown };
  if (error instanceof NoRoom || FULL.has(code)) return 'disk-full';
  return error instanceof TarFault || String(code).startsWith('Z_') ? 'broken' : 'disk-failed';
}

async function unpackInto({ path, artefactId }: Artefact, part: string): Promise<void> {
  // nothing is inflated that its maker has not signed
  if ((await hashOf(path)) !== artefactId) throw new TarFault('its hash is not the signed one');
  const gunzip = createGunzip();
  // whoever reads from it is told of a failure as well
  const inflating = pipeline(createReadStream(path), gunzip).catch(() => undefined);
  let [entries, bytes] = [0, 0];
  try {
    for await (const { path: name, kind, sizeBytes, content } of tarEntries(gunzip)) {
      entries += 1;
      bytes += sizeBytes;
      if (entries > MAX_ENTRIES || bytes > MAX_UNPACKED_BYTES) throw new TarFault('it is too large');
      const to = join(part, name);
      await mkdir(kind === 'folder' ? to : dirname(to), { recursive: true });
      if (kind === 'folder') continue;
      if ((await freeBytes(part)) < sizeBytes + RESERVE_BYTES) throw new NoRoom('no room to unpack');
      await writeFile(to, content);
    }
  } finally {
    gunzip.destroy();
    await inflating;
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest('hex');
}

async function writeFile(path: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'wx', 0o644);
  try {
    for await (const piece of content) await file.writeFile(piece);
  } finally {
    await file.close();
  }
}

/**
 * Everything below it is on the disk. syncfs(2) does in one go what takes a card minutes file by file: there are some
 * 1,700 of them.
 */
async function syncAll(folder: string): Promise<void> {
  if (!(await isSyncedByProgram(folder))) await syncTree(folder);
}

const isSyncedByProgram = (folder: string): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn('sync', ['-f', folder], { stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });

async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    await (entry.isDirectory() ? syncTree(path) : syncOne(path));
  }
  await syncOne(folder);
}

async function syncOne(path: string): Promise<void> {
  const entry = await open(path, 'r');
  await entry.sync().finally(() => entry.close());
}

export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** As versions are called, and what is left of half-unpacked ones: nothing else that lies there is touched. */
const VERSION_FOLDER = /^[0-9A-Za-z.+-]{1,64}-[0-9a-f]{8}(\.part)?$/;

/** Removes what lies unpacked and is not among `kept`; what cannot be removed stays until the next time. */
export async function tidy(versions: string, kept: ReadonlySet<string>): Promise<void> {
  const entries = await readdir(versions, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isDirectory() || kept.has(entry.name) || !VERSION_FOLDER.test(entry.name)) continue;
    await rm(join(versions, entry.name), { recursive: true, force: true }).catch(() => undefined);
  }
}
