/** The audit log under the hands of whoever has the database, and of whoever would rather not stand in it. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readAuditHeads } from '@loa-lang/controller/adapters/keys/audit-heads';
import { AuditRepository } from '@loa-lang/controller/adapters/repositories/audit-repository';
import { inAct, noteChange } from '@loa-lang/controller/services/audit/note-change';
import { type AuditFinding, verifyAudit } from '@loa-lang/controller/services/audit/verify-audit';
import { noteKeys } from '@loa-lang/controller/services/keys/note-keys';
import { ACTS, CHANGING_NOTHING } from '@loa-lang/schemas/audit/acts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { addCommune, type HttpApp, startHttpApp } from '../support/http-app.ts';
import { OFFICE, signedIn } from '../support/people.ts';

let databases: TestDatabases;
let url: string;
let app: HttpApp;
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.stop());
afterEach(() => app?.stop());

async function start(): Promise<void> {
  url = await databases.fresh();
  app = await startHttpApp(url);
}

const log = () => new AuditRepository(app.database);
const verified = async (): Promise<AuditFinding> => verifyAudit(log(), await readAuditHeads(app.folder));
const entries = async (query = '') => (await app.call('GET', `/audit${query}`)).body.entries;
/** With the triggers out of the way, as the owner of the tables can have it. */
const tamper = async (sql: string): Promise<void> => {
  await databases.query(url, 'ALTER TABLE audit_entry DISABLE TRIGGER ALL');
  await databases.query(url, sql);
};

describe('what was written', () => {
  it.each([
    'UPDATE audit_entry SET actor_name = $$ai đó$$',
    'DELETE FROM audit_entry',
    'TRUNCATE audit_entry',
    'SET session_replication_role = replica; DELETE FROM audit_entry',
    'INSERT INTO audit_entry SELECT * FROM audit_entry ON CONFLICT (seq) DO UPDATE SET reason = $$x$$',
  ])('is not changed by: %s', async (sql) => {
    await start();
    await addCommune(app);
    const before = await verified();
    await expect(databases.query(url, sql)).rejects.toThrow(/is refused/);
    expect(await verified()).toEqual(before);
    expect(before).toMatchObject({ head: { seq: 8 }, fault: undefined });
  });

  it.each([
    ['UPDATE audit_entry SET actor_name = $$ai đó$$ WHERE seq = 3', { kind: 'changed', seq: 3 }],
    [`UPDATE audit_entry SET details = details || '{"after": 1}' WHERE seq = 5`, { kind: 'changed', seq: 5 }],
    [`UPDATE audit_entry SET at = at + interval '1 ms' WHERE seq = 1`, { kind: 'changed', seq: 1 }],
    ['DELETE FROM audit_entry WHERE seq = 4', { kind: 'missing', seq: 4 }],
    ['DELETE FROM audit_entry WHERE seq = 1', { kind: 'missing', seq: 1 }],
    ['DELETE FROM audit_entry WHERE seq > 6', { kind: 'cut', seq: 7 }],
    ['DELETE FROM audit_entry', { kind: 'cut', seq: 1 }],
    [
      'DELETE FROM audit_entry WHERE seq = 4; UPDATE audit_entry SET seq = seq - 1 WHERE seq > 4',
      { kind: 'changed', seq: 4 },
    ],
  ])('names the first wrong entry after: %s', async (sql, fault) => {
    await start();
    await addCommune(app);
    await tamper(sql);
    expect((await verified()).fault).toEqual(fault);
  });

  it('is noticed when it is forged anew with right hashes', async () => {
    await start();
    await addCommune(app);
    const all = await log().after();
    await tamper('DELETE FROM audit_entry');
    await log().append(all.map((entry) => ({ ...entry, actor: { ...entry.actor, name: 'ai đó' } })));
    expect((await verified()).fault).toEqual({ kind: 'rewritten', seq: 8 });
  });

  it('was cut off also when the log has grown beyond it since', async () => {
    await start();
    await addCommune(app);
    await tamper('DELETE FROM audit_entry WHERE seq > 6');
    for (const name of ['Lạng Sơn', 'Bắc Giang', 'Cao Bằng', 'Hà Giang']) {
      expect((await app.call('POST', '/areas', { kind: 'province', name })).status).toBe(201);
    }
    expect((await verified()).fault).toEqual({ kind: 'rewritten', seq: 8 });
    // also for whoever looks after the next start
    await app.stop('keep-folder');
    app = await startHttpApp(url, { folder: app.folder });
    await app.call('POST', '/areas', { kind: 'province', name: 'Tuyên Quang' });
    expect((await verified()).fault).toEqual({ kind: 'rewritten', seq: 8 });
  });

  it('begins with the first entry', async () => {
    await start();
    await addCommune(app);
    await databases.query(
      url,
      `INSERT INTO audit_entry SELECT -1, 'forged', at, actor_kind, actor_id, actor_name, on_behalf_of, sender, act,
        commune_id, subject_id, reason, outcome, details, 'x', 'x' FROM audit_entry WHERE seq = 8`,
    );
    expect((await verified()).fault).toEqual({ kind: 'misplaced', seq: -1 });
  });

  it('ends where the signed head says; a head that is not ours is refused', async () => {
    await start();
    await addCommune(app);
    const path = join(app.folder, 'audit-head.jws');
    const [header, , signature] = (await readFile(path, 'utf8')).trim().split('.');
    const forged = Buffer.from(JSON.stringify({ seq: 1, hash: (await log().after())[0]?.hash })).toString('base64url');
    await writeFile(path, `${header}.${forged}.${signature}`);
    await expect(readAuditHeads(app.folder)).rejects.toThrow(/not signed by this deployment/);
  });
});

describe('every act', () => {
  it('has words, or a reason to have none', async () => {
    await start();
    const document = (await app.call('GET', '/openapi.json')).body;
    const acts = Object.entries<Record<string, unknown>>(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => ['post', 'put', 'patch', 'delete'].includes(method))
        .map((method) => `${method.toUpperCase()} ${path.replace('/api/v1', '').replace(/\{(\w+)\}/g, ':$1')}`),
    );
    expect(acts.length).toBeGreaterThan(60);
    expect(acts.filter((act) => ACTS[act] === undefined && !CHANGING_NOTHING.has(act))).toEqual([]);
    // pages are not in the document; commands and events are no requests
    const isLeftOver = (act: string): boolean => {
      const [method = '', url = ''] = act.split(' ');
      return !acts.includes(act) && !['COMMAND', 'EVENT'].includes(method) && !app.server.hasRoute({ method, url });
    };
    expect([...Object.keys(ACTS), ...CHANGING_NOTHING].filter(isLeftOver)).toEqual([]);
    const posts = app.server.printRoutes({ commonPrefix: false, method: 'POST' }).match(/\(POST\)/g) ?? [];
    const named = [...Object.keys(ACTS), ...CHANGING_NOTHING].filter((act) => act.startsWith('POST '));
    expect(named).toHaveLength(posts.length);
  });

  it('has the keys that count, once each time others do', async () => {
    await start();
    const { audit, auditLog } = app.useCases;
    const key = { kid: 'k1', use: 'plan' as const, scope: '*' };
    const keysOf = (revision: number) =>
      ({ signed: { epoch: 0, revision }, root: { kid: 'r', x: '' }, ring: { document: { keys: [key] } } }) as never;
    for (const revision of [1, 1, 2]) await noteKeys({ audit, auditLog, keys: keysOf(revision) });
    expect((await entries('?act=EVENT%20keys')).map((each: { details: unknown }) => each.details)).toEqual(
      [2, 1].map((revision) => ({ after: { epoch: 0, revision, root: 'r', signing: [key] } })),
    );
  });

  it('says who, from where, on what, before and after, why; refused ones are left out', async () => {
    await start();
    const { communeId, hamletIds } = await addCommune(app);
    await app.call('PATCH', `/areas/${hamletIds[0]}`, { households: 130 });
    await app.call('PATCH', `/areas/${hamletIds[0]}`, { households: -1 });
    await app.call('POST', '/silence', { areaId: communeId, reason: 'loa hú' });
    await eventually('the alarm stands in the log', async () => (await entries()).length === 10);
    const [silence, change] = await entries(`?communeId=${communeId}`);
    expect(silence).toMatchObject({
      act: 'POST /silence',
      words: { vi: 'Khoá im lặng' },
      reason: 'loa hú',
      actor: { personId: 'station', kind: 'station' },
      sender: '127.0.0.1',
      outcome: 'done',
    });
    expect(change).toMatchObject({
      act: 'PATCH /areas/:id',
      subjectId: hamletIds[0],
      communeId,
      details: { asked: { body: { households: 130 } }, before: { households: 120 }, after: { households: 130 } },
    });
    expect(await entries('?act=PATCH%20%2Fareas%2F%3Aid&limit=1')).toHaveLength(1);
    expect((await entries('?limit=3')).map((entry: { seq: number }) => entry.seq)).toEqual([10, 9, 8]);
    expect((await entries('?before=3')).map((entry: { seq: number }) => entry.seq)).toEqual([2, 1]);
    expect((await verified()).fault).toBeUndefined();
  });

  it('is refused when it cannot be written down; an alarm is not', async () => {
    await start();
    const { communeId } = await addCommune(app);
    await rm(app.folder, { recursive: true });
    const refused = await app.call('POST', '/areas', { kind: 'province', name: 'Lạng Sơn' });
    expect(refused).toMatchObject({ status: 503, body: { code: 'audit-unavailable' } });
    expect((await app.call('GET', '/areas')).body.areas.map(({ name }: { name: string }) => name)).not.toContain(
      'Lạng Sơn',
    );
    expect((await app.call('POST', '/silence', { areaId: communeId, reason: 'loa hú' })).status).toBe(201);
    await eventually('the alarm stands in the log', async () => (await entries())[0].act === 'POST /silence');
  });

  it('that the log could not take is adopted later, and one that broke off has an unknown outcome', async () => {
    await start();
    await addCommune(app);
    await databases.query(url, 'ALTER TABLE audit_entry RENAME TO audit_away');
    expect((await app.call('POST', '/areas', { kind: 'province', name: 'Lạng Sơn' })).status).toBe(201);
    await databases.query(url, 'ALTER TABLE audit_away RENAME TO audit_entry');
    const text = await readFile(join(app.folder, 'audit.jsonl'), 'utf8');
    await app.stop('keep-folder');
    const left = text
      .split('\n')
      .filter((line) => line.includes('Lạng Sơn') && line.includes('begun'))
      .map((line) => line.replace(/"id":"[^"]+"/, '"id":"crashed"'));
    expect(left).toHaveLength(1);
    await writeFile(join(app.folder, 'audit.jsonl'), `${text}\n${left[0]}\n{"begun":{"id":"cut`);
    app = await startHttpApp(url, { folder: app.folder });
    const [crashed, adopted] = await entries();
    expect(crashed).toMatchObject({ outcome: 'unknown', act: 'POST /areas' });
    expect(adopted).toMatchObject({ outcome: 'done', details: { asked: { body: { name: 'Lạng Sơn' } } } });
    expect((await verified()).fault).toBeUndefined();
  });

  it('stands there as it was said, whatever texts it holds', async () => {
    await start();
    const { communeId } = await addCommune(app);
    const many = `${'x'.repeat(999)}🔊`;
    await app.call('POST', '/silence', { areaId: communeId, reason: many.slice(-400) });
    const odd = ['%00', '%ED%A0%80', encodeURIComponent(`${many}`), '%0A%1B[31m', '..%2F..', '__proto__'];
    for (const id of odd) {
      const url = `/api/v1/areas/${id}?reason=${encodeURIComponent(many)}&__proto__=1`;
      for (const method of ['PATCH', 'DELETE'] as const) {
        const headers = { host: 'localhost', 'user-agent': `\u00ff${many.slice(0, 999)}` };
        const { statusCode } = await app.server.inject({ method, url, headers, payload: { households: 1 } });
        expect(statusCode, `${method} ${id}`).toBeLessThan(500);
      }
    }
    const address = `/api/v1/areas?reason=${encodeURIComponent(many)}&__proto__=1`;
    const payload = { name: 'Lạng Sơn 🔊', kind: 'province' };
    const made = await app.server.inject({
      method: 'POST',
      url: address,
      headers: { host: 'localhost' },
      payload,
    });
    expect(made.statusCode).toBe(201);
    const like = (await log().after()).slice(0, 1);
    const numbers = JSON.parse('{"__proto__": 1, "list": [1e300, 5e-324, -0, 1e21, 0.1, 9007199254740992]}');
    const texts = { list: ['\u2028', '\ufffe', '\u202e', 'e\u0301'] };
    for (const details of [numbers, texts]) {
      await log().append(like.map((entry) => ({ ...entry, id: JSON.stringify(details), details })));
    }
    expect((await verified()).fault).toBeUndefined();
    expect((await entries('?limit=200')).map(({ act }: { act: string }) => act)).toContain('POST /silence');
  });

  it('lies where it was done, whatever place its address speaks of', async () => {
    await start();
    const { communeId, provinceId } = await addCommune(app);
    const other = await app.call('POST', '/areas', { kind: 'commune', name: 'Xã bên', parentId: provinceId });
    const otherId = other.body.area.id;
    await app.call('POST', `/stop?communeId=${otherId}&areaId=${otherId}&reason=khác`, { areaId: communeId });
    await eventually('it stands in the log', async () => (await entries())[0].act === 'POST /stop');
    const [stop] = await entries('?limit=1');
    expect(stop.communeId).toBe(communeId);
    expect(stop.reason).toBeUndefined();
  });

  it('comes from whom the connection says, whatever the request says beside it', async () => {
    await start();
    await app.putPeople(OFFICE);
    const from = async (remoteAddress: string) => {
      const headers = { ...signedIn('ky-thuat'), host: 'localhost', 'x-forwarded-for': '203.0.113.9' };
      const payload = { kind: 'province', name: remoteAddress };
      await app.server.inject({ method: 'POST', url: '/api/v1/areas', headers, payload, remoteAddress });
      const { body } = await app.call('GET', '/audit?limit=1', undefined, signedIn('ky-thuat'));
      return body.entries[0];
    };
    for (const address of ['198.51.100.7', '192.168.1.7']) expect((await from(address)).sender).toBe(address);
    // a proxy on this machine is believed, and stands there, too
    expect(await from('127.0.0.1')).toMatchObject({
      sender: '203.0.113.9',
      details: { from: { forwardedBy: '127.0.0.1' } },
    });
  });

  it('that was refused after something had changed stands there as broken off', async () => {
    await start();
    const { audit } = app.useCases;
    const said = { sender: '127.0.0.1', act: 'POST /emergencies', areaId: undefined, subjectId: undefined };
    const actor = { kind: 'person' as const, personId: 'hoa', name: 'Hoa' };
    const asked = { ...said, actor, reason: undefined, asked: {}, from: {}, counts: 'always' as const };
    for (const status of [404, 409]) {
      const act = audit.begin(asked);
      await act.begun;
      inAct(act.note, () => noteChange(status === 409 ? { after: { state: 'planned' } } : { subjectId: 'x' }));
      await audit.finish(act, status);
    }
    expect(await entries()).toMatchObject([{ outcome: 'failed', details: { status: 409 } }]);
  });

  it('is asked for by places in the log that exist', async () => {
    await start();
    for (const query of [
      'before=1e300',
      'before=9007199254740993',
      'act=%00',
      'actorId=%00',
      'from=0000-01-01T00:00:00Z',
    ]) {
      expect((await app.call('GET', `/audit?${query}`)).status, query).toBeLessThan(500);
    }
  });

  it('stands in one chain, however many write at once', async () => {
    await start();
    const other = await startHttpApp(url);
    const names = Array.from({ length: 30 }, (_, index) => `Tỉnh ${index}`);
    const made = await Promise.all(
      names.map((name, index) => (index % 2 ? app : other).call('POST', '/areas', { kind: 'province', name })),
    );
    // on a machine without breath a database may answer too late: that is recorded, too
    const done = made.filter(({ status }) => status === 201).length;
    expect(done).toBeGreaterThan(1);
    await eventually('all stand in the log', async () => (await entries('?limit=200')).length === names.length, 60_000);
    await other.stop();
    const outcomes = (await entries('?limit=200')).map(({ outcome }: { outcome: string }) => outcome);
    expect(outcomes.filter((outcome: string) => outcome === 'done')).toHaveLength(done);
    expect(await verified()).toMatchObject({ head: { seq: 30 }, fault: undefined });
  });
});
