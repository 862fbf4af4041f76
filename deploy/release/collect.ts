/**
 * What an agent is made of: its build, that of the schemas, and the packages it needs to run, found as Node.js finds them.
 * Declarations, maps and texts for developers stay behind.
 */
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { PackedFile } from './tar.ts';

interface Manifest {
  dependencies?: Record<string, string>;
}

const AGENT = 'device-agent';
const SCHEMAS = '@loa-lang/schemas';
const LEFT_OUT =
  /(\.(map|d\.[cm]?ts|[cm]?tsx?|tsbuildinfo|md|markdown|flow|html|min\.js|esm\.js)|\.npmignore|\.eslintrc.*)$/i;
const LEFT_OUT_FOLDERS = new Set(['node_modules', 'test', 'tests', 'docs', 'doc', 'example', 'examples', 'coverage']);

/** @param version written into the agent's manifest. @throws when something is not built or not installed */
export function collectAgent(projectRoot: string, version: string): PackedFile[] {
  const from = (name: string) => join(projectRoot, name);
  const manifest = JSON.parse(readFileSync(from(`${AGENT}/package.json`), 'utf8')) as Manifest;
  const packages = new Map<string, string>();
  follow(from(AGENT), manifest, projectRoot, packages);
  follow(from('schemas'), readManifest(from('schemas')), projectRoot, packages);
  return [
    { path: `${AGENT}/package.json`, content: Buffer.from(JSON.stringify({ ...manifest, version }, undefined, 2)) },
    ...filesOf(from(`${AGENT}/dist`), `${AGENT}/dist`),
    packed(from('schemas/package.json'), `node_modules/${SCHEMAS}/package.json`),
    ...filesOf(from('schemas/dist'), `node_modules/${SCHEMAS}/dist`),
    ...[...packages].flatMap(([folder, place]) => filesOf(folder, place)),
  ];
}

const packed = (path: string, as: string): PackedFile => ({ path: as, content: readFileSync(path) });
const readManifest = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** @param found folder → place in the artefact; what lies nested stays nested */
function follow(
  folder: string,
  { dependencies = {} }: Manifest,
  projectRoot: string,
  found: Map<string, string>,
): void {
  for (const name of Object.keys(dependencies)) {
    if (name === SCHEMAS || name.startsWith('@types/')) continue;
    const at = locate(name, folder, projectRoot);
    if (found.has(at)) continue;
    found.set(at, relative(projectRoot, at));
    follow(at, readManifest(at), projectRoot, found);
  }
}

/** The nearest `node_modules` upwards that has it. */
function locate(name: string, folder: string, projectRoot: string): string {
  for (let at = folder; at.startsWith(projectRoot); at = join(at, '..')) {
    const candidate = join(at, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
  }
  throw new Error(`${name} is not installed`);
}

function filesOf(folder: string, place: string): PackedFile[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): PackedFile[] => {
    const [path, as] = [join(folder, entry.name), `${place}/${entry.name}`];
    if (entry.isDirectory()) return LEFT_OUT_FOLDERS.has(entry.name) ? [] : filesOf(path, as);
    return !entry.isFile() || LEFT_OUT.test(entry.name) ? [] : [packed(path, as)];
  });
}
