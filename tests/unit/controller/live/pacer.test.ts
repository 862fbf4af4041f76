import { LEAST_SLACK_MS, MOST_EXCESS_MS, Pacer } from '@loa-lang/controller/domain/live/pacer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const DELAY = 300;
const T0 = 1_000_000;
const FRAME = 20;

interface Heard {
  at: number;
  playAt: number;
  captured: number;
}

/** @param arrivals of frames, captured 20 ms after one another */
function run(arrivals: readonly number[], delayMs = DELAY): { heard: Heard[]; pacer: Pacer } {
  const pacer = new Pacer(delayMs);
  const heard: Heard[] = [];
  for (const [index, at] of arrivals.entries()) {
    const { playAt } = pacer.voice(at);
    if (playAt !== undefined) heard.push({ at, playAt, captured: T0 + index * FRAME });
  }
  return { heard, pacer };
}

/** TCP: what was sent later never arrives earlier. */
const inOrder = (arrivals: number[]): number[] => {
  let latest = 0;
  return arrivals.map((at) => {
    latest = Math.max(latest, at);
    return latest;
  });
};
const steady = (count: number, everyMs = FRAME, from = T0): number[] =>
  Array.from({ length: count }, (_, index) => from + index * everyMs);

const anyJitter = fc
  .record({
    delays: fc.array(fc.integer({ min: 0, max: 250 }), { minLength: 1, maxLength: 600 }),
    stalls: fc.array(fc.record({ at: fc.integer({ min: 0, max: 600 }), ms: fc.integer({ min: 100, max: 1_900 }) }), {
      maxLength: 3,
    }),
    everyMs: fc.double({ min: 19.5, max: 20.5, noNaN: true }),
  })
  .map(({ delays, stalls, everyMs }) =>
    inOrder(
      delays.map((delay, index) => {
        const sentAt = T0 + index * everyMs;
        const stall = stalls.find(({ at, ms }) => index >= at && index < at + ms / FRAME);
        return stall === undefined ? sentAt + delay : T0 + stall.at * everyMs + stall.ms + delay / 10;
      }),
    ),
  );

describe('the pacer', () => {
  it('gives frames that come in time instants 20 ms apart, at the delay', () => {
    const { heard, pacer } = run(steady(500));
    expect(heard.map(({ playAt }) => playAt)).toEqual(steady(500, FRAME, T0 + DELAY));
    expect(pacer.counts).toEqual({ voice: 500, silence: 0, late: 0, leftOut: 0, holesMs: 0 });
  });

  it('plays one after another within bounds, whatever the network does', () => {
    fc.assert(
      fc.property(anyJitter, fc.integer({ min: 250, max: 900 }), (arrivals, delayMs) => {
        const { heard, pacer } = run(arrivals, delayMs);
        for (const [index, { at, playAt }] of heard.entries()) {
          expect(playAt - at).toBeGreaterThanOrEqual(LEAST_SLACK_MS);
          expect(playAt - at).toBeLessThanOrEqual(delayMs + MOST_EXCESS_MS);
          const before = heard[index - 1];
          if (before !== undefined) expect((playAt - before.playAt) % FRAME).toBe(0);
          if (before !== undefined) expect(playAt).toBeGreaterThan(before.playAt);
        }
        const { voice, late, leftOut } = pacer.counts;
        expect(voice + late + leftOut).toBe(arrivals.length);
        expect(voice).toBe(heard.length);
      }),
      { numRuns: 500 },
    );
  });

  it('comes back to the delay within two seconds of quiet, whatever was before', () => {
    fc.assert(
      fc.property(anyJitter, (before) => {
        const from = (before.at(-1) ?? T0) + FRAME;
        const { heard } = run([...before, ...steady(200, FRAME, from)]);
        const last = heard.filter(({ at }) => at >= from + 3_000);
        expect(last.length).toBeGreaterThan(45);
        for (const { at, playAt } of last) {
          expect(playAt - at).toBeGreaterThan(DELAY - 2 * FRAME);
          expect(playAt - at).toBeLessThanOrEqual(DELAY + MOST_EXCESS_MS);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['slow', 20 * 1.001],
    ['fast', 20 / 1.001],
  ])('keeps the delay for an hour of a microphone whose clock is %s by a thousandth', (_, everyMs) => {
    const arrivals = steady(180_000, everyMs);
    const { heard, pacer } = run(arrivals);
    const slacks = heard.map(({ at, playAt }) => playAt - at);
    const half = slacks.length / 2;
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean(slacks.slice(0, half)) - mean(slacks.slice(half)))).toBeLessThan(20);
    expect(Math.max(...slacks.slice(-1000))).toBeLessThanOrEqual(DELAY + MOST_EXCESS_MS);
    // what is left out or left empty is what the clocks are apart, and no more
    const { leftOut, holesMs } = pacer.counts;
    const apartMs = Math.abs(3_600_000 - 180_000 * everyMs);
    const mended = leftOut * FRAME + holesMs;
    expect(mended).toBeGreaterThan(apartMs * 0.9);
    expect(mended).toBeLessThan(apartMs * 1.1 + 100);
  });

  it('loses of a stall what is too old, and nothing of what comes after', () => {
    // a second of nothing, then all of it at once
    const arrivals = [...steady(100), ...steady(50).map(() => T0 + 3_000), ...steady(200, FRAME, T0 + 3_000)];
    const { heard, pacer } = run(arrivals);
    expect(pacer.counts.late).toBeGreaterThan(30);
    expect(pacer.counts.late).toBeLessThan(50);
    expect(pacer.counts.holesMs).toBe(0);
    const after = heard.filter(({ at, captured }) => at > T0 + 3_000 && captured > 0);
    expect(after).toHaveLength(199);
    expect(new Set(after.map(({ at, playAt }) => playAt - at))).toEqual(new Set([DELAY]));
  });

  it('goes on where frames were lost on the way for good', () => {
    const arrivals = [...steady(100), ...steady(200, FRAME, T0 + 3_500)];
    const { heard, pacer } = run(arrivals);
    const after = heard.filter(({ at }) => at >= T0 + 3_750);
    expect(after.length).toBeGreaterThan(180);
    for (const { at, playAt } of after) expect(playAt - at).toBeGreaterThan(DELAY - 2 * FRAME);
    expect(pacer.counts.holesMs).toBeGreaterThan(0);
  });

  it('fills an open line with silence, and is at the delay when somebody speaks again', () => {
    const pacer = new Pacer(DELAY);
    let next: number | undefined;
    const follow = (playAt: number, frames: number) => {
      if (next !== undefined) expect(playAt).toBe(next);
      next = playAt + frames * FRAME;
    };
    for (let index = 0; index < 50; index++) follow(pacer.voice(T0 + index * FRAME).playAt as number, 1);
    for (let at = T0 + 1_000; at < T0 + 3_000; at += 70) {
      const { silence, playAt } = pacer.muted(at);
      expect(playAt).toBeUndefined();
      if (silence !== undefined) follow(silence.playAt, silence.frames);
      expect((pacer.until as number) - at).toBeGreaterThan(DELAY - FRAME);
      expect((pacer.until as number) - at).toBeLessThanOrEqual(DELAY);
    }
    const { silence, playAt } = pacer.voice(T0 + 3_010);
    if (silence !== undefined) follow(silence.playAt, silence.frames);
    follow(playAt as number, 1);
    expect((playAt as number) - (T0 + 3_010)).toBeGreaterThan(DELAY - FRAME);
  });

  it('leaves surplus frames out at pauses', () => {
    const pacer = new Pacer(DELAY);
    // the first frame was held up for 40 ms: the others come sooner than it
    pacer.voice(T0 + 40);
    const lost: boolean[] = [];
    for (let index = 1; index < 400; index++) {
      const at = T0 + Math.max(index * FRAME, 40);
      const isPause = index % 25 === 0;
      if (pacer.voice(at, isPause).playAt === undefined) lost.push(isPause);
    }
    expect(lost.length).toBeGreaterThan(0);
    expect(lost.every((isPause) => isPause)).toBe(true);
    expect((pacer.until as number) - FRAME - (T0 + 399 * FRAME)).toBeLessThanOrEqual(DELAY + FRAME);
  });
});
