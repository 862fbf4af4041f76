import type { EpochMillis } from '@loa-lang/schemas/units';

/** The last row of a page, latest first: the next one begins behind it, whatever has become of that row meanwhile. */
export interface PageEnd {
  at: EpochMillis;
  id: string;
}
