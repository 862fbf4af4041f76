/** Rule: a licence is on the list, or its package is with the very words that its manifest says. */
import { entryFor, lockedPackages, type Project } from './lock.ts';

const said = (licence: string | undefined): string => (licence === undefined ? 'no licence' : `"${licence}"`);

/**
 * Reads "A", "A OR B", "A AND B", in parentheses or not; older manifests write them small.
 * Both at once are read by nobody here: such a package is looked at and listed by name.
 */
function isListed(expression: string, listed: ReadonlySet<string>): boolean {
  const bare = expression.replace(/^\((.*)\)$/, '$1');
  const all = bare.split(/\s+and\s+/i);
  if (all.length > 1) return all.every((each) => listed.has(each));
  return bare.split(/\s+or\s+/i).some((each) => listed.has(each));
}

/** @returns a sentence for each fault. */
export function licenceFaults(project: Project): string[] {
  const { licences, packageLicences } = project.allowed;
  const listed = new Set(Object.keys(licences));
  return lockedPackages(project).flatMap(({ name, version, license, link }) => {
    if (link === true) return [];
    const entry = packageLicences[entryFor(packageLicences, name) ?? ''];
    if (entry !== undefined) {
      if (entry.says.includes(license)) return [];
      return [
        `${name}@${version} now says ${said(license)}, which is not what it was allowed for (${entry.says.map(said).join(', ')}).`,
      ];
    }
    if (license !== undefined && isListed(license, listed)) return [];
    return [`${name}@${version} says ${said(license)}, which is not on the list of licences.`];
  });
}
