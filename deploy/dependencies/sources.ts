/** Rules: what is installed comes from the registry, unchanged, and runs no script that nobody has looked at. */
import { entryFor, lockedPackages, type Project } from './lock.ts';

/** @returns a sentence for each fault. */
export function sourceFaults(project: Project): string[] {
  return lockedPackages(project).flatMap(({ name, version, link, resolved, integrity, inBundle }) => {
    if (link === true) {
      return resolved !== undefined && resolved in project.manifests
        ? []
        : [`${name} is a folder (${resolved}) that is no workspace.`];
    }
    if (resolved !== undefined) return [`${name}@${version} comes from ${resolved} instead of the registry.`];
    if (inBundle === true || integrity?.startsWith('sha512-')) return [];
    return [`${name}@${version} has no SHA-512 in package-lock.json: what is downloaded could be anything.`];
  });
}

/** @returns a sentence for each package whose script nobody has looked at. */
export function scriptFaults(project: Project): string[] {
  return lockedPackages(project)
    .filter(({ name, hasInstallScript }) => hasInstallScript && !entryFor(project.allowed.installScripts, name))
    .map(({ name, version }) => `${name}@${version} runs a script when it is installed and is not on the list.`);
}
