import { WatchAmplifier } from '@loa-lang/device-agent/sensing/watch-amplifier';
import { FaultLedger } from '@loa-lang/device-agent/services/fault-ledger';
import { expect, it } from 'vitest';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const S = 1000;
const MINUTE = 60 * S;

function bench() {
  const clock = new VirtualClock();
  const told: string[] = [];
  const faults = new FaultLedger(clock, ({ code, state }) => told.push(`${code} ${state}`));
  const watch = new WatchAmplifier(clock, faults);
  const run = (ms: number) => clock.advanceTo(clock.monotonicNow() + ms);
  return { clock, watch, told, run };
}

it('a fault that comes and goes with the sound is one; it is over when all was well for five minutes', async () => {
  const { watch, told, run } = bench();
  for (let i = 0; i < 100; i++) {
    watch.saw({ fault: i % 2 === 0 });
    await run(20 * S);
  }
  expect(told).toEqual(['amplifier-fault raised']);
  watch.saw({ fault: false });
  await run(5 * MINUTE);
  expect(told).toEqual(['amplifier-fault raised', 'amplifier-fault cleared']);
  watch.saw({ fault: true });
  expect(told).toHaveLength(3);
});

it('an amplifier that is unplugged has not become well, and one that never spoke has not failed', async () => {
  const { watch, told, run } = bench();
  watch.saw(undefined);
  watch.saw({ temperatureC: 40 });
  expect(told).toEqual([]);
  watch.saw({ fault: true });
  watch.saw({});
  watch.saw(undefined);
  await run(60 * MINUTE);
  expect(told).toEqual(['amplifier-fault raised']);
});

it('leaves nothing behind when it is stopped', () => {
  const { watch, clock } = bench();
  watch.saw({ fault: true });
  watch.saw({ fault: false });
  watch.stop();
  expect(clock.pending).toBe(0);
});
