/** A delay that grows is seen to grow, one that saws is not. */
import { expect, it } from 'vitest';
import { courseOf } from '../../bench/marks/course.ts';

const MINUTE = 60_000;
const points = (delayAt: (atMs: number) => number) =>
  Array.from({ length: 2 * 600 }, (_, i) => ({ atMs: i * 500, delayMs: delayAt(i * 500) }));

it('of 100 ppm that nobody makes good is 360 ms an hour', () => {
  const course = courseOf(
    points((atMs) => 300 + atMs * 1e-4),
    MINUTE,
  );
  expect(course.slopePerHourMs).toBeCloseTo(360, 5);
  expect(course.grownMs).toBeCloseTo(54, 0);
  expect(course.mostMs - course.leastMs).toBeCloseTo(54, 0);
});

it('of a sawtooth of one frame stays within it', () => {
  const course = courseOf(
    points((atMs) => 300 + ((atMs * 1e-4) % 20)),
    MINUTE,
  );
  expect(course.mostMs - course.leastMs).toBeLessThanOrEqual(20);
  expect(course.points).toBe(1200);
});
