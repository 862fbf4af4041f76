/** What single broadcasts and hamlets came to, of which coverage over time is made. */
import type { MissReason } from '@loa-lang/schemas/programme-log/words';
import type { EpochMillis } from '@loa-lang/schemas/units';

/** One broadcast that is settled, its make-ups counted in. */
export interface CoverageLine {
  id: string;
  startAt: EpochMillis;
  hamlets: LineHamlet[];
  /** that were targeted; one list for all broadcasts with the same ones, since a year has half a million of them */
  poles: readonly LinePole[];
  /** of these, those that were not reached */
  missed: { pole: LinePole; reason: MissReason }[];
}

export interface LineHamlet {
  id: string;
  name: string;
  hamletKind: string | undefined;
  households: number;
  reached: number;
  /** that no targeted pole serves */
  unserved: number;
}

export interface LinePole {
  id: string;
  code: string;
  name: string;
  /** it serves */
  hamletIds: string[];
}

/** Households, each counted once a broadcast. */
export interface Reach {
  broadcasts: number;
  meant: number;
  reached: number;
}

export interface HamletOverTime extends Reach {
  id: string;
  name: string;
  hamletKind: string | undefined;
  households: number;
  full: number;
  partly: number;
  none: number;
  /** never served by any pole that was targeted */
  unserved: number;
  lastReachedAt: EpochMillis | undefined;
  /** by day, in their order: part of its households, 0 to 1; `undefined` where nothing was meant for it */
  shares: (number | undefined)[];
}
