/** What the review reads: manifests (package.json), the lock file of npm (version 3), and the allow lists. */

export interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

export interface LockedPackage {
  version?: string;
  license?: string;
  integrity?: string;
  /** The lock file leaves it out for what comes from the registry (.npmrc). */
  resolved?: string;
  /** a workspace */
  link?: boolean;
  /** lies in the archive of the package around it */
  inBundle?: boolean;
  hasInstallScript?: boolean;
}

export interface Allowed {
  /** by SPDX identifier: why */
  licences: Record<string, string>;
  /** by package, `*` for the rest of a name: the very words its manifest says, and why these are taken */
  packageLicences: Record<string, { says: (string | undefined)[]; why: string }>;
  /** by package, `*` for the rest of a name: why it works where the script is refused */
  installScripts: Record<string, string>;
  /** by advisory (GHSA-…): why it does not touch us */
  advisories: Record<string, string>;
}

export interface Project {
  /** by folder of the workspace; '' is the root */
  manifests: Record<string, Manifest>;
  /** by path in the lock file */
  lock: Record<string, LockedPackage>;
  /** text by number of the decision */
  decisions: ReadonlyMap<number, string>;
  allowed: Allowed;
}

/** A package that is needed by name, by whom, and where the lock file puts it. */
export interface DirectNeed {
  workspace: string;
  name: string;
  range: string;
  locked: LockedPackage | undefined;
}

/** @returns every direct need but the project's own workspaces. */
export function directNeeds({ manifests, lock }: Project): DirectNeed[] {
  return Object.entries(manifests).flatMap(([workspace, manifest]) =>
    Object.entries({ ...manifest.devDependencies, ...manifest.optionalDependencies, ...manifest.dependencies })
      .map(([name, range]) => ({
        ...{ workspace, name, range },
        locked: lock[`${workspace}/node_modules/${name}`] ?? lock[`node_modules/${name}`],
      }))
      .filter(({ locked }) => locked?.link !== true),
  );
}

/** @returns what is installed, with its name, workspaces left out. */
export function lockedPackages({ lock }: Project): (LockedPackage & { name: string; path: string })[] {
  return Object.entries(lock)
    .filter(([path]) => path.includes('node_modules/'))
    .map(([path, entry]) => ({ ...entry, path, name: path.slice(path.lastIndexOf('node_modules/') + 13) }));
}

/** @returns the entry of an allow list that is about this package. */
export const entryFor = (list: Record<string, unknown>, name: string): string | undefined =>
  Object.keys(list).find((key) => (key.endsWith('*') ? name.startsWith(key.slice(0, -1)) : key === name));
