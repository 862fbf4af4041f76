/** The folder of versions on the disk, as the launcher shares it. */
import { join } from 'node:path';
import { type Proposal, readHealthy, readState, writeHealthy, writeNext } from '../launcher/files.ts';
import { freeBytes, tidy, unpack } from './unpack.ts';
import type { Versions } from './update-agent.ts';

export function fileVersions(folder: string): Versions {
  return {
    state: () => readState(folder),
    freeBytes: () => freeBytes(folder),
    unpack: (path, { name, artefactId, main }: Proposal) => unpack({ path, artefactId, main }, join(folder, name)),
    propose: (proposal) => writeNext(folder, proposal),
    markHealthy: (artefactId) => {
      if (readHealthy(folder) !== artefactId) writeHealthy(folder, artefactId);
    },
    tidy(also) {
      const { current, previous, trial } = readState(folder);
      const kept = [current?.name, previous?.name, trial?.of.name, ...also];
      return tidy(folder, new Set(kept.filter((name) => name !== undefined)));
    },
  };
}
