/** Measures the parts, inside a network of its own; the result is its only line of standard output. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openBrokerSecret } from '@loa-lang/controller/adapters/keys/broker-secret';
import { brokerPassword, CONTROLLER_USERNAME } from '@loa-lang/controller/embedded/broker-access';
import type { AgentStatus } from '@loa-lang/device-agent/condition';
import { parseTopic, topicOf } from '@loa-lang/schemas/wire/topics';
import mqtt, { type MqttClient } from 'mqtt';
import { DEFAULT_TEXT } from '#deploy/demo/texts';
import { decodeByFfmpeg } from '../../support/audio/decode.ts';
import { Speaker } from '../../support/live/speaker.ts';
import type { Board } from '../../support/world/board.ts';
import { makeTextBulletin, planBroadcast, type ReadyBulletin } from '../../support/world/bulletins.ts';
import { TlsWorld } from '../../support/world/tls-world.ts';
import { type BenchResult, percentile } from '../bench.ts';
import type { Parts } from './day.ts';
import { resultOf } from './result.ts';
import { cutSockets, HEADER_BYTES } from './socket-counts.ts';
import { type Exchange, WireMeter } from './wire-meter.ts';

/** After a boot an agent asks for the time every few seconds until it has so many answers. */
const SETTLED_EXCHANGES = 64;
/** Five pings. */
const IDLE_MS = 170_000;
/** A sample is sent within ten seconds of a connection. */
const AFTER_CONNECTION_MS = 14_000;
/** Last receipts are sent and acknowledged, and what was planned is no longer near, within this. */
const AFTERMATH_MS = 75_000;
const LIVE_MS = 60_000;
const FRAME = 960;

const log = (line: string): void => void process.stderr.write(`${line}\n`);
const median = (values: readonly number[]): number => percentile(values, 0.5);

/**
 * A document that comes by itself: one segment with one record of TLS (22 bytes) around topic and content, its PUBACK in
 * another, and an acknowledgement alone. Nothing else comes just then, so it is put together instead of waited for.
 */
const publishedBytes = (topic: string, payload: Uint8Array): number =>
  3 * HEADER_BYTES + 2 * 22 + (3 + 2 + topic.length + 2 + payload.length) + 4;

/** A client at the broker that sees every message, and is no part of the device's connection. */
async function watchMessages({ controller, folder }: TlsWorld, meter: WireMeter, plans: number[]): Promise<MqttClient> {
  const client = await mqtt.connectAsync(controller.mqttUrl, {
    clientId: 'wire-cost',
    username: CONTROLLER_USERNAME,
    password: brokerPassword(await openBrokerSecret(`${folder}/controller`), CONTROLLER_USERNAME),
  });
  client.on('message', (topic, payload) => {
    const parsed = parseTopic(topic);
    if (parsed?.kind === 'plan') plans.push(publishedBytes(topic, payload));
    if (parsed !== undefined) meter.saw(parsed.kind === 'device' ? parsed.message : parsed.kind);
  });
  await client.subscribeAsync(topicOf('#'), { qos: 0 });
  return client;
}

/** Bytes of exchanges that were nothing but these messages. @throws when there was none */
function costOf(exchanges: readonly Exchange[], kinds: readonly string[]): number {
  const fitting = exchanges.filter((each) => !each.opened && each.kinds.join() === [...kinds].sort().join());
  if (fitting.length === 0) {
    const seen = exchanges.map((each) => `${each.kinds.join('+')}: ${each.ipBytes}`).join(', ');
    throw new Error(`nothing but ${kinds.join()} was never seen, only ${seen}`);
  }
  return median(fitting.map(({ ipBytes }) => ipBytes));
}

const isSounding = ({ sink }: AgentStatus): boolean => sink.state === 'sounding';

async function playing(world: TlsWorld, board: Board, meter: WireMeter, bulletin: ReadyBulletin): Promise<number> {
  const before = performance.now();
  await planBroadcast(world.api, {
    bulletinIds: [bulletin.id],
    targets: { areaIds: [world.place.communeId] },
    start: 'now',
  });
  await board.until('sound', isSounding, 30_000);
  await board.until('silence', (status) => !isSounding(status), 300_000);
  await sleep(AFTERMATH_MS);
  return meter.total(before).ipBytes;
}

async function speak(world: TlsWorld, content: Float32Array): Promise<Speaker> {
  const body = { communeId: world.place.communeId, chime: false };
  const { audioUrl } = await world.api.post<{ audioUrl: string }>('/live', body);
  const speaker = await Speaker.open(Number(new URL(world.controller.httpUrl).port), audioUrl);
  if (typeof speaker === 'number') throw new Error(`not upgraded: ${speaker}`);
  let at = 0;
  speaker.talk(() => {
    const samples = Buffer.alloc(2 * FRAME);
    for (let n = 0; n < FRAME; n++, at = (at + 1) % content.length) {
      samples.writeInt16LE(Math.round(32_000 * Math.max(-1, Math.min(1, content[at] ?? 0))), 2 * n);
    }
    speaker.pcm(samples);
  });
  return speaker;
}

async function measure(
  world: TlsWorld,
  meter: WireMeter,
  port: number,
  plans: readonly number[],
): Promise<BenchResult> {
  const { place, api } = world;
  const [clusterId = ''] = place.clusterIds;
  const begun = performance.now();
  for (const name of ['Xã cũ', 'Ven đê']) {
    await api.post('/groups', { communeId: place.communeId, name, areaIds: [], clusterIds: [clusterId] });
  }
  const { board } = await world.enrolled('board-1', clusterId);
  log('waiting until time has settled');
  await board.until('settled', ({ time }) => time.exchanges >= SETTLED_EXCHANGES, 600_000);
  const settled = performance.now();
  const settling = meter.exchanges(begun, settled);
  const boot = meter.total(begun, settled).ipBytes;
  log(`idle for ${IDLE_MS / 1000} s`);
  await sleep(IDLE_MS);
  const idle = meter.exchanges(settled);
  const idleMinute = (meter.total(settled).ipBytes * 60_000) / IDLE_MS;

  log('the connection is cut');
  const beforeCut = performance.now();
  await cutSockets(port);
  await board.until('connected again', ({ connected }) => connected, 90_000);
  await sleep(AFTER_CONNECTION_MS);
  const reconnect = meter.total(beforeCut).ipBytes;
  const samples = [...settling, ...meter.exchanges(beforeCut)];

  log('audio arrives');
  const beforeAudio = performance.now();
  const bulletin = await makeTextBulletin(api, place.communeId, DEFAULT_TEXT, { keep: true });
  await board.until('audio', ({ audio }) => audio.complete > 0, 120_000);
  await meter.quiet(8000, 120_000);
  // a ping may be among it
  const audio = meter.total(beforeAudio).ipBytes;

  log('it is played, then three times as much');
  const { id } = await makeTextBulletin(api, place.communeId, `${DEFAULT_TEXT} `.repeat(3), { keep: true });
  const long = (await api.get(`/bulletins/${id}`)) as ReadyBulletin;
  await board.until('audio', (status) => status.audio.complete > 1, 120_000);
  await meter.quiet(8000, 120_000);
  const shortBytes = await playing(world, board, meter, bulletin);
  const longBytes = await playing(world, board, meter, long);
  const moreSeconds = (long.audio.durationMs - bulletin.audio.durationMs) / 1000;
  const soundingSecond = (longBytes - shortBytes) / moreSeconds;

  log('a minute of voice');
  const speaker = await speak(world, await decodeByFfmpeg(await api.download(`/bulletins/${bulletin.id}/audio`)));
  await board.until('sound', isSounding, 60_000);
  const onAir = performance.now();
  await sleep(LIVE_MS);
  const live = meter.total(onAir).ipBytes;
  speaker.say({ type: 'end' });
  speaker.cut();

  const idleSecond = median(idle.filter(({ kinds }) => kinds.length === 0).map(({ ipBytes }) => ipBytes)) / 30;
  const parts: Parts = {
    ping: costOf(idle, []),
    sync: costOf(settling, ['sync', 'sync-request']),
    health: costOf(samples, ['health']),
    reconnect,
    // those of a commune in which nothing is planned came first
    plan: median(plans.slice(0, 4)),
    audioByte: audio / bulletin.audio.sizeBytes,
    soundingSecond,
    broadcast: Math.max(
      0,
      shortBytes - soundingSecond * (bulletin.audio.durationMs / 1000) - idleSecond * (AFTERMATH_MS / 1000),
    ),
    liveSecond: live / (LIVE_MS / 1000),
  };
  return resultOf(parts, { boot, idleMinute, bulletin: bulletin.audio });
}

const world = await TlsWorld.make(1, { PREPARED_EMERGENCIES: 'off' });
const port = Number(new URL(world.controller.deviceBrokerUrl ?? '').port);
const meter = new WireMeter(port);
try {
  const plans: number[] = [];
  const watching = await watchMessages(world, meter, plans);
  meter.start();
  const result = await measure(world, meter, port, plans);
  process.stdout.write(JSON.stringify(result));
  await watching.endAsync(true);
} finally {
  await meter.stop();
  await world.stop();
}
process.exit(0);
