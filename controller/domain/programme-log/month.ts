/** Months of the programme log. */
import type { LogSession } from '@loa-lang/schemas/programme-log/words';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { dayBounds } from '../broadcasts/civil-time.ts';
import { offsetMs } from '../calendar/zone-clock.ts';

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;

/** First instant of a month, `YYYY-MM`, and of the next one in a zone; `undefined` for what is no month. */
export function monthBounds(month: string, zone: string): { from: EpochMillis; until: EpochMillis } | undefined {
  const match = MONTH.exec(month);
  if (match === null) return undefined;
  const [year, number] = [Number(match[1]), Number(match[2])];
  const next =
    number === 12 ? `${String(year + 1).padStart(4, '0')}-01` : `${match[1]}-${String(number + 1).padStart(2, '0')}`;
  const [first, after] = [dayBounds(`${month}-01`, zone), dayBounds(`${next}-01`, zone)];
  return first && after && { from: first.from, until: after.from };
}

/** Sáng to 10:30, trưa to 14:00, chiều to 18:30: the usual sessions lie well inside. */
export function sessionOf(instant: EpochMillis, zone: string): LogSession {
  const minutes = Math.floor(((instant + offsetMs(instant, zone)) % 86_400_000) / 60_000);
  if (minutes < 10.5 * 60) return 'morning';
  if (minutes < 14 * 60) return 'noon';
  return minutes < 18.5 * 60 ? 'afternoon' : 'evening';
}
