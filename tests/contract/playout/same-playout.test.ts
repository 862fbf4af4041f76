/**
 * The simulation's playout says and does what the real one does: the same segments, floors, losses of time and broken
 * sounds, drawn from a seed, and the same records and events of both. `LOA_SEED` repeats one.
 */
import { VirtualSink } from '@loa-lang/device-agent/adapters/sinks/virtual-sink';
import type { TimeMap } from '@loa-lang/device-agent/domain/clock-offset-map';
import type { PlayedRecord } from '@loa-lang/device-agent/playout/played';
import type { Playout, PlayoutOptions } from '@loa-lang/device-agent/playout/playout';
import { PlayoutSource } from '@loa-lang/device-agent/playout/playout-source';
import type { OpenedSound, SoundSegment } from '@loa-lang/device-agent/playout/segment';
import { expect, it } from 'vitest';
import { formulaSound } from '../../support/audio/synthetic-sound.ts';
import { runSeed, seededRandom } from '../../support/seeded-random.ts';
import { TimedPlayout } from '../../support/simulation/timed-playout.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

/** Controller time is so far ahead of the device's. */
const AHEAD = 1_000_000_000;
const STEP_MS = 20;
/** Blocks of 10 ms, and fades at cuts. */
const TOLERANCE_MS = 80;
/** A sink that sleeps looks once a second whether a sound that could not be had is there by now. */
const RETRY_MS = 1000;
const LASTS_MS = 24_000;
const BEGIN = 1000;

type Act = { at: number; do: (bench: Bench) => void };

class Bench {
  readonly clock = new VirtualClock({ now: BEGIN });
  readonly events: string[] = [];
  hasTime = true;
  playout: Playout;
  /** what should sound has changed */
  changed = (): void => undefined;

  constructor(make: (options: PlayoutOptions) => Playout) {
    const map: TimeMap = { toController: (at) => at + AHEAD, toMonotonic: (at) => at - AHEAD };
    this.playout = make({
      clock: this.clock,
      timeMap: () => (this.hasTime ? map : undefined),
      listener: {
        started: (record) => this.events.push(`started ${record.key}`),
        ended: (record, reason) => this.events.push(`ended ${record.key} ${reason}`),
        failed: (segment, reason) => this.events.push(`failed ${segment.key} ${reason}`),
      },
    });
  }

  /** Somebody looks at once, as the agent does. */
  time(isKnown: boolean): void {
    this.hasTime = isKnown;
    this.playout.records();
    this.changed();
  }

  async run(acts: readonly Act[], play: (until: number) => void): Promise<void> {
    for (let at = BEGIN; at < BEGIN + LASTS_MS; at += STEP_MS) {
      for (const act of acts) if (act.at >= at && act.at < at + STEP_MS) act.do(this);
      await this.clock.advanceTo(at + STEP_MS);
      play(at + STEP_MS);
    }
  }
}

async function real(acts: readonly Act[]): Promise<Bench> {
  const bench = new Bench((options) => new PlayoutSource(options));
  const sink = new VirtualSink({ skewPpm: 0, blockSamples: 480, onBlock: () => undefined });
  sink.startAt(BEGIN);
  await sink.start(bench.playout);
  bench.changed = () => sink.changed();
  await bench.run(acts, (until) => sink.playUntil(until));
  return bench;
}

async function timed(acts: readonly Act[]): Promise<Bench> {
  const bench = new Bench((options) => new TimedPlayout(options));
  await bench.run(acts, () => undefined);
  return bench;
}

/** Some segments one after another, and what happens to them. */
function draw(random: () => number): { acts: Act[]; late: ReadonlyMap<string, number> } {
  const chance = (share: number) => random() < share;
  const whole = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  const pick = <T>(rows: readonly T[]) => rows[whole(0, rows.length - 1)] as T;
  /** on the grid of the steps, so that both meet an act at the same place of a sound */
  const instant = (from: number, to: number) => from + whole(0, (to - from) / STEP_MS) * STEP_MS;
  let next = BEGIN + instant(0, 3000);
  /** by how much each may begin later */
  const late = new Map<string, number>();
  const segments = Array.from({ length: whole(1, 4) }, (_, i): SoundSegment => {
    const startAt = AHEAD + next;
    const offset = chance(0.2) ? instant(0, 1000) : 0;
    const length = instant(1000, 6000);
    // a segment may end before its sound, or after it
    const endAt = startAt + Math.max(STEP_MS * 5, length - offset + instant(-500, 1000));
    next = endAt - AHEAD + (chance(0.5) ? 0 : instant(0, 1500));
    const broken = chance(0.15) ? whole(1, 3) : 0;
    const key = `b:1:1:${i}`;
    late.set(key, broken > 0 ? RETRY_MS : 0);
    return {
      ...{ key, broadcastId: 'b', run: 1, itemIndex: i, assetId: `a${i}`, gainDb: 0 },
      ...{ startAt, endAt, assetOffsetMs: offset, open: opening(length, broken) },
    };
  });
  const set = (rows: readonly SoundSegment[]) => (bench: Bench) => {
    bench.playout.setSegments(rows);
    bench.changed();
  };
  const acts: Act[] = [{ at: BEGIN, do: set(segments) }];
  const later = () => BEGIN + instant(500, LASTS_MS - 8000);
  if (chance(0.5)) acts.push({ at: later(), do: set(segments.filter(() => chance(0.6))) });
  if (chance(0.3)) {
    const at = later();
    // cut short where it is, as an interruption does
    acts.push({
      at,
      do: set(
        segments.map((row) => ({ ...row, endAt: Math.min(row.endAt, Math.max(row.startAt + 100, AHEAD + at + 500)) })),
      ),
    });
  }
  if (chance(0.3)) {
    const [key, floor, at] = [pick(segments).key, instant(0, 4000), BEGIN];
    acts.unshift({ at, do: (bench) => bench.playout.setFloor(key, floor) });
  }
  if (chance(0.3)) {
    const at = later();
    acts.push({ at, do: (bench) => bench.time(false) });
    acts.push({ at: at + instant(200, 3000), do: (bench) => bench.time(true) });
  }
  return { acts: acts.sort((a, b) => a.at - b.at), late };
}

/** Cannot be had the first times. */
function opening(lengthMs: number, broken: number): () => Promise<OpenedSound> {
  const sound = formulaSound(lengthMs * 48);
  let tried = 0;
  return async () => {
    tried++;
    return tried <= broken ? { ok: false, reason: 'missing', detail: 'not there yet' } : sound();
  };
}

const played = (record: PlayedRecord | undefined) => {
  const { playedMs = 0, firstHeardAt, fromPositionMs, toPositionMs } = record ?? {};
  return { playedMs, firstHeardAt, fromPositionMs, toPositionMs };
};

const SEED = runSeed();
const SEEDS = process.env.LOA_SEED === undefined ? Array.from({ length: 40 }, (_, i) => SEED + i) : [SEED];

it.each(SEEDS)('plays the same, seed %i', async (seed) => {
  const { acts, late } = draw(seededRandom(seed));
  const [a, b] = [await real(acts), await timed(draw(seededRandom(seed)).acts)];
  for (const [key, lateMs] of late) {
    // which of two segments says something first is nobody's promise
    const told = (bench: Bench) => bench.events.filter((event) => event.split(' ').includes(key));
    if (lateMs === 0) expect(told(b)).toEqual(told(a));
    const [is, should] = [played(b.playout.record(key)), played(a.playout.record(key))];
    for (const field of ['playedMs', 'firstHeardAt', 'fromPositionMs', 'toPositionMs'] as const) {
      const [x, y] = [is[field], should[field]];
      // what came too late may not have begun at all
      if (lateMs > 0 && (x === undefined || y === undefined)) continue;
      const close = x === undefined || y === undefined ? x === y : Math.abs(x - y) <= TOLERANCE_MS + lateMs;
      expect(close, `${key} ${field}: ${x}, and of the real one ${y}`).toBe(true);
    }
  }
});
