import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAmplifier } from '@loa-lang/device-agent/adapters/amplifier/create-amplifier';
import { AmplifierKeeper } from '@loa-lang/device-agent/playout/amplifier-keeper';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { VirtualClock } from '../../support/virtual-clock.ts';

let folder: string;
let line: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loa-amp-'));
  line = join(folder, 'it has a space');
  writeFileSync(line, '0');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const value = (): string => readFileSync(line, 'utf8').trim();

test('a line is switched on, off, and off for good', async () => {
  const amplifier = createAmplifier({ gpioFile: line, warmUpMs: 100 });
  await amplifier?.set(true);
  expect(value()).toBe('1');
  await amplifier?.set(false);
  expect(value()).toBe('0');
  await amplifier?.set(true);
  await amplifier?.release();
  expect(value()).toBe('0');
});

test('an active-low line is the other way round', async () => {
  const amplifier = createAmplifier({ gpioFile: line, gpioActiveLow: true, warmUpMs: 0 });
  await amplifier?.set(true);
  expect(value()).toBe('0');
  await amplifier?.release();
  expect(value()).toBe('1');
});

test('a command that fails is told, with what it said', async () => {
  const amplifier = createAmplifier({ onCommand: 'echo no relay >&2; exit 3', offCommand: 'true', warmUpMs: 0 });
  expect(await amplifier?.set(true)).toEqual({ ok: false, detail: 'amplifier: 3 no relay' });
  await amplifier?.release();
});

test('an agent killed by SIGKILL leaves the amplifier off', async () => {
  const script = `
    import { createAmplifier } from '@loa-lang/device-agent/adapters/amplifier/create-amplifier';
    const amplifier = createAmplifier({ gpioFile: ${JSON.stringify(line)}, warmUpMs: 0 });
    await amplifier.set(true);
    console.log('on');
    setInterval(() => {}, 1000);`;
  const agent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => agent.stdout.once('data', resolve));
  expect(value()).toBe('1');
  agent.kill('SIGKILL');
  while (value() !== '0') await new Promise((resolve) => setTimeout(resolve, 10));
});

test('it is warm before the first sample, held over short silences, and off after long ones', async () => {
  const clock = new VirtualClock({ now: 0 });
  const spans = [
    [5000, 6000],
    [9000, 9500],
  ] as const;
  const switches: string[] = [];
  const keeper = new AmplifierKeeper({
    clock,
    amplifier: {
      warmUpMs: 400,
      set: async (on) => {
        switches.push(`${on ? 'on' : 'off'} ${clock.monotonicNow()}`);
        return { ok: true };
      },
      release: async () => {
        switches.push('released');
      },
    },
    source: {
      nextSoundAt: (now) => {
        const span = spans.find(([, to]) => to > now);
        return span === undefined ? undefined : Math.max(now, span[0]);
      },
    },
    onFault: () => {},
  });
  keeper.start();
  await clock.advanceTo(4999);
  expect(switches.length).toBe(2);
  expect(switches[0]).toBe('off 0');
  expect(keeper.isWarm(5000)).toBe(true);
  expect(keeper.isWarm(4600)).toBe(false);
  await clock.advanceTo(30_000);
  expect(switches.length).toBe(3);
  expect(switches[2]).toMatch(/^off (19[5-9]|20)/);
  await keeper.stop();
  expect(switches.at(-1)).toBe('released');
});

test('a key that could not be switched off, or may be on after a failure, is tried again until it is off', async () => {
  const clock = new VirtualClock();
  for (const failing of [false, true]) {
    const moves: boolean[] = [];
    let failures = 2;
    let needed = true;
    const faults: string[] = [];
    const keeper = new AmplifierKeeper({
      clock,
      amplifier: {
        warmUpMs: 0,
        async set(on) {
          moves.push(on);
          return on === failing && failures-- > 0 ? { ok: false, detail: 'relay' } : { ok: true };
        },
        async release() {},
      },
      source: { nextSoundAt: (now) => (needed ? now : undefined) },
      onFault: (detail) => faults.push(detail),
      holdMs: 1000,
    });
    keeper.start();
    // an on that fails once, and then is not needed any more
    await clock.advanceTo(clock.monotonicNow() + 100);
    needed = false;
    await clock.advanceTo(clock.monotonicNow() + 5000);
    expect(moves.at(-1)).toBe(false);
    expect(moves.filter((on) => !on)).toHaveLength(failing ? 1 : 3);
    expect(faults.length).toBe(failing ? 1 : 2);
    await keeper.stop();
  }
});

test('a supervisor that ends all processes of a dead agent leaves the amplifier off', async () => {
  const script = `
    import { createAmplifier } from '@loa-lang/device-agent/adapters/amplifier/create-amplifier';
    const amplifier = createAmplifier({ gpioFile: ${JSON.stringify(line)}, warmUpMs: 0 });
    await amplifier.set(true);
    console.log('on');
    setInterval(() => {}, 1000);`;
  const agent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => agent.stdout.once('data', resolve));
  const [guard] = readFileSync(`/proc/${agent.pid}/task/${agent.pid}/children`, 'utf8').trim().split(' ').map(Number);
  expect(guard).toBeGreaterThan(0);
  process.kill(guard as number, 'SIGTERM');
  agent.kill('SIGKILL');
  while (value() !== '0') await new Promise((resolve) => setTimeout(resolve, 10));
});

test('a key that an earlier life left on is switched off at the start', async () => {
  const clock = new VirtualClock();
  const amplifier = createAmplifier({ gpioFile: line, warmUpMs: 0 });
  writeFileSync(line, '1');
  if (amplifier === undefined) throw new Error('no amplifier');
  const keeper = new AmplifierKeeper({ clock, amplifier, source: { nextSoundAt: () => undefined }, onFault: () => {} });
  keeper.start();
  while (value() !== '0') await new Promise((resolve) => setTimeout(resolve, 10));
  await keeper.stop();
});
