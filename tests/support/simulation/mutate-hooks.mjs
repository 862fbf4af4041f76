// Module hooks: one built file is read with a small wrong in it. See mutants.ts.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

let mutant;

export function initialize(given) {
  mutant = given;
}

export async function load(url, context, next) {
  if (mutant === undefined || !url.startsWith('file:') || !fileURLToPath(url).endsWith(`/${mutant.file}`)) {
    return next(url, context);
  }
  const source = await readFile(fileURLToPath(url), 'utf8');
  const places = source.split(mutant.find).length - 1;
  if (places !== 1) throw new Error(`"${mutant.name}" fits ${places} places of ${mutant.file}`);
  return { format: 'module', shortCircuit: true, source: source.replace(mutant.find, () => mutant.replace) };
}
