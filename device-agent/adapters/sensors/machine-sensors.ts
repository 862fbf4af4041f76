/** What every agent of one machine sees alike. */
import type { Clock } from '../../ports/clock.ts';
import type { Sensor } from '../../ports/sensor.ts';
import { machineSensor } from './machine-sensor.ts';
import { sharedSensor } from './shared-sensor.ts';
import { supplySensor } from './supply-sensor.ts';

/** However many agents look, the machine is read once. @param root of the file system; `/` but for tests */
export const machineSensors = (clock: Clock, root = '/'): Sensor[] =>
  [machineSensor(root), supplySensor(root)].map((sensor) => sharedSensor(sensor, clock));
