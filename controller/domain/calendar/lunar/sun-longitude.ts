/**
 * Apparent geocentric longitude of the sun: the series of P. Bretagnon and J.-L. Simon, Planetary Programs and Tables
 * (1986), as given by E. Reingold and N. Dershowitz, Calendrical Calculations; within 2″, which the sun covers in 50 s.
 */
import type { JulianEphemerisDay } from './new-moon.ts';

const J2000: JulianEphemerisDay = 2451545;
const DAYS_PER_CENTURY = 36525;
const DEGREES_PER_UNIT = 0.000005729577951308232;

/** amplitude in 10⁻⁷ radians, degrees a century, degrees at J2000 */
const SERIES: readonly (readonly [number, number, number])[] = [
  [403406, 0.9287892, 270.54861],
  [195207, 35999.1376958, 340.19128],
  [119433, 35999.4089666, 63.91854],
  [112392, 35998.7287385, 331.2622],
  [3891, 71998.20261, 317.843],
  [2819, 71998.4403, 86.631],
  [1721, 36000.35726, 240.052],
  [660, 71997.4812, 310.26],
  [350, 32964.4678, 247.23],
  [334, -19.441, 260.87],
  [314, 445267.1117, 297.82],
  [268, 45036.884, 343.14],
  [242, 3.1008, 166.79],
  [234, 22518.4434, 81.53],
  [158, -19.9739, 3.5],
  [132, 65928.9345, 132.75],
  [129, 9038.0293, 182.95],
  [114, 3034.7684, 162.03],
  [99, 33718.148, 29.8],
  [93, 3034.448, 266.4],
  [86, -2280.773, 249.2],
  [78, 29929.992, 157.6],
  [72, 31556.493, 257.8],
  [68, 149.588, 185.1],
  [64, 9037.75, 69.9],
  [46, 107997.405, 8],
  [38, -4444.176, 197.1],
  [37, 151.771, 250.4],
  [32, 67555.316, 65.3],
  [29, 31556.08, 162.7],
  [28, -4561.54, 341.5],
  [27, 107996.706, 291.6],
  [27, 1221.655, 98.5],
  [25, 62894.167, 146.7],
  [24, 31437.369, 110],
  [21, 14578.298, 5.2],
  [21, -31931.757, 342.6],
  [20, 34777.243, 230.9],
  [18, 1221.999, 256.1],
  [17, 62894.511, 45.3],
  [14, -4442.039, 242.9],
  [13, 107997.909, 115.2],
  [13, 119.066, 151.8],
  [13, 16859.071, 285.3],
  [12, -4.578, 53.3],
  [10, 26895.292, 126.6],
  [10, -39.127, 205.7],
  [10, 12297.536, 85.9],
  [10, 90073.778, 146.1],
];

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Degrees from 0 up to 360; the winter solstice is 270. */
export function sunLongitude(day: JulianEphemerisDay): number {
  const c = (day - J2000) / DAYS_PER_CENTURY;
  let sum = 0;
  for (const [amplitude, change, start] of SERIES) sum += amplitude * Math.sin(radians(start + change * c));
  const aberration = 0.0000974 * Math.cos(radians(177.63 + 35999.01848 * c)) - 0.005575;
  const nutation =
    -0.004778 * Math.sin(radians(124.9 - 1934.134 * c + 0.002063 * c * c)) -
    0.0003667 * Math.sin(radians(201.11 + 72001.5377 * c + 0.00057 * c * c));
  const longitude = 282.7771834 + 36000.76953744 * c + DEGREES_PER_UNIT * sum + aberration + nutation;
  return ((longitude % 360) + 360) % 360;
}
