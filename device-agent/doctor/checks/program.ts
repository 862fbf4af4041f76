/** What the program runs on: Node.js and memory. */

import { MACHINE_WORDS } from '@loa-lang/schemas/doctor/machine-words';
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import type { Machine } from '../machine/machine.ts';

/** As package.json demands. */
const LEAST_NODE = [20, 19] as const;
const KIB = 1024;
const MIB = 1024 ** 2;
const say = findingsOf(MACHINE_WORDS);

export function checkNode(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1]);
  return say('node', isOld ? 'old' : 'fine', { version, least: LEAST_NODE.join('.') });
}

/** @param lowBytes of memory that is still to be had */
export async function checkMemory(machine: Machine, lowBytes: number): Promise<Finding> {
  const text = (await machine.read('/proc/meminfo')) ?? '';
  const bytes = (name: string): number | undefined => {
    const kib = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1];
    return kib === undefined ? undefined : Number(kib) * KIB;
  };
  const [total, available] = [bytes('MemTotal'), bytes('MemAvailable')];
  if (total === undefined || available === undefined) return say('memory', 'untold');
  const values = { availableMiB: Math.floor(available / MIB), totalMiB: Math.floor(total / MIB) };
  return say('memory', available < lowBytes ? 'low' : 'fine', values);
}
