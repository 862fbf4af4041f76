/** Of a device's health what has a state rather than a figure: whoever watches wants to know at once when it changes. */
import type { Readings } from './readings.ts';

export interface HealthStates {
  supply: 'mains' | 'battery' | undefined;
  door: 'open' | 'closed' | undefined;
  amplifierFault: boolean | undefined;
  sinkFailed: boolean;
  muted: boolean;
  /** 0 is cool, see `heatOf` */
  cpuHeat: number | undefined;
  amplifierHeat: number | undefined;
  /** codes of the faults raised, sorted */
  faults: string;
}
export type HealthStateName = keyof HealthStates;

/** °C: what a board in a closed cabinet reaches on a summer noon, what slows it down, what ends it. */
const HEAT_FROM_C = [70, 80, 90] as const;
/** Cooler by so much it counts as cooler: a fan that comes and goes moves it less. */
const HYSTERESIS_C = 5;
/** From this heat on a device is ill. */
const ILL_HEAT = 2;

/** Its band: how many of `HEAT_FROM_C` are reached, given the one that it was in. */
export function heatOf(celsius: number | undefined, before: number | undefined): number | undefined {
  if (celsius === undefined || !Number.isFinite(celsius)) return before;
  const reached = HEAT_FROM_C.filter((from) => celsius >= from).length;
  const left = HEAT_FROM_C.filter((from) => celsius > from - HYSTERESIS_C).length;
  return Math.max(reached, Math.min(before ?? 0, left));
}

export interface Observed {
  readings: Readings;
  sinkFailed: boolean;
  muted: boolean;
  faults: readonly string[];
}

/** A sensor that says nothing has not changed its mind: its last word stands. */
export function statesOf(observed: Observed, before: HealthStates | undefined): HealthStates {
  const { readings, sinkFailed, muted, faults } = observed;
  return {
    supply: readings.supply?.source ?? before?.supply,
    door: readings.door ?? before?.door,
    amplifierFault: readings.amplifier?.fault ?? before?.amplifierFault,
    sinkFailed,
    muted,
    cpuHeat: heatOf(readings.cpu?.temperatureC, before?.cpuHeat),
    amplifierHeat: heatOf(readings.amplifier?.temperatureC, before?.amplifierHeat),
    faults: [...faults].sort().join(),
  };
}

export function changedStates(before: HealthStates, after: HealthStates): HealthStateName[] {
  return (Object.keys(after) as HealthStateName[]).filter((name) => after[name] !== before[name]);
}

/** Shares below which it is worth looking more often; alarms have thresholds of their own, at the controller. */
const LOW = { charge: 0.3, disk: 0.05, memory: 0.08 } as const;

/** Something is wrong, or may soon be. */
export function isIll(states: HealthStates, { supply, memory, diskFreeBytes, diskTotalBytes }: Readings): boolean {
  return (
    states.faults !== '' ||
    states.sinkFailed ||
    states.amplifierFault === true ||
    states.supply === 'battery' ||
    states.door === 'open' ||
    Math.max(states.cpuHeat ?? 0, states.amplifierHeat ?? 0) >= ILL_HEAT ||
    (supply?.charge ?? 1) < LOW.charge ||
    isBelow(LOW.disk, diskFreeBytes, diskTotalBytes) ||
    isBelow(LOW.memory, memory?.availableBytes, memory?.totalBytes)
  );
}

const isBelow = (share: number, part: number | undefined, whole: number | undefined): boolean =>
  part !== undefined && whole !== undefined && part < share * whole;
