import { VirtualSink } from '@loa-lang/device-agent/adapters/sinks/virtual-sink';
import type { AudioSink } from '@loa-lang/device-agent/ports/audio-sink';
import { FaultLedger } from '@loa-lang/device-agent/services/fault-ledger';
import { RunSink } from '@loa-lang/device-agent/services/run-sink';
import { expect, it } from 'vitest';
import { VirtualClock } from '../../../support/virtual-clock.ts';

function bench() {
  const clock = new VirtualClock();
  const openings: { done(): void; fail(): void }[] = [];
  let stops = 0;
  const sink: AudioSink = {
    name: 'slow',
    start: () =>
      new Promise((resolve, reject) => openings.push({ done: resolve, fail: () => reject(new Error('no card')) })),
    changed: () => {},
    position: () => undefined,
    onFault: () => {},
    stop: async () => void stops++,
  };
  const faults = new FaultLedger(clock, () => {});
  const source = { render: () => false, nextSoundAt: () => undefined };
  const output = new RunSink({ clock, sink, source, faults, failed: () => {} });
  return { clock, output, openings, stops: () => stops };
}

it('stopped while the output is opening, it closes it once it is open', async () => {
  const { clock, output, openings, stops } = bench();
  void output.start();
  openings[0]?.fail();
  await clock.advanceTo(clock.monotonicNow() + 1);
  await clock.advanceTo(clock.monotonicNow() + 11_000);
  expect(openings).toHaveLength(2);
  await output.stop();
  openings[1]?.done();
  await clock.advanceTo(clock.monotonicNow() + 1);
  expect(stops()).toBe(1);
});

it('stopped while the output is opening, it tries no more', async () => {
  const { clock, output, openings } = bench();
  void output.start();
  await output.stop();
  openings[0]?.fail();
  await clock.advanceTo(clock.monotonicNow() + 1);
  await clock.advanceTo(clock.monotonicNow() + 60_000);
  expect(openings).toHaveLength(1);
});

it('tells how long before it is heard sound leaves for the output', async () => {
  const clock = new VirtualClock({ now: 10_000 });
  const sink = new VirtualSink({ skewPpm: 0 });
  const source = { render: () => true, nextSoundAt: () => undefined };
  const output = new RunSink({ clock, sink, source, faults: new FaultLedger(clock, () => {}), failed: () => {} });
  await output.start();
  expect(output.aheadMs()).toBeUndefined();
  sink.startAt(10_120);
  sink.playUntil(10_160);
  expect(output.aheadMs()).toBeCloseTo(140, 6);
  sink.startAt(5000);
  sink.playUntil(5000 + 128 * 20);
  expect(output.aheadMs()).toBe(0);
});
