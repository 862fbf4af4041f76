import { delayFor, LEAST_DELAY_MS, MOST_DELAY_MS, USUAL_DELAY_MS } from '@loa-lang/controller/domain/live/delay';
import { FrameFlow } from '@loa-lang/controller/domain/live/frame-flow';
import { isLiveFrame, isPause, opusDurationMs, SILENT_FRAME } from '@loa-lang/controller/domain/live/opus-frame';
import { Packer } from '@loa-lang/controller/domain/live/packer';
import { describe, expect, it } from 'vitest';

describe('a frame of Opus', () => {
  it.each([
    // RFC 6716, table 2 and 3.2
    [[0xf8], 20],
    [[0xfc], 20],
    [[0x08], 20],
    [[0x00], 10],
    [[0x18], 60],
    [[0x68], 20],
    [[0xe0], 2.5],
    [[0xf9], 40],
    [[0xfb, 0x03], 60],
    [[0xfb, 0x00], undefined],
    [[0xfb], undefined],
    [[], undefined],
  ])('%j lasts %s ms', (bytes, ms) => {
    expect(opusDurationMs(Uint8Array.from(bytes))).toBe(ms);
  });

  it('is one of a live when it is mono and lasts 20 ms', () => {
    expect(isLiveFrame(SILENT_FRAME)).toBe(true);
    expect(isLiveFrame(Uint8Array.of(0xfc, 1, 2))).toBe(false);
    expect(isLiveFrame(Uint8Array.of(0xf9, 1, 2))).toBe(false);
  });

  it('is a pause when there is little in it', () => {
    expect([isPause(3, 0), isPause(30, 80), isPause(60, 80)]).toEqual([true, true, false]);
  });
});

const reach = (roundTripP95Ms: number, outputAheadMs: number | undefined) => ({ roundTripP95Ms, outputAheadMs });

describe('the delay', () => {
  it('is the usual one where nothing is known', () => expect(delayFor([])).toBe(USUAL_DELAY_MS));
  it('grows with the slow among the networks, within bounds', () => {
    const virtual = (...roundTrips: number[]) => roundTrips.map((ms) => reach(ms, 20));
    expect(delayFor(virtual(160))).toBe(300);
    expect(delayFor(virtual(10, 10, 10))).toBe(LEAST_DELAY_MS);
    expect(delayFor(virtual(5_000))).toBe(MOST_DELAY_MS);
    expect(delayFor(virtual(...Array.from({ length: 99 }, () => 120), 4_000))).toBe(280);
    expect(delayFor(virtual(Number.NaN, -1))).toBe(USUAL_DELAY_MS);
  });

  it('leaves an output the time by which it takes its sound ahead', () => {
    expect(delayFor([reach(40, 160)])).toBe(380);
    expect(delayFor([reach(40, undefined)])).toBe(380);
    expect(delayFor([reach(40, 20), reach(40, 200)])).toBe(420);
  });
});

describe('packets', () => {
  const frame = (mark: number) => Uint8Array.of(mark);
  it('hold five frames that follow one another', () => {
    const packer = new Packer();
    const packets = Array.from({ length: 12 }, (_, index) => packer.add(1000 + index * 20, frame(index))).flat();
    expect(packets.map(({ playAt, frames }) => [playAt, frames.length])).toEqual([
      [1000, 5],
      [1100, 5],
    ]);
    expect(packer.waitingSince).toBe(1200);
    expect(packer.flush()).toEqual([{ playAt: 1200, frames: [frame(10), frame(11)] }]);
    expect(packer.flush()).toEqual([]);
  });

  it('end before a hole', () => {
    const packer = new Packer();
    packer.add(1000, frame(1));
    packer.add(1020, frame(2));
    expect(packer.add(1100, frame(3))).toEqual([{ playAt: 1000, frames: [frame(1), frame(2)] }]);
    expect(packer.flush()).toEqual([{ playAt: 1100, frames: [frame(3)] }]);
  });
});

describe('the flow of frames', () => {
  it('takes what a microphone makes, and what a network held up for two seconds', () => {
    const flow = new FrameFlow();
    const taken = Array.from({ length: 3_000 }, (_, index) => flow.take(index * 19.5));
    taken.push(...Array.from({ length: 100 }, () => flow.take(3_000 * 19.5 + 2_000)));
    expect(taken.every((is) => is)).toBe(true);
    expect(flow.isFlood).toBe(false);
  });

  it('takes no more than half as much again of anybody, and tells a flood', () => {
    const flow = new FrameFlow();
    let taken = 0;
    for (let at = 0; at < 10_000; at += 2) if (flow.take(at)) taken++;
    expect(taken).toBeLessThan((10_000 / 20) * 1.3 + 151);
    expect(flow.isFlood).toBe(true);
  });
});
