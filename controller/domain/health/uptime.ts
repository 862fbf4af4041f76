/** How long clusters were there, and how long it took until they were again. */
import type { Millis } from '@loa-lang/schemas/units';

export interface Uptime {
  watchedMs: Millis;
  onlineMs: Millis;
  outages: number;
  longestMs: Millis;
  /** of outages that are over */
  repaired: number;
  repairMs: Millis;
  faults: number;
  /** of faults that are over */
  mended: number;
  mendMs: Millis;
}

/** Of several together: times are added, so that means are over all outages. */
export const sumOfUptimes = (uptimes: readonly Uptime[]): Uptime => ({
  watchedMs: sum(uptimes, 'watchedMs'),
  onlineMs: sum(uptimes, 'onlineMs'),
  outages: sum(uptimes, 'outages'),
  longestMs: uptimes.reduce((longest, each) => Math.max(longest, each.longestMs), 0),
  repaired: sum(uptimes, 'repaired'),
  repairMs: sum(uptimes, 'repairMs'),
  faults: sum(uptimes, 'faults'),
  mended: sum(uptimes, 'mended'),
  mendMs: sum(uptimes, 'mendMs'),
});

const sum = (uptimes: readonly Uptime[], field: keyof Uptime): number =>
  uptimes.reduce((total, each) => total + each[field], 0);
