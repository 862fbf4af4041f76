/** When which pole has no power or no network in the month: decided beforehand, from the seed. */
import { at, plusDays } from './days.ts';
import type { Seeded } from './seeded.ts';

export interface PoleOutage {
  /** places in the list of poles */
  poles: number[];
  kind: 'power' | 'network';
  from: number;
  until: number;
}

/** The one that is announced, so that the make-up and the warning of readiness have their reason. */
export const PLANNED_OUTAGE = { day: 9, from: '16:30', until: '18:30', hamlet: 7 };
/** Its card has run out. */
export const SIM_DAYS = { pole: 13, from: 25, until: 26 };

/** @param polesOf places of the poles of each hamlet @param days of the month */
export function outagesOf(random: Seeded, firstDay: number, days: number, polesOf: readonly number[][]): PoleOutage[] {
  const found: PoleOutage[] = [];
  for (let day = 1; day < days - 1; day++) {
    const midnight = plusDays(firstDay, day);
    // a pole or two lose the network for an hour on most days: the cell, rain, a modem that hangs
    for (let n = random.whole(0, 2); n > 0; n--) {
      const from = at(midnight, '04:00') + random.whole(0, 15 * 60) * 60_000;
      const poles = [random.whole(0, polesOf.flat().length - 1)];
      found.push({ poles, kind: 'network', from, until: from + random.whole(15, 150) * 60_000 });
    }
    // every fourth day the power of a whole hamlet fails
    if (random.next() < 0.25) {
      const from = at(midnight, '05:00') + random.whole(0, 13 * 60) * 60_000;
      found.push({ poles: random.pick(polesOf), kind: 'power', from, until: from + random.whole(20, 120) * 60_000 });
    }
  }
  const { day, from, until, hamlet } = PLANNED_OUTAGE;
  if (days > day + 1) {
    const midnight = plusDays(firstDay, day);
    found.push({ poles: polesOf[hamlet] ?? [], kind: 'power', from: at(midnight, from), until: at(midnight, until) });
  }
  if (days > SIM_DAYS.until + 1) {
    const [gone, back] = [plusDays(firstDay, SIM_DAYS.from), plusDays(firstDay, SIM_DAYS.until)];
    found.push({ poles: [SIM_DAYS.pole], kind: 'network', from: at(gone, '21:00'), until: at(back, '19:00') });
  }
  return apart(found);
}

/** A pole is in one outage at a time. */
function apart(outages: PoleOutage[]): PoleOutage[] {
  const kept: PoleOutage[] = [];
  for (const each of outages.sort((a, b) => a.from - b.from)) {
    const meets = kept.some(
      ({ poles, from, until }) =>
        each.from <= until + 300_000 && from <= each.until + 300_000 && poles.some((pole) => each.poles.includes(pole)),
    );
    if (!meets) kept.push(each);
  }
  return kept;
}
