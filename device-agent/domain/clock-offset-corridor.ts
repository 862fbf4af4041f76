/**
 * Geometry of clock offset estimation. Every message bounds the offset `controller - device` at one instant: one that
 * went up from above (its delay adds to what the controller saw), one that came down from below. The offset, a straight
 * line in time, lies in the corridor between. The width of the corridor, as a function of the line's slope, is concave.
 */
export interface Bound {
  /** device monotonic ms */
  at: number;
  /** bound on the offset at that instant, ms */
  offset: number;
}

export interface Corridor {
  /** tightest bounds at the reference instant for one slope; `upper < lower` when no line fits */
  upper: number;
  lower: number;
}

/**
 * Bounds loosen with age, because a crystal's rate wanders with temperature: 2 ppm is twice what a bare crystal moves in
 * an hour outdoors. So old bounds stop mattering by themselves and no window length has to be chosen.
 */
const WANDER = 2e-6;

/** Corridor at `reference` for a line of the slope. */
export const corridorFor = (
  uppers: readonly Bound[],
  lowers: readonly Bound[],
  slope: number,
  reference: number,
): Corridor => {
  let upper = Infinity;
  let lower = -Infinity;
  for (const bound of uppers) {
    const age = reference - bound.at;
    const value = bound.offset + slope * age + WANDER * Math.abs(age);
    if (value < upper) upper = value;
  }
  for (const bound of lowers) {
    const age = reference - bound.at;
    const value = bound.offset + slope * age - WANDER * Math.abs(age);
    if (value > lower) lower = value;
  }
  return { upper, lower };
};
