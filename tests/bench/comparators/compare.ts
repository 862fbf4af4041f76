/** Icecast with ffmpeg, Snapcast and Loa Làng in the same run, on the same microphone. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figure } from '../bench.ts';
import type { Compared } from './compared.ts';
import { AS_INSTALLED, LEAST_DELAY, startIcecast } from './icecast.ts';
import type { Network } from './network.ts';
import { startOurs } from './ours.ts';
import { sideBySide } from './side-by-side.ts';
import { SNAPCAST_AS_INSTALLED, SNAPCAST_LEAST_DELAY, startSnapcast } from './snapcast.ts';

export const COMPARED_LISTENERS = 8;
/** Clients of Snapcast take some seconds to agree on the time; agents of ours have done so before they are called ready. */
const SETTLE_MS = 15_000;
const MEASURE_MS = 60_000;

export interface Comparison {
  figures: Figure[];
  /** how each was set up, by name */
  setUps: Record<string, string>;
}

export async function compare(
  frames: readonly Uint8Array[],
  network: Network,
  log: (line: string) => void,
): Promise<Comparison> {
  const folder = await mkdtemp(join(tmpdir(), 'loa-compared-'));
  const systems: Compared[] = [];
  try {
    systems.push(await startOurs(folder, COMPARED_LISTENERS, frames, network));
    for (const set of [AS_INSTALLED, LEAST_DELAY])
      systems.push(await startIcecast(set, folder, COMPARED_LISTENERS, network));
    for (const set of [SNAPCAST_AS_INSTALLED, SNAPCAST_LEAST_DELAY])
      systems.push(await startSnapcast(set, folder, COMPARED_LISTENERS, network));
    const size = { listeners: COMPARED_LISTENERS, settleMs: SETTLE_MS, measureMs: MEASURE_MS };
    const figures = await sideBySide(systems, size, log);
    return { figures, setUps: Object.fromEntries(systems.map(({ name, setUp }) => [name, setUp])) };
  } finally {
    for (const system of systems.reverse()) await system.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
