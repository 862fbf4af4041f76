/** Times in fields of the browser, which know no zone: they are the commune's. */
import type { TimeWords } from '../words/time.ts';

/** Vietnam has one zone and no summer time. */
const OFFSET = '+07:00';

/** @returns for a field of type `datetime-local` */
export const fieldOf = (at: number, times: Pick<TimeWords, 'isoDay' | 'clock'>): string =>
  `${times.isoDay(at)}T${times.clock(at)}`;

/** @param field as such a field gives it @returns RFC 3339 */
export const instantOf = (field: string): string => `${field}:00${OFFSET}`;
