/** The pilot of a self-test is found in rooms made by formula, and measured right; where it is not, that is seen. */
import { Decimator, HEARING_PER_MS, HEARING_RATE_HZ } from '@loa-lang/device-agent/domain/hearing/decimator';
import { Fourier, PowerSpectrum } from '@loa-lang/device-agent/domain/hearing/fourier';
import { AFTER_MS, measurePilot, QUIET_MS } from '@loa-lang/device-agent/domain/hearing/measure-pilot';
import { PILOT_MS, passesAt, pilotAt } from '@loa-lang/device-agent/domain/hearing/pilot';
import { BandSums, THIRD_OCTAVES } from '@loa-lang/device-agent/domain/hearing/third-octaves';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../support/seeded-random.ts';
import { heardIn, levelOf, noise, type Room } from './rooms.ts';

const BEFORE = Math.round((QUIET_MS + 200) * 48);
const LEVEL = -20;
const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

/** What a recording of one pilot says. */
async function measured(room: Room, pilot = pilotAt(48_000, LEVEL)) {
  const played = new Float32Array(BEFORE + pilot.length + (AFTER_MS + 300) * 48);
  played.set(pilot, BEFORE);
  const recording = new Decimator().push(heardIn(played, room));
  return measurePilot(recording, (BEFORE / 48) * HEARING_PER_MS, breathe);
}

const near = (bands: { hz: number; levelDbfs: number }[], hz: number) =>
  bands.find((band) => band.hz === hz)?.levelDbfs ?? Number.NaN;

describe('the pilot', () => {
  it('has its level, starts and ends without a click, and passes each band when it says so', () => {
    const pilot = pilotAt(48_000, LEVEL);
    expect(pilot).toHaveLength(PILOT_MS * 48);
    expect(levelOf(pilot)).toBeCloseTo(LEVEL, 0);
    expect(Math.abs(pilot[0] ?? 1)).toBeLessThan(1e-4);
    expect(Math.abs(pilot.at(-1) ?? 1)).toBeLessThan(1e-4);
    const spectrum = new PowerSpectrum(2048);
    for (const { hz } of THIRD_OCTAVES) {
      const middle = passesAt(hz) * 48;
      const power = spectrum.measure(pilot, Math.max(0, Math.min(pilot.length - 2048, Math.round(middle) - 1024)));
      const loudest = power.indexOf(Math.max(...power)) * (48_000 / 2048);
      expect(Math.abs(loudest / hz - 1), `${hz} Hz at ${middle / 48} ms`).toBeLessThan(0.2);
    }
  });

  it.each<[string, Room, number]>([
    ['a cable', {}, 1],
    ['far away, quiet', { delayMs: 63.5, gainDb: -30 }, 1],
    [
      'between houses',
      {
        delayMs: 140,
        gainDb: -18,
        echoes: [
          [40, -3],
          [95, -6],
          [190, -9],
        ],
      },
      0.9,
    ],
    ['in the rain, 5 dB above the pilot', { delayMs: 20, gainDb: -20, noiseDbfs: LEVEL - 15 }, 0.6],
    ['a horn', { delayMs: 30, gainDb: -12, highPassHz: 500, lowPassHz: 3500 }, 0.9],
  ])('is found in %s', async (_, room, confidence) => {
    const found = await measured(room);
    expect(Math.abs(found.delayMs - (room.delayMs ?? 0))).toBeLessThan(1.5);
    expect(found.confidence).toBeGreaterThanOrEqual(confidence - 0.01);
  });

  it('gives each band its level: gain, and what a horn does not carry', async () => {
    const gainDb = -17;
    const { bands } = await measured({ delayMs: 30, gainDb, noiseDbfs: -75 });
    expect(bands.map(({ hz }) => hz)).toEqual(THIRD_OCTAVES.map(({ hz }) => hz));
    for (const { hz, levelDbfs } of bands) expect(Math.abs(levelDbfs - LEVEL - gainDb), `${hz} Hz`).toBeLessThan(1.5);
    const horn = await measured({ delayMs: 30, gainDb, highPassHz: 800 });
    // one pole: 3 dB at its corner, 6 dB an octave below
    expect(near(horn.bands, 800) - near(bands, 800)).toBeCloseTo(-3, 0);
    expect(near(horn.bands, 200) - near(bands, 200)).toBeCloseTo(-12.3, 0);
    expect(Math.abs(near(horn.bands, 5000) - near(bands, 5000))).toBeLessThan(1);
  });

  it('tells the noise of each band', async () => {
    const { bands } = await measured({ delayMs: 30, noiseDbfs: -50 });
    for (const { hz, noiseDbfs } of bands) {
      const share = (hz * (10 ** 0.05 - 10 ** -0.05)) / 24_000;
      expect(Math.abs(noiseDbfs - (-50 + 10 * Math.log10(share))), `${hz} Hz`).toBeLessThan(2.5);
    }
  });

  it('is not found where it is not: 40 recordings of noise and hum', async () => {
    const random = seededRandom(7);
    const found: number[] = [];
    let [bandsAbove, bandsInAll] = [0, 0];
    for (let i = 0; i < 40; i++) {
      const there = noise((QUIET_MS + 200 + PILOT_MS + AFTER_MS + 300) * 48, -60 + 50 * random(), i + 1);
      const hum = 0.2 * random();
      for (let k = 0; k < there.length; k++)
        there[k] = (there[k] as number) + hum * Math.sin((k * 2 * Math.PI * 50) / 48_000);
      const { confidence, bands } = await measurePilot(new Decimator().push(there), BEFORE / 3, breathe);
      found.push(confidence);
      bandsInAll += bands.length;
      bandsAbove += bands.filter(({ levelDbfs, noiseDbfs }) => levelDbfs > noiseDbfs + 3).length;
    }
    console.log(
      `pilot in 40 recordings without one: confidence up to ${Math.max(...found).toFixed(3)}, ${bandsAbove} of ${bandsInAll} bands 3 dB over the noise`,
    );
    expect(bandsAbove).toBeLessThan(0.01 * bandsInAll);
    expect(Math.max(...found)).toBeLessThan(0.12);
  });
});

describe('the tools', () => {
  it('a transform and back is the same; a tone of half full scale has -9 dBFS in its third octave', () => {
    const random = seededRandom(3);
    const re = Float64Array.from({ length: 1024 }, () => random() - 0.5);
    const im = Float64Array.from({ length: 1024 }, () => random() - 0.5);
    const [before, fourier] = [re.slice(), new Fourier(1024)];
    fourier.forward(re, im);
    fourier.inverse(re, im);
    expect(Math.max(...re.map((value, i) => Math.abs(value - (before[i] as number))))).toBeLessThan(1e-12);
    expect(() => new Fourier(1000)).toThrow(RangeError);
    const tone = Float32Array.from(
      { length: 2048 },
      (_, i) => 0.5 * Math.sin((2 * Math.PI * 1000 * i) / HEARING_RATE_HZ),
    );
    const bands = new Float64Array(THIRD_OCTAVES.length);
    new BandSums(2048, HEARING_RATE_HZ).sum(new PowerSpectrum(2048).measure(tone, 0), bands);
    expect(10 * Math.log10(bands[7] as number)).toBeCloseTo(-9.03, 1);
    expect(10 * Math.log10(bands[5] as number)).toBeLessThan(-60);
  });

  it('a third of the rate is flat to 6 kHz and holds down what would fold', () => {
    const levels = [300, 1000, 3000, 5600, 10_400, 15_000, 21_000].map((hz) => {
      const tone = Float32Array.from(
        { length: 48_000 },
        (_, i) => Math.SQRT2 * 0.1 * Math.sin((2 * Math.PI * hz * i) / 48_000),
      );
      const decimator = new Decimator();
      const pieces = [960, 1, 2, 333, 46_704].map((count, n, all) => {
        const from = all.slice(0, n).reduce((sum, c) => sum + c, 0);
        return decimator.push(tone.subarray(from, from + count));
      });
      const out = Float32Array.from(pieces.flatMap((piece) => [...piece]));
      expect(Math.abs(out.length - 16_000)).toBeLessThan(25);
      return levelOf(out.subarray(100)) + 20;
    });
    for (const level of levels.slice(0, 4)) expect(Math.abs(level)).toBeLessThan(0.5);
    for (const level of levels.slice(4)) expect(level).toBeLessThan(-40);
  });
});
