/** Rules: a range allows one major only, that of the lock file, and the workspaces agree on it. */
import { directNeeds, type Project } from './lock.ts';

const RANGE = /^([~^]?)(\d+)(?:\.(\d+))?(?:\.\d+(?:-[\w.-]+)?)?$/;

/**
 * @returns the versions that promise to fit each other: the major, below 1.0 the minor as well (semver.org, 4);
 * undefined for a range over several, and for what is no range at all: an address, a folder, another name.
 */
export function releaseLine(range: string): string | undefined {
  const [, , major, minor] = RANGE.exec(range) ?? [];
  if (major !== '0') return major;
  return minor && `0.${minor}`;
}

/** @returns a sentence for each fault. */
export function rangeFaults(project: Project): string[] {
  return directNeeds(project).flatMap(({ workspace, name, range, locked }) => {
    const who = workspace || 'The root';
    if (locked?.version === undefined) return [`${who} needs ${name}, which is not in package-lock.json.`];
    const line = releaseLine(range);
    if (line === undefined) return [`${who} needs ${name} "${range}", which is no range of one major: write ^x.y.z.`];
    if (line === releaseLine(locked.version)) return [];
    return [`${who} needs ${name} "${range}", and package-lock.json has ${locked.version}.`];
  });
}

/** @returns a sentence for each package that workspaces need in several majors. */
export function severalMajors(project: Project): string[] {
  const needs = directNeeds(project).filter(({ locked }) => locked !== undefined);
  return [...new Set(needs.map(({ name }) => name))].flatMap((name) => {
    const versions = needs
      .filter((need) => need.name === name)
      .map(({ workspace, locked }) => ({ version: locked?.version ?? '', who: workspace || 'the root' }));
    if (new Set(versions.map(({ version }) => releaseLine(version))).size < 2) return [];
    return [
      `${name} is needed in several majors: ${versions.map(({ version, who }) => `${version} for ${who}`).join(', ')}.`,
    ];
  });
}
