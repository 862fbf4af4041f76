/**
 * Finds marks in sound as it comes, block by block, and says when each began. It looks at a quarter of the rate and
 * correlates only where three bursts are, so that one process can listen for a hundred loudspeakers.
 */
import {
  chirp,
  GAP_STEP_MS,
  LEAST_GAP_MS,
  LONGEST_MARK_MS,
  MARK_EVERY_MS,
  MARKS,
  offsetsOf,
  SAMPLES_PER_MS,
} from './mark-signal.ts';

export interface FoundMark {
  /** 0 to 63 */
  index: number;
  /** when its first chirp began, by the clock of the blocks */
  atMs: number;
}

const EVERY = 4;
const PER_MS = SAMPLES_PER_MS / EVERY;
/** Four samples stand for the middle of them. */
const MIDDLE_MS = (EVERY - 1) / 2 / SAMPLES_PER_MS;
const SHAPE = chirp(PER_MS * 1000);
const SHAPE_ENERGY = SHAPE.reduce((sum, value) => sum + value * value, 0);

/** A burst is this loud against the loudest lately. */
const TRIGGER = 0.4;
/** Quieter than this nothing triggers: a decoder's noise. */
const FLOOR = 0.01;
/** The loudest is forgotten to half in so many marks. */
const FORGETS_IN_MARKS = 8;
const FORGETTING = 0.5 ** (1 / (FORGETS_IN_MARKS * MARK_EVERY_MS * PER_MS));

/** A filter of the window rises before the threshold is met; the rest of the longest mark comes behind it. */
const BEFORE = 15 * PER_MS;
const AFTER = (LONGEST_MARK_MS + 15) * PER_MS;
const RING = 8192;
/** Two bursts are not nearer to each other. */
const APART = (LEAST_GAP_MS - 2) * PER_MS;
/** The energy of a chirp peaks within this of its place. */
const SEARCH = 3 * PER_MS;
/** Of a chirp’s energy what the correlation must explain. */
const LIKENESS = 0.7;
/** How far the distance of two chirps may be from what it should be, ms: half a step less a margin. */
const GAP_TOLERANCE_MS = 0.7;

export class MarkFinder {
  /** bursts that were no mark: cut, concealed or smeared */
  damaged = 0;
  readonly #found: (mark: FoundMark) => void;
  readonly #ring = new Float64Array(RING);
  readonly #times = new Float64Array(RING);
  #count = 0;
  #loudest = 0;
  /** sample at which a burst was met; its window is not complete yet */
  #met: number | undefined;
  #quietFrom = 0;
  #sum = 0;
  #summed = 0;

  constructor(found: (mark: FoundMark) => void) {
    this.#found = found;
  }

  /** @param atMs when the first sample of the block is heard */
  push(block: ArrayLike<number>, atMs: number): void {
    for (let i = 0; i < block.length; i++) {
      this.#sum += block[i] as number;
      this.#summed++;
      if (this.#summed < EVERY) continue;
      this.#take(this.#sum / EVERY, atMs + i / SAMPLES_PER_MS - MIDDLE_MS);
      this.#sum = 0;
      this.#summed = 0;
    }
  }

  #take(value: number, atMs: number): void {
    const at = this.#count++;
    this.#ring[at % RING] = value;
    this.#times[at % RING] = atMs;
    const size = Math.abs(value);
    this.#loudest = Math.max(size, this.#loudest * FORGETTING);
    if (this.#met === undefined) {
      if (at >= this.#quietFrom && size > FLOOR && size > TRIGGER * this.#loudest) this.#met = at;
    } else if (at >= this.#met + AFTER) {
      const from = Math.max(0, this.#met - BEFORE);
      this.#judge(from, at - from);
      this.#met = undefined;
      this.#quietFrom = at;
    }
  }

  #judge(from: number, length: number): void {
    const window = Float64Array.from({ length }, (_, i) => this.#ring[(from + i) % RING] as number);
    const [first, second, third] = threeBursts(window).map((place) => placeOfChirp(window, place));
    const index = second === undefined || first === undefined ? undefined : numberOf((second - first) / PER_MS);
    if (first === undefined || second === undefined || third === undefined || index === undefined) {
      this.damaged++;
      return;
    }
    const [, secondMs, thirdMs] = offsetsOf(index);
    const wrongMs = Math.max(
      Math.abs((second - first) / PER_MS - secondMs),
      Math.abs((third - second) / PER_MS - (thirdMs - secondMs)),
    );
    if (wrongMs > GAP_TOLERANCE_MS) {
      this.damaged++;
      return;
    }
    const whole = Math.floor(first);
    const atMs = (this.#times[(from + whole) % RING] as number) + (first - whole) / PER_MS;
    this.#found({ index, atMs });
  }
}

/** The number that a distance says, ms. */
function numberOf(gapMs: number): number | undefined {
  // 0 is added for the sake of minus zero
  const number = Math.round((gapMs - LEAST_GAP_MS) / GAP_STEP_MS) + 0;
  return number < 0 || number >= MARKS ? undefined : number;
}

/** Where the three strongest bursts of a chirp’s length begin, in order; `[]` unless all are strong. */
function threeBursts(window: Float64Array): number[] {
  const places = window.length - SHAPE.length + 1;
  const energies = new Float64Array(Math.max(0, places));
  let energy = 0;
  for (let i = 0; i < window.length; i++) {
    energy += (window[i] as number) ** 2;
    const from = i - SHAPE.length + 1;
    if (from < 0) continue;
    energies[from] = energy;
    energy -= (window[from] as number) ** 2;
  }
  const found: number[] = [];
  let loudest = 0;
  for (let burst = 0; burst < 3; burst++) {
    let best: number | undefined;
    for (let i = 0; i < energies.length; i++) {
      if (best !== undefined && (energies[i] as number) <= (energies[best] as number)) continue;
      if (found.every((place) => Math.abs(place - i) >= APART)) best = i;
    }
    if (best === undefined || (energies[best] as number) < TRIGGER * loudest) return [];
    loudest = Math.max(loudest, energies[best] as number);
    found.push(best);
  }
  return found.sort((a, b) => a - b);
}

/** The chirp near a place, to a fraction of a sample; `undefined` when what is there is not one. */
function placeOfChirp(window: Float64Array, near: number): number | undefined {
  const from = Math.max(0, near - SEARCH);
  const until = Math.min(window.length - SHAPE.length, near + SEARCH);
  const likeness = (place: number): number => {
    let product = 0;
    let energy = 0;
    for (let i = 0; i < SHAPE.length; i++) {
      const value = window[place + i] as number;
      product += value * (SHAPE[i] as number);
      energy += value * value;
    }
    return Math.abs(product) / Math.sqrt(energy * SHAPE_ENERGY || 1);
  };
  const values = new Map<number, number>();
  let best = from;
  for (let place = from; place <= until; place++) {
    values.set(place, likeness(place));
    if ((values.get(place) as number) > (values.get(best) as number)) best = place;
  }
  const peak = values.get(best) ?? 0;
  if (peak < LIKENESS) return undefined;
  const before = values.get(best - 1);
  const after = values.get(best + 1);
  if (before === undefined || after === undefined) return best;
  const curve = before - 2 * peak + after;
  return curve === 0 ? best : best + (before - after) / (2 * curve);
}
