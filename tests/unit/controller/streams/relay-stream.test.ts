/** A relay on a clock that is moved by hand: what is sent, when it is told that a source is gone, and when that it is back. */

import { RelayBuffer } from '@loa-lang/controller/domain/streams/relay-buffer';
import type { GapNews } from '@loa-lang/controller/domain/streams/relay-health';
import { type OutgoingFrame, RelayStream } from '@loa-lang/controller/domain/streams/relay-stream';
import { describe, expect, it } from 'vitest';

const RATE = 48;
const STEP = 20;
const TARGET = { targetLufs: -16, maxTruePeakDbtp: -1.5 };
/** 500 Hz */
const SINE = Array.from({ length: 96 }, (_, i) => 32_767 * Math.sin((2 * Math.PI * i) / 96));
const START = 1_700_000_000_000;

interface Heard extends OutgoingFrame {
  sentAt: number;
}

/** A source that sounds as it is told, on a clock that may run faster or slower than ours. */
class World {
  now = START;
  readonly frames: Heard[] = [];
  readonly news: (GapNews & { at: number })[] = [];
  readonly stream: RelayStream;
  #made = 0;
  #owed = 0;

  constructor(openSince?: number) {
    this.stream = new RelayStream(TARGET, this.now, openSince);
  }

  /** samples of the source so far, whatever became of them */
  get madeMs(): number {
    return this.#made / RATE;
  }

  sound(ms: number, level: (t: number) => number, speed = 1): Uint8Array {
    this.#owed += ms * RATE * speed;
    const count = Math.floor(this.#owed);
    this.#owed -= count;
    const samples = Int16Array.from({ length: count }, (_, i) => {
      const t = this.#made + i;
      return Math.round(level(t) * (SINE[t % SINE.length] ?? 0));
    });
    this.#made += count;
    return new Uint8Array(samples.buffer);
  }

  /** Time passes; `source` says what came in each step. */
  pass(ms: number, source: () => Uint8Array | undefined = () => undefined): void {
    for (const end = this.now + ms; this.now < end; ) {
      this.now += STEP;
      const bytes = source();
      if (bytes !== undefined) this.stream.push(bytes, this.now);
      const { frames, news } = this.stream.advance(this.now);
      this.frames.push(...frames.map((frame) => ({ ...frame, sentAt: this.now })));
      if (news !== undefined) this.news.push({ ...news, at: this.now });
    }
  }

  steady(ms: number, level = 0.1, speed = 1): void {
    this.pass(ms, () => this.sound(STEP, () => level, speed));
  }
}

const holes = (frames: readonly OutgoingFrame[]): number[] =>
  frames.flatMap((frame, i) => (i > 0 && frame.at !== (frames[i - 1] as OutgoingFrame).at + 20 ? [frame.at] : []));
const peak = ({ samples }: OutgoingFrame) => Math.max(...samples.map(Math.abs));

describe('a steady source', () => {
  it('is sent without a break, each frame two seconds before it is heard and 4.5 s after it came', () => {
    const world = new World();
    world.stream.begin('steady');
    world.steady(20_000);
    expect(world.news).toEqual([]);
    expect(holes(world.frames)).toEqual([]);
    const leads = world.frames.slice(10).map(({ at, sentAt }) => at - sentAt);
    expect(Math.min(...leads)).toBeGreaterThan(1950);
    expect(Math.max(...leads)).toBeLessThanOrEqual(2000);
    expect(world.stream.state(world.now).bufferMs).toBeGreaterThanOrEqual(4400);
    expect(world.stream.state(world.now).bufferMs).toBeLessThanOrEqual(4520);
  });

  it('does not keep what a server sends at once to begin with: no older for it', () => {
    const world = new World();
    world.stream.begin('steady');
    world.stream.push(
      world.sound(8000, () => 0.1),
      world.now,
    );
    world.steady(5000);
    expect(holes(world.frames)).toEqual([]);
    expect(world.stream.state(world.now).bufferMs).toBeLessThanOrEqual(4600);
  });

  it.each([1.0005, 0.998])('whose clock runs at %f stays where it was for ten minutes', (speed) => {
    const buffer = new RelayBuffer();
    const frame = new Int16Array(960).fill(1000);
    const taken: { at: number }[] = [];
    const left: number[] = [];
    let [now, owed] = [START, 0];
    for (let step = 0; step < 6_000; step++) {
      now += 100;
      owed += 5 * speed;
      buffer.push(Array(Math.floor(owed)).fill(frame), now, buffer.leftMs(now) > 0);
      owed -= Math.floor(owed);
      taken.push(...buffer.take(now + 2000));
      if (step > 100) left.push(buffer.leftMs(now));
    }
    expect(Math.max(...left) - Math.min(...left)).toBeLessThanOrEqual(160);
    expect(taken.every(({ at }, i) => i === 0 || at === (taken[i - 1]?.at ?? 0) + 20)).toBe(true);
    expect(Math.abs(buffer.adjustedFrames * 20 - 600_000 * (1 - speed))).toBeLessThanOrEqual(200);
  });

  it('that stands still for a second, and catches up, is heard as if nothing had been', () => {
    const world = new World();
    world.stream.begin('steady');
    world.steady(10_000);
    world.pass(1500);
    world.stream.push(
      world.sound(1500, () => 0.1),
      world.now,
    );
    world.steady(10_000);
    expect([world.news, holes(world.frames)]).toEqual([[], []]);
  });
});

describe('a source that ends', () => {
  it('is dead two seconds before what was there ends, and nothing is sent beyond that', () => {
    const world = new World();
    world.stream.begin('steady');
    world.steady(10_000);
    const diedAt = world.now;
    world.pass(6000);
    const [gap] = world.news;
    expect(world.news).toHaveLength(1);
    if (gap?.kind !== 'opened') throw new Error('no gap');
    expect(gap.reason).toBe('dead');
    expect(gap.at - diedAt).toBeLessThanOrEqual(2600);
    expect(gap.from - gap.at).toBeGreaterThanOrEqual(1900);
    expect(gap.from - diedAt).toBeLessThanOrEqual(4600);
    // the last frame ends where the gap begins
    expect((world.frames.at(-1)?.at ?? 0) + 20).toBe(gap.from);
  });

  it('and is followed within a second by another one is heard on without a break', () => {
    const world = new World();
    world.stream.begin('steady');
    world.steady(10_000);
    world.pass(900);
    world.stream.begin('steady');
    world.stream.push(
      world.sound(4000, () => 0.1),
      world.now,
    );
    world.steady(30_000);
    expect([world.news, holes(world.frames)]).toEqual([[], []]);
    expect(world.stream.state(world.now).bufferMs).toBeGreaterThan(4000);
  });

  it('returns when it has been good for five seconds, told two seconds ahead, later each time it goes again', () => {
    const world = new World();
    world.stream.begin('steady');
    world.steady(10_000);
    for (const wait of [5000, 10_000, 20_000]) {
      world.pass(10_000);
      world.stream.begin('steady');
      const backAt = world.now;
      const before = world.news.length;
      world.steady(wait + 3000);
      const [back, ...more] = world.news.slice(before);
      expect(more).toEqual([]);
      if (back?.kind !== 'closed') throw new Error('not back');
      expect(back.at - backAt).toBeGreaterThanOrEqual(wait);
      expect(back.at - backAt).toBeLessThanOrEqual(wait + 600);
      expect(back.to - back.at).toBe(2000);
      world.steady(3000);
      const first = world.frames.find(({ sentAt }) => sentAt >= back.at);
      expect((first?.at ?? 0) - back.to).toBeGreaterThanOrEqual(0);
      expect((first?.at ?? 0) - back.to).toBeLessThan(20);
    }
    expect(world.news.map(({ kind }) => kind)).toEqual(['opened', 'closed', 'opened', 'closed', 'opened', 'closed']);
  });

  it('that never began is told of after eight seconds, once', () => {
    const world = new World();
    world.pass(60_000);
    expect(world.news).toEqual([{ kind: 'opened', from: START + 8000, reason: 'dead', at: START + 8000 }]);
  });

  it('in another controller, before this one began, is back when it sounds', () => {
    const world = new World(START - 60_000);
    world.stream.begin('steady');
    world.steady(10_000);
    expect(world.news.map(({ kind }) => kind)).toEqual(['closed']);
  });
});

describe('silence', () => {
  it.each([0, 0.0005])('of %f is told of after 3.5 s, from where it begins to be heard', (level) => {
    const world = new World();
    world.stream.begin('steady');
    world.steady(10_000);
    const silentAt = world.now;
    world.steady(6000, level);
    const [gap] = world.news;
    if (gap?.kind !== 'opened') throw new Error('no gap');
    expect(gap.reason).toBe('silent');
    expect(gap.at - silentAt).toBeLessThanOrEqual(3600);
    expect(gap.from - silentAt).toBeGreaterThanOrEqual(4400);
    expect(gap.from - silentAt).toBeLessThanOrEqual(4600);
    world.steady(8000, 0.1);
    expect(world.news.map(({ kind }) => kind)).toEqual(['opened', 'closed']);
  });

  it('of a speaker who draws breath is none', () => {
    const world = new World();
    world.stream.begin('steady');
    for (let n = 0; n < 5; n++) {
      world.steady(3000, 0.1);
      world.steady(3000, 0);
    }
    expect(world.news).toEqual([]);
  });
});

describe('a source that sends pieces of ten seconds', () => {
  it('is heard without a break for a minute, and its end is known two seconds ahead', () => {
    const world = new World();
    world.stream.begin('pieces');
    const piece = () =>
      world.stream.push(
        world.sound(10_000, () => 0.1, 1.0002),
        world.now,
      );
    piece();
    piece();
    for (let n = 0; n < 5; n++) {
      world.pass(10_000);
      piece();
    }
    expect([world.news, holes(world.frames)]).toEqual([[], []]);
    const left = world.stream.state(world.now).bufferMs;
    world.pass(60_000);
    const [gap] = world.news;
    if (gap?.kind !== 'opened') throw new Error('no gap');
    expect(gap.from - gap.at).toBeGreaterThanOrEqual(1900);
    expect(gap.from).toBeLessThanOrEqual(world.now - 60_000 + left);
  });

  it('faster than they sound waits', () => {
    const world = new World();
    world.stream.begin('pieces');
    let pushed = 0;
    const push = () => {
      world.now += 100;
      return world.stream.push(
        world.sound(2000, () => 0.1),
        world.now,
      );
    };
    while (pushed < 100 && push()) pushed++;
    expect(pushed).toBeGreaterThan(25);
    expect(pushed).toBeLessThan(40);
  });
});

describe('loudness', () => {
  it.each([0.03, 0.1, 0.9])('of a source at %f is what all else has, without a peak too high', (level) => {
    const world = new World();
    world.stream.begin('steady');
    world.steady(12_000, level);
    const late = world.frames.slice(-200);
    // a sine of −13.3 dBFS peak at 440 Hz is some −16 LUFS: the filter of BS.1770 adds little there
    const db = 20 * Math.log10(Math.max(...late.map(peak)) / 32_768);
    expect(Math.abs(db - -12.6)).toBeLessThan(1);
  });

  it('that jumps up by 20 dB never goes beyond the peak that is allowed', () => {
    const world = new World();
    world.stream.begin('steady');
    world.steady(15_000, 0.05);
    world.steady(15_000, 0.9);
    const ceiling = 32_768 * 10 ** (-2.4 / 20);
    expect(Math.max(...world.frames.map(peak))).toBeLessThanOrEqual(ceiling);
  });

  it('of what is nearly nothing is not made a roar', () => {
    const world = new World();
    world.stream.begin('steady');
    world.steady(20_000, 0.002);
    const db = 20 * Math.log10(Math.max(...world.frames.map(peak)) / 32_768);
    expect(db).toBeLessThan(-33);
  });
});
