/**
 * The least that the same bytes can take: one MQTT client publishes chunks of the same size at the same pace and burst
 * through the same broker to as many plain subscribers, which keep nothing. No plan, no wants, no hashes, no disk.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DEFAULT_PUSH_RULES } from '@loa-lang/controller/domain/push/push-rules';
import { TokenBucket } from '@loa-lang/controller/domain/push/token-bucket';
import { CONTROLLER_USERNAME } from '@loa-lang/controller/embedded/broker-access';
import { CHUNK_BYTES } from '@loa-lang/schemas/wire/audio';
import { filters, subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import mqtt from 'mqtt';
import { NodeChild } from '../../support/world/node-child.ts';
import type { World } from '../../support/world/world.ts';
import type { SubscribersMessage, SubscribersOrder } from './messages.ts';

/** No asset of the deployment. */
const ASSET_ID = 'f'.repeat(64);
const PATIENCE_MS = 60_000;

/** @returns seconds from the first publish until the last subscriber has everything */
export async function plainPublish({ controller, commune }: World, bytes: number, processes: number): Promise<number> {
  const { mqttUrl } = controller;
  const children: NodeChild[] = [];
  const share = Math.ceil(commune.devices.length / processes);
  const subscribed: Promise<void>[] = [];
  const complete: Promise<number>[] = [];
  try {
    for (let from = 0; from < commune.devices.length; from += share) {
      const clients = await Promise.all(
        commune.devices.slice(from, from + share).map(async ({ deviceId }) => ({
          clientId: `${deviceId}.plain`,
          username: deviceId,
          password: await controller.devicePassword(deviceId),
        })),
      );
      const order: SubscribersOrder = { mqttUrl, filter: filters.asset(ASSET_ID), bytes, clients };
      const { child, isSubscribed, isComplete } = startSubscribers(order);
      children.push(child);
      subscribed.push(isSubscribed);
      complete.push(isComplete);
    }
    await Promise.all(subscribed);
    const password = await controller.devicePassword(CONTROLLER_USERNAME);
    const publisher = await mqtt.connectAsync(mqttUrl, { clientId: 'plain', username: CONTROLLER_USERNAME, password });
    const beganAt = Number(process.hrtime.bigint()) / 1e6;
    const bucket = new TokenBucket(DEFAULT_PUSH_RULES.bytesPerSecond, DEFAULT_PUSH_RULES.burstBytes);
    for (let at = 0; at < bytes; at += CHUNK_BYTES) {
      const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, bytes - at), at % 251);
      const waitMs = bucket.waitMs(chunk.length, performance.now());
      if (waitMs > 0) await sleep(waitMs);
      bucket.take(chunk.length, performance.now());
      await publisher.publishAsync(topicOf(subjects.chunk(ASSET_ID, at / CHUNK_BYTES)), chunk, { qos: 0 });
    }
    const late = sleep(PATIENCE_MS, undefined, { ref: false }).then(() => {
      throw new Error('plain subscribers did not receive everything');
    });
    const ends = await Promise.race([Promise.all(complete), late]);
    await publisher.endAsync(true);
    return (Math.max(...ends) - beganAt) / 1000;
  } finally {
    await Promise.all(children.map((child) => child.kill()));
  }
}

function startSubscribers(order: SubscribersOrder) {
  let subscribed: () => void = () => {};
  let complete: (atMs: number) => void = () => {};
  const isSubscribed = new Promise<void>((resolve) => {
    subscribed = resolve;
  });
  const isComplete = new Promise<number>((resolve) => {
    complete = resolve;
  });
  const child = NodeChild.start(
    'plain subscribers',
    [fileURLToPath(new URL('./subscriber-process.js', import.meta.url))],
    {
      onMessage: (given) => {
        const message = given as SubscribersMessage;
        if (message.type === 'subscribed') subscribed();
        else complete(message.atMs);
      },
    },
  );
  child.send(order);
  const died = child.ended.then((code) => {
    throw new Error(`plain subscribers ended with ${code}: ${child.lastWords}`);
  });
  died.catch(() => undefined);
  return {
    child,
    isSubscribed: Promise.race([isSubscribed, died]),
    isComplete: Promise.race([isComplete, died]),
  };
}
