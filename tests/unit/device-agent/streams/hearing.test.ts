import type { Health } from '@loa-lang/schemas/wire/health';
import type { AssetItem, PlannedBroadcast, StreamItem } from '@loa-lang/schemas/wire/plan';
import { beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../support/seeded-random.ts';
import { testSettings } from '../../../support/stand-in-controller.ts';
import { PACKET_MS, StreamSender } from '../../../support/stream-sender.ts';
import { type VirtualDevice, VirtualWorld } from '../../../support/virtual-agent.ts';
import { broadcast, latch, plan } from '../../timeline/fixtures.ts';

const S = 1000;
let world: VirtualWorld;
let device: VirtualDevice;
let audio: Pick<AssetItem, 'assetId' | 'sizeBytes'>;
let sender: StreamSender;
let revision: number;
/** the instant that stands for position 0 of every stream */
let first: number;

beforeEach(async () => {
  world = await VirtualWorld.open();
  first = world.now();
  device = await world.device('d1');
  const { assetId, sizeBytes } = world.controller.addAsset(Buffer.alloc(20_000, 7), 3600 * S);
  audio = { assetId, sizeBytes };
  sender = new StreamSender(world, 'voice');
  revision = 0;
  await world.controller.publishKeys();
  await world.controller.publishSettings('d1', testSettings(['h1']));
});

const file = (seconds: number, part: number): AssetItem => ({
  ...{ kind: 'asset', part, durationMs: seconds * S, language: 'vi' },
  ...audio,
});
const stream = (seconds: number, over: Partial<StreamItem> = {}): StreamItem => ({
  ...{ kind: 'stream', part: 1, durationMs: seconds * S, streamId: 'voice' },
  ...over,
});
const at = (inSeconds: number): number => Math.ceil(world.now() / PACKET_MS) * PACKET_MS + inSeconds * S;
const relay = (startAt: number, items: PlannedBroadcast['items'], over: Partial<PlannedBroadcast> = {}) =>
  broadcast('r', {
    class: 'relay',
    startAt,
    items,
    endsAt: startAt + 120 * S,
    joinUntilAt: startAt + 110 * S,
    ...over,
  });
const live = (startAt: number, seconds: number) =>
  broadcast('l', {
    ...{ class: 'live', startAt, items: [stream(seconds, { starvedAfterMs: 10_000 })], onInterrupted: 'cut' },
    ...{ endsAt: startAt + seconds * S, joinUntilAt: startAt + (seconds - 10) * S },
  });
const publish = (
  broadcasts: Parameters<typeof plan>[1],
  more: { silence?: Parameters<typeof plan>[2]; streamGaps?: ReturnType<typeof plan>['streamGaps'] } = {},
) =>
  world.controller.publishPlan('h1', {
    ...plan('h1', broadcasts, more.silence ?? [], ++revision),
    ...(more.streamGaps && { streamGaps: more.streamGaps }),
  });
const receipts = (id?: string) =>
  world.controller
    .receipts(id)
    .map((r) => `${r.broadcastId}#${r.run} ${r.state}${r.reason === undefined ? '' : ` ${r.reason}`}`);
const counts = () => device.agent?.status().counts ?? {};
/** What was heard: of a stream the place of each stretch is its instant, so it says `stream`; else the position. */
const heard = (start: number) =>
  device.heardSince(start).map(([from, to, position]) => {
    const isStream = Math.abs(position - (start + from - first)) <= 1;
    // the last 50 ms of a stream fade
    return isStream ? [from, Math.ceil(to / 100) * 100, 'stream'] : [from, to, position];
  });

describe('a stream', () => {
  it('is heard at the instants that its packets name, from the start of its slot to its end', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(4);
    await publish([relay(start, [file(3, 0), stream(10), file(2, 2)])]);
    await world.run(2 * S);
    await sender.sendUntil(start + 20 * S);
    expect(heard(start)).toEqual([
      [0, 3000, 0],
      [3000, 13_000, 'stream'],
      [13_000, 15_000, 0],
    ]);
    expect(receipts()).toEqual(['r#1 ready', 'r#1 started', 'r#1 finished']);
    expect(
      world.controller
        .receipts('r')
        .at(-1)
        ?.items.map(({ playedMs }) => playedMs),
    ).toEqual([3000, 10_000, 2000]);
  });

  it('is joined where it is by a device that comes later', async () => {
    await device.boot();
    await world.run(2 * S);
    await device.crash();
    const start = at(5);
    await publish([relay(start, [stream(20)])]);
    await world.runTo(start + 5 * S);
    await device.boot();
    await sender.sendUntil(start + 22 * S);
    const [stretch, ...more] = heard(start);
    expect(more).toEqual([]);
    expect(stretch?.slice(1)).toEqual([20_000, 'stream']);
    expect(stretch?.[0]).toBeLessThan(8000);
    expect(receipts().at(-1)).toBe('r#1 partial late');
  });

  it('is asked for only while it is on or due within a minute', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(70);
    await publish([relay(start, [stream(10)])]);
    await world.run(5 * S);
    const subscribed = () => [...(device.link?.subscriptions ?? [])].filter((filter) => filter.includes('live'));
    expect(subscribed()).toEqual([]);
    await world.runTo(start - 55 * S);
    expect(subscribed()).toEqual(['loa/v1/live/voice']);
    await world.runTo(start + 9 * S);
    expect(subscribed()).toEqual(['loa/v1/live/voice']);
    await world.runTo(start + 11 * S);
    expect(subscribed()).toEqual([]);
  });

  it('is interrupted at once by an emergency, and goes on where it is then', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(3);
    const r = relay(start, [stream(30)]);
    await publish([r]);
    await sender.sendUntil(start + 5 * S);
    const now = at(1);
    await publish([r, broadcast('e', { class: 'emergency', startAt: now, items: [file(4, 0)], endsAt: now + 60 * S })]);
    await sender.sendUntil(start + 31 * S);
    const cut = now - start;
    expect(heard(start)).toEqual([
      [0, cut, 'stream'],
      [cut, cut + 4000, 0],
      [cut + 4000, 30_000, 'stream'],
    ]);
    expect(receipts('r').filter((r) => !r.includes('ready') && !r.includes('started'))).toEqual([
      'r#1 partial interrupted',
      'r#2 finished',
    ]);
  });

  it('is stopped, and silenced by a latch', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(3);
    await publish([live(start, 60)]);
    await sender.sendUntil(start + 5 * S);
    await publish([live(start, 60)], { silence: [latch('commune', Math.round(world.now()))] });
    await sender.sendUntil(start + 15 * S);
    expect(heard(start)).toHaveLength(1);
    expect(heard(start)[0]?.[1]).toBeLessThan(6000);
    expect(receipts('l').at(-1)).toBe('l#1 stopped silenced');
  });

  it('ends as it should when whoever speaks has ended: what was said counts in full', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(3);
    await publish([live(start, 60)]);
    await sender.sendUntil(start + 5 * S);
    const from = at(1);
    await publish([live(start, 60)], { streamGaps: [{ streamId: 'voice', from }] });
    await sender.sendUntil(from - 400);
    await world.run(15 * S);
    expect(heard(start)).toEqual([[0, from - start, 'stream']]);
    expect(receipts('l').at(-1)).toBe('l#1 finished');
  });
});

describe('health', () => {
  it('tells of round trips, and of what came, was late and was made up', async () => {
    await device.boot();
    await world.run(1 * S);
    const start = at(1);
    await publish([relay(start, [stream(12)])]);
    sender.arrives = (sequence) => sequence % 10 !== 7;
    await sender.sendUntil(start + 10 * S);
    const sent = device.link?.sent.findLast(({ topic }) => topic.endsWith('/health'));
    const [, payload = ''] = Buffer.from(sent?.payload ?? [])
      .toString()
      .split('.');
    const health = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Health;
    expect(health.roundTripMs?.median).toBeGreaterThanOrEqual(0);
    expect(health.roundTripMs?.p95).toBeGreaterThanOrEqual(health.roundTripMs?.median ?? Infinity);
    const { heard = 0, lost = 0, concealedMs = 0, marginMs = 0 } = health.streams ?? {};
    expect(heard).toBeGreaterThan(5 * lost);
    expect(lost).toBeGreaterThan(0);
    expect(concealedMs / 100).toBeGreaterThanOrEqual(lost);
    expect(marginMs).toBeGreaterThan(100);
    expect(marginMs).toBeLessThanOrEqual(500);
  });
});

describe('without trusted time', () => {
  it('nothing sounds', async () => {
    world.controller.answering = false;
    await device.boot();
    const start = at(3);
    await publish([live(start, 20)]);
    await sender.sendUntil(start + 10 * S);
    expect(device.heard).toEqual([]);
  });
});

describe('a stream that does not come', () => {
  it('is missed, and says so', async () => {
    await device.boot();
    await world.run(2 * S);
    await publish([live(at(3), 30)]);
    await world.run(35 * S, 500);
    expect(device.heard).toEqual([]);
    expect(receipts('l')).toEqual(['l#1 ready', 'l#1 missed no-stream']);
  });

  it('makes room for what follows within 5 s, from its beginning', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(3);
    await publish([relay(start, [stream(60), file(10, 2)])]);
    await world.run(30 * S);
    expect(heard(start)).toEqual([[3300, 13_300, 0]]);
    expect(receipts('r').at(-1)).toBe('r#1 partial no-stream');
  });

  it('that dies makes room, and comes back behind what has moved up', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(3);
    await publish([relay(start, [stream(24), file(5, 2)])]);
    await sender.sendUntil(start + 5 * S - 400);
    await world.runTo(start + 10 * S);
    await sender.sendUntil(start + 25 * S);
    expect(heard(start)).toEqual([
      // what was lost at its end is concealed for 100 ms
      [0, 5100, 'stream'],
      [8300, 13_300, 0],
      [13_300, 24_000, 'stream'],
    ]);
    expect(receipts('r').at(-1)).toBe('r#2 finished');
    expect(counts()).toMatchObject({ 'stream:starved': 1, 'stream:back': 1 });
  });

  it('gives back what a live has interrupted, and is back as soon as somebody speaks again', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(3);
    const morning = broadcast('m', { startAt: start, items: [file(10, 0)], endsAt: start + 300 * S });
    await publish([morning]);
    await world.runTo(start + 2 * S);
    const spoken = at(1);
    await publish([morning, live(spoken, 25)]);
    await sender.sendUntil(spoken + 3 * S - 400);
    await world.runTo(spoken + 18 * S);
    await sender.sendUntil(spoken + 26 * S);
    await world.run(11 * S);
    const l = spoken - start;
    const stretches = heard(start);
    const back = (stretches[3]?.[0] as number) ?? 0;
    expect(back - l - 18_000).toBeLessThan(1000);
    expect(stretches).toEqual([
      [0, l, 0],
      [l, l + 3100, 'stream'],
      [l + 13_300, back, 0],
      [back, l + 25_000, 'stream'],
      [l + 25_000, l + 35_000, 0],
    ]);
  });

  it('because its slot waits behind something else is not lost: it is due when that is over', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(4);
    const programme = relay(start, [stream(20), file(5, 2)], { latestStartAt: start + 100 * S });
    await publish([programme]);
    await world.run(1 * S);
    const warning = broadcast('w', { class: 'urgent', startAt: start - 1 * S, items: [file(21, 0)] });
    await publish([programme, { ...warning, endsAt: start + 100 * S }]);
    await world.runTo(start + 19 * S);
    await sender.sendUntil(start + 25 * S);
    expect(counts()['stream:starved']).toBeUndefined();
    expect(heard(start).slice(0, 2)).toEqual([
      [-1000, 20_000, 0],
      [20_000, expect.any(Number), 'stream'],
    ]);
  });

  it('in a programme whose uplink was cut a minute before: the cached item plays, and not twice when the link returns', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(70);
    const programme = relay(start, [stream(30), file(5, 2)]);
    await publish([programme]);
    await world.runTo(start - 60 * S);
    world.hub.isReachable = false;
    await world.run(59 * S, 500);
    await world.runTo(start + 10 * S);
    expect(heard(start)).toEqual([[3300, 8300, 0]]);
    world.hub.isReachable = true;
    // the controller has seen the same, and says so with its first words
    await publish([programme], { streamGaps: [{ streamId: 'voice', from: start + 1000, to: start + 20 * S }] });
    await world.runTo(start + 15 * S);
    await sender.sendUntil(start + 31 * S);
    expect(heard(start).filter(([, , what]) => what !== 'stream')).toEqual([[3300, 8300, 0]]);
    expect(heard(start).at(-1)).toEqual([20_000, 30_000, 'stream']);
  });

  it('what has moved up does not sound again after a power cut', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(3);
    await publish([relay(start, [stream(60), file(10, 2)])]);
    await sender.sendUntil(start + 5 * S - 400);
    await world.runTo(start + 12 * S);
    await device.crash();
    await world.run(3 * S);
    await device.boot();
    await world.runTo(start + 40 * S);
    const files = heard(start).filter(([, , what]) => what !== 'stream');
    expect(files[0]?.[0]).toBe(8300);
    // the rest of it at its place, and nothing of it twice
    for (const [from, , position] of files)
      expect(Math.abs((from as number) - 8300 - (position as number))).toBeLessThan(30);
    for (let i = 1; i < files.length; i++) expect(files[i]?.[0]).toBeGreaterThanOrEqual(files[i - 1]?.[1] as number);
    expect(heard(start).at(-1)?.[1]).toBeLessThanOrEqual(18_300);
  });
});

describe('packets that are not what they should be', () => {
  const lastSecond = () => sender.sent.slice(-10);

  it('late, twice or in another order: each is heard once, at its place', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(3);
    await publish([relay(start, [stream(10)])]);
    await world.run(1 * S);
    sender.arrives = () => false;
    while (world.now() < start + 11 * S) {
      const pair = [await sender.send(at(0) + 400), await sender.send(at(0) + 500)];
      for (const bytes of [...pair.reverse(), pair[0] as Uint8Array]) sender.deliver(bytes);
      await world.run(200);
    }
    expect(heard(start)).toEqual([[0, 10_000, 'stream']]);
    expect(counts()['stream:duplicate']).toBeGreaterThan(40);
  });

  it('recorded and sent again a second or an hour later: nobody hears them', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(3);
    await publish([live(start, 20)]);
    await sender.sendUntil(start + 5 * S);
    const recorded = lastSecond();
    await world.run(2 * S);
    const before = heard(start).length;
    for (const bytes of recorded) sender.deliver(bytes);
    await world.run(2 * S);
    expect(heard(start)).toHaveLength(before);
    expect(counts()['stream:late']).toBe(10);
  });

  it('of another stream, forged, or by a key of another use: nobody hears them, and it is told', async () => {
    await device.boot();
    await world.run(2 * S);
    const start = at(3);
    await publish([live(start, 20)]);
    await world.runTo(start);
    const other = new StreamSender(world, 'music');
    const random = seededRandom(11);
    sender.arrives = () => false;
    for (let i = 0; i < 20; i++) {
      const bytes = await other.send(at(0) + 400);
      sender.deliver(bytes);
      const flipped = Uint8Array.from(await sender.send(at(0) + 500));
      flipped[3] = 1;
      sender.deliver(flipped);
      sender.deliver(bytes.subarray(0, 40));
      sender.deliver(Uint8Array.from({ length: 40 * i }, () => 256 * random()));
      await world.run(100);
    }
    expect(counts()['stream:bad-signature']).toBeGreaterThanOrEqual(20);
    expect(counts()['stream:malformed']).toBeGreaterThanOrEqual(39);
    expect(device.heard).toEqual([]);
    expect(world.controller.bodies('fault').map(({ code }) => code)).toContain('bad-document');
  });
});
