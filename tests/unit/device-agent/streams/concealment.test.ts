import { CONCEALED_SAMPLES, concealment, HISTORY_SAMPLES } from '@loa-lang/device-agent/domain/concealment';
import { describe, expect, it } from 'vitest';
import { fft } from '#deploy/listening/fft';
import { corpusSpeech } from '../../../support/audio/corpus-speech.ts';

const MS = 48;
const rms = (samples: Float32Array): number =>
  Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / Math.max(1, samples.length));
const tone = (hz: number, from: number, count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * (from + i)) / 48_000));

describe('what is made up for a lost piece', () => {
  it.each([70, 110, 187, 240, 400])('goes on with a voice of %d Hz where it is', (hz) => {
    const made = concealment(tone(hz, 0, HISTORY_SAMPLES));
    const real = tone(hz, HISTORY_SAMPLES, 10 * MS);
    const error = rms(real.map((x, i) => x - (made[i] ?? 0))) / rms(real);
    expect(20 * Math.log10(error)).toBeLessThan(-20);
  });

  it('fades over 100 ms to nothing', () => {
    const made = concealment(tone(150, 0, 2 * HISTORY_SAMPLES));
    const levels = Array.from({ length: 10 }, (_, i) => rms(made.subarray(i * 10 * MS, (i + 1) * 10 * MS)));
    for (let i = 2; i < 10; i++) expect(levels[i]).toBeLessThan(levels[i - 1] ?? 0);
    expect(made.length).toBe(CONCEALED_SAMPLES);
    expect(Math.abs(made.at(-1) ?? 1)).toBeLessThan(1e-3);
  });

  it.each([0, 1, 100, HISTORY_SAMPLES - 1])('after %d samples, too few to have a period, only ends softly', (count) => {
    const made = concealment(tone(150, 0, count));
    expect(Math.abs((made[0] ?? 1) - (tone(150, 0, count).at(-1) ?? 0))).toBeLessThan(1e-6);
    expect(rms(made.subarray(10 * MS))).toBe(0);
  });

  it('is silent after silence and finite after anything', () => {
    expect(rms(concealment(new Float32Array(HISTORY_SAMPLES)))).toBe(0);
    const wild = Float32Array.from({ length: HISTORY_SAMPLES }, (_, i) => (i % 2 === 0 ? 1 : -1));
    expect(concealment(wild).every(Number.isFinite)).toBe(true);
  });
});

const speech = corpusSpeech();
if (speech.length === 0) console.warn('SKIPPED: concealment of real speech, no corpus at ../shared/corpus');

/** Instants at which somebody speaks: every 70 ms where it is loud before and after. */
function spoken(samples: Float32Array): number[] {
  const loud = 0.5 * rms(samples);
  const found: number[] = [];
  for (let at = 100 * MS; at + 100 * MS < samples.length; at += 70 * MS) {
    const isLoud = [-40, -20, 0].every((ms) => rms(samples.subarray(at + ms * MS, at + (ms + 20) * MS)) > loud);
    if (isLoud) found.push(at);
  }
  return found;
}

/** Sharpest bend of a stretch: a click is one that the voice around it does not have. */
function sharpest(samples: Float32Array): number {
  let most = 0;
  for (let i = 2; i < samples.length; i++) {
    const bend = (samples[i] as number) - 2 * (samples[i - 1] as number) + (samples[i - 2] as number);
    most = Math.max(most, Math.abs(bend));
  }
  return most;
}

/** Power in third-octave-like bands, dB. */
function spectrum(samples: Float32Array): number[] {
  const size = 1024;
  const [re, im] = [new Float64Array(size), new Float64Array(size)];
  for (let i = 0; i < size; i++) re[i] = (samples[i] ?? 0) * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size));
  fft(re, im);
  const bands: number[] = [];
  for (let low = 4; low < 128; low *= 1.26) {
    let power = 0;
    for (let k = Math.floor(low); k < low * 1.26; k++) power += (re[k] as number) ** 2 + (im[k] as number) ** 2;
    bands.push(10 * Math.log10(power + 1e-9));
  }
  return bands;
}
const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

describe.skipIf(speech.length === 0)('in real speech', () => {
  const cases = speech.flatMap(({ samples }) => spoken(samples).map((at) => ({ samples, at })));
  const measured = cases.map(({ samples, at }) => {
    const history = samples.subarray(0, at);
    const made = concealment(history);
    const real = samples.subarray(at, at + 22 * MS);
    const joint = (next: Float32Array) => Float32Array.from([...history.subarray(-3), ...next.subarray(0, 4 * MS)]);
    const around = Math.max(sharpest(history.subarray(-30 * MS)), 1e-4);
    const [a, b] = [spectrum(real), spectrum(made.subarray(0, 22 * MS))];
    return {
      click: sharpest(joint(made)) / around,
      clickOfSilence: sharpest(joint(new Float32Array(4 * MS))) / around,
      levelDb: 20 * Math.log10(rms(made.subarray(0, 20 * MS)) / rms(real)),
      spectrumDb: a.reduce((sum, x, i) => sum + Math.abs(x - (b[i] ?? 0)), 0) / a.length,
    };
  });

  it('does not click, keeps its level and its colour', () => {
    const clicks = measured.filter(({ click }) => click > 1.5).length;
    const silent = measured.filter(({ clickOfSilence }) => clickOfSilence > 1.5).length;
    const level = median(measured.map(({ levelDb }) => levelDb));
    const colour = median(measured.map(({ spectrumDb }) => spectrumDb));
    console.log(
      `${cases.length} places in ${speech.length} recordings: ${clicks} click (${silent} with plain silence), ` +
        `level ${level.toFixed(1)} dB, bands differ by ${colour.toFixed(1)} dB`,
    );
    expect(cases.length).toBeGreaterThan(50);
    expect(clicks).toBeLessThan(0.02 * cases.length);
    // what is asked can be failed
    expect(silent).toBeGreaterThan(0.3 * cases.length);
    expect(Math.abs(level)).toBeLessThan(3);
    expect(colour).toBeLessThan(6);
  });
});
