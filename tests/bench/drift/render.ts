/** Three quarters of an hour rendered sample by sample through the real playout, and what can be heard in it. */
import { VirtualSink } from '@loa-lang/device-agent/adapters/sinks/virtual-sink';
import { PlayoutSource } from '@loa-lang/device-agent/playout/playout-source';
import { SAMPLES_PER_MS } from '@loa-lang/device-agent/ports/audio-sink';
import { formulaSound } from '../../support/audio/synthetic-sound.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import type { SyncSchedule } from './sync-schedule.ts';
import type { VirtualDevice } from './virtual-device.ts';

/** A triangle whose slope tells how far the read position moved from one sample to the next. */
const PERIOD = 19_200;
const HALF = PERIOD / 2;
const AMPLITUDE = 0.5;
const STEP = (2 * AMPLITUDE) / HALF;
const SLOPE_UNTIL = AMPLITUDE - 8 * STEP;
/** Near a corner a value says little about its position. */
const CORNER = 1200;

const triangle = (sample: number): number => {
  const phase = sample % PERIOD;
  return AMPLITUDE - STEP * (phase < HALF ? phase : PERIOD - phase);
};

/** The position near `expected` that has this value; `undefined` near a corner. */
function positionOf(value: number, expected: number): number | undefined {
  const phase = ((expected % PERIOD) + PERIOD) % PERIOD;
  const rising = (AMPLITUDE - value) / STEP;
  if (rising < CORNER || rising > HALF - CORNER) return undefined;
  const base = expected - phase;
  const candidates = [-PERIOD, 0, PERIOD].flatMap((turn) => [base + turn + rising, base + turn + PERIOD - rising]);
  return candidates.reduce((a, b) => (Math.abs(a - expected) <= Math.abs(b - expected) ? a : b));
}

export interface RenderOptions {
  device: VirtualDevice;
  soundFromMs: number;
  durationMs: number;
  syncs: SyncSchedule;
}

export interface Rendered {
  /** error against the controller's time by whole seconds since the start, ms */
  errorsMs: Map<number, number>;
  /** samples of the sound by which the read position moved between two samples of output, at most; 1 is nominal */
  largestStep: number;
  jumps: number;
  samples: number;
  underrunMs: number;
}

export async function render({ device, soundFromMs, durationMs, syncs }: RenderOptions): Promise<Rendered> {
  const clock = new VirtualClock({ now: device.monotonic(0) });
  const startAt = device.controller(soundFromMs);
  const playout = new PlayoutSource({ clock, timeMap: () => device.timekeeper.timeMap() });
  const errorsMs = new Map<number, number>();
  let largestStep = 0;
  let samples = 0;
  let last: number | undefined;
  const hear = (block: Float32Array, heardAt: number): void => {
    const trueMs = device.trueAt(heardAt);
    const inside = trueMs > soundFromMs + 1000 && trueMs < soundFromMs + durationMs - 1000;
    if (!inside) {
      last = undefined;
      return;
    }
    for (let i = 0; i < block.length; i++) {
      const value = block[i] as number;
      // the cubic between samples overshoots at a corner, where a step says nothing
      if (last !== undefined && Math.abs(value) < SLOPE_UNTIL)
        largestStep = Math.max(largestStep, Math.abs(value - last) / STEP);
      last = value;
    }
    samples += block.length;
    const asked = (trueMs - soundFromMs) * SAMPLES_PER_MS;
    const position = positionOf(block[0] as number, asked);
    const second = Math.floor((trueMs - soundFromMs) / 1000);
    if (position !== undefined) errorsMs.set(second, (position - asked) / SAMPLES_PER_MS);
  };
  const sink = new VirtualSink({ skewPpm: device.cardAgainstClockPpm, onBlock: hear });
  sink.startAt(device.monotonic(0));
  await sink.start(playout);
  syncs.runUntil(device, 1000);
  const sound = {
    key: 'drift/1/0',
    broadcastId: 'drift',
    run: 1,
    itemIndex: 0,
    assetId: 'triangle',
    startAt,
    endAt: startAt + durationMs,
    assetOffsetMs: 0,
    gainDb: 0,
    open: formulaSound(durationMs * SAMPLES_PER_MS, triangle),
  };
  playout.setSegments([sound]);
  for (let now = 1000; now <= soundFromMs + durationMs + 1000; now += 500) {
    syncs.runUntil(device, now + 500);
    await clock.advanceTo(device.monotonic(now));
    sink.playUntil(device.monotonic(now));
  }
  const record = playout.record(sound.key);
  playout.stop();
  return {
    errorsMs,
    largestStep,
    samples,
    jumps: record?.jumps ?? Number.NaN,
    underrunMs: record?.underrunMs ?? Number.NaN,
  };
}
