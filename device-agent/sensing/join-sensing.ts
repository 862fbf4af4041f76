/** What is joined for a device to know how it is, and to tell. */

import { type HealthStates, isIll, statesOf } from '../domain/health-states.ts';
import type { Readings } from '../domain/readings.ts';
import type { Sensor } from '../ports/sensor.ts';
import type { Speaker } from '../services/identity.ts';
import type { LogLines } from '../services/log-lines.ts';
import { type HealthSampleDeps, healthSample } from './health-sample.ts';
import { ReportHealth } from './report-health.ts';
import { SensorBoard } from './sensor-board.ts';
import { WatchAmplifier } from './watch-amplifier.ts';

export interface SensingDeps extends HealthSampleDeps {
  random(): number;
  speaker: Speaker;
  sensors?: readonly Sensor[];
  log: LogLines;
}

export interface Sensing {
  readings(): Readings;
  start(): void;
  connected(isConnected: boolean): void;
  /** Something may have changed that is worth telling. */
  reconsider(): void;
  /** something else is said now */
  alongside(): void;
  stop(): void;
}

export function joinSensing(deps: SensingDeps): Sensing {
  const { clock, random, speaker, sensors = [], settings, faults, log, sounding } = deps;
  const bornAt = clock.monotonicNow();
  let known: HealthStates | undefined;
  const states = (): HealthStates => {
    const [readings, muted] = [board.readings(), settings()?.muted ?? false];
    known = statesOf({ readings, muted, sinkFailed: sounding.output.failed, faults: faults.raised() }, known);
    return known;
  };
  const amplifier = new WatchAmplifier(clock, faults);
  const board = new SensorBoard({
    ...{ clock, sensors },
    log: (text) => log.warn(text),
    looked() {
      amplifier.saw(board.readings().amplifier);
      health.reconsider();
    },
  });
  const health = new ReportHealth({
    ...{ clock, random, speaker, settings, states },
    sample: () => healthSample(deps, board.readings(), clock.monotonicNow() - bornAt),
    isIll: () => isIll(states(), board.readings()),
    isOnAir: () => sounding.state() === 'sounding',
  });
  return {
    readings: () => board.readings(),
    start: () => board.look(),
    connected(isConnected) {
      // by another interface, perhaps
      if (isConnected) board.look();
      health.connected(isConnected);
    },
    reconsider: () => health.reconsider(),
    alongside: () => health.alongside(),
    stop() {
      health.stop();
      amplifier.stop();
      board.stop();
    },
  };
}
