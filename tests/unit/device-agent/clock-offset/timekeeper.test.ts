import { Timekeeper } from '@loa-lang/device-agent/domain/clock-offset-timekeeper';
import { describe, expect, test } from 'vitest';
import { runSeed, seededRandom } from '../../../support/seeded-random.ts';
import { SimulatedLink } from '../../../support/simulated-link.ts';

const seed = runSeed();
console.log(`timekeeper: LOA_SEED=${seed}`);
const link = (given: Partial<ConstructorParameters<typeof SimulatedLink>[0]> = {}): SimulatedLink =>
  new SimulatedLink({ random: seededRandom(seed), minDelayMs: 1, maxDelayMs: 5, ...given });

describe('trust', () => {
  test('none at boot, whatever the wall clock says', () => {
    const keeper = new Timekeeper();
    expect(keeper.now(5000)).toBeUndefined();
    expect(keeper.timeMap()).toBeUndefined();
    expect(keeper.trust).toBe('none');
  });

  test('one signed sync is enough', () => {
    const keeper = new Timekeeper();
    const simulated = link();
    keeper.addExchange(simulated.exchange(0));
    expect(keeper.trust).toBe('synced');
    expect(Math.abs((keeper.now(simulated.monotonic(10)) ?? 0) - simulated.controller(10))).toBeLessThan(6);
  });

  test('a battery clock counts when it is not earlier than the last known controller time', () => {
    expect(new Timekeeper().adoptBatteryClock(999, 0, 1000)).toBe(false);
    expect(new Timekeeper().adoptBatteryClock(1000, 0, undefined)).toBe(false);
    expect(new Timekeeper().adoptBatteryClock(Number.NaN, 0, 1000)).toBe(false);
    const keeper = new Timekeeper();
    expect(keeper.adoptBatteryClock(5000, 100, 1000)).toBe(true);
    expect(keeper.now(200)).toBe(5100);
    expect(keeper.trust).toBe('battery');
  });

  test('a battery clock that was wrong by more than 2 s is told when the first sync says so', () => {
    const simulated = link();
    const keeper = new Timekeeper();
    keeper.adoptBatteryClock(simulated.controller(0) + 90_000, simulated.monotonic(0), 1000);
    expect(keeper.addExchange(simulated.exchange(10)).verdict).toBe('restarted');
    expect(Math.abs((keeper.now(simulated.monotonic(20)) ?? 0) - simulated.controller(20))).toBeLessThan(6);
  });
});

test('the map used for sound never steps while exchanges improve the estimate', () => {
  const simulated = link({ minDelayMs: 20, maxDelayMs: 200, skewPpm: 60 });
  const keeper = new Timekeeper();
  for (let i = 0; i < 8; i++) keeper.addExchange(simulated.exchange(i * 500));
  let last = keeper.timeMap()?.toController(simulated.monotonic(5000)) ?? 0;
  let lastAt = simulated.monotonic(5000);
  for (let at = 5000; at < 1_200_000; at += 20) {
    if (at % 10_000 === 0) keeper.addExchange(simulated.exchange(at - 500));
    const now = simulated.monotonic(at);
    const controller = keeper.timeMap()?.toController(now) ?? 0;
    // a rate may turn from +500 to -500 ppm, told up to half a second late, beside the two clocks' own difference
    expect(Math.abs(controller - last - (now - lastAt))).toBeLessThan(0.51);
    expect(keeper.timeMap()?.toMonotonic(controller)).toBeCloseTo(now, 2);
    last = controller;
    lastAt = now;
  }
});

test('a controller whose clock jumps by an hour moves nothing until five exchanges agree', () => {
  const simulated = link({ step: { atMs: 60_000, byMs: 3_600_000 } });
  const keeper = new Timekeeper();
  for (let i = 0; i < 20; i++) keeper.addExchange(simulated.exchange(i * 1000));
  const verdicts = Array.from(
    { length: 5 },
    (_, i) => keeper.addExchange(simulated.exchange(60_000 + i * 1000)).verdict,
  );
  expect(verdicts).toEqual(['stepped', 'stepped', 'stepped', 'stepped', 'restarted']);
});
