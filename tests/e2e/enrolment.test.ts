/** From a freshly flashed board to sound, over mutual TLS, with the real programs. */
import type { DeviceBody } from '@loa-lang/schemas/http/clusters';
import { readLabel } from '@loa-lang/schemas/sealing/device-code';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { eventually, sleep } from '../support/eventually.ts';
import { TlsWorld } from '../support/world/tls-world.ts';

const PATIENCE_MS = 240_000;

let world: TlsWorld;
beforeAll(async () => {
  world = await TlsWorld.make(4);
}, PATIENCE_MS);
afterEach(() => world.switchOff());
afterAll(() => world.stop(), PATIENCE_MS);

it(
  'a new board waits under its code, is bound by its label, and holds the plan of its cluster',
  async () => {
    const { api, place } = world;
    const [clusterId = ''] = place.clusterIds;
    const board = await world.board('board-1');
    const label = await board.label();
    const listed = await api.get<{ enrolments: { code: string; fingerprint: string }[] }>('/enrolments');
    const shown = listed.enrolments.map(({ code, fingerprint }) => `LOA:${code}:${fingerprint}`.replaceAll('-', ''));
    expect(shown).toEqual([label]);
    const device = await world.bind(label, clusterId);
    await board.untilReady();
    expect((await board.status())?.held.plans).toHaveProperty(place.hamletId);
    await eventually('it is shown as online', async () => {
      const cluster = await world.cluster(clusterId);
      return cluster.online && cluster.deviceId === device.id;
    });
    // the next start asks nobody
    await board.stop();
    board.start();
    await board.untilReady();
  },
  PATIENCE_MS,
);

it(
  'a cold boot in 1970 enrols, connects, gets the time and plays',
  async () => {
    const { place } = world;
    const [, clusterId = ''] = place.clusterIds;
    // the kernel's clock of a board without a battery
    const through = ['faketime', '-f', '@1970-01-01 00:00:05'];
    await world.enrolled('board-1970', clusterId, { through });
    await world.untilPlayed(clusterId);
  },
  PATIENCE_MS,
);

it(
  'hardware is replaced in one act: the spare takes over settings and plan, the old board is shut out, history goes on',
  async () => {
    const { api, place } = world;
    const [, , clusterId = ''] = place.clusterIds;
    const { board: old, device: first } = await world.enrolled('board-old', clusterId);
    const spare = await world.board('board-spare');
    const { device } = await api.post<{ device: DeviceBody }>(`/clusters/${clusterId}/replacement`, {
      label: await spare.label(),
    });
    await spare.untilReady();
    expect(await world.cluster(clusterId)).toMatchObject({ deviceId: device.id, name: 'Cụm 3' });
    expect((await spare.status())?.held.plans).toHaveProperty(place.hamletId);
    expect((await api.get<DeviceBody>(`/devices/${first.id}`)).revokedAt).toBeDefined();
    await eventually('the old one is cut off', async () => (await old.status())?.connected === false);
    await old.stop();
    old.start();
    await eventually('the old one is at work again', async () => (await old.status()) !== undefined);
    await sleep(3000);
    expect((await old.status())?.connected).toBe(false);
    expect(await world.incidents('forged-message')).toEqual([]);
  },
  PATIENCE_MS,
);

it(
  'whoever claims the code of another is not taken for it',
  async () => {
    const { api, place } = world;
    const [, , , clusterId = ''] = place.clusterIds;
    const board = await world.board('board-4');
    const label = await board.label();
    const { code = '' } = readLabel(label) ?? {};
    const impostor = await world.board('impostor', { config: { code } });
    const claimed = readLabel(await impostor.label());
    expect(claimed?.code).toBe(code);
    const { enrolments } = await api.get<{ enrolments: { contested: boolean }[] }>(`/enrolments?label=${code}`);
    expect(enrolments.map(({ contested }) => contested)).toEqual([true, true]);
    await expect(api.post('/enrolments/bind', { label: code, clusterId })).rejects.toMatchObject({
      code: 'fingerprint-needed',
    });
    await expect(
      api.post('/enrolments/bind', { label: `LOA:${code}:${'0'.repeat(16)}`, clusterId }),
    ).rejects.toMatchObject({ code: 'fingerprint-differs' });
    await world.bind(label, clusterId);
    await board.untilReady();
    expect((await impostor.status())?.enrolment?.state).toBe('waiting');
  },
  PATIENCE_MS,
);
