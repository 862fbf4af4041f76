/** Where built programs lie, whether this file runs from its source (in tests) or built (in benches). */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const isBuilt = here.includes(join('tests', 'dist'));

export const projectRoot = join(here, '..', '..', '..', ...(isBuilt ? ['..'] : []));
/** A file of the tests that a child process loads, by its path below `tests` without ending. */
export const builtTestFile = (path: string): string => join(projectRoot, 'tests', 'dist', `${path}.js`);
