/** Complaints of villagers over HTTP: taken, counted together, seen to, answered; and what nobody else learns. */
import { STATION } from '@loa-lang/controller/domain/people/person';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { addCommune, type HttpApp, startHttpApp } from '../../support/http-app.ts';
import { person, signedIn } from '../../support/people.ts';

const HOUR = 3600_000;
const DAY = 24 * HOUR;
/** A Friday afternoon. */
const NOW = Date.parse('2026-12-11T15:00:00+07:00');

let databases: TestDatabases;
let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
let code: string;
let sender = 0;
beforeAll(async () => {
  databases = await startTestDatabases();
  app = await startHttpApp(await databases.fresh());
  commune = await addCommune(app);
  const areaIds = [commune.communeId];
  await app.putPeople([
    person('tho', 'Phạm Thị Thợ', ['technician'], { areaIds }),
    person('can-bo', 'Nguyễn Cán Bộ', ['officer'], { areaIds }),
    person('xem', 'Người Xem', ['viewer'], { areaIds }),
    person('truong-thon', 'Trưởng thôn', ['hamlet-head'], { areaIds: [commune.hamletIds[0] ?? ''] }),
  ]);
  const made = await ask('tho', 'POST', `/clusters/${commune.clusterIds[0]}/public-code`);
  expect(made.status).toBe(201);
  code = made.body.code;
}, 60_000);
afterAll(async () => {
  await app?.stop();
  await databases.stop();
});
beforeEach(async () => {
  app.setNow(NOW);
  await app.database.complaint.deleteMany();
  await app.database.incident.deleteMany();
});

const ask = (id: string, method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown) =>
  app.call(method, path, body, signedIn(id));

/** Each from another house, unless said otherwise. */
async function complain(body: object, from = `10.${(sender >> 8) & 255}.${sender & 255}.7`) {
  sender += 1;
  const answer = await app.server.inject({
    method: 'POST',
    url: '/api/v1/public/complaints',
    headers: { host: 'localhost' },
    remoteAddress: from,
    payload: { code, kind: 'nothing-heard', ...body },
  });
  return { status: answer.statusCode, body: answer.json() };
}
const stateOf = (token: string) => app.call('GET', `/public/complaints/${token}`);
const incidents = () => app.stores.incidents.openOf(['complaint-fault', 'complaint-content']);

describe('a villager', () => {
  it('complains by the code on the pole, however it is typed, and reads the answer by the token', async () => {
    const typed = `${code.slice(0, 5).toLowerCase()}-${code.slice(5)}`;
    const { status, body } = await complain({ code: typed, told: 'Hai hôm nay im lặng', contact: '0912 345 678' });
    expect([status, body.dueAt]).toEqual([201, '2026-12-14T17:00:00+07:00']);
    const before = await stateOf(body.token);
    expect(before.body).toEqual({
      reference: expect.stringMatching(/^PA-[0-9A-F]{6}$/),
      ...{ state: 'new', kind: 'nothing-heard', at: '2026-12-11T15:00:00+07:00', dueAt: '2026-12-14T17:00:00+07:00' },
      words: { vi: 'Không nghe thấy gì', en: 'Nothing is heard' },
    });
    const [row] = (await ask('tho', 'GET', '/complaints')).body.complaints;
    await ask('tho', 'PATCH', `/complaints/${row.id}`, { internalNote: 'Cháy củ loa, nhà ông Ba báo' });
    const notes = ['một', 'hai', 'ba', 'bốn'];
    await Promise.all(notes.map((internalNote) => ask('tho', 'PATCH', `/complaints/${row.id}`, { internalNote })));
    expect((await ask('tho', 'GET', `/complaints/${row.id}`)).body.notes).toHaveLength(1 + notes.length);
    await ask('tho', 'PUT', `/complaints/${row.id}/answer`, { answer: 'Đã thay củ loa sáng 12/12.' });
    const after = (await stateOf(body.token)).body;
    expect(after).toMatchObject({ state: 'answered', answer: 'Đã thay củ loa sáng 12/12.' });
    expect(JSON.stringify(after)).not.toMatch(/ông Ba|0912|Thợ/);
  });

  it.each([
    [{ code: 'ZZZZZZZZZZ' }, 404, 'complaint-code-unknown'],
    [{ code: 'x' }, 400, 'bad-request'],
    [{ kind: 'whatever' }, 400, 'bad-request'],
    [{ told: 'x'.repeat(1001) }, 400, 'bad-request'],
    [{ told: 'x', owner: 'officer' }, 400, 'bad-request'],
  ])('is told what is wrong with %j', async (body, status, said) => {
    const answer = await complain(body);
    expect([answer.status, answer.body.code]).toEqual([status, said]);
    expect(await app.database.complaint.count()).toBe(0);
  });

  it('cannot guess what others were told', async () => {
    const { body } = await complain({});
    for (const token of [`${body.token.slice(0, -1)}${body.token.endsWith('A') ? 'B' : 'A'}`, 'A'.repeat(43)])
      expect((await stateOf(token)).body.code).toBe('complaint-unknown');
  });

  it('who sends again and again is not heard, nor are many about one pole; others are', async () => {
    const one = [];
    for (let count = 0; count < 14; count++) one.push((await complain({}, '192.0.2.9')).status);
    expect(one.filter((status) => status === 201).length).toBe(12);
    expect(one.at(-1)).toBe(429);
    const second = await ask('tho', 'POST', `/clusters/${commune.clusterIds[1]}/public-code`);
    const other = { code: second.body.code };
    const many = [];
    for (let count = 0; count < 32; count++) many.push((await complain({ ...other, kind: 'too-loud' })).status);
    expect(many.filter((status) => status === 201).length).toBe(30);
    const third = await ask('tho', 'POST', `/clusters/${commune.clusterIds[2]}/public-code`);
    expect((await complain({ code: third.body.code })).status).toBe(201);
  });

  it('finds the old code dead when there is a new one', async () => {
    const path = `/clusters/${commune.clusterIds[2]}/public-code`;
    const old = (await ask('tho', 'POST', path)).body.code;
    const fresh = (await ask('tho', 'POST', path)).body.code;
    expect((await ask('xem', 'GET', path)).body.code).toBe(fresh);
    expect((await complain({ code: old })).body.code).toBe('complaint-code-unknown');
    expect((await complain({ code: fresh })).status).toBe(201);
  });
});

describe('whoever takes one down', () => {
  it('names a commune, a hamlet or a cluster, which belong together', async () => {
    const { communeId, provinceId, hamletIds, clusterIds } = commune;
    const told = { kind: 'too-loud', told: 'Nghe kể', source: 'hotline' };
    const take = async (where: object) =>
      (await app.call('POST', '/complaints', { ...where, ...told }, signedIn('can-bo'))).status;
    expect(await take({ communeId })).toBe(201);
    expect(await take({ hamletId: hamletIds[2] })).toBe(201);
    expect(await take({ clusterId: clusterIds[0] })).toBe(201);
    // heard in the hamlet beside its own
    expect(await take({ clusterId: clusterIds[0], hamletId: hamletIds[1] })).toBe(201);
    const places = (await ask('can-bo', 'GET', '/complaints')).body.complaints;
    expect(places.map(({ hamletId = 'xa' }: { hamletId?: string }) => hamletId).sort()).toEqual(
      ['xa', hamletIds[2], hamletIds[0], hamletIds[1]].sort(),
    );
    expect(await take({})).toBe(403);
    const odd = { hamletId: communeId, ...told } as never;
    await expect(app.telling.complaints.takeDown(odd, STATION)).rejects.toThrow('complaint-place-wrong');
    await expect(app.telling.complaints.takeDown(told as never, STATION)).rejects.toThrow('complaint-place-wrong');
    const above = { communeId: provinceId, ...told } as never;
    await expect(app.telling.complaints.takeDown(above, STATION)).rejects.toThrow('complaint-place-wrong');
  });
});

describe('the same of one place', () => {
  const report = (kind: string, clusterId = commune.clusterIds[0]) =>
    ask('can-bo', 'POST', '/complaints', {
      ...{ communeId: commune.communeId, clusterId, kind, told: 'Nghe kể', source: 'hotline' },
    });

  it('soon after is counted together, also when it comes at once; later, or of another kind, it is another', async () => {
    await Promise.all([report('nothing-heard'), report('nothing-heard'), report('nothing-heard')]);
    app.setNow(NOW + 5 * HOUR);
    await report('nothing-heard');
    await report('too-loud');
    app.setNow(NOW + 12 * HOUR);
    await report('nothing-heard');
    const { complaints } = (await ask('can-bo', 'GET', '/complaints')).body;
    const counts = complaints.map(({ kind, count }: { kind: string; count: number }) => `${kind} ${count}`).sort();
    expect(counts).toEqual(['nothing-heard 1', 'nothing-heard 4', 'too-loud 1']);
  });

  it('is one incident for as long as something of it is open', async () => {
    await report('nothing-heard');
    await report('unclear');
    await report('too-early');
    const [pole] = commune.clusterIds;
    expect((await incidents()).toSorted((a, b) => a.kind.localeCompare(b.kind))).toEqual([
      { kind: 'complaint-content', subject: pole, detail: 'Phát quá sớm (1 phản ánh); hạn trả lời 16/12 17:00' },
      {
        ...{ kind: 'complaint-fault', subject: pole },
        detail: 'Không nghe thấy gì (1 phản ánh); Rè, hú hoặc không rõ lời (1 phản ánh); hạn trả lời 14/12 17:00',
      },
    ]);
    const { complaints } = (await ask('tho', 'GET', '/complaints?owner=technician')).body;
    expect(complaints.length).toBe(2);
    await ask('tho', 'PUT', `/complaints/${complaints[0].id}/answer`, { answer: 'Xong' });
    expect((await incidents()).length).toBe(2);
    await ask('tho', 'PATCH', `/complaints/${complaints[1].id}`, { state: 'closed' });
    expect((await incidents()).map(({ kind }) => kind)).toEqual(['complaint-content']);
  });

  it('handed over it has the other’s time, and its incident goes along', async () => {
    await report('too-quiet');
    const [{ id }] = (await ask('tho', 'GET', '/complaints')).body.complaints;
    const handed = await ask('tho', 'PATCH', `/complaints/${id}`, { owner: 'officer' });
    expect(handed.body).toMatchObject({ owner: 'officer', dueAt: '2026-12-16T17:00:00+07:00' });
    expect((await incidents()).map(({ kind }) => kind)).toEqual(['complaint-content']);
    await ask('can-bo', 'PATCH', `/complaints/${id}`, { state: 'closed' });
    const late = await ask('can-bo', 'PUT', `/complaints/${id}/answer`, { answer: 'Muộn' });
    expect([late.status, late.body.code]).toEqual([409, 'complaint-closed']);
  });

  it('keeps what several people note in the same moment', async () => {
    await report('unclear');
    const [{ id }] = (await ask('tho', 'GET', '/complaints')).body.complaints;
    const notes = ['một', 'hai', 'ba', 'bốn'].map((internalNote) =>
      ask('tho', 'PATCH', `/complaints/${id}`, { internalNote }),
    );
    expect((await Promise.all(notes)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await ask('tho', 'GET', `/complaints/${id}`)).body.notes.length).toBe(4);
  });

  it('overdue is said once, in the history of its incident', async () => {
    await report('nothing-heard');
    const escalated = () => app.database.incidentEventRow.count({ where: { event: 'escalated' } });
    app.setNow(NOW + 3 * DAY + 2 * HOUR - 1);
    await app.telling.complaintUpkeep.look();
    expect(await escalated()).toBe(0);
    app.setNow(NOW + 3 * DAY + 2 * HOUR);
    await app.telling.complaintUpkeep.look();
    await app.telling.complaintUpkeep.look();
    expect(await escalated()).toBe(1);
    const [row] = (await ask('tho', 'GET', '/complaints')).body.complaints;
    expect(row.overdue).toBe(true);
  });
});

describe('who villagers are and what they said', () => {
  const told = { told: 'Nhà bà Bốn ở cuối ngõ', contact: 'bà Bốn 0987654321' };

  it('is known to those who see to it, kept sealed, and erased half a year after', async () => {
    await complain(told);
    const [{ id }] = (await ask('tho', 'GET', '/complaints')).body.complaints;
    const detail = await ask('tho', 'GET', `/complaints/${id}`);
    expect(detail.body.reports).toEqual([
      { at: '2026-12-11T15:00:00+07:00', source: 'villager', told: told.told, contact: told.contact },
    ]);
    const [stored] = await app.database.complaintReport.findMany();
    expect(stored?.contact).toMatch(/^loa1\./);
    await ask('tho', 'PUT', `/complaints/${id}/answer`, { answer: 'Đã sửa' });
    app.setNow(NOW + 181 * DAY);
    await app.telling.complaintUpkeep.look();
    expect(await app.database.complaintReport.count({ where: { contact: null } })).toBe(0);
    app.setNow(NOW + 183 * DAY);
    await app.telling.complaintUpkeep.look();
    const later = await ask('tho', 'GET', `/complaints/${id}`);
    expect(later.body.reports[0]).not.toHaveProperty('contact');
  });

  it('stands in no list, no incident and no audit log, and is told to nobody else', async () => {
    await ask('can-bo', 'POST', '/complaints', {
      ...{ communeId: commune.communeId, hamletId: commune.hamletIds[0], kind: 'wrong-content', source: 'officer' },
      ...told,
    });
    const list = await ask('can-bo', 'GET', '/complaints');
    const audit = await ask('tho', 'GET', '/audit?limit=200');
    const seen = [
      list.body,
      audit.body,
      await app.database.incident.findMany(),
      await app.database.incidentEventRow.findMany(),
    ];
    const json = JSON.stringify(seen, (_, value) => (typeof value === 'bigint' ? String(value) : value));
    expect(json).not.toMatch(/Bốn|0987654321/);
    expect(JSON.stringify(audit.body)).toContain('POST /complaints');
    const [{ id }] = list.body.complaints;
    for (const who of ['xem', 'truong-thon'])
      for (const path of ['/complaints', `/complaints/${id}`]) expect((await ask(who, 'GET', path)).status).toBe(403);
  });
});

describe('a measured level', () => {
  const reading = (more: object = {}) => ({
    ...{ clusterId: commune.clusterIds[0], at: '2026-12-11T05:10:00+07:00', levelDba: 74.3, distanceM: 12.5 },
    ...{ place: 'Trước cổng nhà số 5', conditions: 'lặng gió', instrument: 'máy đo loại 2, kiểm định 03/2026' },
    ...more,
  });

  it('is noted with where, how and by whom, listed by its date, and removed, never changed', async () => {
    const first = await ask('tho', 'POST', '/sound-readings', reading());
    expect([first.status, first.body]).toEqual([
      201,
      expect.objectContaining({ levelDba: 74.3, takenBy: 'Phạm Thị Thợ' }),
    ]);
    await ask('tho', 'POST', '/sound-readings', reading({ at: '2026-12-01T05:10:00+07:00', levelDba: 80 }));
    const list = async (query = '') =>
      (await ask('xem', 'GET', `/sound-readings${query}`)).body.readings.map(
        (each: { levelDba: number }) => each.levelDba,
      );
    expect(await list()).toEqual([74.3, 80]);
    expect(await list(`?clusterId=${commune.clusterIds[1]}`)).toEqual([]);
    const page = (await ask('xem', 'GET', '/sound-readings?limit=1')).body;
    expect(await list(`?limit=1&before=${page.next}`)).toEqual([80]);
    expect((await ask('tho', 'DELETE', `/sound-readings/${first.body.id}`)).status).toBe(200);
    expect(await list()).toEqual([80]);
    expect((await ask('tho', 'GET', `/sound-readings/${first.body.id}`)).body.code).toBe('sound-reading-unknown');
    expect((await ask('xem', 'POST', '/sound-readings', reading())).status).toBe(403);
    const odd = await ask('tho', 'POST', '/sound-readings', reading({ levelDba: 200 }));
    expect([odd.status, odd.body.code]).toEqual([400, 'bad-request']);
  });
});
