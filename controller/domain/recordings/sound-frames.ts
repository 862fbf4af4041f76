/** A mono signal as levels of its frames of 10 ms: little enough to keep for hours, enough to judge it by. */
import type { Waveform } from '@loa-lang/schemas/http/recordings';
import { ByteList, LevelTrack } from './level-track.ts';
import { WaveformBuilder } from './waveform.ts';

/** What is looked at: half the rate lies above all that tells speech from noise. */
export const ANALYSIS_RATE_HZ = 16_000;
export const FRAME_MS = 10;
const FRAME_SAMPLES = (ANALYSIS_RATE_HZ * FRAME_MS) / 1000;
const SAMPLE_BYTES = 4;

/** Hides small differences of rounding and resampling below the highest value there is. */
const FULL_SCALE = 0.985;

export interface SoundFrames {
  /** RMS of each frame, dBFS */
  levels: LevelTrack;
  /** the same of the band in which speech lies */
  voiceLevels: LevelTrack;
  /** how often each frame crosses zero, hum and offset taken away */
  crossings: ByteList;
  /** share of all samples at or beyond full scale */
  fullScaleShare: number;
  waveform: Waveform;
}

/** Second-order Butterworth section (Bristow-Johnson, Audio EQ Cookbook), transposed direct form II. */
function section(kind: 'high-pass' | 'low-pass', cutHz: number) {
  const turn = (2 * Math.PI * cutHz) / ANALYSIS_RATE_HZ;
  const [cos, alpha] = [Math.cos(turn), Math.sin(turn) / Math.SQRT2];
  const scale = 1 / (1 + alpha);
  const edge = (kind === 'high-pass' ? 1 + cos : 1 - cos) / 2;
  const middle = kind === 'high-pass' ? -2 * edge : 2 * edge;
  return { b0: edge * scale, b1: middle * scale, a1: -2 * cos * scale, a2: (1 - alpha) * scale };
}

/** The band of the telephone, ITU-T G.712. */
const HIGH_PASS = section('high-pass', 300);
const LOW_PASS = section('low-pass', 3_400);

export class SoundFrameReader {
  readonly #levels = new LevelTrack();
  readonly #voiceLevels = new LevelTrack();
  readonly #crossings = new ByteList();
  readonly #waveform = new WaveformBuilder(FRAME_MS);
  #rest: Buffer = Buffer.alloc(0);
  #samples = 0;
  #full = 0;
  #states: [number, number, number, number] = [0, 0, 0, 0];
  #before = 0;

  /** Takes little-endian 32-bit floats, mono, at `ANALYSIS_RATE_HZ`, cut anywhere. */
  readonly take = (bytes: Buffer): void => {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const frameBytes = FRAME_SAMPLES * SAMPLE_BYTES;
    const whole = all.length - (all.length % frameBytes);
    const view = new DataView(all.buffer, all.byteOffset, whole);
    for (let at = 0; at < whole; at += frameBytes) this.#frame(view, at, FRAME_SAMPLES);
    this.#rest = Buffer.from(all.subarray(whole));
  };

  finish(): SoundFrames {
    const left = Math.floor(this.#rest.length / SAMPLE_BYTES);
    if (left > 0) this.#frame(new DataView(this.#rest.buffer, this.#rest.byteOffset, this.#rest.length), 0, left);
    this.#rest = Buffer.alloc(0);
    return {
      levels: this.#levels,
      voiceLevels: this.#voiceLevels,
      crossings: this.#crossings,
      fullScaleShare: this.#samples === 0 ? 0 : this.#full / this.#samples,
      waveform: this.#waveform.finish(),
    };
  }

  #frame(view: DataView, at: number, samples: number): void {
    let [h1, h2, l1, l2] = this.#states;
    let [sum, voiceSum, min, max, crossings, full, before] = [0, 0, 0, 0, 0, 0, this.#before];
    for (let index = 0; index < samples; index++) {
      const read = view.getFloat32(at + index * SAMPLE_BYTES, true);
      const sample = Number.isFinite(read) ? read : 0;
      const high = HIGH_PASS.b0 * sample + h1;
      h1 = HIGH_PASS.b1 * sample - HIGH_PASS.a1 * high + h2;
      h2 = HIGH_PASS.b0 * sample - HIGH_PASS.a2 * high;
      const voice = LOW_PASS.b0 * high + l1;
      l1 = LOW_PASS.b1 * high - LOW_PASS.a1 * voice + l2;
      l2 = LOW_PASS.b0 * high - LOW_PASS.a2 * voice;
      sum += sample * sample;
      voiceSum += voice * voice;
      if (sample < min) min = sample;
      if (sample > max) max = sample;
      if (sample >= FULL_SCALE || sample <= -FULL_SCALE) full++;
      if (high < 0 !== before < 0) crossings++;
      before = high;
    }
    this.#states = [h1, h2, l1, l2];
    this.#before = before;
    this.#samples += samples;
    this.#full += full;
    this.#levels.push(sum / samples);
    this.#voiceLevels.push(voiceSum / samples);
    this.#crossings.push(Math.min(255, crossings));
    this.#waveform.add(min, max);
  }
}
