/** What a cut agent really missed, judged over a real broker and a link that is really cut. */
import { filters, subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PublishedChunk } from '../../bench/push/audio-watch.ts';
import { CutLink, unionBytes } from '../../bench/push/cut-link.ts';
import { publishedTopics } from '../../bench/push/published-messages.ts';
import {
  controllerCredentials,
  deviceCredentials,
  startEmbeddedBroker,
  type TestBroker,
} from '../../support/broker.ts';
import { eventually } from '../../support/eventually.ts';

const ASSET = 'a'.repeat(64);
const CHUNK = Buffer.alloc(8192, 7);

let broker: TestBroker;
let link: CutLink;
let publisher: MqttClient;
let published: PublishedChunk[];

beforeEach(async () => {
  broker = await startEmbeddedBroker();
  link = new CutLink(broker.url);
  await link.start();
  publisher = await mqtt.connectAsync(broker.url, { clientId: 'publisher', ...controllerCredentials() });
  published = [];
});

afterEach(async () => {
  await publisher.endAsync(true);
  await link.stop();
  await broker.stop();
});

const publish = async (index: number): Promise<void> => {
  published.push({ index, bytes: CHUNK.length, at: performance.now() });
  await publisher.publishAsync(topicOf(subjects.chunk(ASSET, index)), CHUNK, { qos: 1 });
};

async function listen(): Promise<{ client: MqttClient; received: () => number }> {
  const options = { clientId: 'd1.agent', reconnectPeriod: 0, ...deviceCredentials('d1') };
  const client = await mqtt.connectAsync(link.url, options);
  client.on('error', () => undefined);
  let received = 0;
  client.on('message', () => {
    received += 1;
  });
  await client.subscribeAsync(filters.asset(ASSET), { qos: 0 });
  return { client, received: () => received };
}

it('names the chunks that were published while the link was cut, also when they came later', async () => {
  const before = await listen();
  await publish(0);
  await publish(1);
  await eventually('two arrived', () => before.received() === 2);
  link.cut(50);
  await eventually('the connection is gone', () => !before.client.connected);
  await publish(2);
  await publish(3);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const after = await listen();
  await publish(4);
  await publish(2);
  await eventually('two more arrived', () => after.received() === 2);
  expect([...link.lost(ASSET, published)].sort()).toEqual([2, 3]);
  expect(link.awayMs).toBeGreaterThan(200 - 1);
  await after.client.endAsync(true);
});

it('counts a chunk that several have lost once', () => {
  const chunks = [0, 1, 2, 1].map((index, at) => ({ index, bytes: index === 2 ? 100 : 8192, at }));
  expect(unionBytes([new Set([1]), new Set([1, 2]), new Set()], chunks)).toBe(8192 + 100);
});

it.each([1, 2, 3, 1000])('reads topics out of a stream in pieces of %i bytes', (pieceBytes) => {
  const topic = Buffer.from('loa/v1/audio/x/chunk/7');
  const packet = (type: number, body: Buffer): Buffer => {
    const length = [
      (body.length & 127) | (body.length > 127 ? 128 : 0),
      ...(body.length > 127 ? [body.length >> 7] : []),
    ];
    return Buffer.concat([Buffer.from([type << 4, ...length]), body]);
  };
  const publishBody = Buffer.concat([Buffer.from([0, topic.length]), topic, Buffer.alloc(300, 0x30)]);
  const pingAnswer = packet(13, Buffer.alloc(0));
  const stream = Buffer.concat([pingAnswer, packet(3, publishBody), pingAnswer, packet(3, publishBody)]);
  const topics: string[] = [];
  const take = publishedTopics((seen) => topics.push(seen));
  for (let at = 0; at < stream.length; at += pieceBytes) take(stream.subarray(at, at + pieceBytes));
  expect(topics).toEqual([String(topic), String(topic)]);
});
