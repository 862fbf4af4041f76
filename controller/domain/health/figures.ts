/** What is taken out of a health sample to be kept over time, and the column it is kept in. */
import { HEALTH_FIGURE_NAMES, HEALTH_FIGURES, type HealthFigure } from '@loa-lang/schemas/health/figures';
import { type Health, NETWORK_KINDS } from '@loa-lang/schemas/wire/health';

/** A number, or whether a state holds; absent where the device does not say. */
type Taken = number | boolean | undefined;

const is = <T>(value: T | undefined, wanted: T): boolean | undefined =>
  value === undefined ? undefined : value === wanted;

const TAKEN: Readonly<Record<HealthFigure, (health: Health) => Taken>> = {
  cpuTemperature: ({ cpu }) => cpu?.temperatureC,
  cpuLoad: ({ cpu }) => cpu?.load,
  memoryAvailable: ({ memory }) => memory?.availableBytes,
  residentMemory: ({ residentBytes }) => residentBytes,
  diskFree: ({ diskFreeBytes }) => diskFreeBytes,
  signal: ({ network }) => network?.signalDbm,
  volts: ({ supply }) => supply?.volts,
  charge: ({ supply }) => supply?.charge,
  amplifierTemperature: ({ amplifier }) => amplifier?.temperatureC,
  lineCurrent: ({ amplifier }) => amplifier?.lineAmperes,
  roundTrip: ({ roundTripMs }) => roundTripMs?.median,
  timeUncertainty: ({ timeUncertaintyMs }) => timeUncertaintyMs,
  outputLevel: ({ outputDbfs }) => outputDbfs,
  pendingReports: ({ pendingReports }) => pendingReports,
  faults: ({ faults }) => faults?.length,
  onBattery: ({ supply }) => is(supply?.source, 'battery'),
  doorOpen: ({ door }) => is(door, 'open'),
  amplifierFault: ({ amplifier }) => amplifier?.fault,
  sinkFailed: ({ sink }) => is(sink, 'failed'),
  sounding: ({ sink }) => is(sink, 'sounding'),
  muted: ({ muted }) => muted,
};

/** `cpuTemperature` is kept in `cpu_temperature`. */
export const columnOf = (figure: HealthFigure): string =>
  figure.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export const isShare = (figure: HealthFigure): boolean => 'share' in HEALTH_FIGURES[figure];

/** As they are kept: by column, absent where the device does not say. Times of running are whole seconds. */
export function rowOf(health: Health): Record<string, number | boolean | undefined> {
  const { uptimeMs, machineUptimeMs, network } = health;
  const row: Record<string, number | boolean | undefined> = {
    uptime_s: seconds(uptimeMs),
    machine_uptime_s: machineUptimeMs === undefined ? undefined : seconds(machineUptimeMs),
    network: network === undefined ? undefined : NETWORK_KINDS.indexOf(network.kind),
    received_bytes: network?.receivedBytes,
    sent_bytes: network?.sentBytes,
  };
  for (const figure of HEALTH_FIGURE_NAMES) row[columnOf(figure)] = storable(TAKEN[figure](health));
  return row;
}

/** PostgreSQL refuses a number that `real` cannot hold, and all that is stored with it. */
const MOST = 3.4e38;
function storable(taken: Taken): Taken {
  return typeof taken === 'number' ? Math.max(-MOST, Math.min(Math.fround(taken), MOST)) : taken;
}

/** What a column of whole seconds holds: 68 years. */
const MOST_SECONDS = 2 ** 31 - 1;
const seconds = (milliseconds: number): number => Math.min(Math.round(milliseconds / 1000), MOST_SECONDS);

/** How the kind of network that is paid by the byte is kept. */
export const MOBILE = NETWORK_KINDS.indexOf('mobile');
