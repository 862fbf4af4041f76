/** Every rule of decision 6 that can be looked up in the files of the project. */

import { licenceFaults } from './licences.ts';
import { entryFor, lockedPackages, type Project } from './lock.ts';
import { rangeFaults, severalMajors } from './ranges.ts';
import { reasonFaults } from './reasons.ts';
import { scriptFaults, sourceFaults } from './sources.ts';

/** What was allowed for a package that is gone would be allowed unseen when it comes back. */
function leftOver(project: Project): string[] {
  const names = lockedPackages(project).map(({ name }) => name);
  const { packageLicences, installScripts } = project.allowed;
  return [...new Set([...Object.keys(packageLicences), ...Object.keys(installScripts)])]
    .filter((key) => !names.some((name) => entryFor({ [key]: true }, name)))
    .map((key) => `${key} is on an allow list, and no such package is installed.`);
}

/** @returns a sentence for each fault; none when all is well. */
export const review = (project: Project): string[] =>
  [reasonFaults, sourceFaults, licenceFaults, scriptFaults, rangeFaults, severalMajors, leftOver].flatMap((rule) =>
    rule(project),
  );
