/** Makes the artefact of a version of the agent, and says what is to be signed. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Release } from '@loa-lang/schemas/wire/command';
import { collectAgent } from './collect.ts';
import { type PackedFile, packTar } from './tar.ts';

/** Inside the artefact. */
const MAIN = 'device-agent/dist/main.js';
const BEST = 9;

export interface MadeRelease {
  artefact: Buffer;
  release: Release;
}

/** @param madeAt the one thing that differs when the same is made again; it is not in the artefact */
export function makeRelease(projectRoot: string, version: string, madeAt: number): MadeRelease {
  return releaseOf(collectAgent(projectRoot, version), version, madeAt);
}

export function releaseOf(files: readonly PackedFile[], version: string, madeAt: number): MadeRelease {
  const artefact = gzipSync(packTar(files), { level: BEST });
  const artefactId = createHash('sha256').update(artefact).digest('hex');
  return { artefact, release: { version, artefactId, sizeBytes: artefact.length, main: MAIN, madeAt } };
}
