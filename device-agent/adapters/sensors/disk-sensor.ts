/** The file system that the device's data lies on. */
import { statfs } from 'node:fs/promises';
import type { Sensor } from '../../ports/sensor.ts';

/** It fills in days; and asking a card that dies may take long. */
const EVERY_MS = 60_000;

export function diskSensor(folder: string): Sensor {
  return {
    name: 'disk',
    everyMs: EVERY_MS,
    async read() {
      const { bavail, blocks, bsize } = await statfs(folder);
      return { diskFreeBytes: bavail * bsize, diskTotalBytes: blocks * bsize };
    },
  };
}
