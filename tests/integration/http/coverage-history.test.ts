import { describe, expect, it } from 'vitest';
import { appForFile } from '../../support/app-for-each-test.ts';
import { addCommune, addReadyBulletin, type HttpApp } from '../../support/http-app.ts';

const MINUTE = 60_000;
const NOON = Date.parse('2026-11-01T12:00:00+07:00');

let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
let bulletinId: string;
appForFile(async (fresh) => {
  app = fresh;
  app.setNow(NOON);
  commune = await addCommune(app);
  bulletinId = await addReadyBulletin(app, commune.communeId, MINUTE, 'a', { title: 'Tin chiều' });
});

async function plan(day: number): Promise<{ id: string; startAt: number }> {
  const start = `2026-11-${String(day).padStart(2, '0')}T17:00:00+07:00`;
  const targets = { areaIds: [commune.communeId] };
  const made = await app.call('POST', '/broadcasts', { bulletins: [{ bulletinId }], targets, start });
  return { id: made.body.broadcast.id, startAt: Date.parse(start) };
}

async function receive(
  { id, startAt }: { id: string; startAt: number },
  index: number,
  playedMs: number,
  reason?: string,
) {
  const clusterId = commune.clusterIds[index] as string;
  const state = playedMs === 0 ? 'missed' : 'finished';
  const head = { broadcastId: id, version: 1, run: 1, state, outputLevelDbfs: -20, startedAt: startAt };
  const items = [{ index: 0, part: 0, playedMs }];
  const body = { ...head, kind: 'receipt', items, endedAt: startAt + playedMs, ...(reason && { reason }) };
  const row = { broadcastId: id, clusterId, run: 1, version: 1, state, deviceId: 'd', storeId: 's', number: 1n };
  await app.database.receiptRow.create({ data: { ...row, body, receivedAt: new Date(startAt + playedMs) } });
}

const coverage = (query = '') => app.call('GET', `/coverage?areaId=${commune.communeId}${query}`);
const later = () => app.setNow(Date.parse('2026-11-10T08:00:00+07:00'));

describe('coverage over time', () => {
  it('counts households by day, hamlet and reason', async () => {
    const made = await plan(2);
    await receive(made, 0, MINUTE);
    await receive(made, 1, MINUTE);
    await receive(made, 2, 0, 'power-lost');
    later();
    const { body } = await coverage('&from=2026-11-01&to=2026-11-03');
    expect(body.days.map(({ broadcasts }: { broadcasts: number }) => broadcasts)).toEqual([0, 1, 0]);
    expect(body).toMatchObject({ broadcasts: 1, householdsMeant: 240, householdsReached: 120, pending: 0 });
    expect(body.reasons).toEqual([{ reason: 'power-lost', words: { vi: 'mất điện', en: 'power lost' }, clusters: 1 }]);
    expect(body.hamlets).toMatchObject([
      { name: 'Đồng Gai', shares: [null, 1, null], full: 1, householdsUnserved: 0 },
      { name: 'Ngoài', shares: [null, 0, null], none: 1, householdsUnserved: 40 },
      { name: 'Trại', shares: [null, 0, null], none: 1, householdsUnserved: 20 },
    ]);
  });

  it('names hamlets that are left out again and again, and why: a pole that does not play, none at all', async () => {
    for (const day of [2, 3, 4, 5, 6]) {
      const made = await plan(day);
      await receive(made, 0, MINUTE);
      await receive(made, 1, MINUTE);
      await receive(made, 2, 0, 'power-lost');
    }
    later();
    const { body } = await coverage('&from=2026-11-01&to=2026-11-09');
    const causesOf = (id: string | undefined) =>
      body.chronic.find(({ hamletId }: { hamletId: string }) => hamletId === id)?.causes;
    expect(causesOf(commune.hamletIds[0])).toBeUndefined();
    expect(causesOf(commune.hamletIds[2])).toEqual([{ kind: 'unserved', households: 40 }]);
    expect(causesOf(commune.hamletIds[1])).toMatchObject([
      { kind: 'missed', clusterId: commune.clusterIds[2], code: '03', reason: 'power-lost', times: 5, of: 5 },
      { kind: 'unserved', households: 20 },
    ]);
    // four days say nothing of a habit
    expect((await coverage('&from=2026-11-03&to=2026-11-06')).body.chronic).toEqual([]);
  });

  it('tells of who lives by a pole that seldom plays, however well the hamlet does without it', async () => {
    for (const day of [2, 3, 4, 5, 6]) {
      const made = await plan(day);
      await receive(made, 0, MINUTE);
      await receive(made, 1, 0, 'power-lost');
      await receive(made, 2, MINUTE);
    }
    later();
    const { hamlets, chronic } = (await coverage('&from=2026-11-01&to=2026-11-09')).body;
    const [first] = commune.hamletIds;
    expect(hamlets.find(({ id }: { id: string }) => id === first)).toMatchObject({ householdsReached: 5 * 70 });
    expect(chronic.find(({ hamletId }: { hamletId: string }) => hamletId === first).causes).toMatchObject([
      { kind: 'missed', clusterId: commune.clusterIds[1], times: 5, of: 5 },
    ]);
  });

  it('counts what reports late as soon as it has reported', async () => {
    const made = await plan(2);
    await receive(made, 0, MINUTE);
    await receive(made, 1, MINUTE);
    later();
    const before = (await coverage()).body;
    await receive(made, 2, MINUTE);
    const after = (await coverage()).body;
    expect(before.reasons).toMatchObject([{ reason: 'no-report', clusters: 1 }]);
    expect(after.reasons).toEqual([]);
    expect([before.householdsReached, after.householdsReached]).toEqual([120, 180]);
  });

  it('counts nowhere what is awaited, cancelled before it began, or still to come', async () => {
    const cancelled = await plan(2);
    await app.call('POST', `/broadcasts/${cancelled.id}/cancel`, { reason: 'thử' });
    const running = await plan(3);
    await plan(20);
    app.setNow(running.startAt + 10_000);
    const { body } = await coverage('&from=2026-11-01&to=2026-11-30');
    expect([body.broadcasts, body.pending]).toEqual([0, 1]);
    app.setNow(running.startAt + 3600_000);
    const settled = (await coverage('&from=2026-11-01&to=2026-11-30')).body;
    expect([settled.broadcasts, settled.pending]).toEqual([1, 0]);
  });

  it('tells one hamlet only of itself', async () => {
    const made = await plan(2);
    await receive(made, 0, MINUTE);
    later();
    const { body } = await app.call('GET', `/coverage?areaId=${commune.hamletIds[0]}`);
    expect(body.hamlets.map(({ id }: { id: string }) => id)).toEqual([commune.hamletIds[0]]);
  });

  it('reckons a year at most, the last 30 days where nothing is said', async () => {
    expect((await coverage()).body.days).toHaveLength(30);
    expect((await coverage('&from=2025-11-02&to=2026-11-02')).body.days).toHaveLength(366);
    const long = await coverage('&from=2025-11-01&to=2026-11-02');
    expect([long.status, long.body.code]).toEqual([422, 'coverage-too-much']);
    expect((await coverage('&from=2026-11-31')).status).toBe(400);
  });
});
