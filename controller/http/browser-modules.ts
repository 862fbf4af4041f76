/**
 * What browsers run: the modules that `controller/console` is built into, as they are. A name that holds the hash of all
 * of them is never anything else, so browsers keep it.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

export interface BrowserModules {
  /** path below the root → text */
  files: ReadonlyMap<string, string>;
  hash: string;
}

const BUILT = new URL('../console/', import.meta.url);
const SHARED = '@loa-lang/schemas/';
const IMPORT = /(?<=\b(?:from|import)\s*\(?\s*)(["'])([^"']+)\1/g;

const { resolve: packaged } = createRequire(import.meta.url);

/** Shared files lie beside the console's. */
const fileOf = (path: string): string =>
  path.startsWith('schemas/')
    ? packaged(`${SHARED}${path.slice('schemas/'.length, -'.js'.length)}`)
    : fileURLToPath(new URL(path, BUILT));

/**
 * The entries and all that they import.
 * @param root address below which they are served, up to the hash
 * @throws for an import of anything but the console's own and plain shared files
 */
export function browserModules(entries: readonly string[]): BrowserModules {
  const files = new Map<string, string>();
  const take = (path: string): void => {
    if (files.has(path)) return;
    const imported: string[] = [];
    const text = readFileSync(fileOf(path), 'utf8').replace(IMPORT, (_, mark: string, name: string) => {
      const target = targetOf(path, name);
      imported.push(target);
      return `${mark}${relative(path, target)}${mark}`;
    });
    files.set(path, text);
    imported.forEach(take);
  };
  entries.forEach(take);
  const hash = createHash('sha256');
  for (const [path, text] of files) hash.update(`${path}\0${text}\0`);
  return { files, hash: hash.digest('hex').slice(0, 16) };
}

function targetOf(from: string, name: string): string {
  if (name.startsWith('.')) return new URL(name, `file:///${from}`).pathname.slice(1);
  if (name.startsWith(SHARED)) return `schemas/${name.slice(SHARED.length)}.js`;
  throw new Error(`${from} imports ${name}, which browsers cannot`);
}

const relative = (from: string, to: string): string => `${'../'.repeat(from.split('/').length - 1) || './'}${to}`;
