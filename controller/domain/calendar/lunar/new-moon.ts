/**
 * Instants of new moons: J. Meeus, Astronomical Algorithms (2nd ed., 1998), chapter 49, with all periodic and planetary
 * terms; within some 20 seconds of the full theories in these centuries.
 */

/** Days in Terrestrial Time since the Julian epoch. */
export type JulianEphemerisDay = number;

/** Lunation number of Meeus: 0 is the new moon of 6 January 2000. */
export type Lunation = number;

const MEAN_MONTH_DAYS = 29.530588861;
const FIRST_NEW_MOON: JulianEphemerisDay = 2451550.09766;
const LUNATIONS_PER_CENTURY = 1236.85;

/** coefficient in days, power of the eccentricity factor, multiples of M (sun), M′ (moon) and F (latitude) */
const PERIODIC: readonly (readonly [number, number, number, number, number])[] = [
  [-0.4072, 0, 0, 1, 0],
  [0.17241, 1, 1, 0, 0],
  [0.01608, 0, 0, 2, 0],
  [0.01039, 0, 0, 0, 2],
  [0.00739, 1, -1, 1, 0],
  [-0.00514, 1, 1, 1, 0],
  [0.00208, 2, 2, 0, 0],
  [-0.00111, 0, 0, 1, -2],
  [-0.00057, 0, 0, 1, 2],
  [0.00056, 1, 1, 2, 0],
  [-0.00042, 0, 0, 3, 0],
  [0.00042, 1, 1, 0, 2],
  [0.00038, 1, 1, 0, -2],
  [-0.00024, 1, -1, 2, 0],
  [-0.00007, 0, 2, 1, 0],
  [0.00004, 0, 0, 2, -2],
  [0.00004, 0, 3, 0, 0],
  [0.00003, 0, 1, 1, -2],
  [0.00003, 0, 0, 2, 2],
  [-0.00003, 0, 1, 1, 2],
  [0.00003, 0, -1, 1, 2],
  [-0.00002, 0, -1, 1, -2],
  [-0.00002, 0, 1, 3, 0],
  [0.00002, 0, 0, 4, 0],
];

/** coefficient in days, argument at lunation 0 and its change a lunation, in degrees */
const PLANETARY: readonly (readonly [number, number, number])[] = [
  [0.000325, 299.77, 0.107408],
  [0.000165, 251.88, 0.016321],
  [0.000164, 251.83, 26.651886],
  [0.000126, 349.42, 36.412478],
  [0.00011, 84.66, 18.206239],
  [0.000062, 141.74, 53.303771],
  [0.00006, 207.14, 2.453732],
  [0.000056, 154.84, 7.30686],
  [0.000047, 34.52, 27.261239],
  [0.000042, 207.19, 0.121824],
  [0.00004, 291.34, 1.844379],
  [0.000037, 161.72, 24.198154],
  [0.000035, 239.56, 25.513099],
  [0.000023, 331.55, 3.592518],
];

const sine = (degrees: number): number => Math.sin((degrees * Math.PI) / 180);

/** The lunation whose mean new moon is the last at or before an instant; the true one is up to 15 hours away. */
export const lunationAt = (day: JulianEphemerisDay): Lunation => Math.floor((day - FIRST_NEW_MOON) / MEAN_MONTH_DAYS);

export function newMoon(k: Lunation): JulianEphemerisDay {
  const t = k / LUNATIONS_PER_CENTURY;
  const t2 = t * t;
  const t3 = t2 * t;
  const t4 = t3 * t;
  const eccentricity = 1 - 0.002516 * t - 0.0000074 * t2;
  const sun = 2.5534 + 29.1053567 * k - 0.0000014 * t2 - 0.00000011 * t3;
  const moon = 201.5643 + 385.81693528 * k + 0.0107582 * t2 + 0.00001238 * t3 - 0.000000058 * t4;
  const latitude = 160.7108 + 390.67050284 * k - 0.0016118 * t2 - 0.00000227 * t3 + 0.000000011 * t4;
  const node = 124.7746 - 1.56375588 * k + 0.0020672 * t2 + 0.00000215 * t3;

  let day = FIRST_NEW_MOON + MEAN_MONTH_DAYS * k + 0.00015437 * t2 - 0.00000015 * t3 + 0.00000000073 * t4;
  for (const [coefficient, power, m, mPrime, f] of PERIODIC) {
    day += coefficient * eccentricity ** power * sine(m * sun + mPrime * moon + f * latitude);
  }
  day -= 0.00017 * sine(node);
  for (const [coefficient, start, change] of PLANETARY) {
    const bend = start === 299.77 ? 0.009173 * t2 : 0;
    day += coefficient * sine(start + change * k - bend);
  }
  return day;
}
