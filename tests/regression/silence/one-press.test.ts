/**
 * 156 sirens, 95 minutes to silence them (Dallas, 4/2017): one press silences everything, whatever is broken on the
 * server, and latches for units that return later. Real controller, real PostgreSQL, real agents.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SilenceDoneBody } from '@loa-lang/schemas/http/silence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiError } from '#deploy/demo/api';
import { eventually, sleep } from '../../support/eventually.ts';
import { makeTextBulletin, planBroadcast, type ReadyBulletin } from '../../support/world/bulletins.ts';
import { freezeDatabase, killDatabase } from '../../support/world/database-process.ts';
import { queryEmbedded } from '../../support/world/embedded-database.ts';
import { World } from '../../support/world/world.ts';

const CLUSTERS = 6;
const PATIENCE_MS = 240_000;
const TEXT = Array.from({ length: 12 }, (_, at) => `Câu thứ ${at + 1} của bản tin dài để có cái mà dừng.`).join(' ');

/** A call ends within 3 s; the rest is room for a busy machine. What takes longer hangs. */
const HANGS_MS = 6_000;
const answered = <T>(work: Promise<T>): Promise<T> =>
  Promise.race([work, sleep(HANGS_MS).then(() => Promise.reject(new Error('hangs')))]);
const codeOf = (work: Promise<unknown>): Promise<string> =>
  answered(work).then(
    () => 'done',
    (error) => (error instanceof ApiError ? error.code : String(error)),
  );

describe('one press', () => {
  let world: World;
  let bulletin: ReadyBulletin;
  const dataDir = () => join(world.folder, 'controller');
  const areaId = () => world.commune.communeId;
  const sounding = () => world.statuses.filter(({ playing }) => playing.length > 0).length;
  const press = (reason: string) => answered(world.api.post<SilenceDoneBody>('/silence', { areaId: areaId(), reason }));
  const lift = (id: string) => answered(world.api.post<SilenceDoneBody>(`/silence/${id}/lift`, {}));
  const list = () => world.api.get<{ open: SilenceDoneBody['silence'][] }>('/silence');
  const stored = () =>
    queryEmbedded<{ id: string; lifted: boolean }>(
      dataDir(),
      'SELECT id, lifted_at IS NOT NULL AS lifted FROM silence_latch ORDER BY since',
    );

  beforeAll(async () => {
    world = await World.make({ hamlets: 2, clusters: CLUSTERS });
    // one of them returns later
    await world.startFleet(world.commune.devices.slice(1));
    await world.untilReady(CLUSTERS - 1);
    bulletin = await makeTextBulletin(world.api, areaId(), TEXT, { keep: true });
    await world.untilAgents(CLUSTERS - 1, ({ audio }) => audio.complete >= 1 && audio.missing.length === 0, 60_000);
  }, PATIENCE_MS);
  afterAll(() => world?.stop(), PATIENCE_MS);

  const soundEverywhere = async () => {
    await planBroadcast(world.api, {
      bulletinIds: [bulletin.id],
      targets: { areaIds: [areaId()] },
      start: 'now',
      endsAt: new Date(Date.now() + 600_000).toISOString(),
      repeat: {
        everyMs: Math.ceil(bulletin.audio.durationMs) + 1000,
        until: new Date(Date.now() + 500_000).toISOString(),
      },
    });
    await eventually('all sound', () => sounding() === CLUSTERS - 1, 60_000);
  };

  it(
    'silences all, is confirmed by each device, and holds for one that returns later',
    async () => {
      await soundEverywhere();
      const done = await press('Loa phát nhầm');
      expect(done).toMatchObject({ durable: true, plans: [{ sent: true }] });
      await eventually('silent', () => sounding() === 0);
      await eventually('confirmed', async () => (await list()).open[0]?.confirmed === CLUSTERS - 1, 60_000);
      expect((await list()).open[0]?.clusters.filter(({ state }) => state === 'unconfirmed')).toHaveLength(1);

      const [late] = world.commune.devices;
      if (late === undefined) throw new Error('no device');
      await world.startFleet([late]);
      await world.untilReady(CLUSTERS);
      await eventually('the late one too', async () => (await list()).open[0]?.confirmed === CLUSTERS, 60_000);
      await sleep(3000);
      expect(sounding()).toBe(0);
      await lift(done.silence.id);
    },
    PATIENCE_MS,
  );

  it(
    'with PostgreSQL frozen: silent all the same, stop and emergency say at once that they cannot; adopted on its return',
    async () => {
      await eventually('sounding again', () => sounding() === CLUSTERS, 120_000);
      const thaw = await freezeDatabase(dataDir());
      try {
        const [done, stop, emergency, plain] = await Promise.all([
          press('Cơ sở dữ liệu treo'),
          codeOf(world.api.post('/stop', { areaId: areaId() })),
          codeOf(world.api.post('/emergencies', { bulletinId: bulletin.id, targets: { areaIds: [areaId()] } })),
          codeOf(
            world.api.post('/broadcasts', { bulletins: [{ bulletinId: bulletin.id }], targets: {}, start: 'now' }),
          ),
        ]);
        expect(done).toMatchObject({ stored: false, durable: true, plans: [{ sent: true }] });
        expect(done.notices.map(({ code }) => code)).toContain('silence-not-stored');
        expect([stop, emergency, plain]).toEqual(['stop-unavailable', 'emergency-unavailable', 'database-unavailable']);
        await eventually('silent', () => sounding() === 0);
        expect((await answered(list())).open.map(({ id }) => id)).toEqual([done.silence.id]);
        // pressed once more it is the same silence
        expect((await press('bấm lại')).silence.id).toBe(done.silence.id);
      } finally {
        thaw();
      }
      await eventually('stored', async () => (await stored()).some(({ lifted }) => !lifted), 60_000);
      await eventually('confirmed', async () => (await list()).open[0]?.confirmed === CLUSTERS, 90_000);
      expect((await stored()).filter(({ lifted }) => !lifted)).toHaveLength(1);
      await sleep(3000);
      expect(sounding()).toBe(0);
      const [open] = (await list()).open;
      await lift(open?.id ?? '');
      // as if nothing had happened
      await eventually('sounding again', () => sounding() === CLUSTERS, 120_000);
    },
    PATIENCE_MS,
  );

  it(
    'with PostgreSQL dead and the controller killed right after the press: silent before, meanwhile and afterwards',
    async () => {
      const thaw = await freezeDatabase(dataDir());
      const done = await press('Mất điện máy chủ').finally(() => undefined);
      expect(done.stored).toBe(false);
      await eventually('silent', () => sounding() === 0);
      await killDatabase(dataDir());
      await world.killController();
      thaw();
      world.controller = await world.controller.restart();
      await world.untilReady(CLUSTERS, 180_000);
      expect((await stored()).filter(({ lifted }) => !lifted)).toMatchObject([{ id: done.silence.id }]);
      expect((await list()).open.map(({ id }) => id)).toEqual([done.silence.id]);
      await sleep(3000);
      expect(sounding()).toBe(0);
      await eventually('confirmed', async () => (await list()).open[0]?.confirmed === CLUSTERS, 90_000);
      // no epoch was opened for it
      const [row] = await queryEmbedded<{ epoch: string }>(dataDir(), 'SELECT epoch::text FROM deployment');
      expect(row?.epoch).toBe('1');
      await lift(done.silence.id);
      await eventually('sounding again', () => sounding() === CLUSTERS, 120_000);
    },
    PATIENCE_MS,
  );

  it(
    'when the devices alone remember it: controller, broker and file are gone',
    async () => {
      const thaw = await freezeDatabase(dataDir());
      const done = await press('Chỉ loa còn nhớ');
      await eventually('silent', () => sounding() === 0);
      await eventually('all hold it', () =>
        world.statuses.every(({ held }) => (held.plans[areaId()]?.revision ?? 0) > 2 ** 20),
      );
      await world.killController();
      thaw();
      await rm(join(dataDir(), 'silence.jsonl'));
      world.controller = await world.controller.restart();
      await eventually('adopted', async () => (await stored()).some(({ id }) => id === done.silence.id), 180_000);
      await world.untilReady(CLUSTERS, 180_000);
      await eventually('confirmed', async () => (await list()).open[0]?.confirmed === CLUSTERS, 90_000);
      await sleep(2000);
      expect(sounding()).toBe(0);
      const [row] = await queryEmbedded<{ epoch: string }>(dataDir(), 'SELECT epoch::text FROM deployment');
      expect(row?.epoch).toBe('1');
    },
    PATIENCE_MS,
  );
});
