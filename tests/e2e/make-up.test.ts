/** A pole without power misses a broadcast; when it is back the make-up sounds there, and nowhere else. */
import type { BroadcastBody } from '@loa-lang/schemas/http/broadcasts';
import type { MakeUpBody } from '@loa-lang/schemas/http/make-ups';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectWhole } from '../support/audio/expect-sound.ts';
import { eventually, sleep } from '../support/eventually.ts';
import type { MadeDevice } from '../support/world/commune.ts';
import {
  coverageOf,
  planSounding,
  rulerBulletin,
  type SoundingBroadcast,
  soundedBy,
  sounding,
  untilCovered,
} from '../support/world/sounding.ts';
import { World } from '../support/world/world.ts';

const PATIENCE_MS = 400_000;

let world: World;
beforeAll(async () => {
  world = await World.make({ hamlets: 1, clusters: 3, householdsPerHamlet: 100, servedPerHamlet: 90 });
}, PATIENCE_MS);
afterAll(() => world?.stop(), PATIENCE_MS);

const at = (index: number): MadeDevice => world.commune.devices[index] as MadeDevice;

it('reaches just who missed it', { timeout: PATIENCE_MS }, async () => {
  const { api, commune } = world;
  await world.startFleet([at(0), at(1)], sounding(world));
  const dark = await world.startFleet([at(2)], sounding(world));
  await world.untilReady();
  const sound = await rulerBulletin(world, 3, 16);
  const missed = await planSounding(world, sound, 8000, { targets: { areaIds: [commune.hamletIds[0] as string] } });
  await dark.kill();
  const offer = () => api.get<MakeUpBody>(`/broadcasts/${missed.id}/make-up`);
  await sleep(missed.endsAtMs + 3000 - Date.now());
  // it may have played by itself: nothing is given to it before it has accounted for that
  expect(await offer()).toMatchObject({ possible: false, problem: { code: 'make-up-not-settled' } });
  await world.startFleet([at(2)], sounding(world));
  const states = (await untilCovered(world, missed, 120_000)).clusters.map((each) => each.state);
  expect(states.sort()).toEqual(['missed', 'reached', 'reached']);
  await eventually('the make-up is possible', async () => (await offer()).possible, 150_000);
  expect((await offer()).twice.map((each) => each.id).sort()).toEqual([at(0).clusterId, at(1).clusterId].sort());

  const press = () => api.post<{ broadcast: BroadcastBody }>(`/broadcasts/${missed.id}/make-up`, { start: 'now' });
  const [{ broadcast: body }, second] = await Promise.all([press(), press()]);
  expect(second.broadcast.id).toBe(body.id);
  expect(await untilCovered(world, body)).toMatchObject({ clustersReached: 1, clustersTotal: 1 });
  // "now" begins as soon as the audio is known to be there
  const { startAt, endsAt } = await api.get<BroadcastBody>(`/broadcasts/${body.id}`);
  const times = { startAtMs: Date.parse(startAt), endsAtMs: Date.parse(endsAt) };
  const again: SoundingBroadcast = { id: body.id, body, content: sound.content, ...times };
  expectWhole('the pole that was dark', soundedBy(world, at(2), again), again);
  for (const index of [0, 1]) expect(soundedBy(world, at(index), again).windows, `cluster ${index}`).toEqual([]);
  expect(await coverageOf(world, missed)).toMatchObject({
    clustersReached: 2,
    afterMakeUp: { clustersReached: 3, clustersTotal: 3, householdsReached: 90 },
  });
  await expect(press()).rejects.toMatchObject({ code: 'make-up-all-reached' });
});
