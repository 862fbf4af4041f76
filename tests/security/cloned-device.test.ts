/** The card of a board, copied: the clone is noticed within a minute and named, and the original keeps playing. */

import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { TlsWorld } from '../support/world/tls-world.ts';

const PATIENCE_MS = 240_000;
const NOTICED_WITHIN_MS = 60_000;

let world: TlsWorld;
beforeAll(async () => {
  world = await TlsWorld.make(2);
}, PATIENCE_MS);
afterEach(() => world.switchOff());
afterAll(() => world.stop(), PATIENCE_MS);

it(
  'in another box',
  async () => {
    const [clusterId = ''] = world.place.clusterIds;
    const { board, device } = await world.enrolled('board-1', clusterId);
    const clone = await world.copyOf(board, 'clone-1', 'another-box');
    clone.start();
    await eventually('it is noticed', async () => (await world.incidents('clone')).length > 0, NOTICED_WITHIN_MS);
    expect(await world.incidents('clone')).toMatchObject([
      { subject: device.id, cluster: { id: clusterId, code: 'C1', name: 'Cụm 1' } },
    ]);
    await world.untilPlayed(clusterId);
    expect((await board.status())?.connected).toBe(true);
    expect(await clone.status()).toMatchObject({ connected: false, time: { trust: 'none' } });
  },
  PATIENCE_MS,
);

it(
  'in a box that says it is the same one',
  async () => {
    const [, clusterId = ''] = world.place.clusterIds;
    const { board, device } = await world.enrolled('board-2', clusterId);
    const clone = await world.copyOf(board, 'clone-2', 'board-2');
    clone.start();
    const noticed = async () => (await world.incidents('clone')).some(({ subject }) => subject === device.id);
    await eventually('it is noticed', noticed, NOTICED_WITHIN_MS);
    await clone.stop();
    await board.untilReady(90_000);
    await world.untilPlayed(clusterId);
  },
  PATIENCE_MS,
);
