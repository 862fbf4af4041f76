/** Position of a sound card's playback from `/proc/asound/card…/pcm…/sub…/status`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface AlsaStatus {
  state: string;
  ownerPid: number | undefined;
  /** frames the hardware has taken */
  hardwareFrames: number;
}

/** @returns `undefined` for a closed stream */
export const parseAlsaStatus = (text: string): AlsaStatus | undefined => {
  const field = (name: string): string | undefined => new RegExp(`^${name}\\s*:\\s*(\\S+)`, 'm').exec(text)?.[1];
  const state = field('state');
  const hardware = field('hw_ptr');
  if (state === undefined || hardware === undefined) return undefined;
  const owner = field('owner_pid');
  return { state, ownerPid: owner === undefined ? undefined : Number(owner), hardwareFrames: Number(hardware) };
};

/** Rate that the card really runs at, from the `hw_params` file beside. */
export const parseAlsaRate = (text: string): number | undefined => {
  const rate = /^rate:\s*(\d+)/m.exec(text)?.[1];
  return rate === undefined ? undefined : Number(rate);
};

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
const list = (path: string, prefix: string): string[] => {
  try {
    return readdirSync(path).filter((name) => name.startsWith(prefix));
  } catch {
    return [];
  }
};

/** Folder of the playback stream that the process has open. */
export const findAlsaStream = (pid: number, root = '/proc/asound'): string | undefined => {
  for (const card of list(root, 'card'))
    for (const pcm of list(join(root, card), 'pcm').filter((name) => name.endsWith('p')))
      for (const sub of list(join(root, card, pcm), 'sub')) {
        const folder = join(root, card, pcm, sub);
        if (parseAlsaStatus(read(join(folder, 'status')))?.ownerPid === pid) return folder;
      }
  return undefined;
};

export const readAlsaStatus = (folder: string): AlsaStatus | undefined => parseAlsaStatus(read(join(folder, 'status')));
export const readAlsaRate = (folder: string): number | undefined => parseAlsaRate(read(join(folder, 'hw_params')));
