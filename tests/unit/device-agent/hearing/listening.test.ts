/** Heard receipts of an agent on virtual time: only where they are asked for, of each run once, and never without end. */
import type { AssetItem, PlannedBroadcast } from '@loa-lang/schemas/wire/plan';
import { beforeEach, expect, it } from 'vitest';
import { SamplesReader } from '../../../support/audio/samples-reader.ts';
import { FakeMicrophone } from '../../../support/fake-microphone.ts';
import { testSettings } from '../../../support/stand-in-controller.ts';
import { type VirtualDevice, VirtualWorld } from '../../../support/virtual-agent.ts';
import { broadcast, plan } from '../../timeline/fixtures.ts';
import { babble } from './rooms.ts';

const S = 1000;
const speech = babble(60, 4);
let world: VirtualWorld;
let device: VirtualDevice;
let microphone: FakeMicrophone;
let audio: Pick<AssetItem, 'assetId' | 'sizeBytes'>;
let revision: number;

beforeEach(async () => {
  world = await VirtualWorld.open();
  device = await world.device('d1');
  microphone = new FakeMicrophone(world.clock);
  device.microphone = microphone;
  device.onBlock = microphone.hear;
  device.openSound = async () => ({ ok: true, reader: new SamplesReader(speech) });
  const { assetId, sizeBytes } = world.controller.addAsset(Buffer.alloc(20_000, 7), 60 * S);
  audio = { assetId, sizeBytes };
  revision = 0;
  await world.controller.publishKeys();
});
const boot = async (listen: boolean) => {
  await world.controller.publishSettings('d1', testSettings(['h1'], { listen }));
  await device.boot();
  await world.run(2 * S);
};
const parts = (count: number, seconds: number): AssetItem[] =>
  Array.from({ length: count }, (_, part) => ({
    ...{ kind: 'asset', part, durationMs: seconds * S, language: 'vi' },
    ...audio,
  }));
const one = (id: string, items: AssetItem[], over: Partial<PlannedBroadcast> = {}): PlannedBroadcast => {
  const startAt = Math.round(world.now()) + 4 * S;
  return broadcast(id, { startAt, items, endsAt: startAt + 600 * S, joinUntilAt: startAt + S, ...over });
};
const publish = (broadcasts: PlannedBroadcast[]) =>
  world.controller.publishPlan('h1', plan('h1', broadcasts, [], ++revision));
const reports = () => world.controller.bodies('heard');

it('tells of a run that it was heard, how loud, how late; then the microphone is closed', async () => {
  await boot(true);
  await publish([one('a', parts(1, 12))]);
  await world.run(25 * S);
  expect(reports()).toMatchObject([{ broadcastId: 'a', run: 1, verdict: 'heard', comparedMs: 10_000 }]);
  const [{ confidence, delayMs = 0, levelDbfs } = { confidence: 0, levelDbfs: 0 }] = reports();
  expect(confidence).toBeGreaterThan(0.9);
  expect(Math.abs(delayMs - microphone.delayMs)).toBeLessThanOrEqual(40);
  // 20 dB under what left with −25 dBFS, of which two thirds lie above what is listened to
  expect(levelDbfs).toBeCloseTo(-50, -1);
  expect(microphone).toMatchObject({ isOpen: false, opened: 1 });
});

it('hears nothing of a loudspeaker that is dead, and less of one that has lost 20 dB', async () => {
  await boot(true);
  await publish([one('a', parts(1, 12))]);
  await world.run(25 * S);
  microphone.gain = 0.01;
  await publish([one('b', parts(1, 12))]);
  await world.run(25 * S);
  microphone.gain = 0;
  await publish([one('c', parts(1, 12))]);
  await world.run(25 * S);
  expect(reports().map(({ verdict }) => verdict)).toEqual(['heard', 'weak', 'not-heard']);
});

it('does not listen where nobody has asked for it', async () => {
  await boot(false);
  await publish([one('a', parts(1, 12))]);
  await world.run(25 * S);
  expect(reports()).toEqual([]);
  expect(microphone.opened).toBe(0);
});

it('two minutes of a long run are enough: it is told while the rest sounds, and the microphone is closed', async () => {
  await boot(true);
  await publish([one('a', parts(4, 50))]);
  await world.run(150 * S);
  expect(reports()).toMatchObject([{ verdict: 'heard', comparedMs: 120_000 }]);
  expect(microphone.isOpen).toBe(false);
  await world.run(10 * S);
  expect(reports()).toHaveLength(1);
  expect(microphone.opened).toBe(1);
});

it('tells apart what interrupts and what is interrupted', async () => {
  await boot(true);
  const long = one('a', parts(1, 40), { onInterrupted: 'cut' });
  await publish([long]);
  await world.runTo(long.startAt + 15 * S);
  await publish([long, one('e', parts(1, 12), { class: 'emergency', startAt: Math.round(world.now()) + 500 })]);
  await world.run(30 * S);
  expect(reports().map(({ broadcastId, verdict }) => `${broadcastId} ${verdict}`)).toEqual(['a heard', 'e heard']);
});

it('a microphone that is dead or cannot be opened hears nothing and says so as a fault, not as a verdict on the horn', async () => {
  microphone.isDead = true;
  await boot(true);
  await publish([one('a', parts(1, 12))]);
  await world.run(25 * S);
  expect(reports().map(({ verdict }) => verdict)).toEqual(['uncertain']);
  expect(world.controller.bodies('fault')).toMatchObject([{ code: 'microphone-failed', state: 'raised' }]);
  microphone.isBroken = true;
  const before = microphone.opened;
  await publish([one('b', parts(1, 12))]);
  await world.run(25 * S);
  expect(reports()).toHaveLength(1);
  expect(microphone.opened - before).toBe(1);
});
