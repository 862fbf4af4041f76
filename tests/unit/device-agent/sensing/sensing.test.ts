/** A whole agent on virtual time, whose board is wired to puppets. */
import type { Readings } from '@loa-lang/device-agent/domain/readings';
import type { Sensor } from '@loa-lang/device-agent/ports/sensor';
import { beforeEach, expect, it } from 'vitest';
import { testSettings } from '../../../support/stand-in-controller.ts';
import { type VirtualDevice, VirtualWorld } from '../../../support/virtual-agent.ts';
import { broadcast, plan } from '../../timeline/fixtures.ts';

const S = 1000;
const MINUTE = 60 * S;
const HOUR = 60 * MINUTE;
const INTERVALS = { syncBusyMs: HOUR, syncIdleMs: 6 * HOUR, healthIdleMs: 60 * S, healthBusyMs: 15 * S };

let world: VirtualWorld;
let device: VirtualDevice;
let board: Readings;
beforeEach(async () => {
  world = await VirtualWorld.open();
  device = await world.device('d1');
  board = {
    ...{ cpu: { temperatureC: 51.234, load: 0.07 }, memory: { totalBytes: 948_000_000, availableBytes: 612_000_000 } },
    ...{ diskFreeBytes: 9e9, diskTotalBytes: 15e9, machineUptimeMs: 86_400_000, door: 'closed' },
    network: { kind: 'mobile', signalDbm: -97, receivedBytes: 52_428_800, sentBytes: 10_485_760 },
    supply: { source: 'mains', volts: 13.38, charge: 0.97 },
    amplifier: { temperatureC: 47.5, fault: false, lineAmperes: 1.35 },
  };
  device.sensors = [{ name: 'board', everyMs: 2 * S, read: async () => structuredClone(board) } satisfies Sensor];
  await world.controller.publishKeys();
  await world.controller.publishSettings('d1', testSettings(['h1'], { intervals: INTERVALS, volumeDb: -6 }));
});

const told = () => world.controller.healths;

it('tells all that it knows, in a kilobyte', async () => {
  await device.boot();
  await world.run(15 * S);
  const [first, ...more] = told();
  expect(more).toEqual([]);
  expect(first).toMatchObject({
    ...board,
    cpu: { temperatureC: 51.23, load: 0.07 },
    ...{ agentVersion: '0.0.0-test', sink: 'idle', volumeDb: -6, muted: false, faults: [], pendingReports: 0 },
  });
  expect(first?.at).toBeGreaterThan(1_800_000_000_000);
  expect(first?.residentBytes).toBeGreaterThan(1e6);
  console.log(`a sample with everything: ${first?.sealedBytes} bytes as sealed`);
  expect(first?.sealedBytes).toBeLessThan(1500);
});

it('mad sensors cost their figures, not the sample', async () => {
  board = { cpu: { temperatureC: 85_000 }, supply: { source: 'mains', volts: Number.NaN }, memory: { totalBytes: -1 } };
  await device.boot();
  await world.run(15 * S);
  expect(told()).toHaveLength(1);
  expect(told()[0]).toMatchObject({ supply: { source: 'mains' } });
  for (const name of ['cpu', 'memory', 'door']) expect(told()[0]).not.toHaveProperty(name);
});

it('is quiet while well, and tells what changes at once', async () => {
  await device.boot();
  await world.run(15 * S);
  await world.run(4 * MINUTE, 10 * S);
  expect(told().length).toBeGreaterThanOrEqual(4);
  expect(told().length).toBeLessThanOrEqual(6);
  const [before, at] = [told().length, world.now()];
  board = { ...board, supply: { source: 'battery', volts: 12.4, charge: 0.9 } };
  await world.run(10 * S);
  expect(told().slice(before)).toMatchObject([{ supply: { source: 'battery', volts: 12.4 } }]);
  expect((told().at(-1)?.receivedAt ?? Infinity) - at).toBeLessThan(10 * S);
  // ill from then on, and so told of often
  await world.run(60 * S, 5 * S);
  expect(told().length - before).toBeGreaterThanOrEqual(4);
});

it('a mute is told of as soon as it holds', async () => {
  await device.boot();
  await world.run(15 * S);
  const muted = testSettings(['h1'], { intervals: INTERVALS, muted: true, revision: 2 });
  await world.controller.publishSettings('d1', muted);
  await world.run(5 * S);
  expect(told().map((health) => health.muted)).toEqual([false, true]);
});

it('on air it is dense, and says that it sounds', async () => {
  await device.boot();
  await world.run(15 * S);
  const { assetId, sizeBytes } = world.controller.addAsset(Buffer.alloc(20_000, 7), HOUR);
  const startAt = Math.round(world.now()) + 20 * S;
  const item = { kind: 'asset', part: 0, durationMs: 2 * MINUTE, language: 'vi', assetId, sizeBytes } as const;
  const spoken = broadcast('a', { startAt, items: [item], endsAt: startAt + 3 * MINUTE, joinUntilAt: startAt });
  await world.controller.publishPlan('h1', plan('h1', [spoken], [], 1));
  await world.run(25 * S);
  const before = told().length;
  await world.run(MINUTE, 2 * S);
  const during = told().slice(before);
  expect(during.length).toBeGreaterThanOrEqual(3);
  expect(during.length).toBeLessThanOrEqual(6);
  expect(during.every((health) => health.sink === 'sounding')).toBe(true);
});

it('an amplifier that says it has failed is a fault at once', async () => {
  await device.boot();
  await world.run(15 * S);
  board = { ...board, amplifier: { ...board.amplifier, fault: true } };
  await world.run(5 * S);
  const faults = world.controller.bodies('fault');
  expect(faults).toEqual([
    { kind: 'fault', code: 'amplifier-fault', state: 'raised', detail: 'fault contact, 47.5 °C, 1.35 A' },
  ]);
  expect(told().at(-1)).toMatchObject({ amplifier: { fault: true }, faults: ['amplifier-fault'] });
});
