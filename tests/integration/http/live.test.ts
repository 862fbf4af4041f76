/** Speaking live, over real connections: frames come in, packets go out, states are told, and it ends as it should. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { USUAL_DELAY_MS } from '@loa-lang/controller/domain/live/delay';
import { describe, expect, it } from 'vitest';
import { eventually, sleep } from '../../support/eventually.ts';
import { untilMade } from '../../support/http-app.ts';
import { type LiveApp, liveAppForEachTest } from '../../support/live/live-app.ts';
import { opusFrame, Speaker } from '../../support/live/speaker.ts';

let app: LiveApp['app'];
let commune: LiveApp['commune'];
let port: number;

liveAppForEachTest((fresh) => {
  ({ app, commune, port } = fresh);
});

const begin = async (body: object = {}) => {
  const answer = await app.call('POST', '/live', { communeId: commune.communeId, chime: false, ...body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body;
};
const speaker = async ({ audioUrl }: { audioUrl: string }): Promise<Speaker> => {
  const opened = await Speaker.open(port, audioUrl);
  if (typeof opened === 'number') throw new Error(`not upgraded: ${opened}`);
  return opened;
};
const gapsOf = (liveId: string) => app.stores.streamGaps.of([liveId], 0);

describe('a live', () => {
  it('is on air, sends what is said at a constant delay, and ends when its speaker says so', async () => {
    const begun = await begin();
    expect(begun).toMatchObject({
      state: 'ready',
      clusters: 3,
      households: 240,
      delayMs: USUAL_DELAY_MS,
      chime: false,
    });
    const voice = await speaker(begun);
    voice.talk();
    await voice.until('it is on air', ({ state }) => state === 'on-air');
    await eventually('a second was sent', () => app.sent.length >= 10);
    const frames = app.sent.flatMap(({ frames }) => frames.length);
    expect(new Set(frames)).toEqual(new Set([5]));
    const instants = app.sent.map(({ playAtMicros }) => Number(playAtMicros / 1000n));
    expect(instants).toEqual(instants.map((_, index) => (instants[0] ?? 0) + index * 100));
    app.publisher.forget();
    voice.say({ type: 'end' });
    const ended = await voice.until('it has ended', ({ state }) => state === 'ended');
    expect(ended.reason).toBe('ended');
    expect(await voice.untilClosed()).toBe(1000);
    const [gap] = await gapsOf(begun.liveId);
    const last = app.sent.at(-1);
    const until = Number((last?.playAtMicros ?? 0n) / 1000n) + (last?.frames.length ?? 0) * 20;
    expect(gap?.reason).toBe('ended');
    expect(gap?.from).toBeGreaterThanOrEqual(until);
    expect((gap?.from ?? 0) - until).toBeLessThan(400);
    expect(app.publisher.plans).toContain(commune.communeId);
    const { body } = await app.call('GET', '/live');
    expect(body.lives).toEqual([]);
  });

  it('ends abnormally when nothing comes any more, though the connection stands', async () => {
    const begun = await begin();
    const voice = await speaker(begun);
    voice.talk();
    await voice.until('it is on air', ({ state }) => state === 'on-air');
    voice.silent();
    const ended = await voice.until('it has ended', ({ state }) => state === 'ended');
    expect(ended.reason).toBe('abnormal');
    expect((await gapsOf(begun.liveId))[0]?.reason).toBe('abnormal');
    const told = async () => (await app.call('GET', '/audit?act=EVENT%20live-ended')).body.entries[0];
    await eventually('it stands in the log', async () => (await told()) !== undefined);
    const { subjectId, details, words } = await told();
    expect({ subjectId, words: words?.vi }).toEqual({ subjectId: begun.liveId, words: 'Phát trực tiếp đã kết thúc' });
    const speaking = { speaker: { personId: 'station', name: 'Đài truyền thanh' }, reason: 'abnormal' };
    expect(details.after).toMatchObject({ ...speaking, spokenMs: expect.any(Number), counts: { late: 0 } });
  });

  it('goes on when its speaker comes back in time', async () => {
    const begun = await begin();
    const first = await speaker(begun);
    first.talk();
    await first.until('it is on air', ({ state }) => state === 'on-air');
    first.cut();
    await sleep(300);
    const second = await speaker(begun);
    second.talk();
    const third = await speaker(begun);
    third.talk();
    expect(await second.untilClosed()).toBe(4409);
    await third.until('it is on air still', ({ state }) => state === 'on-air');
    await sleep(2_200);
    expect(third.last?.state).toBe('on-air');
    third.frame(opusFrame());
    third.close(1001);
    await eventually('who leaves the page has ended it', async () => (await gapsOf(begun.liveId)).length === 1);
  });

  it('takes samples where the browser has no Opus, and what was said becomes a bulletin', async () => {
    const begun = await begin({ record: true, title: 'Họp dân' });
    const voice = await speaker(begun);
    let phase = 0;
    voice.talk(() => {
      const samples = Buffer.alloc(1920);
      for (let at = 0; at < 960; at++, phase++) samples.writeInt16LE(Math.round(9_000 * Math.sin(phase / 17)), at * 2);
      voice.pcm(samples);
    });
    await voice.until('it is on air', ({ state }) => state === 'on-air');
    await eventually('a second and a half was sent', () => app.sent.length >= 15);
    voice.silent();
    for (let index = 0; index < 5; index++) voice.open();
    voice.say({ type: 'end' });
    const { bulletinId } = await voice.until('it has ended', ({ state }) => state === 'ended');
    expect(bulletinId).toBe(`live-${begun.liveId}`);
    const bulletin = await untilMade(app, bulletinId ?? '');
    expect(bulletin.title).toMatch(/^Phát trực tiếp, \d\d\/\d\d \d\d:\d\d, Đài truyền thanh$/);
    expect(bulletin.state, JSON.stringify(bulletin)).toBe('ready');
    expect(bulletin.versions[0].audio.durationMs).toBeGreaterThan(1_000);
    expect(await readdir(join(app.folder, 'live-recordings'))).toEqual([]);
  });

  it('cuts off who sends what no microphone sends, and never more than a frame at once', async () => {
    const begun = await begin();
    for (const wrong of [Uint8Array.of(7), Uint8Array.of(2, 1, 2, 3), Uint8Array.of(1, 0xf9, 0)]) {
      const voice = await speaker(begun);
      voice.raw(wrong);
      expect(await voice.untilClosed()).toBe(4422);
    }
    const large = await speaker(begun);
    large.raw(new Uint8Array(4_000).fill(1));
    expect(await large.untilClosed()).toBe(1009);
    const flood = await speaker(begun);
    for (let index = 0; index < 1_000; index++) flood.frame(opusFrame(index, 20));
    expect(await flood.untilClosed()).toBe(4422);
    expect(app.sent.length).toBeLessThan(40);
  });

  it('that is told of slowly is nobody’s only once it was begun', async () => {
    const { publisher } = app;
    const publish = publisher.publishPlans.bind(publisher);
    publisher.publishPlans = async (planIds) => {
      // a broker that takes its time
      app.setNow(Date.now() + 3_000);
      await sleep(1_500);
      return publish(planIds);
    };
    const begun = await begin();
    const voice = await speaker(begun);
    voice.talk();
    await voice.until('it is on air', ({ state }) => state === 'on-air');
  });

  it('is let go by a controller when its speaker has come to another, which ends it when that one dies', async () => {
    const begun = await begin();
    const voice = await speaker(begun);
    voice.talk();
    await voice.until('it is on air', ({ state }) => state === 'on-air');
    await app.stores.lives.take(begun.liveId, 'another controller', Date.now() - 2_000);
    expect(await voice.untilClosed()).toBe(4409);
    await eventually('the dead controller’s live is ended', async () => (await gapsOf(begun.liveId)).length === 1);
    const reasonOf = async () => (await app.stores.lives.find(begun.liveId))?.live.ended?.reason;
    await eventually('it is on record', async () => (await reasonOf()) === 'abnormal');
    const stateOf = async () => (await app.call('GET', `/broadcasts/${begun.liveId}`)).body.state;
    await eventually('it is over for everybody', async () => (await stateOf()) === 'reporting');
  });
});
