/**
 * Whether a recording is speech. The level of speech in the band of the telephone beats with its syllables, four a
 * second, between 2 and 8 Hz (Houtgast and Steeneken 1985; the "4 Hz modulation energy" of Scheirer and Slaney, ICASSP
 * 1997), and vowels and consonants alternate, which the rate of zero crossings follows. Steady noise, hum, sirens and
 * most music lack one or the other; drums and plucked strings can have both, which is why there is an "unsure".
 */
import type { RecordingAnalysis } from '@loa-lang/schemas/http/recordings';
import { FRAME_MS, type SoundFrames } from './sound-frames.ts';

/** Long enough for some syllables and one pause. */
const WINDOW = 2_000 / FRAME_MS;
/** A long recording is judged by this many windows all over it, so that the verdict costs milliseconds. */
const MAX_WINDOWS = 600;
/** What is further below the loud parts is a pause, however deep. */
const PAUSE_DB = 40;
/** A window whose loudest frame is further below is no sound at all. */
const SOUNDING_DB = 25;
const SYLLABLES_HZ = { from: 2, to: 8 };
/** Amplitude of that beat; speech has 4.5 to 14 dB, read or freely spoken, music mostly under 4. */
const MIN_BEAT_DB = 4.4;
/** Spread of zero crossings in 10 ms; speech has 7 to 33, whistles and beeps under 4. */
const MIN_CROSSINGS_SPREAD = 5;
const SPEECH_SHARE = 0.5;
const OTHER_SHARE = 0.2;

export function speechShare({ voiceLevels, crossings }: SoundFrames, loudDbfs: number): number {
  const window = Math.min(WINDOW, voiceLevels.length);
  const hop = Math.max(WINDOW / 2, Math.ceil(voiceLevels.length / MAX_WINDOWS));
  const beat = new BeatMeter(window);
  let [sounding, speech] = [0, 0];
  for (let at = 0; window > 0 && at + window <= voiceLevels.length; at += hop) {
    const levels = Float64Array.from({ length: window }, (_, index) => voiceLevels.at(at + index));
    if (Math.max(...levels) < loudDbfs - SOUNDING_DB) continue;
    sounding++;
    const isSpeech =
      beat.of(levels, loudDbfs) >= MIN_BEAT_DB && spread(crossings.subarray(at, at + window)) >= MIN_CROSSINGS_SPREAD;
    if (isSpeech) speech++;
  }
  return sounding === 0 ? 0 : speech / sounding;
}

export const verdictOf = (share: number): RecordingAnalysis['speech'] =>
  share >= SPEECH_SHARE ? 'speech' : share <= OTHER_SHARE ? 'other' : 'unsure';

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index] ?? 0;
  return sum / values.length;
}

function spread(values: Uint8Array): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(Float64Array.from(values, (value) => (value - mean) ** 2)));
}

/** RMS of the level's movement at the rate of syllables, dB: those few lines of a discrete Fourier transform. */
class BeatMeter {
  readonly #window: number;
  readonly #waves: Float64Array[] = [];

  constructor(window: number) {
    this.#window = window;
    const seconds = (window * FRAME_MS) / 1000;
    for (let line = Math.ceil(SYLLABLES_HZ.from * seconds); line <= SYLLABLES_HZ.to * seconds; line++)
      for (const wave of [Math.cos, Math.sin])
        this.#waves.push(Float64Array.from({ length: window }, (_, at) => wave((2 * Math.PI * line * at) / window)));
  }

  of(levels: Float64Array, loudDbfs: number): number {
    const clamped = Float64Array.from(levels, (level) => Math.max(level, loudDbfs - PAUSE_DB));
    const mean = meanOf(clamped);
    let power = 0;
    for (const wave of this.#waves) {
      let sum = 0;
      for (let at = 0; at < clamped.length; at++) sum += (wave[at] ?? 0) * ((clamped[at] ?? 0) - mean);
      power += sum * sum;
    }
    return Math.sqrt((2 * power) / this.#window ** 2);
  }
}
