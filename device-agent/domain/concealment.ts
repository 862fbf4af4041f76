/**
 * What is heard where a piece of speech has not come: its last pitch periods, again and again, until they have faded.
 * After ITU-T G.711 Appendix I (09/1999), "A high quality low-complexity algorithm for packet loss concealment": one
 * period at first, two after 10 ms and three after 20 ms, so that it does not buzz, joined over a quarter of a period.
 * Other than there nothing is delayed for the first joint, whose step is spread instead, and the fade takes 100 ms, not
 * 60: a packet here is 100 ms.
 */
const SAMPLES_PER_MS = 48;
/** What is repeated fades away over so long; then there is silence. */
export const CONCEALED_SAMPLES = 100 * SAMPLES_PER_MS;
/** From 5 to 15 ms, 66 to 200 Hz; a higher voice is repeated two or three periods at a time. */
const SHORTEST_PERIOD = 5 * SAMPLES_PER_MS;
const LONGEST_PERIOD = 15 * SAMPLES_PER_MS;
/** Over so much two stretches are compared to find the period. */
const COMPARED = 20 * SAMPLES_PER_MS;
/** Three of the longest periods and a quarter to join them. */
export const HISTORY_SAMPLES = (13 * LONGEST_PERIOD) / 4;
/** Coarse search at 8 kHz, as in the recommendation. */
const COARSE = 6;
/** The step from the last sample to the first one that is made up is spread over 2 ms. */
const SPREAD = 2 * SAMPLES_PER_MS;
const FADE_FROM = 10 * SAMPLES_PER_MS;
/** Too little to have a period: it fades out as it ends. */
const SHORT_FADE = 5 * SAMPLES_PER_MS;

/**
 * @param history what was heard last, 48 kHz mono, newest last; more than {@link HISTORY_SAMPLES} is not looked at
 * @returns {@link CONCEALED_SAMPLES} that may follow it; the last ones are silent
 */
export function concealment(history: Float32Array): Float32Array {
  const made = new Float32Array(CONCEALED_SAMPLES);
  const last = history.at(-1) ?? 0;
  if (history.length < HISTORY_SAMPLES) {
    for (let i = 0; i < SHORT_FADE; i++) made[i] = last * (1 - i / SHORT_FADE);
    return made;
  }
  const period = periodOf(history);
  const loops = [1, 2, 3].map((periods) => loopOf(history, period, periods));
  const quarter = period >> 2;
  const step = last - (history.at(-1 - period) ?? 0);
  for (let i = 0; i < made.length; i++) {
    const stage = i < FADE_FROM ? 0 : i < 2 * FADE_FROM ? 1 : 2;
    const [loop, before] = [loops[stage] as Float32Array, loops[Math.max(0, stage - 1)] as Float32Array];
    const share = Math.min(1, (i - stage * FADE_FROM) / quarter);
    const sample = at(loop, i) * share + at(before, i) * (1 - share);
    const fade = i < FADE_FROM ? 1 : (made.length - 1 - i) / (made.length - 1 - FADE_FROM);
    made[i] = (sample + step * Math.max(0, 1 - (i + 1) / SPREAD)) * fade;
  }
  return made;
}

const at = (loop: Float32Array, i: number): number => loop[i % loop.length] as number;

/** The last `periods`, their end bent so that it leads into their beginning. */
function loopOf(history: Float32Array, period: number, periods: number): Float32Array {
  const from = history.length - periods * period;
  const loop = history.slice(from);
  const quarter = period >> 2;
  for (let i = 0; i < quarter; i++) {
    const share = (i + 1) / (quarter + 1);
    const k = loop.length - quarter + i;
    loop[k] = (loop[k] as number) * (1 - share) + (history[from - quarter + i] as number) * share;
  }
  return loop;
}

/** Lag at which the end of the history is most like what was before it, samples. */
function periodOf(history: Float32Array): number {
  let best = SHORTEST_PERIOD;
  let bestLikeness = -Infinity;
  const consider = (lag: number, every: number): void => {
    const likeness = likenessAt(history, lag, every);
    if (likeness <= bestLikeness) return;
    bestLikeness = likeness;
    best = lag;
  };
  for (let lag = SHORTEST_PERIOD; lag <= LONGEST_PERIOD; lag += COARSE) consider(lag, COARSE);
  const coarse = best;
  bestLikeness = -Infinity;
  for (let lag = coarse - COARSE; lag <= coarse + COARSE; lag++) {
    if (lag >= SHORTEST_PERIOD && lag <= LONGEST_PERIOD) consider(lag, 2);
  }
  return best;
}

/** Normalised correlation of the end with what lies `lag` before it. */
function likenessAt(history: Float32Array, lag: number, every: number): number {
  let cross = 0;
  let energy = 0;
  for (let i = history.length - COMPARED; i < history.length; i += every) {
    const before = history[i - lag] as number;
    cross += (history[i] as number) * before;
    energy += before * before;
  }
  return cross / Math.sqrt(energy + 1e-9);
}
