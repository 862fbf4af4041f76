/** Frames of a recording and what is seen in them. */
import { judgeFrames } from '@loa-lang/controller/domain/recordings/judge-frames';
import {
  ANALYSIS_RATE_HZ,
  SoundFrameReader,
  type SoundFrames,
} from '@loa-lang/controller/domain/recordings/sound-frames';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../support/seeded-random.ts';

type Sound = (seconds: number) => number;

const bytesOf = (samples: ArrayLike<number>): Buffer => {
  const bytes = Buffer.alloc(samples.length * 4);
  for (let index = 0; index < samples.length; index++) bytes.writeFloatLE(samples[index] ?? 0, index * 4);
  return bytes;
};
const samplesOf = (seconds: number, sound: Sound): Float64Array =>
  Float64Array.from({ length: Math.round(seconds * ANALYSIS_RATE_HZ) }, (_, index) => sound(index / ANALYSIS_RATE_HZ));

function judge(seconds: number, sound: Sound) {
  const reader = new SoundFrameReader();
  reader.take(bytesOf(samplesOf(seconds, sound)));
  return judgeFrames(reader.finish(), Math.round(seconds * 1000));
}

const tone: Sound = (t) => 0.3 * Math.sin(2 * Math.PI * 440 * t);
const random = seededRandom(7);
const noise =
  (level: number): Sound =>
  () =>
    (random() * 2 - 1) * level;
/** Vowels and hisses in turn, four syllables a second: the skeleton of speech. */
const syllables: Sound = (t) => {
  const phase = (t * 4) % 1;
  if (phase > 0.75) return 0;
  const envelope = Math.sin((Math.PI * phase) / 0.75) ** 2;
  const voiced = Math.floor(t * 4) % 2 === 0;
  const buzz = [1, 2, 3, 4, 5].reduce((sum, n) => sum + Math.sin(2 * Math.PI * 180 * n * t) / n, 0);
  return 0.2 * envelope * (voiced ? buzz : (random() * 2 - 1) * 1.5);
};

describe('frames', () => {
  it('are the same however the bytes are cut', () => {
    const bytes = bytesOf(samplesOf(0.5, tone));
    const whole = new SoundFrameReader();
    whole.take(bytes);
    const seen = ({ levels, voiceLevels, crossings, ...rest }: SoundFrames) => ({
      ...rest,
      frames: Array.from({ length: levels.length }, (_, at) => [levels.at(at), voiceLevels.at(at), crossings.at(at)]),
    });
    const expected = seen(whole.finish());
    expect(expected.frames).toHaveLength(50);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 20 }), (cuts) => {
        const reader = new SoundFrameReader();
        const at = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        for (let index = 1; index < at.length; index++) reader.take(bytes.subarray(at[index - 1], at[index]));
        expect(seen(reader.finish())).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  it('measure a level: a sine of amplitude 0.3 is −13.5 dBFS RMS', () => {
    const reader = new SoundFrameReader();
    reader.take(bytesOf(samplesOf(1, tone)));
    const { levels } = reader.finish();
    expect(levels.length).toBe(100);
    for (let index = 0; index < levels.length; index++) expect(levels.at(index)).toBeCloseTo(-13.5, 0);
  });

  it('bear samples that are no numbers, and no samples at all', () => {
    const reader = new SoundFrameReader();
    reader.take(bytesOf([Number.NaN, Number.POSITIVE_INFINITY, 0.5, Number.NEGATIVE_INFINITY]));
    expect(JSON.stringify(judgeFrames(reader.finish(), 1))).not.toContain('null');
    expect(JSON.stringify(judgeFrames(new SoundFrameReader().finish(), 0))).not.toContain('null');
  });

  it('keep a waveform of at most 2,000 columns that covers all of it', () => {
    for (const seconds of [1, 19.99, 20, 20.01, 75, 200]) {
      const { waveform } = judge(seconds, (t) => (t < seconds / 2 ? 0.25 : -0.5));
      expect(waveform.max.length).toBeLessThanOrEqual(2_000);
      expect(waveform.columnMs * waveform.max.length).toBeGreaterThanOrEqual(seconds * 1000);
      expect(waveform.columnMs * (waveform.max.length - 1)).toBeLessThan(seconds * 1000);
      expect([Math.max(...waveform.max), Math.min(...waveform.min)]).toEqual([25, -50]);
    }
  });
});

describe('silence at the ends', () => {
  it('is counted from the first and the last sound', () => {
    const { leadingSilenceMs, trailingSilenceMs } = judge(10, (t) => (t >= 3 && t < 8.5 ? tone(t) : 0));
    expect([leadingSilenceMs, trailingSilenceMs]).toEqual([3_000, 1_500]);
  });
  it('may be a quiet room, and ends with no click', () => {
    const room = noise(0.001);
    const sound: Sound = (t) => (t > 1 && t < 1.01 ? 0.5 : t >= 5 ? tone(t) : room(t));
    expect(judge(10, sound).leadingSilenceMs).toBe(5_000);
  });
  it('is all of it when nothing sounds', () => {
    expect(judge(4, () => 0)).toMatchObject({ leadingSilenceMs: 4_000, trailingSilenceMs: 0, speech: 'other' });
  });
});

describe('the judgement', () => {
  it('tells syllables from tones, noise, sirens and beeps', () => {
    expect(judge(10, syllables).speech).toBe('speech');
    expect(judge(10, tone).speech).toBe('other');
    expect(judge(10, noise(0.2)).speech).toBe('other');
    expect(judge(10, (t) => 0.3 * Math.sin(2 * Math.PI * (600 * t + 40 * Math.sin(t)))).speech).toBe('other');
    expect(judge(10, (t) => (t % 0.5 < 0.25 ? tone(t) : 0)).speech).toBe('other');
  });
  it('hears speech through mains hum and over an offset', () => {
    expect(judge(10, (t) => syllables(t) + 0.3 * Math.sin(2 * Math.PI * 50 * t)).speech).toBe('speech');
    expect(judge(10, (t) => syllables(t) + 0.3).speech).toBe('speech');
    expect(judge(10, (t) => tone(t) + 0.3).speech).toBe('other');
    expect(judge(10, (t) => 0.3 * Math.sin(2 * Math.PI * 50 * t)).speech).toBe('other');
  });
  it('measures how far the loud parts stand above the background', () => {
    const background = noise(0.02);
    const { signalToNoiseDb } = judge(20, (t) => background(t) + (t % 1 < 0.5 ? 10 * background(t) : 0));
    expect(signalToNoiseDb).toBeGreaterThan(17);
    expect(signalToNoiseDb).toBeLessThan(24);
    expect(judge(5, tone).signalToNoiseDb).toBeLessThanOrEqual(1);
  });
  it('sees what rests at full scale, and no steady tone that only touches it', () => {
    const clipped: Sound = (t) => Math.max(-1, Math.min(1, syllables(t) * 12));
    expect(judge(6, clipped).atFullScale).toBe(true);
    expect(judge(6, syllables).atFullScale).toBe(false);
    expect(judge(6, (t) => Math.sin(2 * Math.PI * 440 * t)).atFullScale).toBe(false);
  });
});
