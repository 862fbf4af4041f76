/** Mains and battery as the kernel knows them: Documentation/ABI/testing/sysfs-class-power. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readings } from '../../domain/readings.ts';
import type { Sensor } from '../../ports/sensor.ts';
import { textOf } from './read-text.ts';

type Properties = ReadonlyMap<string, string>;
type Source = 'mains' | 'battery';

const EVERY_MS = 5000;
const BATTERIES = new Set(['Battery', 'UPS']);

/** Tells nothing on a board that has no entries there. */
export function supplySensor(root: string): Sensor {
  const folder = join(root, 'sys/class/power_supply');
  return {
    name: 'supply',
    everyMs: EVERY_MS,
    async read() {
      const names = await readdir(folder).catch(() => []);
      const all = await Promise.all(names.map((name) => propertiesOf(join(folder, name))));
      // a mouse's battery does not feed the board
      const supply = supplyOf(all.filter((each) => each.get('SCOPE') !== 'Device'));
      return Object.keys(supply).length === 0 ? {} : { supply };
    },
  };
}

/** All of one supply comes with one read; its type only on newer kernels. */
async function propertiesOf(folder: string): Promise<Properties> {
  const [uevent, type] = await Promise.all([textOf(join(folder, 'uevent')), textOf(join(folder, 'type'))]);
  const lines = [...(uevent ?? '').matchAll(/^POWER_SUPPLY_(\w+)=(.*)$/gm)];
  return new Map([...lines.map(([, name = '', value = '']) => [name, value] as const), ['TYPE', type ?? '']]);
}

function supplyOf(all: readonly Properties[]): NonNullable<Readings['supply']> {
  const battery = all.find((each) => BATTERIES.has(each.get('TYPE') ?? '') && each.get('PRESENT') !== '0');
  const source = sourceOf(all, battery?.get('STATUS'));
  const [microvolts, percent] = [figure(battery?.get('VOLTAGE_NOW')), figure(battery?.get('CAPACITY'))];
  return {
    ...(source && { source }),
    ...(microvolts !== undefined && { volts: microvolts / 1e6 }),
    ...(percent !== undefined && { charge: percent / 100 }),
  };
}

/** Sockets that are empty say little: a board may be fed by one that the kernel does not know. */
function sourceOf(all: readonly Properties[], batteryStatus: string | undefined): Source | undefined {
  const feeding = all.filter((each) => !BATTERIES.has(each.get('TYPE') ?? ''));
  if (feeding.some((each) => (figure(each.get('ONLINE')) ?? 0) > 0)) return 'mains';
  if (batteryStatus === 'Discharging') return 'battery';
  if (['Charging', 'Full', 'Not charging'].includes(batteryStatus ?? '')) return 'mains';
  return feeding.some((each) => each.get('TYPE') === 'Mains' && each.get('ONLINE') === '0') ? 'battery' : undefined;
}

const figure = (text: string | undefined): number | undefined =>
  text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined;
