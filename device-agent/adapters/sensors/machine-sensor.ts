/** The processor and the memory: proc(5) and the kernel's thermal zones. */
import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Readings } from '../../domain/readings.ts';
import type { Sensor } from '../../ports/sensor.ts';
import { integerOf, textOf } from './read-text.ts';

/** Names that drivers give to the zone of the processor; a board has others for its radio, its battery, its charger. */
const PROCESSOR_ZONE = /cpu|soc|x86_pkg_temp|bigcore|littlecore|package/i;
const EVERY_MS = 10_000;

/** @param root of the file system; `/` but for tests */
export function machineSensor(root: string, cores: number = availableParallelism()): Sensor {
  return {
    name: 'machine',
    everyMs: EVERY_MS,
    async read() {
      const [temperatureC, load, memory, machineUptimeMs] = await Promise.all([
        temperatureOf(join(root, 'sys/class/thermal')),
        firstFigure(join(root, 'proc/loadavg')),
        memoryOf(join(root, 'proc/meminfo')),
        firstFigure(join(root, 'proc/uptime')),
      ]);
      return {
        cpu: { ...(temperatureC !== undefined && { temperatureC }), ...(load !== undefined && { load: load / cores }) },
        ...(memory && { memory }),
        ...(machineUptimeMs !== undefined && { machineUptimeMs: Math.round(machineUptimeMs * 1000) }),
      };
    },
  };
}

/** The hottest zone of the processor, °C. A board that names none of its zones so has one that counts. */
async function temperatureOf(folder: string): Promise<number | undefined> {
  const names = await readdir(folder).catch(() => []);
  const zones = await Promise.all(
    names
      .filter((name) => name.startsWith('thermal_zone'))
      .map(async (name) => {
        const [type, milli] = await Promise.all([
          textOf(join(folder, name, 'type')),
          integerOf(join(folder, name, 'temp')),
        ]);
        return { type: type ?? '', celsius: milli === undefined ? undefined : milli / 1000 };
      }),
  );
  const processor = zones.filter(({ type }) => PROCESSOR_ZONE.test(type));
  const known = (processor.length > 0 ? processor : zones).flatMap(({ celsius }) => celsius ?? []);
  return known.length === 0 ? undefined : Math.max(...known);
}

async function memoryOf(path: string): Promise<Readings['memory']> {
  const text = (await textOf(path)) ?? '';
  const bytes = (name: string): number | undefined => {
    const [, kibi] = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text) ?? [];
    return kibi === undefined ? undefined : Number(kibi) * 1024;
  };
  const [totalBytes, availableBytes] = [bytes('MemTotal'), bytes('MemAvailable')];
  return totalBytes === undefined || availableBytes === undefined ? undefined : { totalBytes, availableBytes };
}

async function firstFigure(path: string): Promise<number | undefined> {
  const [, figure] = /^(\d+(?:\.\d+)?)\s/.exec(`${await textOf(path)} `) ?? [];
  return figure === undefined ? undefined : Number(figure);
}
