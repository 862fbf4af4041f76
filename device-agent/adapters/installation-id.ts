/** Which board this is: tells a device from a clone of its disk. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { InstallationId } from '@loa-lang/schemas/ids';

/**
 * Where a serial number is found, best first. The device tree carries the board's own (Raspberry Pi and other ARM
 * boards), DMI that of a PC's mainboard (readable by root only). `machine-id` is written by the installation, so a
 * clone of the disk has the same one: better than nothing, and said so by `source`.
 */
const SOURCES = [
  { source: 'device-tree', path: '/proc/device-tree/serial-number' },
  { source: 'dmi', path: '/sys/class/dmi/id/product_uuid' },
  { source: 'machine-id', path: '/etc/machine-id' },
] as const;

/** Serials that makers left unset; thousands of boards share them. */
const PLACEHOLDERS = [
  /^[0-]*$/,
  /^[fF-]*$/,
  /o\.?e\.?m/i,
  /^default/i,
  /^none$/i,
  /^03000200-0400-0500-0006-000700080009$/,
];

export interface Installation {
  installationId: InstallationId;
  source: 'configured' | (typeof SOURCES)[number]['source'];
}

/**
 * @param configured overrides what the hardware says, e.g. for many agents on one machine
 * @param read reads a text file; rejects when it cannot
 * @returns `undefined` when nothing identifies this machine: it must be configured then
 */
export async function findInstallation(
  configured: InstallationId | undefined,
  read: (path: string) => Promise<string> = (path) => readFile(path, 'utf8'),
): Promise<Installation | undefined> {
  if (configured !== undefined) return { installationId: configured, source: 'configured' };
  for (const { source, path } of SOURCES) {
    const text = await read(path).catch(() => '');
    const serial = text.replaceAll('\0', '').trim();
    if (serial === '' || PLACEHOLDERS.some((placeholder) => placeholder.test(serial))) continue;
    // Hashed, so that a serial number, which may open a warranty or an account, is not sent around.
    const hash = createHash('sha256').update(`loa-lang installation ${source} ${serial.toLowerCase()}`).digest();
    return { installationId: hash.subarray(0, 16).toString('base64url'), source };
  }
  return undefined;
}
