/** A sensor that many agents of one process look at: it is read once for all of them. */
import type { MonotonicMillis } from '@loa-lang/schemas/units';
import type { Readings } from '../../domain/readings.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Sensor } from '../../ports/sensor.ts';

export function sharedSensor(sensor: Sensor, clock: Clock): Sensor {
  let reading: Promise<Readings> | undefined;
  let readAt: MonotonicMillis = 0;
  return {
    name: sensor.name,
    everyMs: sensor.everyMs,
    read() {
      const now = clock.monotonicNow();
      if (reading === undefined || now - readAt >= sensor.everyMs) {
        readAt = now;
        reading = sensor.read();
      }
      return reading;
    },
  };
}
