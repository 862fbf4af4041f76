/**
 * The chimes, made by formula: struck notes for ordinary tunes, a two-tone alarm, three equal pips for tests. Mono PCM
 * at 48 kHz. All fundamentals lie between 500 Hz and 1.1 kHz, where a re-entrant horn is strongest and its overtones
 * stay inside its band.
 */
import type { Chime } from '@loa-lang/schemas/http/composition';

export const CHIME_RATE_HZ = 48_000;
/** Part of every composition's key: raise it when a chime is to sound otherwise. */
export const CHIMES_VERSION = 2;

/** Equal temperament, A4 = 440 Hz. */
const [C5, E5, G5, C6] = [523.251, 659.255, 783.991, 1046.502];

interface Note {
  hz: number;
  atSeconds: number;
  seconds: number;
}

interface Tune {
  notes: readonly Note[];
  /** relative strength of fundamental, second, third … harmonic */
  partials: readonly number[];
  /** seconds in which a note falls to 1/e; absent for a tone that is held */
  decaySeconds?: number;
  /** RMS over the whole, dBFS */
  levelDbfs: number;
}

/** Notes after one another, each starting `stepSeconds` after the one before; the last one rings out. */
const inTurn = (hz: readonly number[], stepSeconds: number, seconds: number, lastSeconds = seconds): Note[] =>
  hz.map((each, index) => ({
    hz: each,
    atSeconds: index * stepSeconds,
    seconds: index === hz.length - 1 ? lastSeconds : seconds,
  }));

/** A struck bar: the fundamental and a little above it. */
const BAR = { partials: [1, 0.25, 0.08], decaySeconds: 0.45 };
/**
 * All −16.4 LUFS, as speech is once its peaks are limited: a horn that was set by the tune has the words as loud. What
 * that takes differs: a tune dies away, pips have gaps, the alarm is held.
 */
const TUNES: Record<Chime, Tune> = {
  opening: { ...BAR, notes: inTurn([C5, E5, G5, C6], 0.32, 0.9, 1.5), levelDbfs: -20.4 },
  closing: { ...BAR, notes: inTurn([C6, G5, E5, C5], 0.32, 0.9, 1.5), levelDbfs: -20.4 },
  emergency: {
    notes: inTurn([800, 600, 800, 600, 800, 600], 0.3, 0.3),
    partials: [1, 0, 0.33, 0, 0.2],
    levelDbfs: -19.5,
  },
  test: { notes: inTurn([880, 880, 880], 0.4, 0.2), partials: [1], levelDbfs: -18.4 },
};

/** Raised-cosine ramps: no edge that a horn would turn into a click. */
const ATTACK_SAMPLES = 0.008 * CHIME_RATE_HZ;
const RELEASE_SAMPLES = 0.03 * CHIME_RATE_HZ;

const ramp = (share: number): number => (share >= 1 ? 1 : (1 - Math.cos(Math.PI * share)) / 2);
const edges = (index: number, count: number): number =>
  ramp(index / ATTACK_SAMPLES) * ramp((count - 1 - index) / RELEASE_SAMPLES);

/** A damped sine by complex rotation: one multiplication a sample, where sin() and exp() would hold up live voice. */
function addPartial(into: Float32Array, note: Note, hz: number, strength: number, decayPerSecond: number): void {
  const first = Math.round(note.atSeconds * CHIME_RATE_HZ);
  const count = Math.round(note.seconds * CHIME_RATE_HZ);
  const damping = Math.exp(-decayPerSecond / CHIME_RATE_HZ);
  const turn = (2 * Math.PI * hz) / CHIME_RATE_HZ;
  const [cos, sin] = [damping * Math.cos(turn), damping * Math.sin(turn)];
  let [re, im] = [strength, 0];
  for (let index = 0; index < count; index++) {
    into[first + index] = (into[first + index] ?? 0) + edges(index, count) * im;
    [re, im] = [re * cos - im * sin, re * sin + im * cos];
  }
}

function addNote(into: Float32Array, note: Note, { partials, decaySeconds }: Tune): void {
  partials.forEach((strength, index) => {
    const harmonic = index + 1;
    // higher partials of a struck bar die sooner
    addPartial(into, note, note.hz * harmonic, strength, decaySeconds === undefined ? 0 : harmonic / decaySeconds);
  });
}

/** Samples from −1 to 1; starts and ends in silence. */
export function chimeSamples(name: Chime): Float32Array {
  const tune = TUNES[name];
  const endSeconds = Math.max(...tune.notes.map((note) => note.atSeconds + note.seconds));
  const samples = new Float32Array(Math.round(endSeconds * CHIME_RATE_HZ));
  for (const note of tune.notes) addNote(samples, note, tune);
  const rms = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
  const gain = 10 ** (tune.levelDbfs / 20) / rms;
  return samples.map((sample) => sample * gain);
}
