/** Speaking live, over real connections: frames come in, packets go out, states are told, and it ends as it should. */
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { appForEachTest } from '../../support/app-for-each-test.ts';
import { eventually, sleep } from '../../support/eventually.ts';
import { addCommune, type HttpApp } from '../../support/http-app.ts';
import { opusFrame, Speaker } from '../../support/live/speaker.ts';

let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
let port: number;

appForEachTest(async (fresh) => {
  app = fresh;
  commune = await addCommune(app);
  await app.server.listen({ host: '127.0.0.1', port: 0 });
  port = (app.server.server.address() as AddressInfo).port;
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
    expect(begun).toMatchObject({ state: 'ready', clusters: 3, households: 240, delayMs: 300, chime: false });
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
});
