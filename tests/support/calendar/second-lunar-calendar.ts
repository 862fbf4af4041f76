/**
 * The Vietnamese calendar by another way than the product's: the moon's longitude by the series of chapter 47 of J. Meeus,
 * Astronomical Algorithms, the sun's by chapter 25; new moons and solstices are searched for as the instants at which
 * these longitudes meet, and months are named from the winter solstice on. Good to two minutes and to 0.01° of the sun.
 */
const DAY_MS = 86_400_000;
const EPOCH_JULIAN = 2440587.5;
const VIETNAM_DAYS = 7 / 24;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const sine = (degrees: number): number => Math.sin(radians(degrees));
/** From −180 up to 180. */
const turned = (degrees: number): number => ((((degrees + 180) % 360) + 360) % 360) - 180;

/** Table 47.A: multiples of D, M, M′, F, and millionths of a degree. */
const MOON =
  `0 0 1 0 6288774|2 0 -1 0 1274027|2 0 0 0 658314|0 0 2 0 213618|0 1 0 0 -185116|0 0 0 2 -114332|2 0 -2 0 58793
2 -1 -1 0 57066|2 0 1 0 53322|2 -1 0 0 45758|0 1 -1 0 -40923|1 0 0 0 -34720|0 1 1 0 -30383|2 0 0 -2 15327|0 0 1 2 -12528
0 0 1 -2 10980|4 0 -1 0 10675|0 0 3 0 10034|4 0 -2 0 8548|2 1 -1 0 -7888|2 1 0 0 -6766|1 0 -1 0 -5163|1 1 0 0 4987
2 -1 1 0 4036|2 0 2 0 3994|4 0 0 0 3861|2 0 -3 0 3665|0 1 -2 0 -2689|2 0 -1 2 -2602|2 -1 -2 0 2390|1 0 1 0 -2348
2 -2 0 0 2236|0 1 2 0 -2120|0 2 0 0 -2069|2 -2 -1 0 2048|2 0 1 -2 -1773|2 0 0 2 -1595|4 -1 -1 0 1215|0 0 2 2 -1110
3 0 -1 0 -892|2 1 1 0 -810|4 -1 -2 0 759|0 2 -1 0 -713|2 2 -1 0 -700|2 1 -2 0 691|2 -1 0 -2 596|4 0 1 0 549|0 0 4 0 537
4 -1 0 0 520|1 0 -2 0 -487|2 1 0 -2 -399|0 0 2 -2 -381|1 1 1 0 351|3 0 -2 0 -340|4 0 -3 0 330|2 -1 2 0 327|0 2 1 0 -323
1 1 -1 0 299|2 0 3 0 294`
    .split(/[|\n]/)
    .map((row) => row.split(' ').map(Number) as [number, number, number, number, number]);

/** Degrees, mean equinox of the date. @param day Terrestrial Time, Julian */
export function moonLongitude(day: number): number {
  const t = (day - 2451545) / 36525;
  const mean = 218.3164477 + 481267.88123421 * t - 0.0015786 * t ** 2 + t ** 3 / 538841 - t ** 4 / 65194000;
  const d = 297.8501921 + 445267.1114034 * t - 0.0018819 * t ** 2 + t ** 3 / 545868 - t ** 4 / 113065000;
  const m = 357.5291092 + 35999.0502909 * t - 0.0001536 * t ** 2 + t ** 3 / 24490000;
  const own = 134.9633964 + 477198.8675055 * t + 0.0087414 * t ** 2 + t ** 3 / 69699 - t ** 4 / 14712000;
  const f = 93.272095 + 483202.0175233 * t - 0.0036539 * t ** 2 - t ** 3 / 3526000;
  const e = 1 - 0.002516 * t - 0.0000074 * t ** 2;
  let sum = 3958 * sine(119.75 + 131.849 * t) + 1962 * sine(mean - f) + 318 * sine(53.09 + 479264.29 * t);
  for (const [nd, nm, nOwn, nf, size] of MOON) {
    sum += size * e ** Math.abs(nm) * sine(nd * d + nm * m + nOwn * own + nf * f);
  }
  return mean + sum / 1e6;
}

/** Degrees, mean equinox of the date, as it is seen (aberration in it). */
function sunOfMeanEquinox(day: number): number {
  const t = (day - 2451545) / 36525;
  const m = 357.52911 + 35999.05029 * t - 0.0001537 * t ** 2;
  const centre =
    (1.914602 - 0.004817 * t - 0.000014 * t ** 2) * sine(m) +
    (0.019993 - 0.000101 * t) * sine(2 * m) +
    0.000289 * sine(3 * m);
  return 280.46646 + 36000.76983 * t + 0.0003032 * t ** 2 + centre - 0.00569;
}
const nutation = (day: number): number => -0.00478 * sine(125.04 - (1934.136 * (day - 2451545)) / 36525);
export const sunApparentLongitude = (day: number): number => sunOfMeanEquinox(day) + nutation(day);

/** Instant at which a growing angle is nought, near a guess. */
function meets(angle: (day: number) => number, degreesADay: number, guess: number): number {
  let day = guess;
  for (let step = 0; step < 12; step += 1) day -= turned(angle(day)) / degreesADay;
  return day;
}

/** Seconds between the clocks of astronomy and those of people, roughly: a straight line through what was measured. */
function deltaT(day: number): number {
  const year = 2000 + (day - 2451545) / 365.25;
  const known: [number, number][] = [
    ...([
      [1900, -3],
      [1910, 10],
      [1920, 21],
      [1930, 24],
      [1940, 24],
      [1950, 29],
      [1960, 33],
    ] as [number, number][]),
    ...([
      [1970, 40],
      [1980, 51],
      [1990, 57],
      [2000, 64],
      [2010, 66],
      [2020, 69],
      [2050, 93],
      [2101, 204],
    ] as [number, number][]),
  ];
  const next = Math.max(
    1,
    known.findIndex(([at]) => at > year),
  );
  const [[from, low], [to, high]] = [known[next - 1], known[next]] as [[number, number], [number, number]];
  return low + ((high - low) * (year - from)) / (to - from);
}

/** Days since 1970-01-01 on Vietnamese clocks, with the time of day as a fraction. */
const inVietnam = (terrestrial: number): number =>
  terrestrial - EPOCH_JULIAN - deltaT(terrestrial) / 86_400 + VIETNAM_DAYS;
const terrestrialAt = (vietnameseDay: number): number =>
  vietnameseDay - VIETNAM_DAYS + EPOCH_JULIAN + deltaT(vietnameseDay + EPOCH_JULIAN) / 86_400;

export interface SecondMonth {
  month: number;
  leap: boolean;
  /** its first day, days since 1970 */
  start: number;
  /** from the new moon to the nearest midnight: little, where the first day may be the one before or after */
  marginMinutes: number;
  days: number;
}

/** By lunar year, Tết first. */
export function secondCalendar(firstYear: number, lastYear: number): ReadonlyMap<number, readonly SecondMonth[]> {
  const newMoons: number[] = [];
  let at = Date.UTC(firstYear - 2, 10, 1) / DAY_MS + EPOCH_JULIAN;
  const end = Date.UTC(lastYear + 2, 2, 1) / DAY_MS + EPOCH_JULIAN;
  while (at < end) {
    const found = meets((day) => moonLongitude(day) - sunOfMeanEquinox(day), 12.190749, at);
    newMoons.push(inVietnam(found));
    at = found + 29.53;
  }
  const starts = newMoons.map(Math.floor);
  const holding = (day: number): number => starts.findLastIndex((start) => start <= day);
  const solsticeMonth = (year: number): number =>
    holding(
      Math.floor(
        inVietnam(
          meets((day) => sunApparentLongitude(day) - 270, 1.0191, Date.UTC(year, 11, 21) / DAY_MS + EPOCH_JULIAN),
        ),
      ),
    );
  const termAt = (index: number): number =>
    Math.floor((((sunApparentLongitude(terrestrialAt(starts[index] as number)) % 360) + 360) % 360) / 30);

  const years = new Map<number, SecondMonth[]>();
  for (let year = firstYear - 1; year <= lastYear + 1; year += 1) {
    const [first, next] = [solsticeMonth(year - 1), solsticeMonth(year)];
    let name = 11;
    let lunarYear = year - 1;
    let leapSeen = next - first < 13;
    for (let index = first; index < next; index += 1) {
      const leap = !leapSeen && index > first && termAt(index) === termAt(index + 1);
      if (leap) leapSeen = true;
      else if (index > first) {
        name = (name % 12) + 1;
        if (name === 1) lunarYear = year;
      }
      const start = starts[index] as number;
      const intoDay = (newMoons[index] as number) - start;
      const marginMinutes = Math.min(intoDay, 1 - intoDay) * 1440;
      const month = { month: name, leap, start, marginMinutes, days: (starts[index + 1] as number) - start };
      years.set(lunarYear, [...(years.get(lunarYear) ?? []), month]);
    }
  }
  return years;
}
