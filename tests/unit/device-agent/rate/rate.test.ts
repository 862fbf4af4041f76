import { LearntRate, MAX_BENT_SAMPLES, RateFollower } from '@loa-lang/device-agent/domain/rate-follower';
import { RateTracker } from '@loa-lang/device-agent/domain/rate-tracker';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runSeed, seededRandom } from '../../../support/seeded-random.ts';

const seed = runSeed();
console.log(`rate: LOA_SEED=${seed}`);

/** A loudspeaker on a wrong crystal, positions only. Where it truly is against where it should be, ms. */
const play = (skewPpm: number, hours: number, noiseMs: number, random: () => number) => {
  const block = 960;
  const follower = new RateFollower(new LearntRate(), 0, 48);
  const trueMs = block / 48 / (1 + skewPpm * 1e-6);
  let now = 0;
  let worstMs = 0;
  let largestBend = 0;
  let jumps = 0;
  let settledWorstMs = 0;
  for (let i = 0; i < (hours * 3_600_000) / 20; i++) {
    const error = now * 48 - follower.position;
    worstMs = Math.max(worstMs, Math.abs(error) / 48);
    if (now > 120_000) settledWorstMs = Math.max(settledWorstMs, Math.abs(error) / 48);
    const step = follower.step((now + noiseMs * (random() * 2 - 1)) * 48, 1, block);
    if (step.kind === 'read') largestBend = Math.max(largestBend, Math.abs(step.rate - 1));
    else jumps++;
    now += trueMs;
  }
  return { worstMs, settledWorstMs, largestBend, jumps };
};

describe('two loudspeakers for 72 hours', () => {
  test.each([-100, 100])(
    'crystal at %d ppm, readings exact',
    (skewPpm) => {
      const result = play(skewPpm, 72, 0, Math.random);
      console.log(`72 h at ${skewPpm} ppm: ${JSON.stringify(result)}`);
      expect(result.worstMs).toBeLessThan(2);
      expect(result.settledWorstMs).toBeLessThan(0.1);
      expect(result.jumps).toBe(0);
    },
    60_000,
  );

  test('readings off by up to 2 ms each', () => {
    const result = play(100, 12, 2, seededRandom(seed));
    console.log(`12 h with noise: ${JSON.stringify(result)}`);
    expect(result.worstMs).toBeLessThan(2);
    expect(result.largestBend).toBeLessThan(0.001);
    expect(result.jumps).toBe(0);
  }, 60_000);
});

describe('a follower', () => {
  test('never reads backwards and never bends by more than 0.2 % beside the clocks', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -3000, max: 3000, noNaN: true }), { maxLength: 300 }), (errors) => {
        const follower = new RateFollower(new LearntRate(), 10_000, 48);
        for (const error of errors) {
          const before = follower.position;
          const step = follower.step(before + error, 1, 960);
          if (step.kind === 'hold') expect(error).toBeLessThan(-MAX_BENT_SAMPLES);
          else {
            expect(Math.abs(step.rate - 1)).toBeLessThanOrEqual(0.0021);
            expect(follower.position).toBeGreaterThan(before);
            expect(step.kind).toBe(error > MAX_BENT_SAMPLES ? 'jump' : 'read');
          }
        }
      }),
      { seed },
    );
  });
});

describe('a tracker of an output', () => {
  test.each([
    { noiseMs: 2, withinMs: 1, withinPpm: 10 },
    { noiseMs: 20, withinMs: 5, withinPpm: 60 },
  ])(
    'readings off by up to $noiseMs ms: knows a 70 ppm crystal within $withinMs ms',
    ({ noiseMs, withinMs, withinPpm }) => {
      const random = seededRandom(seed);
      const tracker = new RateTracker(48_000);
      let worst = 0;
      for (let at = 0; at < 1_800_000; at += 50) {
        const frames = at * 48 * (1 + 70e-6);
        expect(tracker.observe(at, frames + noiseMs * 48 * (random() * 2 - 1))).toBe(true);
        if (at > 300_000) worst = Math.max(worst, Math.abs((tracker.framesAt(at) ?? 0) - frames) / 48);
      }
      expect(worst).toBeLessThan(withinMs);
      expect(Math.abs(tracker.skewPpm - 70)).toBeLessThan(withinPpm);
    },
  );

  test('an output that broke off is taken as it is', () => {
    const tracker = new RateTracker(48_000);
    for (let at = 0; at < 10_000; at += 50) tracker.observe(at, at * 48);
    expect(tracker.observe(10_000, 9000 * 48)).toBe(false);
    expect(tracker.heardAt(9000 * 48)).toBeCloseTo(10_000, 6);
  });
});
