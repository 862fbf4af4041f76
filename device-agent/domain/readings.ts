/** What sensors tell, and how it is joined. */
import type { Health } from '@loa-lang/schemas/wire/health';

type Part<T> = T extends object ? Partial<T> : T;
type Measured =
  | 'machineUptimeMs'
  | 'cpu'
  | 'memory'
  | 'diskFreeBytes'
  | 'diskTotalBytes'
  | 'network'
  | 'supply'
  | 'amplifier'
  | 'door';

/** Of a health sample what sensors know; what nobody knows is absent. */
export type Readings = { [Name in Measured]?: Part<NonNullable<Health[Name]>> };

/** Figures of one thing may come from several sensors; of one figure the later one counts. */
export function joinReadings(all: readonly Readings[]): Readings {
  const joined: Record<string, unknown> = {};
  for (const readings of all) {
    for (const [name, value] of Object.entries(readings)) {
      if (value === undefined) continue;
      joined[name] = typeof value === 'object' ? { ...(joined[name] as object | undefined), ...value } : value;
    }
  }
  return joined;
}
