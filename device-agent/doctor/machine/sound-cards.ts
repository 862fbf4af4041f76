/** Sound cards as the kernel and the tools of ALSA tell them. */
import type { Machine } from './machine.ts';

export interface Card {
  number: number;
  /** as it may stand in names of devices, e.g. `Device` in `plughw:CARD=Device` */
  id: string;
  name: string;
}

/** Reads /proc/asound/cards: ` 1 [Device         ]: USB-Audio - USB Audio Device`, and a line of its own beneath. */
export async function soundCards(machine: Machine): Promise<Card[]> {
  const text = (await machine.read('/proc/asound/cards')) ?? '';
  return [...text.matchAll(/^\s*(\d+) \[(\S+)\s*\]: (?:\S+ - )?(.+)$/gm)].map(([, number, id = '', name = '']) => ({
    number: Number(number),
    id,
    name: name.trim(),
  }));
}

export interface HardwareDevice {
  card: string;
  device: number;
}

/** The card behind `hw:1,0`, `plughw:CARD=Device,DEV=0`, `default:1`, `sysdefault:CARD=Device` …; `undefined` for other names. */
export function hardwareOf(name: string): HardwareDevice | undefined {
  const match =
    /^(?:plughw|hw|sysdefault|default|front|dmix|plug:hw):(?:CARD=)?([A-Za-z0-9_-]+)(?:,(?:DEV=)?(\d+))?/.exec(name);
  if (match?.[1] === undefined) return undefined;
  return { card: match[1], device: Number(match[2] ?? 0) };
}

export const cardOf = (cards: readonly Card[], { card }: HardwareDevice): Card | undefined =>
  cards.find(({ number, id }) => String(number) === card || id === card);

export interface User {
  pid: number;
  program: string;
}

/** Who has the playback (`p`) or recording (`c`) device open; proc(5) of ALSA: `owner_pid   : 1234`. */
export async function userOf(machine: Machine, card: Card, device: number, way: 'p' | 'c'): Promise<User | undefined> {
  const folder = `/proc/asound/card${card.number}/pcm${device}${way}`;
  for (const sub of (await machine.list(folder)).filter((name) => name.startsWith('sub'))) {
    const pid = /owner_pid\s*:\s*(\d+)/.exec((await machine.read(`${folder}/${sub}/status`)) ?? '')?.[1];
    if (pid === undefined) continue;
    const program = ((await machine.read(`/proc/${pid}/comm`)) ?? '?').trim();
    return { pid: Number(pid), program };
  }
  return undefined;
}

export interface Control {
  name: string;
  percent: number | undefined;
  isOff: boolean;
}

/** Volumes on the way to the loudspeaker, from `amixer scontents`; capture controls are not among them. */
export function playbackControls(scontents: string): Control[] {
  return scontents.split(/^(?=Simple mixer control )/m).flatMap((block) => {
    const name = /^Simple mixer control '([^']*)'/.exec(block)?.[1];
    const lines = block
      .split('\n')
      .filter((line) => /:\s*(Playback|\d+ \[)/.test(line) && /\[\d+%\]|\[o(n|ff)\]/.test(line));
    if (name === undefined || !/pvolume|pswitch|\bvolume\b/.test(block) || lines.length === 0) return [];
    const percents = lines.flatMap((line) => /\[(\d+)%\]/.exec(line)?.[1] ?? []).map(Number);
    return [
      {
        name,
        percent: percents.length === 0 ? undefined : Math.max(...percents),
        isOff: lines.every((line) => line.includes('[off]')),
      },
    ];
  });
}
