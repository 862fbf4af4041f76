/** The question of five faces: how a broadcast was heard in a hamlet. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { HamletEntry } from './hamlet-entry.ts';

/** 1: not to be understood; 5: very clear. */
export const FACES = [1, 2, 3, 4, 5] as const;
export type Face = (typeof FACES)[number];

export const faceOf = (text: string | undefined): Face | undefined => FACES.find((face) => String(face) === text);

/** Later nobody knows any more how it sounded. */
export const ASKED_FOR_MS: Millis = 36 * 3600_000;

/** The last one that was on air here, and of which people still know how it sounded. */
export const askedAbout = (latestFirst: readonly HamletEntry[], now: EpochMillis): HamletEntry | undefined =>
  latestFirst.find((entry) => entry.stand === 'over' && entry.endsAt > now - ASKED_FOR_MS);

/** How often each face was chosen, from 1 to 5. */
export type FaceCounts = readonly [number, number, number, number, number];

export const countsOf = (rows: readonly { face: number; count: number }[]): FaceCounts => {
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = FACES.map((face) =>
    rows.filter((row) => row.face === face).reduce((sum, { count }) => sum + count, 0),
  );
  return [a, b, c, d, e];
};
