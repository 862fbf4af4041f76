import { ClockOffset } from '@loa-lang/device-agent/domain/clock-offset';
import { describe, expect, test } from 'vitest';
import { percentile, runSeed, seededRandom } from '../../../support/seeded-random.ts';
import { SimulatedLink } from '../../../support/simulated-link.ts';

const seed = runSeed();
console.log(`clock-offset: LOA_SEED=${seed}`);

/** Error of the estimate after the exchanges, ms, at the instant of the last one. */
const errorAfter = (
  random: () => number,
  count: number,
  spacingMs: number,
  minDelayMs: number,
  maxDelayMs: number,
): number => {
  const link = new SimulatedLink({ random, minDelayMs, maxDelayMs, skewPpm: (random() * 2 - 1) * 100 });
  const clock = new ClockOffset();
  let now = 0;
  for (let i = 0; i < count; i++) {
    now = i * spacingMs;
    clock.add(link.exchange(now));
  }
  return Math.abs((clock.controllerTimeAt(link.monotonic(now + 300)) ?? Number.NaN) - link.controller(now + 300));
};

const errorsOver = (runs: number, ...args: [number, number, number, number]): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: runs }, () => errorAfter(random, ...args));
};

/**
 * Bounds of the 99th of 100: what one error in a thousand goes beyond, of 40,000 over a thousand seeds (14.3, 10.4 and
 * 24.2 ms; their own p99 is 10.3, 7.6 and 16.2). That a sample of 800 has eight beyond it comes about twice in a
 * million runs, while a bound at the p99 of p99s fails one run in a hundred.
 */
describe('controller time from jittering exchanges', () => {
  test.each([
    // nearer together the order-preserving ways are not independent draws; further apart the crystal's rate is unknown
    { spacingMs: 100, boundMs: 14.5 },
    { spacingMs: 1000, boundMs: 10.5 },
    { spacingMs: 10_000, boundMs: 24.5 },
  ])(
    '64 exchanges, each way 20 to 200 ms, every $spacingMs ms: 99 of 100 within $boundMs ms',
    ({ spacingMs, boundMs }) => {
      const errors = errorsOver(800, 64, spacingMs, 20, 200);
      console.log(`spacing ${spacingMs}: median ${percentile(errors, 0.5)}, p99 ${percentile(errors, 0.99)} ms`);
      expect(percentile(errors, 0.99)).toBeLessThan(boundMs);
    },
  );

  test('64 exchanges in one tick: order-preserving ways carry them nearly together', () => {
    const errors = errorsOver(500, 64, 20, 20, 200);
    console.log(`burst of 64 at 20 ms: p99 ${percentile(errors, 0.99)} ms`);
    expect(percentile(errors, 0.99)).toBeLessThan(45);
  });

  test('a clean link: within 0.5 ms after a burst of 8', () => {
    const errors = errorsOver(500, 8, 50, 0.1, 0.6);
    expect(percentile(errors, 0.99)).toBeLessThan(0.5);
  });

  test('512 exchanges get nearer', () => {
    const errors = errorsOver(30, 512, 10_000, 20, 200);
    console.log(`512 exchanges: p99 ${percentile(errors, 0.99)} ms`);
    expect(percentile(errors, 0.99)).toBeLessThan(6);
  });
});

describe('72 hours', () => {
  test.each([
    { name: 'clean', minDelayMs: 1, maxDelayMs: 6, burst: 1, boundMs: 8 },
    { name: 'mobile', minDelayMs: 30, maxDelayMs: 120, burst: 8, boundMs: 20 },
  ])('$burst syncs every 15 minutes, crystals of ±100 ppm, $name link: always within $boundMs ms', (link) => {
    const random = seededRandom(seed);
    for (const skewPpm of [-100, 100]) {
      const simulated = new SimulatedLink({ random, ...link, skewPpm });
      const clock = new ClockOffset();
      for (let i = 0; i < 8; i++) clock.add(simulated.exchange(i * 200));
      let worst = 0;
      for (let minute = 15; minute <= 72 * 60; minute += 15) {
        const before = minute * 60_000 - 1;
        if (minute > 120) {
          const error = (clock.controllerTimeAt(simulated.monotonic(before)) ?? 0) - simulated.controller(before);
          worst = Math.max(worst, Math.abs(error));
          expect(Math.abs(error)).toBeLessThanOrEqual(clock.uncertaintyMs(simulated.monotonic(before)) ?? 0);
        }
        for (let i = 0; i < link.burst; i++)
          expect(clock.add(simulated.exchange(minute * 60_000 + i * 500)).verdict).toBe('accepted');
      }
      console.log(`72 h ${link.name} ${skewPpm} ppm: worst ${worst} ms`);
      expect(worst).toBeLessThan(link.boundMs);
    }
  });

  test('a crystal that follows the temperature of the day by ±5 ppm is followed', () => {
    const random = seededRandom(seed);
    const link = new SimulatedLink({ random, minDelayMs: 2, maxDelayMs: 10 });
    const clock = new ClockOffset();
    const day = 24 * 3600_000;
    // integral of 5 ppm * sin
    const warped = (at: number): number =>
      at + ((5e-6 * day) / (2 * Math.PI)) * (1 - Math.cos((2 * Math.PI * at) / day));
    let worst = 0;
    for (let at = 0; at < 3 * day; at += 900_000) {
      const now = at + 900_000 - 1;
      const exchange = link.exchange(at);
      const warp = warped(at) - at;
      clock.add({ ...exchange, sentAt: exchange.sentAt + warp, arrivedAt: exchange.arrivedAt + warp });
      const mono = link.monotonic(now) + warped(now) - now;
      if (at > 7_200_000) worst = Math.max(worst, Math.abs((clock.controllerTimeAt(mono) ?? 0) - link.controller(now)));
    }
    console.log(`72 h with ±5 ppm over the day: worst ${worst} ms`);
    expect(worst).toBeLessThan(30);
  });
});

describe('a controller whose time jumps', () => {
  const steady = (link: SimulatedLink, clock: ClockOffset, from: number, count: number) =>
    Array.from({ length: count }, (_, i) => clock.add(link.exchange(from + i * 1000)));

  test.each([3600_000, -3600_000, 31_536_000_000, 2500])(
    'by %d ms is reported, not followed, until it stays',
    (byMs) => {
      const link = new SimulatedLink({
        random: seededRandom(seed),
        minDelayMs: 1,
        maxDelayMs: 5,
        step: { atMs: 20_000, byMs },
      });
      const clock = new ClockOffset();
      steady(link, clock, 0, 16);
      const verdicts = steady(link, clock, 20_000, 5);
      expect(verdicts.map(({ verdict }) => verdict)).toEqual(['stepped', 'stepped', 'stepped', 'stepped', 'restarted']);
      expect(clock.count).toBe(5);
      expect(Math.abs((clock.controllerTimeAt(link.monotonic(25_000)) ?? 0) - link.controller(25_000))).toBeLessThan(5);
    },
  );

  test('one wrong answer changes nothing', () => {
    const link = new SimulatedLink({ random: seededRandom(seed), minDelayMs: 1, maxDelayMs: 5 });
    const clock = new ClockOffset();
    steady(link, clock, 0, 16);
    const before = clock.controllerTimeAt(link.monotonic(20_000));
    const wrong = link.exchange(17_000);
    expect(
      clock.add({ ...wrong, receivedAt: wrong.receivedAt + 9e6, answeredAt: wrong.answeredAt + 9e6 }),
    ).toMatchObject({
      verdict: 'stepped',
    });
    expect(clock.controllerTimeAt(link.monotonic(20_000))).toBe(before);
    expect(clock.add(link.exchange(18_000)).verdict).toBe('accepted');
  });

  test('a correction of 300 ms is followed after three that agree', () => {
    const link = new SimulatedLink({
      random: seededRandom(seed),
      minDelayMs: 1,
      maxDelayMs: 5,
      step: { atMs: 20_000, byMs: 300 },
    });
    const clock = new ClockOffset();
    steady(link, clock, 0, 16);
    expect(steady(link, clock, 20_000, 3).map(({ verdict }) => verdict)).toEqual(['odd', 'odd', 'restarted']);
  });
});

test.each([
  { sentAt: 0, receivedAt: 0, answeredAt: 0, arrivedAt: 3001 },
  { sentAt: 10, receivedAt: 0, answeredAt: 0, arrivedAt: 9 },
  { sentAt: 0, receivedAt: 10, answeredAt: 9, arrivedAt: 9 },
  { sentAt: 0, receivedAt: 0, answeredAt: 100, arrivedAt: 9 },
  { sentAt: 0, receivedAt: Number.NaN, answeredAt: 0, arrivedAt: 9 },
])('an impossible exchange is refused: %j', (exchange) => {
  expect(new ClockOffset().add(exchange).verdict).toBe('refused');
});

test('the two maps are inverse', () => {
  const link = new SimulatedLink({ random: seededRandom(seed), minDelayMs: 5, maxDelayMs: 50, skewPpm: 80 });
  const clock = new ClockOffset();
  for (let i = 0; i < 200; i++) clock.add(link.exchange(i * 10_000));
  const at = link.monotonic(3_000_000);
  expect(clock.monotonicAt(clock.controllerTimeAt(at) ?? 0)).toBeCloseTo(at, 2);
});
