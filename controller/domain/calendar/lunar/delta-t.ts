/**
 * Terrestrial Time minus Universal Time, in seconds: polynomials of F. Espenak and J. Meeus, Five Millennium Canon of
 * Solar Eclipses (NASA, 2006). What lies ahead is an estimate; how far it may be wrong before a date moves is in the
 * decision record on the calendar.
 */
const polynomial = (t: number, ...coefficients: number[]): number =>
  coefficients.reduceRight((sum, coefficient) => sum * t + coefficient, 0);

/** `year` as a decimal number, from 1900 on. */
export function deltaTSeconds(year: number): number {
  if (year < 1920) return polynomial(year - 1900, -2.79, 1.494119, -0.0598939, 0.0061966, -0.000197);
  if (year < 1941) return polynomial(year - 1920, 21.2, 0.84493, -0.0761, 0.0020936);
  if (year < 1961) return polynomial(year - 1950, 29.07, 0.407, -1 / 233, 1 / 2547);
  if (year < 1986) return polynomial(year - 1975, 45.45, 1.067, -1 / 260, -1 / 718);
  if (year < 2005) {
    return polynomial(year - 2000, 63.86, 0.3345, -0.060374, 0.0017275, 0.000651814, 0.00002373599);
  }
  if (year < 2050) return polynomial(year - 2000, 62.92, 0.32217, 0.005589);
  const parabola = -20 + 32 * ((year - 1820) / 100) ** 2;
  return year < 2150 ? parabola - 0.5628 * (2150 - year) : parabola;
}
