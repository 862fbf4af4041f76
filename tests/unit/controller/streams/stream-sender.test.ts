/** Packets as devices read them: laid out, signed by the key of use `live`, in order, and never queued without bound. */
import { KeyObject, verify } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PublishResult } from '@loa-lang/controller/ports/broadcast-transport';
import { PacketSigner } from '@loa-lang/controller/services/streams/sign-packet';
import { StreamSender } from '@loa-lang/controller/services/streams/stream-sender';
import { readLivePacket, signedLiveBytes } from '@loa-lang/schemas/wire/live';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestKeys } from '../../../support/test-keys.ts';

let folder: string;
let keys: Awaited<ReturnType<typeof openTestKeys>>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-sender-'));
  keys = await openTestKeys(folder);
});
afterEach(() => rm(folder, { recursive: true }));

const frame = (n: number) => Uint8Array.from([n, n, n]);
const frames = (count: number) => Array.from({ length: count }, (_, n) => frame(n));

function sending(publish: () => Promise<PublishResult>) {
  const sent: { topic: string; payload: Uint8Array; qos: number }[] = [];
  const transport = {
    publish: (topic: string, payload: Uint8Array, options: { qos: 0 | 1 }) => {
      sent.push({ topic, payload, qos: options.qos });
      return publish();
    },
  };
  return { sent, sender: new StreamSender('source-1', transport, new PacketSigner(keys)) };
}

it('packs five frames to a packet, each with its instant, its number and a signature over the stream', () => {
  const { sent, sender } = sending(async () => ({ ok: true }));
  sender.send(frames(7), 1_000_000n);
  sender.send([frame(9)], 1_140_000n);
  expect(sent.map(({ topic, qos }) => [topic, qos])).toEqual(Array(3).fill(['loa/v1/live/source-1', 0]));
  const packets = sent.map(({ payload }) => readLivePacket(payload));
  expect(packets.map((packet) => [packet?.sequence, packet?.playAtMicros, packet?.frames.length])).toEqual([
    [0, 1_000_000n, 5],
    [1, 1_100_000n, 2],
    [2, 1_140_000n, 1],
  ]);
  expect(packets[1]?.frames.map((bytes) => bytes[0])).toEqual([5, 6]);
  const { kid } = keys.signer('live');
  const key = KeyObject.from(
    keys.ring.find(kid, 'live', undefined, Date.now()) as Parameters<typeof KeyObject.from>[0],
  );
  for (const packet of packets) {
    if (packet === undefined) throw new Error('a packet that cannot be read');
    expect(verify(null, signedLiveBytes('source-1', packet.signed), key, packet.signature)).toBe(true);
    expect(verify(null, signedLiveBytes('source-2', packet.signed), key, packet.signature)).toBe(false);
  }
});

it('counts what the broker was not there for', async () => {
  const { sender } = sending(async () => ({ ok: false, reason: 'not-connected' }));
  sender.send(frames(10), 0n);
  await new Promise(setImmediate);
  expect(sender.counts).toEqual({ packets: 0, bytes: 0, frames: 0, lost: 2 });
});

it('is stuck while all of a second goes nowhere, and no longer', async () => {
  let ok = false;
  const { sender } = sending(async () => (ok ? { ok } : { ok, reason: 'not-connected' }));
  const send = async (packets: number) => {
    sender.send(frames(5 * packets), 0n);
    await new Promise(setImmediate);
    return sender.isStuck;
  };
  expect(await send(9)).toBe(false);
  expect(await send(1)).toBe(true);
  ok = true;
  expect(await send(1)).toBe(false);
});

it('drops packets while the connection stands still, and goes on with the right numbers', async () => {
  const waiting: ((result: PublishResult) => void)[] = [];
  const { sent, sender } = sending(() => new Promise((resolve) => waiting.push(resolve)));
  sender.send(frames(5 * 25), 0n);
  expect(sent).toHaveLength(20);
  for (const resolve of waiting) resolve({ ok: true });
  await new Promise(setImmediate);
  sender.send(frames(5), 2_500_000n);
  expect(readLivePacket(sent.at(-1)?.payload ?? new Uint8Array())?.sequence).toBe(25);
  expect(sender.counts).toMatchObject({ packets: 20, frames: 100, lost: 5 });
});
