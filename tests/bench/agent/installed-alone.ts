/** The device agent installed without the rest of the project, as `deploy/device.md` describes for a board. */
import { execFile } from 'node:child_process';
import { cp, lstat, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../support/world/built.ts';

export interface InstalledAgent {
  program: string;
  packages: number;
  /** of all files, and of the blocks that they fill */
  bytes: number;
  diskBytes: number;
  files: number;
}

/** What a checkout holds that npm reads. */
const MANIFESTS = [
  'package.json',
  'package-lock.json',
  'schemas/package.json',
  'controller/package.json',
  'device-agent/package.json',
];
const WORKSPACES = ['schemas', 'device-agent'];

/** @throws when npm fails: it needs its registry or a cache. */
export async function installAlone(folder: string): Promise<InstalledAgent> {
  for (const file of MANIFESTS) await cp(join(projectRoot, file), join(folder, file), { recursive: true });
  const workspaces = WORKSPACES.flatMap((name) => ['--workspace', name]);
  await promisify(execFile)('npm', ['ci', '--omit=dev', '--no-audit', '--no-fund', ...workspaces], { cwd: folder });
  for (const name of WORKSPACES) {
    await mkdir(join(folder, name), { recursive: true });
    await cp(join(projectRoot, name, 'dist'), join(folder, name, 'dist'), { recursive: true });
  }
  const { packages } = JSON.parse(await readFile(join(folder, 'node_modules/.package-lock.json'), 'utf8')) as {
    packages: Record<string, { link?: boolean }>;
  };
  const names = Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);
  const program = join(folder, 'device-agent/dist/main.js');
  return { program, packages: names.length, ...(await sizeOf(folder)) };
}

async function sizeOf(folder: string): Promise<Pick<InstalledAgent, 'bytes' | 'diskBytes' | 'files'>> {
  const size = { bytes: 0, diskBytes: 0, files: 0 };
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const { size: bytes, blocks } = await lstat(join(entry.parentPath, entry.name));
    size.bytes += bytes;
    // stat(2): of 512 bytes, whatever the file system's own
    size.diskBytes += blocks * 512;
    size.files += 1;
  }
  return size;
}
