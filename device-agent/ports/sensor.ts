/** What can be looked at on a board: the computer itself, its network, its supply, the cabinet, the amplifier. */
import type { Millis } from '@loa-lang/schemas/units';
import type { Readings } from '../domain/readings.ts';

export interface Sensor {
  /** for the log */
  readonly name: string;
  /** between two looks */
  readonly everyMs: Millis;
  /** What is there now, by the sensor's own word: no range is checked. Rejects when it cannot be read. May hang. */
  read(): Promise<Readings>;
  /** Ends what it keeps open. */
  stop?(): void;
}
