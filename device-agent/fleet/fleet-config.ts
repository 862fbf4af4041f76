/** Configuration of a fleet: a list of devices, each as a file or in place. */
import { dirname, resolve } from 'node:path';
import { type Static, Type } from 'typebox';
import {
  AgentConfigSchema,
  faultsOf,
  type LoadedConfig,
  loadAgentConfig,
  readJson,
  resolveAgentConfig,
} from '../config.ts';

export const FleetConfigSchema = Type.Object(
  {
    /** configuration files, or configurations themselves */
    devices: Type.Array(Type.Union([Type.String({ minLength: 1 }), AgentConfigSchema]), { minItems: 1 }),
    /** a line with the status of all devices is printed this often; absent: never */
    statusEveryMs: Type.Optional(Type.Integer({ minimum: 100 })),
    staggerMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
  },
  { additionalProperties: false },
);
export type FleetConfig = Static<typeof FleetConfigSchema>;

export interface LoadedFleet {
  devices: LoadedConfig[];
  statusEveryMs: number | undefined;
  staggerMs: number;
}

/** Reads a fleet's file and all it names. Faults of all devices are listed, each with its device. */
export async function loadFleetConfig(
  path: string,
): Promise<{ ok: true; fleet: LoadedFleet } | { ok: false; faults: string[] }> {
  const read = await readJson(path);
  if (!read.ok) return { ok: false, faults: [read.fault] };
  const shape = faultsOf(FleetConfigSchema, read.value);
  if (shape.length > 0) return { ok: false, faults: shape };
  const config = read.value as FleetConfig;
  const folder = dirname(resolve(path));
  const devices: LoadedConfig[] = [];
  const faults: string[] = [];
  for (const [index, device] of config.devices.entries()) {
    const loaded =
      typeof device === 'string'
        ? await loadAgentConfig(resolve(folder, device))
        : await resolveAgentConfig(device, folder);
    if (loaded.ok) devices.push(loaded.config);
    else faults.push(...loaded.faults.map((fault) => `devices.${index}: ${fault}`));
  }
  const folders = new Set<string>();
  for (const { dataFolder, deviceId } of devices) {
    if (folders.has(dataFolder)) faults.push(`${deviceId}: dataFolder ${dataFolder} belongs to another device`);
    folders.add(dataFolder);
  }
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, fleet: { devices, statusEveryMs: config.statusEveryMs, staggerMs: config.staggerMs ?? 0 } };
}
