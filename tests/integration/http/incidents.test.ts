/** What people see of incidents and do about them; maintenance; the technician's round. */
import { PostgresIncidentBook } from '@loa-lang/controller/adapters/postgres/incident-book';
import { PostgresIncidentLog } from '@loa-lang/controller/adapters/postgres/incident-log';
import { describe, expect, it } from 'vitest';
import { appForFile } from '../../support/app-for-each-test.ts';
import type { HttpApp } from '../../support/http-app.ts';
import { OFFICE, person, signedIn } from '../../support/people.ts';

const NOW = Date.parse('2026-03-02T07:00:00+07:00');
const HOUR = 3600_000;
const at = (hours: number) => new Date(NOW + hours * HOUR).toISOString();

let app: HttpApp;
let log: PostgresIncidentLog;
let book: PostgresIncidentBook;
appForFile(async (opened) => {
  app = opened;
  app.setNow(NOW);
  log = new PostgresIncidentLog(app.database);
  book = new PostgresIncidentBook(app.database);
  await populate();
  await app.putPeople([
    ...OFFICE,
    person('xa-khac', 'Kỹ thuật xã khác', ['technician'], { areaIds: ['xa-2'] }),
    person('truong-thon', 'Trưởng thôn Đông', ['hamlet-head'], { areaIds: ['dong'] }),
  ]);
});

/** Two hamlets; a cluster alone in the first, two in the second that serve the same households. */
async function populate() {
  const area = (id: string, kind: 'commune' | 'hamlet', parentId: string | null, households = 0) =>
    app.database.area.create({ data: { id, kind, parentId, households, name: `Tên ${id}`, searchName: id } });
  await area('xa', 'commune', null);
  await area('xa-2', 'commune', null);
  await area('dong', 'hamlet', 'xa', 100);
  await area('doai', 'hamlet', 'xa', 120);
  for (const [n, hamletId, households] of [
    [1, 'dong', 90],
    [2, 'doai', 110],
    [3, 'doai', 100],
  ] as const) {
    const cluster = { id: `cum-${n}`, hamletId, code: `C${n}`, name: `Cụm ${n}`, searchName: `cum ${n}` };
    const details = { SIM: `09000000${n}` };
    await app.database.cluster.create({
      data: { ...cluster, details, services: { create: [{ hamletId, households }] } },
    });
    await app.database.device.create({
      data: { id: `may-${n}`, clusterId: cluster.id, publicKey: `khoa-${n}`, online: true },
    });
  }
}

const as = (id: string, method: 'GET' | 'POST', path: string, body?: unknown) =>
  app.call(method, path, body, signedIn(id));
const list = async (query = '', who = 'ky-thuat') => (await as(who, 'GET', `/incidents${query}`)).body.incidents;
const one = async (kind: string) => (await list('?all=true')).find((each: { kind: string }) => each.kind === kind);

describe('an incident', () => {
  it('is acknowledged, assigned, noted, resolved and opened again; each leaves an event with who and when', async () => {
    await log.raise('device-offline', 'may-1', '07:00', NOW);
    const { id, ...opened } = await one('device-offline');
    expect(opened).toMatchObject({
      ...{ severity: 'critical', owner: 'technician', state: 'open', communeId: 'xa', cluster: { code: 'C1' } },
      ...{ openMs: 0, overdue: false, dueAt: '2026-03-02T11:00:00+07:00', expected: false, reopened: 0 },
    });
    app.setNow(NOW + HOUR);
    const step = (name: string, body: object = {}) => as('ky-thuat', 'POST', `/incidents/${id}/${name}`, body);
    expect((await step('acknowledge')).body.incident).toMatchObject({
      ...{ state: 'acknowledged', acknowledgedBy: { personId: 'ky-thuat' }, openMs: HOUR },
    });
    expect((await step('acknowledge')).status).toBe(200);
    expect((await step('reopen')).body.incident.state).toBe('open');
    expect((await step('reopen')).body.code).toBe('incident-not-to-reopen');
    expect((await step('assign', { personId: 'ai-do' })).body.code).toBe('person-unknown');
    expect((await step('assign', { personId: 'ky-thuat' })).body.incident.assignee.name).toBe('Phạm Kỹ Thuật');
    expect((await step('note', { text: '  ' })).status).toBe(400);
    expect((await step('note', { text: 'Đã gọi điện lực' })).status).toBe(200);
    expect((await step('resolve', { text: 'Thay SIM' })).body.incident).toMatchObject({
      ...{ state: 'resolved', resolvedBy: { personId: 'ky-thuat' } },
    });
    expect((await step('resolve')).body.code).toBe('incident-over');
    const { events } = (await step('reopen')).body;
    expect(events.map(({ event, text = '' }: { event: string; text?: string }) => [event, text])).toEqual([
      ['opened', '07:00'],
      ['acknowledged', ''],
      ['reopened', ''],
      ['assigned', 'Phạm Kỹ Thuật'],
      ['noted', 'Đã gọi điện lực'],
      ['resolved', 'Thay SIM'],
      ['reopened', ''],
    ]);
    expect(events[1]).toMatchObject({ by: { personId: 'ky-thuat' }, message: { vi: 'Đã nhận biết' } });
  });

  it('that is over by itself is not opened by hand; what came back under another id is not there twice', async () => {
    await log.raise('device-hot', 'may-1', '84 °C', NOW);
    const { id } = await one('device-hot');
    await log.clear('device-hot', 'may-1', NOW + 1000);
    expect((await as('ky-thuat', 'POST', `/incidents/${id}/reopen`, {})).body.code).toBe('incident-not-to-reopen');
    expect((await as('ky-thuat', 'POST', `/incidents/${id}/note`, { text: 'Đã lau quạt' })).status).toBe(200);
    await log.raise('door-open', 'may-1', '', NOW);
    const door = await one('door-open');
    await as('ky-thuat', 'POST', `/incidents/${door.id}/resolve`, {});
    // later than what would be the same fault again
    await log.raise('door-open', 'may-1', '', NOW + HOUR);
    expect((await as('ky-thuat', 'POST', `/incidents/${door.id}/reopen`, {})).body.code).toBe('incident-not-to-reopen');
  });

  it('is moved by whose it is: faults by technicians, content by officers', async () => {
    await log.raise('device-offline', 'may-1', '', NOW);
    await log.raise('slot-empty', 'xa', '', NOW);
    const [fault, content] = [await one('device-offline'), await one('slot-empty')];
    const tries = async (who: string, id: string) => (await as(who, 'POST', `/incidents/${id}/acknowledge`, {})).status;
    expect([await tries('hoa', fault.id), await tries('truong-thon', fault.id)]).toEqual([403, 403]);
    expect([await tries('ky-thuat', content.id), await tries('hoa', content.id)]).toEqual([403, 200]);
    expect([await tries('xa-khac', fault.id), await tries('ky-thuat', fault.id)]).toEqual([404, 200]);
  });

  it('is listed by state, owner, severity, kind, cluster and area, page by page', async () => {
    await log.raise('device-offline', 'may-1', '', NOW);
    await log.raise('device-hot', 'may-2', '', NOW + 1);
    await log.raise('area-offline', 'doai', '', NOW + 2);
    await log.raise('role-vacant', 'xa:officer', '', NOW + 3);
    const kinds = async (query: string, who?: string) =>
      (await list(query, who)).map(({ kind }: { kind: string }) => kind);
    expect(await kinds('')).toEqual(['role-vacant', 'area-offline', 'device-hot', 'device-offline']);
    expect(await kinds('?owner=officer')).toEqual(['role-vacant']);
    expect(await kinds('?severity=critical')).toEqual(['area-offline', 'device-offline']);
    expect(await kinds('?kind=device-hot')).toEqual(['device-hot']);
    expect(await kinds('?clusterId=cum-1')).toEqual(['device-offline']);
    expect(await kinds('?areaId=doai')).toEqual(['area-offline', 'device-hot']);
    expect(await kinds('?areaId=xa&owner=technician')).toEqual(['area-offline', 'device-hot', 'device-offline']);
    expect(await kinds('', 'truong-thon')).toEqual(['role-vacant', 'device-offline']);
    const hot = await one('device-hot');
    await as('ky-thuat', 'POST', `/incidents/${hot.id}/acknowledge`, {});
    expect(await kinds('?state=acknowledged')).toEqual(['device-hot']);
    await log.clear('device-offline', 'may-1', NOW + 10);
    expect([await kinds('?state=resolved'), (await kinds('?state=open')).length]).toEqual([['device-offline'], 2]);
    const first = (await as('ky-thuat', 'GET', '/incidents?all=true&limit=3')).body;
    const second = (await as('ky-thuat', 'GET', `/incidents?all=true&limit=3&before=${first.next}`)).body;
    expect([first.incidents.length, second.incidents.map((each: { kind: string }) => each.kind), second.next]).toEqual([
      ...[3, ['device-offline'], undefined],
    ]);
  });

  it('that nobody has seen to in time is said to be overdue once, and again after it came back', async () => {
    await log.raise('device-offline', 'may-1', '', NOW);
    const due = NOW + 4 * HOUR;
    expect(await book.upkeep(due - 1)).toEqual([]);
    expect(await book.upkeep(due)).toMatchObject([{ kind: 'device-offline', subject: 'may-1' }]);
    expect(await book.upkeep(due + HOUR)).toEqual([]);
    app.setNow(due);
    expect(await one('device-offline')).toMatchObject({ overdue: true });
    await log.clear('device-offline', 'may-1', due + HOUR);
    await log.raise('device-offline', 'may-1', '', due + HOUR + 60_000);
    expect(await book.upkeep(due + 2 * HOUR)).toEqual([]);
    expect(await book.upkeep(due + 5 * HOUR + 60_000)).toHaveLength(1);
  });
});

describe('what is to be expected', () => {
  const expected = async (kind: string) => (await one(kind)).expected;

  it('while somebody works there calls nobody, and is a fault from the moment that it should be over', async () => {
    const made = await as('ky-thuat', 'POST', '/maintenance-windows', {
      ...{ clusterId: 'cum-1', until: at(2), reason: 'Thay loa' },
    });
    expect(made.status).toBe(201);
    expect(made.body.window).toMatchObject({ clusterId: 'cum-1', name: 'Cụm 1', madeBy: { personId: 'ky-thuat' } });
    await log.raise('door-open', 'may-1', '', NOW + 1000);
    await log.raise('device-offline', 'may-2', '', NOW + 1000);
    expect([await expected('door-open'), await expected('device-offline')]).toEqual([true, false]);
    // nobody is told that it is overdue either
    expect(await book.upkeep(NOW + HOUR)).toEqual([]);
    app.setNow(NOW + HOUR);
    expect((await as('ky-thuat', 'POST', `/maintenance-windows/${made.body.window.id}/end`, {})).status).toBe(200);
    expect((await as('ky-thuat', 'POST', `/maintenance-windows/${made.body.window.id}/end`, {})).body.code).toBe(
      'maintenance-over',
    );
    expect(await book.upkeep(NOW + HOUR + 60_000)).toEqual([]);
    expect(await book.upkeep(NOW + HOUR + 120_000)).toMatchObject([{ kind: 'door-open' }]);
    const { id } = await one('door-open');
    const { incident, events } = (await as('ky-thuat', 'GET', `/incidents/${id}`)).body;
    expect(incident).toMatchObject({ expected: false, dueAt: '2026-03-03T08:02:00+07:00' });
    expect(events.at(-1)).toMatchObject({ event: 'reopened', message: { vi: expect.stringContaining('Hết giờ') } });
  });

  it('is what was open already when the work begins on all of a hamlet', async () => {
    await log.raise('device-offline', 'may-2', '', NOW);
    await log.raise('area-offline', 'doai', '', NOW);
    await as('ky-thuat', 'POST', '/maintenance-windows', { areaId: 'doai', until: at(1), reason: 'Đường dây' });
    await book.upkeep(NOW + 1000);
    expect([await expected('device-offline'), await expected('area-offline')]).toEqual([true, true]);
  });

  it('without power as it was announced, some minutes before and after', async () => {
    const outage = { id: 'o', hamletId: 'doai', fromAt: NOW + HOUR, untilAt: NOW + 2 * HOUR, reason: 'Sửa lưới' };
    await app.stores.readiness.create([outage]);
    await log.raise('device-offline', 'may-2', '', NOW + 52 * 60_000);
    await log.raise('device-hot', 'may-3', '', NOW + 52 * 60_000);
    await log.raise('area-offline', 'doai', '', NOW + 52 * 60_000);
    expect(await expected('device-offline')).toBe(true);
    expect(await expected('area-offline')).toBe(true);
    expect(await expected('device-hot')).toBe(false);
    expect(await book.unpowered(NOW + 51 * 60_000)).toEqual(['doai']);
    expect(await book.upkeep(NOW + 2 * HOUR + 14 * 60_000)).toEqual([]);
    expect(await book.upkeep(NOW + 2 * HOUR + 15 * 60_000)).toHaveLength(2);
  });

  it('is asked for with a place and times that make sense', async () => {
    const ask = async (body: object) => (await as('ky-thuat', 'POST', '/maintenance-windows', body)).body.code;
    const reason = 'Thay loa';
    expect(await ask({ clusterId: 'cum-1', areaId: 'dong', until: at(1), reason })).toBe('maintenance-place-wrong');
    expect(await ask({ clusterId: 'cum-1', until: at(-1), reason })).toBe('maintenance-times-wrong');
    expect(await ask({ clusterId: 'cum-1', until: at(24 * 8), reason })).toBe('maintenance-times-wrong');
    expect(await ask({ clusterId: 'cum-1', from: at(2), until: at(1), reason })).toBe('maintenance-times-wrong');
    expect(await ask({ areaId: 'khong-co', until: at(1), reason })).toBe('maintenance-place-wrong');
    expect((await as('ky-thuat', 'GET', '/maintenance-windows')).body.windows).toEqual([]);
  });
});

describe('the visit list', () => {
  it('begins where most households are heard again, and sends nobody out for a power cut', async () => {
    await log.raise('device-offline', 'may-1', '', NOW);
    await log.raise('amplifier-ill', 'may-2', '', NOW);
    await log.raise('door-open', 'may-3', '', NOW);
    const visits = async () => (await as('ky-thuat', 'GET', '/communes/xa/visit-list')).body;
    const { visits: round } = await visits();
    // in the second hamlet the other pole serves 100 of the 120 anyway
    expect(
      round.map((each: { cluster: { code: string }; households: number }) => [each.cluster.code, each.households]),
    ).toEqual([
      ['C1', 90],
      ['C2', 20],
      ['C3', 0],
    ]);
    expect(round[0]).toMatchObject({ hamlet: 'Tên dong', details: { SIM: '090000001' } });
    expect(round[0].bring.map(({ vi }: { vi: string }) => vi)).toContain('SIM dự phòng và ăng-ten');
    await log.raise('area-offline', 'doai', '2: Tên doai', NOW);
    const { id: by } = await one('area-offline');
    await book.raise({ kind: 'device-offline', subject: 'may-2', detail: '', explainedBy: by }, NOW);
    await book.raise({ kind: 'device-offline', subject: 'may-3', detail: '', explainedBy: by }, NOW);
    const { explained } = await visits();
    expect(explained).toMatchObject([{ by: { kind: 'area-offline' }, clusters: [{ code: 'C3' }, { code: 'C2' }] }]);
    expect(explained[0].households).toBe(120);
    expect((await as('hoa', 'GET', '/communes/xa/visit-list')).status).toBe(403);
    expect((await as('xa-khac', 'GET', '/communes/xa/visit-list')).status).toBe(404);
    expect((await as('ky-thuat', 'GET', '/communes/dong/visit-list')).status).toBe(404);
  });
});
