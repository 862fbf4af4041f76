/** The same content twice in one day in one hamlet: what villagers complain of. */
import type { AreaId, BulletinId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { civilDay } from '../broadcasts/civil-time.ts';

/** One airing. */
export interface Airing {
  owner: { id: string; title: string };
  startAt: EpochMillis;
  bulletins: readonly { bulletinId: BulletinId; title: string }[];
  hamletIds: ReadonlySet<AreaId>;
}

export interface Repetition {
  bulletin: { bulletinId: BulletinId; title: string };
  /** where it is heard as well */
  with: Airing['owner'];
  /** starts of the asked airing that is heard beside the other one, in order */
  dates: EpochMillis[];
}

export function repetitionsOf(asked: readonly Airing[], others: readonly Airing[], zone: string): Repetition[] {
  const dayOf = new Map<EpochMillis, string>();
  const day = ({ startAt }: Airing): string => {
    const known = dayOf.get(startAt) ?? civilDay(startAt, zone);
    dayOf.set(startAt, known);
    return known;
  };
  const byDay = new Map<string, Airing[]>();
  for (const airing of [...asked, ...others]) byDay.set(day(airing), [...(byDay.get(day(airing)) ?? []), airing]);
  const found = new Map<string, Repetition & { at: Set<EpochMillis> }>();
  for (const own of asked) {
    for (const other of byDay.get(day(own)) ?? []) {
      // of two airings of the schedule itself only the later one is named
      if (other === own || (other.owner.id === own.owner.id && other.startAt >= own.startAt)) continue;
      if (![...own.hamletIds].some((id) => other.hamletIds.has(id))) continue;
      for (const bulletin of own.bulletins) {
        if (!other.bulletins.some(({ bulletinId }) => bulletinId === bulletin.bulletinId)) continue;
        const key = JSON.stringify([bulletin.bulletinId, other.owner.id]);
        const known = found.get(key) ?? { bulletin, with: other.owner, dates: [], at: new Set<EpochMillis>() };
        known.at.add(own.startAt);
        found.set(key, known);
      }
    }
  }
  return [...found.values()].map(({ at, ...each }) => ({ ...each, dates: [...at].sort((a, b) => a - b) }));
}
