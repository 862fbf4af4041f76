import { openFileDeviceStore } from '@loa-lang/device-agent/adapters/files/file-device-store';
import { DeliverReports } from '@loa-lang/device-agent/services/deliver-reports';
import { FaultLedger } from '@loa-lang/device-agent/services/fault-ledger';
import { Speaker } from '@loa-lang/device-agent/services/identity';
import { LogLines } from '@loa-lang/device-agent/services/log-lines';
import { openDocument, privateKeyFrom, publicKeyFrom } from '@loa-lang/schemas/sealing/seal';
import type { Receipt } from '@loa-lang/schemas/wire/report';
import { expect, it } from 'vitest';
import { FaultDisk } from '../../../support/fault-disk.ts';
import { newKey } from '../../../support/stand-in-controller.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

async function bench(disk = new FaultDisk()) {
  const key = await newKey();
  const clock = new VirtualClock();
  const store = await openFileDeviceStore({ folder: '/device', disk });
  const identity = {
    deviceId: 'd1',
    deploymentId: 'deployment',
    installationId: 'board',
    signer: { kid: 'd1', privateKey: await privateKeyFrom(key) },
    root: { kid: 'root', x: key.x },
    agentVersion: '0.0.0-test',
  };
  const sent: Uint8Array[] = [];
  const link = {
    connected: true,
    start: async () => {},
    send: async (_topic: string, payload: Uint8Array) => {
      sent.push(payload);
      return 'sent' as const;
    },
    subscribe: () => {},
    onMessage: () => {},
    onConnection: () => {},
    reconnect: () => {},
    stop: async () => {},
  };
  const faults = new FaultLedger(clock, () => {});
  const reports = new DeliverReports({
    clock,
    store,
    speaker: new Speaker(identity, link),
    log: new LogLines(() => 0),
    faults: () => faults,
    ring: () => undefined,
    now: () => 1_800_000_000_000,
    startsSoon: () => false,
  });
  const publicKey = await publicKeyFrom(key.x);
  const numbers = async () => {
    const expected = { deploymentId: 'deployment', subject: 'device/d1/report', publicKey: () => publicKey };
    const opened = await Promise.all(sent.map((bytes) => openDocument('report', bytes, expected)));
    return opened.map((each) => (each.ok ? each.payload.reports.map(({ number }) => number) : each.fault));
  };
  return { reports, store, sent, numbers };
}

const receipt = (broadcastId: string, items: number): Receipt => ({
  kind: 'receipt',
  broadcastId,
  version: 1,
  run: 1,
  state: 'finished',
  items: Array.from({ length: items }, (_, index) => ({ index, part: index, playedMs: 1_234_567 })),
});

it('reports that do not fit into one message go in several', async () => {
  const { reports, numbers } = await bench();
  for (let i = 0; i < 32; i++) await reports.add(receipt('b'.repeat(64), 256));
  await reports.flushed();
  const messages = await numbers();
  expect(messages.length).toBeGreaterThan(1);
  expect(messages.flat()).toEqual(Array.from({ length: 32 }, (_, i) => i + 1));
});

it('at an orderly end all that was handed over is on the disk, though the disk is slow', async () => {
  const { reports, store } = await bench();
  for (let i = 0; i < 5; i++) void reports.add(receipt(`b${i}`, 1));
  await reports.flushed();
  reports.stop();
  await store.close();
  expect(store.outbox.pending().map(({ body }) => body.kind === 'receipt' && body.broadcastId)).toEqual([
    'b0',
    'b1',
    'b2',
    'b3',
    'b4',
  ]);
});

it('many reports of one moment cost the flash few syncs', async () => {
  const disk = new FaultDisk();
  const { reports, store } = await bench(disk);
  const before = disk.written.syncs;
  await Promise.all(Array.from({ length: 65 }, (_, i) => reports.add(receipt(`b${i}`, 1))));
  expect(store.outbox.pending()).toHaveLength(65);
  expect(disk.written.syncs - before).toBeLessThanOrEqual(3);
});
