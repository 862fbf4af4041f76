/** When health is told, over days. */
import { type HealthStates, statesOf } from '@loa-lang/device-agent/domain/health-states';
import { ReportHealth } from '@loa-lang/device-agent/sensing/report-health';
import { expect, it } from 'vitest';
import { testSettings } from '../../../support/stand-in-controller.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const S = 1000;
const MINUTE = 60 * S;
const HOUR = 60 * MINUTE;

function bench() {
  const clock = new VirtualClock({ now: 0 });
  const settings = testSettings(['h1']);
  settings.intervals = { ...settings.intervals, healthIdleMs: 30 * MINUTE, healthBusyMs: MINUTE };
  const states: HealthStates = statesOf({ readings: {}, sinkFailed: false, muted: false, faults: [] }, undefined);
  const now = { ...states, isIll: false, isOnAir: false, connected: true };
  const said: number[] = [];
  const health = new ReportHealth({
    clock,
    random: () => 0.5,
    speaker: {
      get connected() {
        return now.connected;
      },
      say: async () => {
        said.push(clock.monotonicNow());
        return 'sent';
      },
    },
    settings: () => settings,
    states: () => {
      const { isIll, isOnAir, connected, ...rest } = now;
      return rest;
    },
    sample: () => ({ uptimeMs: 0, agentVersion: '1' }),
    isIll: () => now.isIll,
    isOnAir: () => now.isOnAir,
  });
  const change = (over: Partial<typeof now>) => {
    Object.assign(now, over);
    health.reconsider();
  };
  /** Runs and tells how many samples were said. */
  const run = async (ms: number, eachS?: () => void): Promise<number> => {
    const before = said.length;
    const until = clock.monotonicNow() + ms;
    while (clock.monotonicNow() < until) {
      await clock.advanceTo(Math.min(until, clock.monotonicNow() + (eachS ? S : until)));
      eachS?.();
    }
    return said.length - before;
  };
  return { clock, health, change, run, said, now };
}

it('is quiet while well: one soon after the connection, one when it has settled, then two an hour', async () => {
  const { health, run, said } = bench();
  health.connected(true);
  expect(await run(10 * S)).toBe(1);
  expect(said[0]).toBe(9500);
  expect(await run(5 * MINUTE)).toBe(1);
  expect(await run(24 * HOUR)).toBe(40);
});

it('goes with every second question for the time while it is well, and with none before it has settled', async () => {
  const { clock, health, run, said, change } = bench();
  health.connected(true);
  await run(10 * S);
  for (let n = 0; n < 20; n++) {
    await run(3 * S);
    health.alongside();
  }
  expect(said).toHaveLength(1);
  await run(5 * MINUTE);
  const asked: number[] = [];
  for (let n = 0; n < 90; n++) {
    await run(16 * MINUTE);
    asked.push(clock.monotonicNow());
    health.alongside();
    await run(S);
  }
  expect(said.length - 2).toBe(45);
  expect(said.slice(2).every((at) => asked.includes(at))).toBe(true);
  change({ isIll: true });
  const before = said.length;
  health.alongside();
  await run(S);
  expect(said).toHaveLength(before);
});

it('is dense on air, and dense while ill for an hour; whoever is ill for days is told of each ten minutes', async () => {
  const { health, run, change } = bench();
  health.connected(true);
  await run(10 * MINUTE);
  change({ isOnAir: true });
  expect(Math.abs((await run(3 * HOUR)) - 180)).toBeLessThanOrEqual(1);
  change({ isOnAir: false, isIll: true });
  const hour = await run(HOUR);
  expect(hour).toBeGreaterThanOrEqual(59);
  expect(hour).toBeLessThanOrEqual(61);
  await run(10 * MINUTE);
  expect(await run(24 * HOUR)).toBe(144);
  change({ isIll: false });
  expect(await run(24 * HOUR)).toBe(40);
});

it('tells news within three seconds, once, and those that come together as one', async () => {
  const { health, run, change, clock, said } = bench();
  health.connected(true);
  await run(MINUTE);
  const at = clock.monotonicNow();
  change({ supply: 'battery' });
  await run(S);
  change({ door: 'open', sinkFailed: true });
  expect(await run(10 * S)).toBe(1);
  expect(said.at(-1)).toBe(at + 2 * S);
  // what is back before it was told is none
  change({ door: 'closed' });
  await run(S);
  change({ door: 'open' });
  expect(await run(MINUTE)).toBe(0);
});

it('a contact that flaps all day costs so many samples and no more, and hides no other news', async () => {
  const { health, run, change, clock, said } = bench();
  health.connected(true);
  await run(MINUTE);
  let seconds = 0;
  const flap = () => change({ door: Math.floor(++seconds / 5) % 2 === 0 ? 'open' : 'closed' });
  const day = await run(24 * HOUR, flap);
  expect(day).toBeGreaterThan(48);
  expect(day).toBeLessThanOrEqual(4 + 144 + 49);
  const at = clock.monotonicNow();
  change({ amplifierFault: true });
  await run(5 * S, flap);
  expect((said.at(-1) ?? 0) - at).toBeLessThanOrEqual(2 * S);
});

it('says nothing while there is no connection, and what is news then when it is back', async () => {
  const { health, run, change } = bench();
  health.connected(true);
  await run(MINUTE);
  change({ connected: false });
  health.connected(false);
  change({ supply: 'battery', isIll: true });
  expect(await run(HOUR)).toBe(0);
  change({ connected: true });
  health.connected(true);
  expect(await run(10 * S)).toBe(1);
});
