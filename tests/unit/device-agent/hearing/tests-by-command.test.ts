/** Tests that sound by command: measured where they leave and where they are heard, and never in anybody's way. */
import type { AssetItem, PlannedBroadcast } from '@loa-lang/schemas/wire/plan';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeMicrophone } from '../../../support/fake-microphone.ts';
import { testSettings } from '../../../support/stand-in-controller.ts';
import { type VirtualDevice, VirtualWorld } from '../../../support/virtual-agent.ts';
import { broadcast, latch, plan } from '../../timeline/fixtures.ts';

const S = 1000;
let world: VirtualWorld;
let device: VirtualDevice;
let microphone: FakeMicrophone;
let audio: Pick<AssetItem, 'assetId' | 'sizeBytes'>;
let revision: number;
let commands: number;
const left = { ms: 0, lastAt: 0 };

beforeEach(async () => {
  world = await VirtualWorld.open();
  device = await world.device('d1');
  microphone = new FakeMicrophone(world.clock);
  device.microphone = microphone;
  device.onBlock = (block, heardAt) => {
    microphone.hear(block, heardAt);
    if (block.every((value) => value === 0)) return;
    left.ms += block.length / 48;
    left.lastAt = world.toController(heardAt) + block.length / 48;
  };
  Object.assign(left, { ms: 0, lastAt: 0 });
  const { assetId, sizeBytes } = world.controller.addAsset(Buffer.alloc(20_000, 7), 3600 * S);
  audio = { assetId, sizeBytes };
  revision = 0;
  commands = 0;
  await world.controller.publishKeys();
  await world.controller.publishSettings('d1', testSettings(['h1']));
});
const boot = async () => {
  await device.boot();
  await world.run(2 * S);
};
const publish = (broadcasts: PlannedBroadcast[], silence: Parameters<typeof plan>[2] = []) =>
  world.controller.publishPlan('h1', plan('h1', broadcasts, silence, ++revision));
const one = (id: string, inMs: number, over: Partial<PlannedBroadcast> = {}): PlannedBroadcast => {
  const startAt = Math.round(world.now()) + inMs;
  const item: AssetItem = { kind: 'asset', part: 0, durationMs: 10 * S, language: 'vi', ...audio };
  return broadcast(id, { startAt, items: [item], endsAt: startAt + 20 * S, joinUntilAt: startAt + 5 * S, ...over });
};
const send = async (name: string, parameters?: Record<string, unknown>): Promise<string> => {
  const id = `c${++commands}`;
  const now = Math.round(world.now());
  const times = { issuedAt: now, expiresAt: now + 60 * S };
  await world.controller.sendCommand('d1', { id, name, ...times, ...(parameters && { parameters }) });
  return id;
};
const answer = (id: string) => world.controller.bodies('command-answer').find((each) => each.commandId === id);
const command = async (name: string, parameters?: Record<string, unknown>) => {
  const id = await send(name, parameters);
  for (let i = 0; i < 60 && answer(id) === undefined; i++) await world.run(S);
  return { ...answer(id), test: world.controller.bodies('self-test').find((each) => each.commandId === id) };
};
const faults = () => world.controller.bodies('fault').map(({ code, state }) => `${code} ${state}`);

describe('play-test', () => {
  it('sounds as long as asked at a moderate level, explained, and says what left', async () => {
    await boot();
    const done = await command('play-test', { durationMs: 4000 });
    expect(done).toMatchObject({ outcome: 'done' });
    expect(done.detail).toMatch(/^4000 of 4000 ms left the output at -2\d\.\d dBFS$/);
    expect(left.ms).toBeGreaterThan(3900);
    expect(left.ms).toBeLessThan(4100);
    await world.run(5 * S);
    expect(faults()).toEqual([]);
  });

  it('waits until the amplifier is warm', async () => {
    const switched: { on: boolean; at: number }[] = [];
    device.amplifier = {
      warmUpMs: 1200,
      set: async (on) => {
        switched.push({ on, at: world.now() });
        return { ok: true };
      },
      release: async () => undefined,
    };
    let firstAt: number | undefined;
    device.onBlock = (block, heardAt) => {
      if (block.some((value) => value !== 0)) firstAt ??= world.toController(heardAt);
    };
    await boot();
    expect((await command('play-test')).outcome).toBe('done');
    const onAt = switched.find(({ on }) => on)?.at ?? Infinity;
    expect((firstAt ?? 0) - onAt).toBeGreaterThanOrEqual(1200);
    await world.run(12 * S);
    expect(switched.at(-1)?.on).toBe(false);
  });

  it('follows the volume of the device', async () => {
    await world.controller.publishSettings('d1', testSettings(['h1'], { volumeDb: -12 }));
    await boot();
    expect((await command('play-test')).detail).toMatch(/at -3\d\.\d dBFS$/);
  });

  it.each<[string, RegExp, () => Promise<unknown>]>([
    [
      'muted',
      /^muted$/,
      () => world.controller.publishSettings('d1', testSettings(['h1'], { muted: true, revision: 2 })),
    ],
    ['a lock of silence', /^locked/, () => publish([], [latch('commune', Math.round(world.now()) - S)])],
    ['something on air', /^busy: a broadcast is on air$/, () => publish([one('a', 100)])],
    ['something that begins soon', /^busy: a broadcast begins in/, () => publish([one('a', 4500)])],
  ])('is refused while there is %s', async (_, detail, make) => {
    await boot();
    await make();
    await world.run(S);
    Object.assign(left, { ms: 0 });
    const refused = await command('play-test');
    expect(refused).toMatchObject({ outcome: 'refused' });
    expect(refused.detail).toMatch(detail);
    const self = await command('self-test');
    expect(self.outcome).toBe('refused');
    expect(self.test).toBeUndefined();
    expect(microphone.opened).toBe(0);
  });

  it('refuses what it does not understand', async () => {
    await boot();
    for (const parameters of [{ durationMs: 40_000 }, { durationMs: 'long' }]) {
      expect(await command('play-test', parameters)).toMatchObject({ outcome: 'refused', detail: 'bad-parameters' });
    }
    expect(await command('self-test', { levelDbfs: 3 })).toMatchObject({
      outcome: 'refused',
      detail: 'bad-parameters',
    });
    expect(left.ms).toBe(0);
  });

  it('gives way to an emergency at once', async () => {
    await boot();
    const id = await send('play-test', { durationMs: 20_000 });
    await world.run(4 * S);
    expect(left.ms).toBeGreaterThan(2000);
    const at = world.now();
    await publish([one('e', 800, { class: 'emergency' })]);
    await world.run(600);
    expect(left.lastAt - at).toBeLessThan(450);
    await world.run(14 * S);
    expect(answer(id)).toMatchObject({ outcome: 'failed' });
    expect(answer(id)?.detail).toMatch(/^interrupted: busy/);
    expect(world.controller.receipts('e').at(-1)?.state).toBe('finished');
    expect(faults()).toEqual([]);
  });

  it('a program that ends breaks it off', async () => {
    await boot();
    await send('play-test', { durationMs: 30_000 });
    await world.run(3 * S);
    const stopped = device.agent?.stop();
    await world.run(S);
    await stopped;
    Object.assign(left, { ms: 0 });
    await world.run(2 * S);
    expect(left.ms).toBe(0);
  });
});

describe('self-test', () => {
  it('hears its own pilot: level, delay, every band, and noise', async () => {
    await boot();
    const { outcome, detail, test } = await command('self-test');
    expect({ outcome, detail }).toEqual({ outcome: 'done', detail: 'measured' });
    expect(test).toMatchObject({ outcome: 'measured', playedDbfs: -20.1 });
    expect(test?.confidence).toBeGreaterThan(0.95);
    expect(Math.abs((test?.delayMs ?? 0) - microphone.delayMs)).toBeLessThan(25);
    expect(test?.bands?.map(({ hz }) => hz)).toHaveLength(15);
    for (const { hz, levelDbfs, noiseDbfs } of test?.bands ?? []) {
      // the microphone is 20 dB away
      expect(Math.abs(levelDbfs + 40), `${hz} Hz`).toBeLessThan(2);
      expect(noiseDbfs, `${hz} Hz`).toBeLessThan(-80);
    }
    expect(microphone.isOpen).toBe(false);
    expect(left.ms).toBeLessThan(1600);
    expect(faults()).toEqual([]);
  });

  it('sounds as loud as it is told', async () => {
    await boot();
    expect((await command('self-test', { levelDbfs: -35 })).test).toMatchObject({ playedDbfs: -35.1 });
  });

  it('says that there is no microphone, and sounds nothing', async () => {
    device.microphone = undefined;
    await boot();
    const { outcome, test } = await command('self-test');
    expect(outcome).toBe('done');
    expect(test).toMatchObject({ outcome: 'no-microphone' });
    expect(left.ms).toBe(0);
    expect(faults()).toEqual([]);
  });

  it('one that cannot be opened is none, and a fault until it can', async () => {
    microphone.isBroken = true;
    await boot();
    expect((await command('self-test')).test).toMatchObject({ outcome: 'no-microphone' });
    expect(left.ms).toBe(0);
    expect(faults()).toEqual(['microphone-failed raised']);
    microphone.isBroken = false;
    expect((await command('self-test')).test).toMatchObject({ outcome: 'measured' });
    expect(faults()).toEqual(['microphone-failed raised', 'microphone-failed cleared']);
  });

  it('digital silence is a fault of the microphone, and no measurement', async () => {
    microphone.isDead = true;
    await boot();
    const { outcome, test } = await command('self-test');
    expect(outcome).toBe('failed');
    expect(test).toMatchObject({ outcome: 'failed' });
    expect(test?.bands).toBeUndefined();
    expect(faults()).toEqual(['microphone-failed raised']);
  });

  it('one that is pulled out in between has failed', async () => {
    await boot();
    const id = await send('self-test');
    await world.run(2200);
    microphone.isBroken = true;
    await world.run(8 * S);
    expect(answer(id)).toMatchObject({ outcome: 'failed' });
    expect(faults()).toEqual(['microphone-failed raised']);
  });

  it('is interrupted by an emergency, which it does not disturb', async () => {
    await boot();
    const id = await send('self-test');
    await world.run(1500);
    await publish([one('e', 500, { class: 'emergency' })]);
    await world.run(15 * S);
    expect(answer(id)).toMatchObject({ outcome: 'failed' });
    expect(world.controller.bodies('self-test')).toMatchObject([{ commandId: id, outcome: 'interrupted' }]);
    expect(microphone.isOpen).toBe(false);
    expect(world.controller.receipts('e').at(-1)?.state).toBe('finished');
  });
});
