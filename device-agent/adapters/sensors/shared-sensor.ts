/** A sensor that many agents of one process look at: it is read once for all of them. */
import type { MonotonicMillis } from '@loa-lang/schemas/units';
import type { Readings } from '../../domain/readings.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Sensor } from '../../ports/sensor.ts';

/** Of the time between two looks: who looks alone always reads anew. */
const SHARED_FOR = 0.9;

export function sharedSensor(sensor: Sensor, clock: Clock): Sensor {
  let reading: Promise<Readings> | undefined;
  let readAt: MonotonicMillis = 0;
  let isReading = false;
  return {
    name: sensor.name,
    everyMs: sensor.everyMs,
    read() {
      const now = clock.monotonicNow();
      if (reading !== undefined && (isReading || now - readAt < SHARED_FOR * sensor.everyMs)) return reading;
      [readAt, isReading] = [now, true];
      reading = sensor.read().finally(() => {
        isReading = false;
      });
      return reading;
    },
  };
}
