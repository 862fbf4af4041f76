/** What single broadcasts and hamlets came to, of which coverage over time is made. */
import type { MissReason } from '@loa-lang/schemas/programme-log/words';
import type { EpochMillis } from '@loa-lang/schemas/units';

/** One broadcast that is settled, its make-ups counted in. */
export interface CoverageLine {
  id: string;
  startAt: EpochMillis;
  hamlets: LineHamlet[];
  clusters: LineCluster[];
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

export interface LineCluster {
  id: string;
  code: string;
  name: string;
  /** it serves, of those that were targeted */
  hamletIds: string[];
  /** absent: reached */
  reason: MissReason | undefined;
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
