/** Audio push through the embedded broker, to devices that hear the chunks. */

import { createHash } from 'node:crypto';
import { openDocument, publicKeyFrom } from '@loa-lang/schemas/sealing/seal';
import { filters, parseTopic, subjects } from '@loa-lang/schemas/wire/topics';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbeddedBroker, type TestBroker } from '../../support/broker.ts';
import { ControllerHalf } from '../../support/controller-half.ts';
import { eventually, sleep } from '../../support/eventually.ts';
import type { FakeDevice } from '../../support/fake-device.ts';
import { FaultProxy } from '../../support/proxy.ts';

describe('audio push', () => {
  let broker: TestBroker;
  let proxy: FaultProxy;
  let controller: ControllerHalf;
  const devices: FakeDevice[] = [];

  beforeEach(async () => {
    broker = await startEmbeddedBroker();
    proxy = new FaultProxy({ target: { host: '127.0.0.1', port: broker.port } });
    await proxy.start();
    controller = await ControllerHalf.make({ url: proxy.url }, { bytesPerSecond: 2_000_000, gatherMs: 300 });
    for (const id of ['d1', 'd2', 'd3']) devices.push(await controller.enrol(id, []));
    await controller.start();
    await eventually('connected', () => controller.transport.connected);
  });

  afterEach(async () => {
    await Promise.all(devices.splice(0).map((device) => device.disconnect()));
    await controller.stop();
    await proxy.stop();
    await broker.stop();
  });

  /** Bytes a device can put together from the chunks it heard; missing ones are empty. */
  function heard(device: FakeDevice, assetId: string): { bytes: Buffer; chunks: number[] } {
    const pieces: Buffer[] = [];
    const chunks: number[] = [];
    for (const { topic, payload } of device.arrived) {
      const parsed = parseTopic(topic);
      if (parsed?.kind !== 'chunk' || parsed.assetId !== assetId) continue;
      pieces[parsed.index] = payload;
      chunks.push(parsed.index);
    }
    return { bytes: Buffer.concat(Array.from(pieces, (piece) => piece ?? Buffer.alloc(0))), chunks };
  }

  it('publishes each chunk once for all who want it, with a manifest that fits', async () => {
    const assetId = controller.assets.make(300_000);
    for (const device of devices) await device.connect(broker.url, [filters.asset(assetId)]);
    await Promise.all(devices.map((device) => device.want({ assetId })));
    const whole = (device: FakeDevice) =>
      createHash('sha256').update(heard(device, assetId).bytes).digest('hex') === assetId;
    await eventually('all have it', () => devices.every(whole));
    await sleep(500);
    expect(controller.half.pusher.published(assetId).audioBytes).toBe(300_000);
    const key = controller.keys.ring.document.keys.find(({ use }) => use === 'manifest');
    const publicKey = await publicKeyFrom(key?.x ?? '');
    const first = devices[0]?.arrived[0];
    const opened = await openDocument('manifest', first?.payload ?? Buffer.alloc(0), {
      deploymentId: controller.keys.deploymentId,
      subject: subjects.manifest(assetId),
      publicKey: () => publicKey,
    });
    expect(opened).toMatchObject({ ok: true, payload: { assetId, sizeBytes: 300_000, durationMs: 15_000 } });
    if (!opened.ok) return;
    const { bytes } = heard(devices[0] as FakeDevice, assetId);
    const hashes = opened.payload.chunkHashes.map((_, i) =>
      createHash('sha256')
        .update(bytes.subarray(i * opened.payload.chunkBytes, (i + 1) * opened.payload.chunkBytes))
        .digest()
        .subarray(0, 16)
        .toString('base64url'),
    );
    expect(opened.payload.chunkHashes).toEqual(hashes);
    const pushes = controller.feed.of('push');
    expect(pushes.at(-1)).toMatchObject({ state: 'idle', publishedBytes: 300_000, sizeBytes: 300_000 });
  });

  it('sends again only what a device misses', async () => {
    const assetId = controller.assets.make(100_000);
    const [first, late] = devices as [FakeDevice, FakeDevice];
    await first.connect(broker.url, [filters.asset(assetId)]);
    await first.want({ assetId });
    await eventually('first has it', () => heard(first, assetId).bytes.length === 100_000);
    await late.connect(broker.url, [filters.asset(assetId)]);
    await late.want({ assetId, ranges: [[3, 5]] });
    await eventually('repaired', () => heard(late, assetId).chunks.length === 2);
    await sleep(300);
    expect(heard(late, assetId).chunks).toEqual([3, 4]);
    expect(controller.half.pusher.published(assetId).audioBytes).toBe(100_000 + 2 * 8192);
  });

  it('goes on after the broker was away, without losing the rest', async () => {
    controller.half.pusher.setPace(200_000);
    const assetId = controller.assets.make(200_000);
    const [device] = devices as [FakeDevice];
    await device.connect(broker.url, [filters.asset(assetId)]);
    await device.want({ assetId });
    await eventually('on its way', () => heard(device, assetId).chunks.length >= 9);
    proxy.dropFor(300);
    await eventually('the end came', () => heard(device, assetId).chunks.includes(24));
    const { chunks } = heard(device, assetId);
    const missing = Array.from({ length: 25 }, (_, i) => i).filter((i) => !chunks.includes(i));
    for (const index of missing) await device.want({ assetId, ranges: [[index, index + 1]] });
    await eventually('whole', () => heard(device, assetId).bytes.length === 200_000);
  });

  it('stops for a moment when an urgent plan is published', async () => {
    controller.half.pusher.setPace(100_000);
    const assetId = controller.assets.make(400_000);
    const [device] = devices as [FakeDevice];
    await device.connect(broker.url, [filters.asset(assetId)]);
    await device.want({ assetId });
    await eventually('on its way', () => heard(device, assetId).chunks.length >= 10);
    await controller.half.publisher.publishPlans(['commune-1'], { urgent: true });
    const before = controller.half.pusher.published(assetId).audioBytes;
    const quiet = performance.now();
    await eventually('goes on', () => controller.half.pusher.published(assetId).audioBytes > before + 8192);
    expect(performance.now() - quiet).toBeGreaterThan(150);
  });

  it('ignores wants for what it does not have', async () => {
    const [device] = devices as [FakeDevice];
    await device.connect(broker.url, []);
    await device.want({ assetId: 'f'.repeat(64) });
    await sleep(200);
    expect(controller.half.pusher.published()).toEqual({ audioBytes: 0, manifestBytes: 0 });
    expect(controller.problems).toEqual([]);
  });
});
