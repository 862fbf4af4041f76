/**
 * A sound whose every half second says which one it is: three short chirps. The distance from the first to the second is
 * the number, that to the third another one that belongs to it, so that sound of which a piece is missing is not taken
 * for another mark. Under them a soft tone sounds on: silence is always somebody's fault. All this survives lossy codecs,
 * a change of level and a limiter.
 */
export const RATE_HZ = 48_000;
export const SAMPLES_PER_MS = RATE_HZ / 1000;
/** What a microphone hands over at a time, as browsers and sound cards do. */
export const BLOCK_MS = 20;
export const BLOCK_SAMPLES = BLOCK_MS * SAMPLES_PER_MS;

export const MARK_EVERY_MS = 500;
const MARK_EVERY_SAMPLES = MARK_EVERY_MS * SAMPLES_PER_MS;
/** Numbers come again after 32 s: far beyond any delay that is looked for. */
export const MARKS = 64;

export const CHIRP_MS = 20;
/** Within what a telephone carries. */
const [FROM_HZ, TO_HZ] = [600, 3400];
/** Distances between the beginnings of two chirps, ms. */
export const LEAST_GAP_MS = 40;
export const GAP_STEP_MS = 2;
/** The first chirp of a mark begins so much after its half second. */
const LEAD_MS = 70;

const gapOf = (number: number): number => LEAST_GAP_MS + GAP_STEP_MS * number;
/** What belongs to a number: one apart are far apart here. */
const checkOf = (index: number): number => (25 * index + 7) % MARKS;
/** Where the chirps of a mark begin after the first one, ms. */
export const offsetsOf = (index: number): [number, number, number] => [
  0,
  gapOf(index),
  gapOf(index) + gapOf(checkOf(index)),
];
export const LONGEST_MARK_MS = 2 * gapOf(MARKS - 1) + CHIRP_MS;

const CHIRP_LEVEL = 0.4;
const TONE_HZ = 250;
const TONE_LEVEL = 0.01;

/** The chirp at any rate, peak 1. */
export function chirp(rateHz: number): Float64Array {
  const seconds = CHIRP_MS / 1000;
  return Float64Array.from({ length: Math.round(seconds * rateHz) }, (_, i) => {
    const t = i / rateHz;
    const phase = 2 * Math.PI * (FROM_HZ * t + ((TO_HZ - FROM_HZ) * t * t) / (2 * seconds));
    return Math.sin(phase) * Math.sin((Math.PI * t) / seconds) ** 2;
  });
}

/** First sample of the first chirp of a mark. */
export const firstSampleOf = (mark: number): number => mark * MARK_EVERY_SAMPLES + LEAD_MS * SAMPLES_PER_MS;

/** One turn of all marks; it is heard again and again without a seam. */
export const TURN_SAMPLES = MARKS * MARK_EVERY_SAMPLES;

/**
 * All marks once, 16-bit mono.
 * @param under the soft tone; with 0 there are pauses between the marks, as in speech
 */
export function markedTurn(under = TONE_LEVEL): Int16Array {
  const level = 32767;
  const turn = Int16Array.from({ length: TURN_SAMPLES }, (_, i) =>
    Math.round(level * under * Math.sin((2 * Math.PI * TONE_HZ * i) / RATE_HZ)),
  );
  const shape = chirp(RATE_HZ);
  for (let mark = 0; mark < MARKS; mark++) {
    const first = firstSampleOf(mark);
    for (const from of offsetsOf(mark).map((offsetMs) => first + offsetMs * SAMPLES_PER_MS)) {
      for (const [i, value] of shape.entries())
        turn[from + i] = (turn[from + i] ?? 0) + Math.round(level * CHIRP_LEVEL * value);
    }
  }
  return turn;
}
