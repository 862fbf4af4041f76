/** The page of a pole: what it plays, what is reported there, and the answer; signs that lead to it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { type HttpApp, startHttpApp } from '../../support/http-app.ts';
import { addVillage, at, NOON, Phone, type Village } from '../../support/public-pages/village.ts';

let databases: TestDatabases;
let app: HttpApp;
let village: Village;
let code: string;
let page: string;
beforeAll(async () => {
  databases = await startTestDatabases();
  app = await startHttpApp(await databases.fresh(), { publicUrl: 'http://localhost' });
  village = await addVillage(app);
  const { plan, bulletin, played, communeId, second } = village;
  const meeting = await bulletin('Mời họp thôn');
  await played(await plan(at('07:00'), [meeting], [communeId]));
  await plan(at('17:00'), [meeting], [communeId]);
  await plan(at('08:00'), [await bulletin('Chỉ thôn Trại')], [second]);
  code = (await app.call('POST', `/clusters/${village.clusterIds[0]}/public-code`)).body.code;
  page = `/tru/${code}`;
  app.setNow(NOON);
}, 90_000);
afterAll(async () => {
  await app?.stop();
  await databases.stop();
});

describe('the page of a pole', () => {
  it('is opened by the code however it is typed, and tells what sounds there', async () => {
    const phone = new Phone(app);
    const { status, text } = await phone.get(`/tru/${code.slice(0, 5).toLowerCase()}-${code.slice(5)}`);
    expect(status).toBe(200);
    for (const there of ['Loa 01', 'Thôn Đồng Gai', 'Mời họp thôn', '17:00', 'Quá to', 'Nhiều cụm loa'])
      expect(text, there).toContain(there);
    expect(text).not.toContain('Chỉ thôn Trại');
    expect((await phone.get(`${page}?lang=en`)).text).toContain('Too loud');
    expect((await phone.get('/tru/0000000000')).status).toBe(404);
    expect(text).not.toContain('<script');
  });

  it('takes a report without a script, gives a reference, and later shows the answer to who has sent it', async () => {
    const phone = new Phone(app, '10.1.1.1');
    const sent = await phone.send(page, { kind: 'too-loud', told: 'Loa chĩa vào nhà', contact: '0912 345 678' });
    expect(sent.status).toBe(303);
    expect(sent.location).toMatch(/^\/phan-anh\/[\w-]{43}\?moi=1$/);
    const taken = await phone.get(sent.location);
    expect(taken.text).toContain('Đã nhận phản ánh');
    expect(taken.headers['referrer-policy']).toBe('no-referrer');
    const [row] = (await app.call('GET', '/complaints')).body.complaints;
    expect(taken.text).toContain(row.reference);
    await app.call('PUT', `/complaints/${row.id}/answer`, { answer: 'Đã xoay loa, giảm âm lượng <từ mai>.' });
    const [address = ''] = sent.location.split('?');
    for (const url of [address, page]) {
      const later = await phone.get(url);
      expect(later.text, url).toContain('Đã xoay loa, giảm âm lượng &lt;từ mai&gt;.');
      expect(later.text, url).not.toMatch(/0912|chĩa vào nhà/);
    }
    expect((await new Phone(app).get(page)).text).not.toContain('Đã xoay loa');
    expect((await phone.get(`/phan-anh/${'x'.repeat(43)}`)).status).toBe(404);
  });

  it('says what is wrong with a form, and keeps what was written', async () => {
    const phone = new Phone(app, '10.1.1.2');
    const none = await phone.send(page, { told: 'Kể một nửa <i>' });
    expect([none.status, none.text.includes('Kể một nửa &lt;i&gt;')]).toEqual([422, true]);
    expect(none.text).toContain('role="alert"');
    expect((await phone.send(page, { kind: 'whatever' })).status).toBe(422);
    expect((await phone.send(page, { kind: 'too-loud', contact: 'a' })).status).toBe(422);
    expect((await phone.send(page, { kind: 'too-loud' }, { origin: 'https://example.org' })).status).toBe(403);
    expect((await phone.send('/tru/0000000000', { kind: 'too-loud' })).status).toBe(404);
    expect((await phone.send(page, { kind: 'too-loud', told: 'a'.repeat(20_000) })).status).toBe(413);
  });

  it('does not drown: twelve an hour from one network, and what was written stands there still', async () => {
    const phone = new Phone(app, '10.1.1.3');
    const statuses: number[] = [];
    let last = '';
    for (let count = 0; count < 13; count++) {
      const { status, text } = await phone.send(page, { kind: 'repeated', told: `lần ${count}` });
      statuses.push(status);
      last = text;
    }
    expect(statuses).toEqual([...Array.from({ length: 12 }, () => 303), 429]);
    expect(last).toContain('lần 12');
  });
});

describe('signs', () => {
  it('are printed for poles with a code; the others get one first, and nobody loses theirs', async () => {
    const { communeId } = village;
    const made = await app.call('POST', `/communes/${communeId}/public-codes`);
    expect([made.status, made.body]).toEqual([201, { made: 2, poles: 3 }]);
    expect((await app.call('POST', `/communes/${communeId}/public-codes`)).body.made).toBe(0);
    expect((await app.call('GET', `/clusters/${village.clusterIds[0]}/public-code`)).body.code).toBe(code);
    const print = async (query: string) => {
      const url = `/api/v1/communes/${communeId}/signs.pdf${query}`;
      const answer = await app.server.inject({ url, headers: { host: 'localhost' } });
      return { status: answer.statusCode, bytes: answer.rawPayload, type: answer.headers['content-type'] };
    };
    for (const query of ['', '?layout=page', `?clusterId=${village.clusterIds[0]}`]) {
      const { status, bytes, type } = await print(query);
      expect([status, type, bytes.subarray(0, 5).toString()], query).toEqual([200, 'application/pdf', '%PDF-']);
    }
    const pages = (bytes: Buffer) => bytes.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length;
    expect(pages((await print('')).bytes)).toBe(1);
    expect(pages((await print('?layout=page')).bytes)).toBe(3);
    await app.database.cluster.updateMany({ data: { publicCode: null } });
    expect((await print('')).status).toBe(409);
  });
});
