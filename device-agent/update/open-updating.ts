/** What updating needs of the machine. */
import { join } from 'node:path';
import type { NodeDisk } from '../adapters/files/node-disk.ts';
import { fileVersions } from './file-versions.ts';
import { KeptNote } from './kept-note.ts';
import type { AskedReboot, RebootDeps } from './reboot.ts';
import { shellReboot } from './shell-reboot.ts';
import type { UpdateDeps, UpdateWork } from './update-agent.ts';

/** As the launcher says. */
export interface Launched {
  /** folder of versions */
  versions: string;
  trialMs: number;
}

export interface OpenedUpdating extends Pick<RebootDeps, 'rebootMachine'> {
  rebootNote: RebootDeps['note'];
  /** absent: no launcher has started this agent, so it cannot be changed */
  versions: Pick<UpdateDeps, 'note' | 'versions' | 'trialMs'> | undefined;
}

export function openUpdating(
  disk: NodeDisk,
  dataFolder: string,
  rebootCommand: string | undefined,
  launched: Launched | undefined,
): OpenedUpdating {
  return {
    rebootMachine: rebootCommand === undefined ? undefined : shellReboot(rebootCommand),
    rebootNote: new KeptNote<AskedReboot>(disk, join(dataFolder, 'reboot')),
    versions: launched && {
      note: new KeptNote<UpdateWork>(disk, join(dataFolder, 'update')),
      versions: fileVersions(launched.versions),
      trialMs: launched.trialMs,
    },
  };
}
