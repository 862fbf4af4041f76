import { expect, it } from 'vitest';
import { DAY, flashDay } from '../../bench/agent/flash-day.ts';

const PAGE = 4096;
const watched = {
  idle: { seconds: 100, bytes: 0 },
  received: { audioBytes: 1_000_000, bytes: 1_100_000 },
  short: { seconds: 20, bytes: 10 * PAGE + 20 * 2048 },
  long: { seconds: 220, bytes: 10 * PAGE + 220 * 2048 },
};

it('tells apart what a broadcast writes and what each of its seconds writes', () => {
  const { perBroadcastBytes, perSoundingSecondBytes } = flashDay(watched);
  expect(perSoundingSecondBytes).toBe(2048);
  expect(perBroadcastBytes).toBe(10 * PAGE);
});

it('adds up a day from what was watched and what comes too seldom for it', () => {
  const day = flashDay({ ...watched, idle: { seconds: 100, bytes: PAGE } });
  expect(day.idleBytes).toBe((PAGE / 100) * (86_400 - DAY.soundSeconds) + DAY.seldomBytes);
  expect(day.audioBytes).toBeCloseTo(1.1 * DAY.soundSeconds * DAY.audioBytesPerSecond);
  expect(day.soundingBytes).toBe(DAY.broadcasts * 10 * PAGE + DAY.soundSeconds * 2048);
  expect(day.totalBytes).toBe(day.idleBytes + day.soundingBytes + day.audioBytes);
});
