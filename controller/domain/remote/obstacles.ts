/** What stands against an order at this moment: it would be heard, or would break off what is heard. */
import type { DailyHours } from '@loa-lang/schemas/http/commune-rules';
import type { Obstacle } from '@loa-lang/schemas/states/command';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { CommandName } from '@loa-lang/schemas/wire/command';
import { firstWithin } from '../rules/daily-hours.ts';

/** A reboot takes a minute or two, and a device wants to be there in time for what comes. */
export const STARTS_SOON_MS: Millis = 120_000;

const SOUNDS: readonly string[] = ['play-test', 'self-test'] satisfies CommandName[];
const BREAKS_OFF: readonly string[] = [...SOUNDS, 'restart', 'reboot', 'update'] satisfies string[];

export interface Surroundings {
  /** a lock of silence holds it down */
  silenced: boolean;
  muted: boolean;
  /** start of what is on air there, or comes next within {@link STARTS_SOON_MS} */
  startAt: EpochMillis | undefined;
  /** of its commune */
  quiet: readonly DailyHours[];
  /** of the cluster itself; anything but an emergency may sound in them alone */
  hours: DailyHours | undefined;
  zone: string;
  now: EpochMillis;
}

/** Gravest first. */
export function obstaclesTo(name: string, { now, ...at }: Surroundings): Obstacle[] {
  const obstacles: Obstacle[] = [];
  const sounds = SOUNDS.includes(name);
  if (sounds && at.silenced) obstacles.push('silenced');
  if (sounds && at.muted) obstacles.push('muted');
  if (BREAKS_OFF.includes(name) && at.startAt !== undefined) {
    obstacles.push(at.startAt <= now ? 'sounding' : 'starts-soon');
  }
  const isWithin = (hours: DailyHours) => firstWithin(hours, at.zone, now, now + 1) !== undefined;
  if (sounds && (at.quiet.some(isWithin) || (at.hours !== undefined && !isWithin(at.hours)))) {
    obstacles.push('quiet-hours');
  }
  return obstacles;
}

/** No reason makes a device sound that was told to be silent. */
export const isForbidden = (obstacle: Obstacle): boolean => obstacle === 'silenced' || obstacle === 'muted';
