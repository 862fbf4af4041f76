import { VirtualSink } from '@loa-lang/device-agent/adapters/sinks/virtual-sink';
import type { TimeMap } from '@loa-lang/device-agent/domain/clock-offset-map';
import { PlayoutSource } from '@loa-lang/device-agent/playout/playout-source';
import { SoundFault, type SoundSegment } from '@loa-lang/device-agent/playout/segment';
import { describe, expect, test } from 'vitest';
import { FormulaReader, formulaSound, POSITION_SCALE } from '../../../support/audio/synthetic-sound.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const MINUTE = 60_000;
const offsetMap = (offset: { ms: number }): TimeMap => ({
  toController: (at) => at + offset.ms,
  toMonotonic: (at) => at - offset.ms,
});

const segment = (given: Partial<SoundSegment> = {}): SoundSegment => ({
  key: 'b1/1/0',
  broadcastId: 'b1',
  run: 1,
  itemIndex: 0,
  assetId: 'a',
  startAt: 1_000_002_000,
  endAt: 1_000_012_000,
  assetOffsetMs: 0,
  gainDb: 0,
  open: formulaSound(480_000),
  ...given,
});

/** Controller time is monotonic + 1e9; the virtual sink starts at monotonic 1000. */
const bench = (options: { skewPpm?: number; blockSamples?: number; isAudible?: (at: number) => boolean } = {}) => {
  const clock = new VirtualClock({ now: 1000 });
  const offset = { ms: 1e9 };
  const events: string[] = [];
  let map: TimeMap | undefined = offsetMap(offset);
  const playout = new PlayoutSource({
    clock,
    timeMap: () => map,
    listener: {
      started: (record) => events.push(`started ${record.key}`),
      ended: (record, reason) => events.push(`ended ${record.key} ${reason}`),
      underrun: (record) => events.push(`underrun ${record.key}`),
      failed: (of, reason) => events.push(`failed ${of.key} ${reason}`),
    },
    ...(options.isAudible === undefined ? {} : { isAudible: options.isAudible }),
  });
  const heard: { at: number; value: number }[] = [];
  const sink = new VirtualSink({
    skewPpm: options.skewPpm ?? 0,
    ...(options.blockSamples === undefined ? {} : { blockSamples: options.blockSamples }),
    onBlock: (block, at) => {
      for (let i = 0; i < block.length; i++) heard.push({ at: at + i / 48, value: block[i] as number });
    },
  });
  sink.startAt(1000);
  return {
    clock,
    playout,
    events,
    heard,
    offset,
    loseTime: () => {
      map = undefined;
    },
    findTime: () => {
      map = offsetMap(offset);
    },
    async run(until: number) {
      await sink.start(playout);
      // timers between the blocks, as in life
      for (let at = clock.monotonicNow(); at < until; at += 100) {
        await clock.advanceTo(Math.min(until, at + 100));
        sink.playUntil(Math.min(until, at + 100));
      }
      await clock.advanceTo(until);
    },
    positions: () =>
      heard.filter(({ value }) => value > 0).map(({ at, value }) => ({ at, sample: value * POSITION_SCALE })),
  };
};

describe('a planned segment', () => {
  test.each([960, 441, 4800])(
    'starts and ends on its samples, passed unchanged, in blocks of %d',
    async (blockSamples) => {
      const { playout, run, heard, events } = bench({ blockSamples });
      playout.setSegments([segment()]);
      await run(14_000);
      const first = heard.findIndex(({ value }) => value > 0) - 1;
      expect(heard[first]?.at).toBeCloseTo(2000, 1);
      for (let k = 0; k < 480_000; k++)
        if (heard[first + k]?.value !== k / POSITION_SCALE) throw new Error(`sample ${k}`);
      expect(heard.slice(first + 480_000).every(({ value }) => value === 0)).toBe(true);
      expect(events).toEqual(['started b1/1/0', 'ended b1/1/0 ended']);
      expect(playout.record('b1/1/0')).toMatchObject({
        playedMs: 10_000,
        fromPositionMs: 0,
        toPositionMs: 10_000,
        jumps: 0,
        underrunMs: 0,
      });
      expect(Math.abs(playout.record('b1/1/0')?.startErrorMs ?? 9)).toBeLessThan(0.02);
    },
  );

  test('follows the one before without a gap', async () => {
    const { playout, run, positions } = bench();
    playout.setSegments([
      segment({ endAt: 1_000_005_000.5 }),
      segment({
        key: 'b1/1/1',
        itemIndex: 1,
        assetId: 'b',
        startAt: 1_000_005_000.5,
        open: formulaSound(48_000, () => 0.5),
      }),
    ]);
    await run(8000);
    const all = positions();
    expect(all.length).toBe(144_024 - 1 + 48_000);
    for (let i = 1; i < all.length; i++) expect((all[i]?.at ?? 0) - (all[i - 1]?.at ?? 0)).toBeLessThan(0.03);
  });

  test('joined late sounds at the position of the others', async () => {
    const { playout, run, positions } = bench();
    await run(7000);
    playout.setSegments([segment()]);
    await run(9000);
    for (const { at, sample } of positions().filter(({ at }) => at > 7100))
      expect(sample).toBeCloseTo((at - 2000) * 48, 0);
    expect(playout.record('b1/1/0')?.playedMs).toBeGreaterThan(1900);
    expect(Math.abs(playout.record('b1/1/0')?.startErrorMs ?? 9)).toBeLessThan(0.02);
  });

  test('replaced by the same goes on without a seam', async () => {
    const { playout, run, heard, events } = bench();
    playout.setSegments([segment()]);
    for (let at = 1500; at < 12_500; at += 137) {
      await run(at);
      playout.setSegments([segment({ endAt: 1_000_012_000 })]);
    }
    await run(13_000);
    const first = heard.findIndex(({ value }) => value > 0) - 1;
    for (let k = 0; k < 480_000; k++)
      if (heard[first + k]?.value !== k / POSITION_SCALE) throw new Error(`sample ${k}`);
    expect(events).toEqual(['started b1/1/0', 'ended b1/1/0 ended']);
  });

  test('does not sound without time, and stops within 50 ms when time is lost', async () => {
    const { playout, run, positions, loseTime, findTime } = bench();
    loseTime();
    playout.setSegments([segment()]);
    await run(4000);
    expect(positions()).toEqual([]);
    findTime();
    await run(5000);
    loseTime();
    await run(6000);
    expect(positions().at(-1)?.at).toBeLessThan(5000 + 51);
    findTime();
    await run(8000);
    expect(positions().at(-1)?.sample).toBeCloseTo(6000 * 48, -1);
  });
});

describe('interruption', () => {
  test('a removed segment fades within 50 ms, without a step', async () => {
    const { playout, run, heard, events } = bench();
    playout.setSegments([segment({ open: formulaSound(480_000, () => 0.5) })]);
    await run(5000);
    playout.setSegments([]);
    await run(6000);
    const after = heard.filter(({ at }) => at >= 5000);
    for (let i = 1; i < after.length; i++)
      expect(Math.abs((after[i]?.value ?? 0) - (after[i - 1]?.value ?? 0))).toBeLessThan(0.001);
    expect(after.filter(({ value }) => value !== 0).length).toBeLessThanOrEqual(2400);
    expect(events).toEqual(['started b1/1/0', 'ended b1/1/0 cut']);
  });

  test('a planned cut fades before its end, then the emergency has the horns alone', async () => {
    const { playout, run, heard } = bench();
    playout.setSegments([
      segment({ open: formulaSound(480_000, () => 0.5), endAt: 1_000_005_000, fadeOutMs: 50 }),
      segment({
        key: 'e/1/0',
        broadcastId: 'e',
        assetId: 'e',
        startAt: 1_000_005_000,
        endAt: 1_000_006_000,
        open: formulaSound(48_000, () => 0.25),
      }),
    ]);
    await run(7000);
    expect(heard.find(({ at }) => at >= 4975)?.value).toBeCloseTo(0.25, 2);
    expect(heard.find(({ at }) => at >= 4999.9)?.value).toBeLessThan(0.01);
    for (const { value } of heard.filter(({ at }) => at >= 5000.1 && at < 5999.9)) expect(value).toBe(0.25);
    expect(heard.filter(({ at }) => at > 6000.1).every(({ value }) => value === 0)).toBe(true);
  });

  test('overlapping segments: the later one alone', async () => {
    const { playout, run, heard } = bench();
    playout.setSegments([
      segment({ open: formulaSound(480_000, () => 0.5) }),
      segment({
        key: 'e/1/0',
        assetId: 'e',
        startAt: 1_000_005_000,
        endAt: 1_000_006_000,
        open: formulaSound(48_000, () => 0.25),
      }),
    ]);
    await run(7000);
    for (const { value } of heard.filter(({ at }) => at >= 5000.1)) expect([0, 0.25]).toContain(value);
  });
});

describe('nothing sounds twice', () => {
  test('below a floor from the journal', async () => {
    const { playout, run, positions } = bench();
    playout.setFloor('b1/1/0', 4000);
    playout.setSegments([segment()]);
    await run(13_000);
    expect(positions().find(({ at }) => at > 6005)?.sample).toBeCloseTo(4005 * 48, -1);
    expect(positions()[0]?.at).toBeCloseTo(6000, 0);
    expect(playout.nextSoundAt(2000)).toBeUndefined();
  });

  test('the next sound is announced after the floor', async () => {
    const { playout } = bench();
    playout.setFloor('b1/1/0', 4000);
    playout.setSegments([segment()]);
    expect(playout.nextSoundAt(1000)).toBeCloseTo(6000, 6);
  });

  test.each([-60_000, -3000, -100, 5000])('when controller time steps by %d ms in mid-play', async (byMs) => {
    const { playout, run, positions, offset } = bench();
    playout.setSegments([segment()]);
    await run(6000);
    offset.ms += byMs;
    await run(16_000);
    const samples = positions().map(({ sample }) => Math.round(sample));
    // fades change values, so only full-level samples tell a position: they must rise strictly
    const full = positions().filter(({ at }) => at < 5990 || at > 6100 + Math.max(0, -byMs));
    for (let i = 1; i < full.length; i++) expect(full[i]?.sample ?? 0).toBeGreaterThan(full[i - 1]?.sample ?? 0);
    expect(samples.length).toBeLessThanOrEqual(480_000 + 960);
    if (byMs > -8000) expect(full.at(-1)?.sample).toBeGreaterThan(470_000);
    expect(playout.record('b1/1/0')?.playedMs).toBeLessThanOrEqual(10_000.1);
  });

  test('when the segment is taken away and given back', async () => {
    const { playout, run, positions } = bench();
    playout.setSegments([segment()]);
    await run(5000);
    playout.setSegments([]);
    playout.setSegments([segment()]);
    await run(9000);
    expect(positions().at(-1)?.sample).toBeCloseTo(7000 * 48, -1);
    expect(playout.record('b1/1/0')?.playedMs).toBeLessThan(7000);
  });
});

describe('output', () => {
  test('never clips, whatever the gain, and leaves what is quiet untouched', async () => {
    const { playout, run, heard } = bench();
    playout.setSegments([segment({ gainDb: 12, open: formulaSound(480_000, (k) => 0.9 * Math.sin(k / 20)) })]);
    await run(4000);
    for (const { value } of heard) expect(Math.abs(value)).toBeLessThanOrEqual(0.9661);
    expect(playout.record('b1/1/0')?.outputLevelDbfs).toBeGreaterThan(-5);
  });

  test('a gain of -20 dB is 20 dB in the level', async () => {
    const { playout, run } = bench();
    playout.setSegments([segment({ gainDb: -20, open: formulaSound(480_000, (k) => 0.5 * Math.sin(k / 20)) })]);
    await run(13_000);
    expect(playout.record('b1/1/0')?.outputLevelDbfs).toBeCloseTo(-20 + 20 * Math.log10(0.5 / Math.SQRT2), 1);
  });

  test('what an amplifier that is still cold swallows is not counted as played', async () => {
    const { playout, run } = bench({ isAudible: (at) => at >= 3000 });
    playout.setSegments([segment()]);
    await run(13_000);
    expect(playout.record('b1/1/0')?.playedMs).toBeCloseTo(9000, -2);
  });
});

describe('faults', () => {
  test('a missing file is told once, tried again, and joined at the common position', async () => {
    const { playout, run, positions, events } = bench();
    let tries = 0;
    const good = formulaSound(480_000);
    playout.setSegments([
      segment({ open: async () => (++tries < 8 ? { ok: false, reason: 'missing', detail: 'not there' } : good()) }),
    ]);
    await run(13_000);
    expect(events.filter((event) => event.startsWith('failed'))).toEqual(['failed b1/1/0 missing']);
    expect(events).toContain('underrun b1/1/0');
    const last = positions().at(-1);
    expect(last?.sample).toBeCloseTo(479_999, -1);
    expect(playout.record('b1/1/0')?.underrunMs).toBeGreaterThan(4000);
  });

  test('a file that breaks in mid-sound is silent, and the rest is heard when it can be', async () => {
    const { playout, run, events, positions } = bench();
    class Breaking extends FormulaReader {
      override read(into: Float32Array): number {
        const count = super.read(into);
        if ((into[0] ?? 0) * POSITION_SCALE > 100_000 && (into[0] ?? 0) * POSITION_SCALE < 200_000)
          throw new SoundFault('corrupt', 'bad page');
        return count;
      }
    }
    playout.setSegments([segment({ open: async () => ({ ok: true, reader: new Breaking(480_000) }) })]);
    await run(13_000);
    expect(events.filter((event) => event.startsWith('failed'))).toEqual(['failed b1/1/0 corrupt']);
    expect(positions().at(-1)?.sample).toBeCloseTo(479_999, -1);
  });
});

describe('drift', () => {
  test.each([-100, 100])(
    'a crystal wrong by %d ppm for 45 minutes of real samples: within 2 ms, no jump',
    async (skewPpm) => {
      const clock = new VirtualClock({ now: 1000 });
      const playout = new PlayoutSource({ clock, timeMap: () => offsetMap({ ms: 1e9 }) });
      const duration = 45 * MINUTE;
      // one click a second, on the second
      const open = formulaSound(duration * 48, (k) => (k % 48_000 === 24_000 ? 0.9 : 0));
      playout.setSegments([segment({ endAt: 1_000_002_000 + duration, open })]);
      let worstMs = 0;
      let clicks = 0;
      const sink = new VirtualSink({
        skewPpm,
        onBlock: (block, at) => {
          const k = block.findIndex((value) => Math.abs(value) > 0.4);
          if (k < 0) return;
          clicks++;
          const heardAt = at + k / 48;
          worstMs = Math.max(worstMs, Math.abs(((heardAt - 2500 + 500) % 1000) - 500));
        },
      });
      sink.startAt(1000);
      await sink.start(playout);
      for (let at = 1000; at < 2000 + duration; at += 1000) {
        await clock.advanceTo(at);
        sink.playUntil(at);
      }
      expect(clicks).toBeGreaterThan(2650);
      expect(worstMs).toBeLessThan(2);
      expect(playout.record('b1/1/0')).toMatchObject({ jumps: 0 });
    },
    120_000,
  );
});
