import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { appForFile } from '../../support/app-for-each-test.ts';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { addCommune, addReadyBulletin, type HttpApp, startHttpApp } from '../../support/http-app.ts';
import { OFFICE, person, signedIn } from '../../support/people.ts';

let databases: TestDatabases;
/** of the whole file */
let shared: HttpApp;
let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
let bulletinId: string;
const MINUTE = 60_000;
const T0 = Date.parse('2026-12-07T15:00:00+07:00');
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.stop());
appForFile((each) => {
  shared = each;
  app = each;
});
afterEach(async () => {
  if (app !== shared) await app.stop();
});

const as = (id: string, method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) =>
  app.call(method, path, body, signedIn(id));

async function start(title = 'Lịch tiêm phòng <b>&"') {
  app.setNow(T0);
  commune = await addCommune(app);
  bulletinId = await addReadyBulletin(app, commune.communeId);
  await app.putPeople([...OFFICE, person('truong', 'Trương "T" <i>', ['approver'])]);
  const { body } = await as('hoa', 'POST', '/broadcasts', {
    title,
    bulletins: [{ bulletinId, readings: 2 }],
    targets: { areaIds: [commune.communeId] },
    start: '2026-12-07T17:00:00+07:00',
  });
  return { approvalId: body.approvalId as string, broadcastId: body.broadcast.id as string };
}
const link = (approvalId: string, more: object = {}) =>
  as('hoa', 'POST', `/approvals/${approvalId}/link`, { approverId: 'truong', ...more });
const pathOf = (url: string) => new URL(url, 'http://loa.xa.vn').pathname;
const get = (path: string, headers: object = {}) =>
  app.server.inject({ url: path, headers: { host: 'loa.xa.vn', ...headers } });
const post = (path: string, form: Record<string, string>, headers: object = {}) =>
  app.server.inject({
    method: 'POST',
    url: path,
    headers: { host: 'loa.xa.vn', origin: 'null', 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(form).toString(),
  });
const stateOf = async (id: string) => (await as('hoa', 'GET', `/approvals/${id}`)).body.state;

describe('a one-time link', () => {
  it('comes with texts for e-mail, one SMS and Zalo, and leaves only its hash behind', async () => {
    const { approvalId } = await start('Bản tin sáng: lịch tiêm phòng cho đàn gia súc đợt hai năm 2026 tại các thôn');
    expect((await as('ky-thuat', 'POST', `/approvals/${approvalId}/link`, { approverId: 'pho' })).body.code).toBe(
      'not-permitted',
    );
    expect((await link(approvalId, { approverId: 'hoa' })).body.code).toBe('approver-unknown');
    const { status, body } = await link(approvalId);
    expect([status, body.expiresAt]).toEqual([201, '2026-12-10T15:00:00+07:00']);
    const token = pathOf(body.url).split('/').at(-1) ?? '';
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const { email, sms, zalo } = body.messages;
    for (const text of [email.text, sms.text, zalo]) expect(text).toContain(body.url);
    expect(email.text).toContain('17:00 thứ Hai 07/12');
    expect(email.text).toContain('3 thôn, 240 hộ');
    expect([sms.encoding, sms.parts, sms.text.length <= 160]).toEqual(['gsm', 1, true]);
    expect(sms.text).toMatch(/^Cho duyet: Ban tin sang/);
    const dump = JSON.stringify(await app.database.approvalLink.findMany());
    expect(dump).not.toContain(token);
    expect(dump).toContain(createHash('sha256').update(token).digest('hex'));
  });

  it('shows what sounds, where and when, without a script, a cookie, a trace or a foreign page around it', async () => {
    const { approvalId } = await start();
    const path = pathOf((await link(approvalId)).body.url);
    const page = await get(path);
    expect(page.statusCode).toBe(200);
    for (const text of [
      'Lịch tiêm phòng &lt;b&gt;&amp;&quot;',
      'Sẽ phát 17:00 thứ Hai 07/12 ở 3 thôn, 3 cụm loa, 240 hộ.',
      'Nguyễn Thị Hoa',
      'còn 2 giờ',
      'đọc 2 lần',
      'Đồng Gai, Ngoài, Trại',
      'Duyệt · phát 17:00',
      'Trương &quot;T&quot; &lt;i&gt;',
    ]) {
      expect(page.body).toContain(text);
    }
    expect(page.body).not.toMatch(/<script|<b>|javascript:|https?:\/\/(?!www\.w3)/i);
    const { headers } = page;
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    const style = /<style>([\s\S]*?)<\/style>/.exec(page.body)?.[1] ?? '';
    expect(headers['content-security-policy']).toContain(createHash('sha256').update(style).digest('base64'));
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['set-cookie']).toBeUndefined();
    const english = await get(`${path}?lang=en`);
    expect(english.body).toContain('Airs at 17:00, Monday 7 December in 3 hamlets');
    expect(english.body).toContain('lang="en"');
  });

  it('is not used up by whoever only looks: GET, HEAD, again and again', async () => {
    const { approvalId } = await start();
    const path = pathOf((await link(approvalId)).body.url);
    for (let visit = 0; visit < 5; visit++) {
      await get(path, { 'user-agent': 'ZaloBot' });
      await app.server.inject({ method: 'HEAD', url: path, headers: { host: 'loa.xa.vn' } });
      await get(`${path}?decision=approve`);
    }
    expect(await stateOf(approvalId)).toBe('submitted');
    expect((await get(path)).body).toContain('Duyệt · phát 17:00');
  });

  it('approves once, in the name of its approver; then it only says so', async () => {
    const { approvalId, broadcastId } = await start();
    const path = pathOf((await link(approvalId)).body.url);
    const answer = await post(path, { decision: 'approve' });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `${path}?lang=vi`]);
    const { body } = await as('hoa', 'GET', `/approvals/${approvalId}`);
    expect(body).toMatchObject({
      state: 'approved',
      decision: { by: { personId: 'truong' }, way: 'link', linkMadeBy: { personId: 'hoa' } },
    });
    expect((await as('hoa', 'GET', `/broadcasts/${broadcastId}`)).body.state).toBe('planned');
    const after = await get(path);
    expect(after.body).toContain('đã duyệt lúc 15:00 thứ Hai 07/12');
    expect(after.body).toContain('Sẽ phát 17:00 thứ Hai 07/12.');
    expect(after.body).not.toContain('<form');
    expect((await post(path, { decision: 'return', reason: 'x' })).statusCode).toBe(303);
    expect(await stateOf(approvalId)).toBe('approved');
    expect((await get(`${path}/audio/0`)).statusCode).toBe(404);
  });

  it('returns with a reason; without one nothing is lost and nothing happens', async () => {
    const { approvalId } = await start();
    const path = pathOf((await link(approvalId)).body.url);
    const empty = await post(path, { decision: 'return', reason: '  ' });
    expect(empty.statusCode).toBe(422);
    expect(empty.body).toContain('Chưa có lý do trả lại');
    expect((await post(path, { decision: 'maybe' })).statusCode).toBe(400);
    expect(await stateOf(approvalId)).toBe('submitted');
    expect((await post(path, { decision: 'return', reason: 'Sai <ngày>' })).statusCode).toBe(303);
    expect((await get(path)).body).toContain('Lý do: Sai &lt;ngày&gt;');
  });

  it('pressed twice at once, and beside the console, decides once', async () => {
    const { approvalId } = await start();
    const path = pathOf((await link(approvalId)).body.url);
    const { bindingHash } = (await as('pho', 'GET', `/approvals/${approvalId}`)).body;
    const answers = await Promise.all([
      post(path, { decision: 'approve' }),
      post(path, { decision: 'return', reason: 'sai' }),
      as('pho', 'POST', `/approvals/${approvalId}/decisions`, { decision: 'return', bindingHash, reason: 'sai' }),
      post(path, { decision: 'approve' }),
    ]);
    const { decision, state } = (await as('pho', 'GET', `/approvals/${approvalId}`)).body;
    expect(['approved', 'returned']).toContain(state);
    expect(decision).toBeDefined();
    for (const answer of answers) {
      const status = 'statusCode' in answer ? answer.statusCode : answer.status;
      expect([200, 303, 409]).toContain(status);
    }
  });

  it('its address is that of the server, whatever the request says of itself', async () => {
    const { approvalId } = await start();
    const asked = (port?: number) => {
      const url = `/api/v1/approvals/${approvalId}/link`;
      const headers = { ...signedIn('hoa'), host: 'ke-xau.example', 'x-forwarded-host': 'ke-xau.example' };
      const payload = { approverId: 'truong' };
      if (port === undefined)
        return app.server.inject({ method: 'POST', url, headers, payload }).then((each) => each.json());
      return new Promise<{ url: string }>((resolve, reject) => {
        const sent = request({
          port,
          path: url,
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
        });
        sent.on('error', reject).on('response', (answer) => json(answer).then(resolve as never, reject));
        sent.end(JSON.stringify(payload));
      });
    };
    const unheard = await asked();
    expect(unheard).toMatchObject({ notices: [{ code: 'link-without-public-url' }] });
    expect(unheard.url).toMatch(/^\/[^/]/);
    await app.server.listen({ host: '127.0.0.1', port: 0 });
    const [{ port }] = app.server.addresses() as unknown as [{ port: number }];
    const heard = await asked(port);
    expect(new URL(heard.url).host).toBe(`127.0.0.1:${port}`);
    expect(JSON.stringify([unheard, heard])).not.toContain('ke-xau');
  });

  it('of an older version, a replaced one, an expired one, and one of somebody who left say so', async () => {
    const { approvalId, broadcastId } = await start();
    const old = pathOf((await link(approvalId)).body.url);
    const path = pathOf((await link(approvalId, { lastsMinutes: 60 })).body.url);
    expect((await get(old)).body).toContain('Đã có đường dẫn mới hơn');
    expect((await post(old, { decision: 'approve' })).statusCode).toBe(303);
    app.setNow(T0 + 60 * MINUTE);
    expect((await get(path)).body).toContain('Đường dẫn đã hết hạn');
    await post(path, { decision: 'approve' });
    app.setNow(T0);
    await app.putPeople(OFFICE);
    expect((await get(path)).body).toContain('Không còn quyền duyệt');
    await post(path, { decision: 'approve' });
    await app.putPeople([...OFFICE, person('truong', 'Trương', ['approver'])]);
    await as('hoa', 'PUT', `/broadcasts/${broadcastId}`, {
      bulletins: [{ bulletinId }],
      targets: { areaIds: [commune.hamletIds[0]] },
      start: '2026-12-07T17:00:00+07:00',
    });
    expect((await get(path)).body).toContain('Nội dung đã thay đổi');
    await post(path, { decision: 'approve' });
    expect(await stateOf(approvalId)).toBe('archived');
    expect((await as('hoa', 'GET', `/broadcasts/${broadcastId}`)).body.state).toBe('awaiting');
  });

  it('when its time has passed offers another time, in the commune’s zone', async () => {
    const { approvalId, broadcastId } = await start();
    const path = pathOf((await link(approvalId)).body.url);
    app.setNow(T0 + 120 * MINUTE);
    const late = await get(path);
    expect(late.body).toContain('Giờ phát đã qua');
    const plain = await post(path, { decision: 'approve' });
    expect([plain.statusCode, plain.body.includes('Giờ phát đã qua')]).toEqual([409, true]);
    expect((await post(path, { decision: 'approve', start: '2026-12-07T16:00' })).statusCode).toBe(422);
    expect((await post(path, { decision: 'approve', start: '2026-13-07T16:00' })).statusCode).toBe(400);
    expect((await post(path, { decision: 'approve', start: '2026-12-07T18:30' })).statusCode).toBe(303);
    expect((await as('hoa', 'GET', `/broadcasts/${broadcastId}`)).body).toMatchObject({
      state: 'planned',
      startAt: '2026-12-07T18:30:00+07:00',
    });
    expect((await get(path)).body).toContain('Sẽ phát 18:30 thứ Hai 07/12.');
  });

  it('a foreign page cannot press its buttons, and wrong addresses are not tried for long', async () => {
    const { approvalId } = await start();
    const path = pathOf((await link(approvalId)).body.url);
    const foreign = { origin: 'https://evil.example' };
    expect((await post(path, { decision: 'approve' }, foreign)).statusCode).toBe(403);
    expect((await post(path, { decision: 'approve' }, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect(await stateOf(approvalId)).toBe('submitted');
    const wrong = (n: number, from: string) =>
      get(`/duyet/${String(n).padStart(43, 'x')}`, { 'x-forwarded-for': `spoofed, ${from}` });
    const statuses: number[] = [];
    for (let n = 0; n < 22; n++) statuses.push((await wrong(n, '203.0.113.9')).statusCode);
    expect(statuses).toEqual([...Array(20).fill(404), 429, 429]);
    expect((await get(path, { 'x-forwarded-for': '203.0.113.9' })).statusCode).toBe(429);
    expect((await get(path, { 'x-forwarded-for': '203.0.113.10' })).statusCode).toBe(200);
    expect((await get('/duyet/')).statusCode).toBe(404);
    expect((await get('/duyet/..%2Fapi%2Fv1%2Fareas')).statusCode).toBe(404);
    expect((await get('/api/v1/areas')).statusCode).toBe(401);
  });
});

describe('when something fails', () => {
  it('the page says so in words, shows no inside, and the link still works afterwards', async () => {
    const { approvalId } = await start();
    const path = pathOf((await link(approvalId)).body.url);
    const { open } = app.useCases.links;
    app.useCases.links.open = () => Promise.reject(new TypeError('inside'));
    const broken = await get(path);
    expect([broken.statusCode, broken.headers['content-type']]).toEqual([500, 'text/html; charset=utf-8']);
    expect(broken.body).toMatch(/báo mã [0-9a-f]{8}/);
    expect(broken.body).not.toContain('inside');
    app.useCases.links.open = () => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }));
    const away = await post(path, { decision: 'approve' });
    expect([away.statusCode, away.body.includes('cơ sở dữ liệu không trả lời')]).toEqual([503, true]);
    app.useCases.links.open = open;
    expect((await post(path, { decision: 'approve' })).statusCode).toBe(303);
    const tooMuch = await post(path, { decision: 'return', reason: 'x'.repeat(20_000) });
    expect([tooMuch.statusCode, tooMuch.headers['content-type']]).toEqual([413, 'text/html; charset=utf-8']);
  });
});

describe('what is heard on the page', () => {
  it('is the very audio that is approved', async () => {
    app = await startHttpApp(await databases.fresh());
    commune = await addCommune(app);
    await app.putPeople(OFFICE);
    const made = await as('hoa', 'POST', '/bulletins', {
      communeId: commune.communeId,
      text: 'Mời bà con đi họp lúc 7h30 ngày 5/3.',
    });
    await import('../../support/eventually.ts').then(({ eventually }) =>
      eventually(
        'the bulletin is made',
        async () => (await as('hoa', 'GET', `/bulletins/${made.body.id}`)).body.state === 'ready',
        110_000,
      ),
    );
    const { body } = await as('hoa', 'POST', '/broadcasts', {
      bulletins: [{ bulletinId: made.body.id }],
      targets: { areaIds: [commune.communeId] },
      start: 'now',
    });
    const url = (await as('hoa', 'POST', `/approvals/${body.approvalId}/link`, { approverId: 'pho' })).body.url;
    const page = await get(pathOf(url));
    expect(page.body).toContain('bảy giờ ba mươi');
    expect(page.body).toContain('Duyệt và phát ngay');
    const sound = await get(`${pathOf(url)}/audio/0`);
    expect([sound.statusCode, sound.headers['content-type']]).toEqual([200, 'audio/ogg; codecs=opus']);
    const { binding } = (await as('pho', 'GET', `/approvals/${body.approvalId}`)).body;
    expect(createHash('sha256').update(sound.rawPayload).digest('hex')).toBe(binding.assets[0]);
    const part = await get(`${pathOf(url)}/audio/0`, { range: 'bytes=0-3' });
    expect([part.statusCode, part.body]).toEqual([206, 'OggS']);
    expect((await get(`${pathOf(url)}/audio/1`)).statusCode).toBe(404);
  });
});
