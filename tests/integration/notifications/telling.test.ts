/** Incidents reach people: whom, when, once, and what becomes of what does not arrive. */
import { PostgresIncidentLog } from '@loa-lang/controller/adapters/postgres/incident-log';
import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { addCommune, type HttpApp, startHttpApp } from '../../support/http-app.ts';
import { HookServer, refusalOf } from '../../support/notifications/hook-server.ts';
import { bodyOf, headerOf, MailServer } from '../../support/notifications/mail-server.ts';
import { person, signedIn } from '../../support/people.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** A Monday morning. */
const NOW = Date.parse('2026-12-07T09:00:00+07:00');

let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
let mail: MailServer;
let hooks: HookServer;
let now: number;
let databases: TestDatabases;
beforeAll(async () => {
  databases = await startTestDatabases();
  [mail, hooks] = [await MailServer.start(), await HookServer.start()];
  app = await startHttpApp(await databases.fresh(), {
    mail: { url: mail.url(), from: { name: 'Loa Làng', address: 'loa@xa.example' }, isLocal: true },
    publicUrl: 'http://loa.example',
  });
  commune = await addCommune(app);
  const { communeId, provinceId } = commune;
  await app.putPeople([
    person('tho', 'Phạm Thị Thợ', ['technician'], { areaIds: [communeId], deputyId: 'phu' }),
    person('phu', 'Lê Văn Phụ', ['viewer'], { areaIds: [communeId] }),
    person('quan', 'Trần Quản Trị', ['commune-administrator'], { areaIds: [communeId] }),
    person('tinh', 'Kỹ thuật tỉnh', ['technician', 'province-administrator'], { areaIds: [provinceId] }),
    person('can-bo', 'Nguyễn Cán Bộ', ['officer'], { areaIds: [communeId] }),
  ]);
  await app.database.$executeRaw`UPDATE person SET email = id || '@xa.example'`;
}, 60_000);
afterAll(async () => {
  await app?.stop();
  await Promise.all([mail?.stop(), hooks?.stop(), databases.stop()]);
});
beforeEach(async () => {
  mail.behaviour = 'take';
  mail.received.length = 0;
  hooks.behaviour = 200;
  hooks.answer = '{}';
  hooks.calls.length = 0;
  at(NOW);
  const { incident, notificationItem, notification, notificationRule, notificationChannel } = app.database;
  for (const table of [incident, notificationItem, notification, notificationRule, notificationChannel])
    await (table.deleteMany as () => Promise<unknown>)();
});

function at(instant: number): void {
  now = instant;
  app.setNow(instant);
}
const log = () => new PostgresIncidentLog(app.database);
const raise = (kind: IncidentKind, subject: string, detail = 'chi tiết') => log().raise(kind, subject, detail, now);
const clear = (kind: IncidentKind, subject: string) => log().clear(kind, subject, now);

/** Time passes. Looks that would find nothing are left out: those that follow one another differ by what falls due. */
async function pass(duration: number): Promise<void> {
  const until = now + duration;
  for (;;) {
    await app.telling.notices.look();
    await app.telling.delivering.look();
    if (now >= until) return;
    const next = (await nextDue()) ?? until;
    // what is due and not told waits for others, or for a pause to be over
    at(Math.min(until, next > now ? next : now + 30 * SECOND));
  }
}
async function nextDue(): Promise<number | undefined> {
  const [row] = await app.database.$queryRaw<{ next: Date | null }[]>`
    SELECT min(at) AS next FROM (
      SELECT due_at AS at FROM notification_item WHERE state IN ('due', 'later', 'ending')
      UNION ALL SELECT next_at FROM notification WHERE state IN ('waiting', 'sending')) coming`;
  return row?.next?.getTime();
}
const mails = () =>
  mail.received.map(({ to, raw }) => `${to[0]?.split('@')[0]}: ${headerOf(raw, 'Subject') ?? ''}`).sort();
const as = (id: string) => signedIn(id);

describe('without any set-up', () => {
  it('a technician of the commune hears of what is critical within two minutes, in plain words', async () => {
    const [pole = ''] = commune.clusterIds;
    await raise('device-offline', pole, 'mất kết nối 09:00');
    await pass(2 * MINUTE);
    expect(mails()).toEqual(['tho: Sự cố: Cụm loa mất kết nối – Cụm 01 Cụm 01, thôn Đồng Gai, Ngọc Thiện']);
    expect(bodyOf(mail.received[0]?.raw ?? '')).toBe(
      [
        'Sự cố',
        '',
        'Việc gì: Cụm loa mất kết nối (nghiêm trọng)',
        'Ở đâu: Cụm 01 Cụm 01, thôn Đồng Gai, Ngọc Thiện',
        'Khi nào: từ 07/12 09:00',
        'Chi tiết: mất kết nối 09:00',
        'Cần làm: Cụm loa mất kết nối. Kiểm tra điện, SIM, sóng di động và thiết bị. Lịch đã có trong máy vẫn tự phát.',
        '',
        'Mở hệ thống: http://loa.example/',
      ].join('\n'),
    );
    await pass(10 * MINUTE);
    expect(mail.received.length).toBe(1);
  });

  it('what is over before it is told is not told; what was told is told to be over, unless it comes back', async () => {
    const [first = '', second = ''] = commune.clusterIds;
    await raise('device-offline', first);
    await pass(30 * SECOND);
    await clear('device-offline', first);
    await pass(5 * MINUTE);
    expect(mails()).toEqual([]);
    await raise('device-offline', second);
    await pass(2 * MINUTE);
    await clear('device-offline', second);
    await pass(30 * SECOND);
    // the same fault again, before anybody was told that it was over
    await raise('device-offline', second);
    await pass(5 * MINUTE);
    expect(mails().length).toBe(1);
    await clear('device-offline', second);
    await pass(5 * MINUTE);
    expect(mails()[1]).toMatch(/^tho: Đã hết sự cố: Cụm loa mất kết nối/);
    // and once more, after that
    await raise('device-offline', second);
    await pass(5 * MINUTE);
    expect(mails().length).toBe(3);
  });

  it('a storm of fifty is one message', async () => {
    for (let count = 0; count < 50; count++) {
      const row = { hamletId: commune.hamletIds[0] ?? '', code: `S${count}`, name: `Cụm bão ${count}`, services: [] };
      const { cluster } = await app.useCases.clusters.create(row);
      await raise('device-offline', cluster.id);
      if (count % 10 === 9) await pass(10 * SECOND);
    }
    await pass(10 * MINUTE);
    expect(mails()).toEqual(['tho: 50 sự cố: Cụm loa mất kết nối – Ngọc Thiện']);
    const body = bodyOf(mail.received[0]?.raw ?? '');
    expect(body.split('\n').filter((line) => line.startsWith('- Cụm S')).length).toBe(50);
  });

  it('calls nobody for what is explained or expected, until that has an end', async () => {
    const [first = '', second = ''] = commune.clusterIds;
    await raise('device-offline', first);
    await raise('device-offline', second);
    await app.database.incident.updateMany({ where: { subject: first }, data: { explainedBy: 'area' } });
    await app.database.incident.updateMany({ where: { subject: second }, data: { expected: true } });
    await pass(HOUR);
    expect(mails()).toEqual([]);
    await clear('device-offline', second);
    // the power is back in the hamlet, and this one is still dark
    await app.database.incident.updateMany({ where: { subject: first }, data: { explainedBy: null } });
    await pass(20 * MINUTE);
    expect(mails().map((each) => each.slice(0, 14))).toEqual(['tho: Sự cố: Cụ']);
    // the others when whoever was told has had their time
    await pass(20 * MINUTE);
    expect(mails().map((each) => each.split(':')[0])).toEqual(['phu', 'quan', 'tho']);
  });

  it('tells the deputy and the administrator when nobody has taken it on, and nobody when somebody has', async () => {
    const [first = '', second = ''] = commune.clusterIds;
    await raise('device-offline', first);
    await raise('amplifier-ill', second);
    await pass(5 * MINUTE);
    const data = { acknowledgedAt: new Date(now) };
    await app.database.incident.updateMany({ where: { kind: 'amplifier-ill' }, data });
    await pass(30 * MINUTE);
    expect(mails()).toEqual([
      'phu: Chưa ai nhận xử lý: Cụm loa mất kết nối – Cụm 01 Cụm 01, thôn Đồng Gai, Ngọc Thiện',
      'quan: Chưa ai nhận xử lý: Cụm loa mất kết nối – Cụm 01 Cụm 01, thôn Đồng Gai, Ngọc Thiện',
      'tho: 2 sự cố: Cụm loa mất kết nối (1), … – Ngọc Thiện',
    ]);
  });

  it('collects the rest until half past seven, what is over among it', async () => {
    const [first = '', second = ''] = commune.clusterIds;
    await raise('signal-weak', first);
    await raise('sim-renewal', second);
    await pass(HOUR);
    await clear('signal-weak', first);
    await pass(21 * HOUR);
    expect(mails()).toEqual([]);
    await pass(2 * HOUR);
    expect(mails()).toEqual(['tho: Tổng hợp 2 sự cố: Sóng yếu (1), … – Ngọc Thiện']);
    expect(
      bodyOf(mail.received[0]?.raw ?? '')
        .split('\n')
        .slice(2, 7),
    ).toEqual([
      'Đang mở (1):',
      '- Cụm 02 Cụm 02, thôn Đồng Gai, Ngọc Thiện: SIM sắp đến hạn (07/12 09:00)',
      '',
      'Đã hết (1):',
      '- Cụm 01 Cụm 01, thôn Đồng Gai, Ngọc Thiện: Sóng yếu (07/12 09:00)',
    ]);
  });

  it('what concerns no commune goes to those who have everything, or the topmost area', async () => {
    await raise('queue-dead', 'queue');
    await pass(3 * MINUTE);
    expect(mails()).toEqual(['tinh: Sự cố: Bộ hẹn giờ không chạy – toàn hệ thống']);
  });

  it('a technician of the province is not called for a commune that has its own, and is where it has none', async () => {
    const [pole = ''] = commune.clusterIds;
    await app.database.$executeRaw`UPDATE person SET active = false WHERE id = 'tho'`;
    await raise('device-offline', pole);
    await pass(3 * MINUTE);
    await app.database.$executeRaw`UPDATE person SET active = true WHERE id = 'tho'`;
    expect(mails().map((each) => each.split(':')[0])).toEqual(['tinh']);
  });
});

describe('quiet hours', () => {
  const NIGHT = Date.parse('2026-12-07T22:30:00+07:00');
  const quiet = (criticalPasses: boolean) => ({
    ...{ quietHours: { from: '21:00', until: '05:30' }, criticalPasses, language: 'vi' },
  });

  it('of somebody keep what is not critical until they end, and what is when it was chosen so', async () => {
    const [first = '', second = ''] = commune.clusterIds;
    expect((await app.call('PUT', '/people/me/notifications', quiet(true), as('tho'))).status).toBe(200);
    at(NIGHT);
    await raise('device-hot', first);
    await raise('device-offline', second);
    await pass(20 * MINUTE);
    expect(mails()).toEqual(['tho: Sự cố: Cụm loa mất kết nối – Cụm 02 Cụm 02, thôn Đồng Gai, Ngọc Thiện']);
    await pass(6 * HOUR);
    expect(mails().filter((each) => each.startsWith('tho')).length).toBe(1);
    await pass(HOUR);
    expect(mails().filter((each) => each.startsWith('tho: Sự cố: Thiết bị quá nóng')).length).toBe(1);
    expect((await app.call('PUT', '/people/me/notifications', quiet(false), as('tho'))).body.criticalPasses).toBe(
      false,
    );
    mail.received.length = 0;
    at(NIGHT + 24 * HOUR);
    await raise('device-silent', first);
    await pass(3 * HOUR);
    expect(mails().filter((each) => each.startsWith('tho'))).toEqual([]);
  });
});

describe('a channel of a commune', () => {
  const make = async (body: object) => {
    const made = await app.call('POST', '/notification-channels', { areaId: commune.communeId, ...body }, as('quan'));
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    return made.body;
  };
  const rule = async (channelId: string, more: object = {}) => {
    const body = {
      ...{ areaId: commune.communeId, name: 'Báo', channelId, severities: ['critical'], owners: ['technician'] },
      ...{ timing: 'at-once', to: { roles: ['technician'], personIds: [] }, ...more },
    };
    const made = await app.call('POST', '/notification-rules', body, as('quan'));
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    return made.body;
  };

  it('by webhook: signed, renewed, and in the place of what is usual', async () => {
    const hook = await make({ kind: 'webhook', name: 'Hệ thống tỉnh', webhook: { url: `${hooks.url}/x` } });
    await rule(hook.id, { to: { roles: [], personIds: [] } });
    await raise('device-offline', commune.clusterIds[0] ?? '');
    await pass(3 * MINUTE);
    expect(mails()).toEqual([]);
    const [called] = hooks.calls;
    expect(hooks.calls.length).toBe(1);
    expect(called && refusalOf(called, hook.signingSecret, now / 1000)).toBeUndefined();
    expect(JSON.parse(called?.body ?? '')).toMatchObject({
      type: 'incidents.alert',
      data: { count: 1, incidents: [{ kind: 'device-offline', clusterId: commune.clusterIds[0] }] },
    });
    // nothing shows the secret again, and the next one is known to be ours by both
    const shown = await app.call('GET', `/notification-channels/${hook.id}`, undefined, as('quan'));
    expect(JSON.stringify(shown.body)).not.toContain('whsec_');
    const renewed = await app.call('POST', `/notification-channels/${hook.id}/secret`, undefined, as('quan'));
    expect(renewed.body.formerSecretUntil).toBeDefined();
    await app.call('POST', `/notification-channels/${hook.id}/test`, undefined, as('quan'));
    await app.telling.delivering.look();
    const [, test] = hooks.calls;
    for (const secret of [hook.signingSecret, renewed.body.signingSecret])
      expect(test && refusalOf(test, secret, now / 1000)).toBeUndefined();
    const [row] = await app.database.notificationChannel.findMany();
    expect(JSON.stringify(row)).not.toContain(hook.signingSecret.slice(6));
  });

  it('by a template to each telephone, and not to who has none', async () => {
    const zalo = await make({
      ...{ kind: 'zalo', name: 'Zalo', secrets: { token: 'bi-mat-zalo' } },
      template: {
        ...{ url: `${hooks.url}/zns`, method: 'POST', headers: { access_token: '{{secret.token}}' } },
        ...{ body: '{"phone":"{{phone}}","data":{"viec":"{{subject:60}}"}}', success: { field: 'error', equals: 0 } },
      },
    });
    await rule(zalo.id, { to: { roles: ['technician'], personIds: ['quan'] } });
    await app.database.$executeRaw`UPDATE person SET phone = '+84912345678' WHERE id = 'tho'`;
    hooks.answer = '{"error":0}';
    await raise('device-offline', commune.clusterIds[0] ?? '');
    await pass(3 * MINUTE);
    expect(hooks.calls.map(({ body }) => JSON.parse(body).phone)).toEqual(['84912345678']);
    expect(hooks.calls[0]?.headers.access_token).toBe('bi-mat-zalo');
    const shown = await app.call('GET', '/notification-channels', undefined, as('quan'));
    expect(JSON.stringify(shown.body)).not.toContain('bi-mat-zalo');
    expect(shown.body.channels[0].secretNames).toEqual(['token']);
  });

  it('that hangs does not keep the others waiting', async () => {
    hooks.behaviour = 'hang';
    const hook = await make({ kind: 'webhook', name: 'Treo', webhook: { url: hooks.url } });
    const added = (channelKey: string, recipientKey: string) => ({ channelKey, recipientKey });
    const [sample] = [await app.call('POST', '/people/me/notifications/test', undefined, as('tho'))];
    expect(sample?.status).toBe(202);
    const [row] = await app.database.notification.findMany();
    if (row === null || row === undefined) throw new Error('no test');
    const at = { createdAt: new Date(now - HOUR), nextAt: new Date(now - HOUR), content: row.content as object };
    await app.database.notification.createMany({
      data: Array.from({ length: 40 }, (_, index) => ({
        ...row,
        ...at,
        ...{ id: `hang-${index}`, ...added(hook.id, 'channel') },
      })),
    });
    const looking = app.telling.delivering.look();
    const seen = await Promise.race([looking.then(() => 'all'), arrived(() => mail.received.length === 1)]);
    expect(seen).toBe('there');
    hooks.behaviour = 200;
    hooks.hangUp();
    await looking;
  });
});

async function arrived(probe: () => boolean): Promise<'there'> {
  while (!probe()) await new Promise((resolve) => setTimeout(resolve, 10));
  return 'there';
}

describe('what cannot be', () => {
  const channel = (more: object) => ['/notification-channels', { name: 'Kênh', ...more }] as const;
  const usual = { severities: ['critical'], owners: ['technician'], timing: 'at-once' };
  const rule = (more: object) =>
    ['/notification-rules', { name: 'Quy tắc', channelId: null, ...usual, ...more }] as const;
  const zalo = { method: 'POST', headers: {}, body: '{}' };

  it.each([
    [channel({ kind: 'webhook' }), 'notification-settings-missing'],
    [channel({ kind: 'webhook', webhook: { url: 'ftp://a.example/' } }), 'notification-url-invalid'],
    [channel({ kind: 'webhook', webhook: { url: 'https://me:pass@a.example/' } }), 'notification-url-invalid'],
    [channel({ kind: 'email', webhook: { url: 'https://a.example/' } }), 'notification-settings-missing'],
    [channel({ kind: 'email', email: { addresses: ['a@b\r\nBcc: c@d.example'] } }), 'notification-address-invalid'],
    [channel({ kind: 'email', secrets: { a: 'b' } }), 'notification-settings-missing'],
    [
      channel({ kind: 'zalo', template: { ...zalo, url: 'https://a.example/{{secret.a}}' } }),
      'notification-url-invalid',
    ],
    [
      channel({ kind: 'zalo', template: { ...zalo, url: 'https://a.example/', body: '{"a":' } }),
      'notification-template-wrong',
    ],
    [channel({ kind: 'carrier-pigeon' }), 'bad-request'],
    [rule({ to: { roles: [], personIds: [] } }), 'notification-nobody'],
    [rule({ to: { roles: [], personIds: ['nobody'] } }), 'notification-person-elsewhere'],
    [rule({ to: { roles: ['technician'], personIds: [] }, channelId: 'nothing' }), 'notification-channel-unknown'],
    [rule({ to: { roles: ['technician'], personIds: [] }, severities: [] }), 'bad-request'],
  ])('is refused with a reason, and nothing is kept: %j', async ([path, body], code) => {
    const refused = await app.call('POST', path, { areaId: commune.communeId, ...body }, as('quan'));
    expect([refused.body.code, refused.status >= 400 && refused.status < 500]).toEqual([code, true]);
    const { notificationRule, notificationChannel } = app.database;
    expect([await notificationRule.count(), await notificationChannel.count()]).toEqual([0, 0]);
  });

  it('a channel that a rule uses stays; a technician sees the rules and no channel', async () => {
    const body = { areaId: commune.communeId, kind: 'email', name: 'Thợ ngoài', email: { addresses: ['a@b.example'] } };
    const { id } = (await app.call('POST', '/notification-channels', body, as('quan'))).body;
    const more = { ...usual, name: 'Quy tắc', channelId: id, to: { roles: [], personIds: [] } };
    await app.call('POST', '/notification-rules', { areaId: commune.communeId, ...more }, as('quan'));
    const kept = await app.call('DELETE', `/notification-channels/${id}`, undefined, as('quan'));
    expect([kept.status, kept.body.code]).toEqual([409, 'notification-channel-used']);
    const rules = await app.call('GET', `/notification-rules?areaId=${commune.communeId}`, undefined, as('tho'));
    expect(rules.body.rules.map(({ name, standard }: { name: string; standard: boolean }) => [name, standard])).toEqual(
      [['Quy tắc', false]],
    );
    expect((await app.call('GET', '/notification-channels', undefined, as('tho'))).status).toBe(403);
    await app.call('DELETE', `/notification-rules/${rules.body.rules[0].id}`, undefined, as('quan'));
    expect((await app.call('DELETE', `/notification-channels/${id}`, undefined, as('quan'))).status).toBe(200);
    const standard = await app.call('GET', `/notification-rules?areaId=${commune.communeId}`, undefined, as('tho'));
    expect(standard.body.rules.length).toBe(6);
  });
});

describe('what does not arrive', () => {
  it('is tried again with growing pauses, and arrives once', async () => {
    mail.behaviour = 'defer';
    await raise('device-offline', commune.clusterIds[0] ?? '');
    await pass(10 * MINUTE);
    const listed = await app.call('GET', '/notifications', undefined, as('tho'));
    expect(listed.body.notifications.length).toBe(1);
    expect(listed.body.notifications[0]).toMatchObject({
      ...{ state: 'waiting', attempts: 3, recipient: 'Phạm Thị Thợ', channel: 'email' },
      lastError: expect.stringContaining('451'),
      message: { vi: expect.stringContaining('Máy chủ thư chưa nhận thư') },
    });
    mail.behaviour = 'take';
    const { id } = listed.body.notifications[0];
    expect((await app.call('POST', `/notifications/${id}/retry`, undefined, as('tho'))).status).toBe(202);
    await pass(10 * SECOND);
    expect(mails().filter((each) => each.startsWith('tho')).length).toBe(1);
    const again = await app.call('POST', `/notifications/${id}/retry`, undefined, as('tho'));
    expect([again.status, again.body.code]).toEqual([409, 'notification-not-waiting']);
  });

  it('for long is an incident of the channel, which ends with the first that arrives', async () => {
    mail.behaviour = 'defer';
    await raise('device-offline', commune.clusterIds[0] ?? '');
    await pass(40 * MINUTE);
    await app.telling.notificationWatch.look();
    const open = () => app.stores.incidents.openOf(['notification-failed']);
    expect(await open()).toEqual([
      {
        ...{ kind: 'notification-failed', subject: `${commune.communeId}/notification/email` },
        detail: expect.stringContaining('mail-failed: 451'),
      },
    ]);
    mail.behaviour = 'take';
    await pass(HOUR);
    await app.telling.notificationWatch.look();
    expect(await open()).toEqual([]);
  });

  it('to somebody whose address is refused is given up at once, seen, and told', async () => {
    mail.behaviour = 'refuse';
    await raise('device-offline', commune.clusterIds[0] ?? '');
    await pass(3 * MINUTE);
    const failed = await app.call('GET', '/notifications?state=failed', undefined, as('tho'));
    expect(failed.body.notifications[0]).toMatchObject({ attempts: 1, lastError: expect.stringContaining('550') });
    await app.telling.notificationWatch.look();
    const [incident] = await app.stores.incidents.openOf(['notification-failed']);
    expect(incident?.subject).toBe(`${commune.communeId}/notification/email/tho`);
    expect(incident?.detail).not.toContain('tho@xa.example');
  });

  it('is given up after the last pause', async () => {
    mail.behaviour = 'defer';
    await raise('device-offline', commune.clusterIds[0] ?? '');
    await pass(HOUR);
    await pass(20 * HOUR);
    const [row] = await app.database.notification.findMany({ where: { recipientKey: 'tho', type: 'alert' } });
    expect([row?.state, row?.attempts]).toEqual(['failed', 9]);
  });
});

describe('a controller that dies', () => {
  it('between sending and writing it down sends again, with the same Message-ID', async () => {
    const [pole = ''] = commune.clusterIds;
    await raise('device-offline', pole);
    await pass(70 * SECOND);
    mail.received.length = 0;
    // as a controller leaves it that was killed after the server had taken it
    const lost = { state: 'sending', finishedAt: null, nextAt: new Date(now + 3 * MINUTE) };
    await app.database.notification.updateMany({ data: lost });
    await pass(2 * MINUTE);
    expect(mail.received).toEqual([]);
    await pass(2 * MINUTE);
    expect(mail.received.length).toBe(1);
    const [row] = await app.database.notification.findMany();
    expect(row).toMatchObject({ state: 'sent', attempts: 2 });
    expect(headerOf(mail.received[0]?.raw ?? '', 'Message-ID')).toBe(`<${row?.id}@xa.example>`);
  });

  it('before it has written what it decided has told nothing, and the next one tells it once', async () => {
    const [pole = ''] = commune.clusterIds;
    await raise('device-offline', pole);
    // two controllers at once, again and again
    await Promise.all([app.telling.notices.look(), app.telling.notices.look()]);
    at(now + 2 * MINUTE);
    await Promise.all([app.telling.notices.look(), app.telling.notices.look(), app.telling.notices.look()]);
    await Promise.all([app.telling.delivering.look(), app.telling.delivering.look()]);
    expect(mails().length).toBe(1);
  });
});
