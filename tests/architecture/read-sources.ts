/** The sources of the workspaces, without what is built or generated. */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Sources } from './import-rules.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/dist\/$/, '/');
const LEFT_OUT = /(^|\/)(dist|node_modules|generated|prisma)(\/|$)|\.d\.ts$/;

export async function readSources(): Promise<Sources> {
  const sources = new Map<string, string>();
  for (const workspace of ['schemas', 'controller', 'device-agent']) {
    for (const name of await readdir(`${ROOT}${workspace}`, { recursive: true })) {
      const path = `${workspace}/${name}`;
      if (/\.tsx?$/.test(path) && !LEFT_OUT.test(path)) sources.set(path, await readFile(`${ROOT}${path}`, 'utf8'));
    }
  }
  return sources;
}
