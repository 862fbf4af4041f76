/** Whose acts stand in the audit log, who reads them, and what waits for it. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { ROOT } from '../architecture/read-sources.ts';
import { startTestDatabases, type TestDatabases } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { addCommune, addReadyBulletin, type HttpApp, startHttpApp } from '../support/http-app.ts';
import { firstAdministrator, invited, PASSWORD } from '../support/identity/accounts.ts';
import { Browser } from '../support/identity/browser.ts';
import { OFFICE, person, signedIn } from '../support/people.ts';

let databases: TestDatabases;
let url: string;
let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
const T0 = Date.parse('2026-12-07T15:00:00+07:00');
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.stop());
beforeEach(async () => {
  url = await databases.fresh();
  app = await startHttpApp(url);
  app.setNow(T0);
  commune = await addCommune(app);
});
afterEach(() => app.stop());

const as = (id: string, method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown) =>
  app.call(method, path, body, signedIn(id));

it('a deputy acts in the own name, and the log says for whom', async () => {
  const bulletinId = await addReadyBulletin(app, commune.communeId);
  await app.putPeople([...OFFICE, person('thay', 'Vũ Văn Thay', ['officer'])]);
  const start = '2026-12-07T17:00:00+07:00';
  const targets = { areaIds: [commune.communeId] };
  await as('hoa', 'POST', '/broadcasts', { bulletins: [{ bulletinId }], targets, start });
  const [startsAt, endsAt] = ['2026-12-07T15:00:00+07:00', '2026-12-08T15:00:00+07:00'];
  await as('chu-tich', 'POST', '/delegations', { toPersonId: 'thay', startsAt, endsAt, note: 'QĐ 12' });
  const [waiting] = (await as('thay', 'GET', '/approvals')).body.approvals;
  const verdict = { decision: 'approve', bindingHash: waiting.bindingHash };
  expect((await as('thay', 'POST', `/approvals/${waiting.id}/decisions`, verdict)).status).toBe(200);
  const [decision] = (await as('ky-thuat', 'GET', '/audit?limit=1')).body.entries;
  expect(decision).toMatchObject({
    act: 'POST /approvals/:id/decisions',
    actor: { personId: 'thay', name: 'Vũ Văn Thay', kind: 'person' },
    onBehalfOf: { personId: 'chu-tich', name: 'Trần Văn Chủ' },
    communeId: commune.communeId,
    details: { before: { state: 'submitted' }, after: { state: 'approved' } },
  });
});

it('who approves by a one-time link stands there by name; the address does not', async () => {
  const bulletinId = await addReadyBulletin(app, commune.communeId);
  await app.putPeople(OFFICE);
  const targets = { areaIds: [commune.communeId] };
  const start = '2026-12-07T17:00:00+07:00';
  await as('hoa', 'POST', '/broadcasts', { bulletins: [{ bulletinId }], targets, start });
  const [waiting] = (await as('hoa', 'GET', '/approvals')).body.approvals;
  const made = await as('hoa', 'POST', `/approvals/${waiting.id}/link`, { approverId: 'chu-tich' });
  const address = String(JSON.stringify(made.body).match(/\/duyet\/[\w-]{43}/)?.[0]);
  const headers = { host: 'localhost', 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await app.server.inject({ method: 'POST', url: address, headers, payload: 'decision=approve' });
  expect(answer.statusCode).toBe(303);
  const [decision] = (await as('ky-thuat', 'GET', '/audit?limit=1')).body.entries;
  expect(decision).toMatchObject({ act: 'POST /duyet/:token', actor: { personId: 'chu-tich', kind: 'link' } });
  expect(decision).toMatchObject({
    communeId: commune.communeId,
    details: { after: { state: 'approved', way: 'link' } },
  });
  const rows = await databases.query(url, 'SELECT audit_entry::text AS row FROM audit_entry');
  expect(rows.some(({ row }) => String(row).includes(address.slice('/duyet/'.length)))).toBe(false);
});

it('who signs in, is locked out or given other rights stands there; what was shown to be let in does not', async () => {
  const owner = await firstAdministrator(app, () => T0);
  const { id, phone, invitation } = await invited(app, owner.browser, {
    roles: ['viewer'],
    areaIds: [commune.communeId],
  });
  const browser = new Browser(app, {}, () => T0);
  expect((await browser.call('POST', '/sign-in', { name: phone, password: PASSWORD })).status).toBe(200);
  expect((await browser.page('/dang-nhap', { name: phone, password: PASSWORD })).status).toBe(303);
  expect((await browser.call('DELETE', '/account/sessions')).status).toBe(200);
  // the form asks for the password first: nothing has happened yet
  await browser.page('/tai-khoan/mat-khau', { current: 'sai', password: 'x', again: 'y' });
  await owner.browser.call('PATCH', `/accounts/${id}`, { roles: ['hamlet-head'] });
  const guesser = new Browser(app);
  for (let n = 0; n < 12; n++) await guesser.call('POST', '/sign-in', { name: phone, password: `đoán ${n}` });

  const seen = async () => (await owner.browser.call('GET', '/audit?limit=200')).body.entries;
  await eventually('the lock-out stands there', async () =>
    (await seen()).some(({ act }: { act: string }) => act === 'EVENT lock-out'),
  );
  const entries = (await seen()).toReversed();
  const of = (personId: string) =>
    entries.filter((each: { actor: { personId: string } }) => each.actor.personId === personId);
  const acts = (them: { act: string }[]) => them.map(({ act }) => act);
  expect(acts(of(id))).toEqual([
    'POST /account-links/:token',
    'POST /sign-in',
    'POST /dang-nhap',
    'DELETE /account/sessions',
  ]);
  expect(acts(of('unknown'))).toEqual(['EVENT lock-out']);
  expect(of('unknown')[0]).toMatchObject({ subjectId: id, communeId: commune.communeId, sender: '127.0.0.1' });
  const changed = of(owner.id).find(({ act }: { act: string }) => act === 'PATCH /accounts/:id');
  expect(changed).toMatchObject({
    ...{ subjectId: id, communeId: commune.communeId, words: { vi: 'Sửa tài khoản' } },
    details: { before: { roles: ['viewer'] }, after: { roles: ['hamlet-head'] } },
  });
  const rows = JSON.stringify(await databases.query(url, 'SELECT audit_entry::text AS row FROM audit_entry'));
  const link = invitation.url.split('/').at(-1);
  for (const secret of [PASSWORD, 'đoán', link, ...owner.codes]) expect(rows).not.toContain(secret);
});

it('is read by who manages, and of the own commune', async () => {
  const other = { kind: 'commune', name: 'Xã bên', parentId: commune.provinceId };
  const otherId = (await app.call('POST', '/areas', other)).body.area.id;
  await app.putPeople([
    person('xa', 'Kỹ thuật xã', ['technician'], { areaIds: [commune.communeId] }),
    person('ben', 'Kỹ thuật xã bên', ['technician'], { areaIds: [otherId] }),
    person('hoa', 'Nguyễn Thị Hoa', ['officer'], { areaIds: [commune.communeId] }),
  ]);
  const communes = async (id: string, query = '') => {
    const { status, body } = await as(id, 'GET', `/audit${query}`);
    return status === 200 ? [...new Set(body.entries.map((entry: { communeId?: string }) => entry.communeId))] : status;
  };
  expect(await communes('xa')).toEqual([commune.communeId]);
  expect(await communes('ben')).toEqual([otherId]);
  expect(await communes('ben', `?communeId=${commune.communeId}`)).toBe(403);
  expect(await communes('hoa')).toBe(403);
});

it('silence and stop do not wait for it', async () => {
  const holder = new pg.Client({ connectionString: url });
  holder.on('error', () => undefined);
  await holder.connect();
  await holder.query('BEGIN');
  await holder.query('LOCK TABLE audit_entry');
  const silenced = await app.call('POST', '/silence', { areaId: commune.communeId, reason: 'loa hú' });
  const stopped = await app.call('POST', '/stop', { areaId: commune.communeId, reason: 'nhầm' });
  expect([silenced.status, stopped.status]).toEqual([201, 200]);
  await holder.query('ROLLBACK');
  await holder.end();
  await eventually('both stand in the log', async () => {
    const { entries } = (await app.call('GET', '/audit?limit=2')).body;
    const acts = entries.map(({ act }: { act: string }) => act);
    return acts.includes('POST /silence') && acts.includes('POST /stop');
  });
});

it('the command names the first wrong entry', async () => {
  const verify = (...args: string[]) => {
    const env = { PATH: process.env.PATH, DATA_DIR: app.folder, DATABASE_URL: url };
    const ran = spawnSync(process.execPath, [join(ROOT, 'deploy/dist/audit/main.js'), 'verify', ...args], { env });
    return { code: ran.status, said: `${ran.stdout}${ran.stderr}` };
  };
  const whole = verify();
  expect(whole.code, whole.said).toBe(0);
  const head = /8:[0-9a-f]{64}/.exec(whole.said)?.[0] ?? '';
  expect(verify('--head', head).code).toBe(0);
  expect(verify('--head', `8:${'0'.repeat(64)}`)).toMatchObject({
    code: 1,
    said: expect.stringContaining('rewritten'),
  });
  await databases.query(url, 'ALTER TABLE audit_entry DISABLE TRIGGER ALL; DELETE FROM audit_entry WHERE seq = 5');
  expect(verify()).toMatchObject({ code: 1, said: expect.stringContaining('entry 5 is missing') });
  expect(verify('--head', 'x').code).toBe(2);
});
