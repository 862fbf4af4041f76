import { MAX_BULLETIN_TEXT } from '@loa-lang/schemas/http/bulletins';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { addCommune, type HttpApp, startHttpApp, untilMade } from '../../support/http-app.ts';
import { RecordingSpeech } from '../../support/recording-speech.ts';

let databases: TestDatabases;
const running: HttpApp[] = [];
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.stop());
afterEach(async () => {
  for (const app of running.splice(0)) await app.stop();
});

async function start(speech = new RecordingSpeech()) {
  const app = await startHttpApp(await databases.fresh(), { speech });
  running.push(app);
  return { app, speech, ...(await addCommune(app)) };
}

const make = async (app: HttpApp, body: object) => {
  const { body: bulletin } = await app.call('POST', '/bulletins', body);
  return untilMade(app, bulletin.id);
};

describe('POST /readings', () => {
  it('shows a text as it will be read, with its choices, and says what to look at', async () => {
    const { app, communeId } = await start();
    const text = 'Sáng mai, UBND xã họp 3/4 số thôn. QWRT. Thứ ba ngày 02/02/2026 nghỉ.';
    const corrections = [{ written: 'không còn', reading: 'mất rồi', before: 'chỗ', after: 'này' }];
    const body = { communeId, text, corrections, airDates: ['2026-02-01'] };
    const answer = await app.call('POST', '/readings', body);
    expect(answer.status).toBe(200);
    expect(answer.body.spoken).toMatch(/^Sáng mai, Ủy ban nhân dân xã họp ba phần tư số thôn\./);
    expect(answer.body.segments.map((segment: { written: string }) => segment.written).join('')).toBe(text);
    const fraction = answer.body.segments.find((segment: { written: string }) => segment.written === '3/4');
    expect(fraction).toMatchObject({ kind: 'fraction', alternatives: ['ba trên bốn'] });
    const codes = answer.body.warnings.map((warning: { code: string }) => warning.code);
    expect(codes).toEqual(['reading-abbreviation-unknown', 'reading-correction-lost', 'relative-day', 'weekday-wrong']);
    expect(answer.body.warnings[2]).toMatchObject({ from: 0, to: 8, airDate: '2026-02-01' });
    expect(answer.body.warnings[2].message.vi).toContain('02/02/2026');
    expect(answer.body.warnings[3].message.en).toContain('a Monday');
  });

  it('leaves texts in other languages as they are', async () => {
    const { app, communeId } = await start();
    const { body } = await app.call('POST', '/readings', { communeId, language: 'tyz', text: 'UBND 3/4' });
    expect(body).toEqual({ text: 'UBND 3/4', spoken: 'UBND 3/4', warnings: [], segments: [expect.anything()] });
  });

  it('refuses what it cannot use, and takes the longest text', async () => {
    const { app, communeId } = await start();
    const read = (body: object) => app.call('POST', '/readings', { communeId, text: 'họp', ...body });
    expect(await read({ communeId: 'nowhere' })).toMatchObject({ status: 404, body: { code: 'area-unknown' } });
    expect(await read({ airDates: ['2026-02-30'] })).toMatchObject({ status: 400, body: { code: 'bad-request' } });
    const corrections = [{ written: 'a', reading: '5kg', before: '', after: '' }];
    expect(await read({ corrections })).toMatchObject({ status: 422, body: { code: 'reading-unsayable' } });
    const silent = [{ written: 'họp', reading: '', before: '', after: '' }];
    expect(await read({ text: 'Mời họp', corrections: silent })).toMatchObject({
      status: 200,
      body: { spoken: 'Mời' },
    });
    const foreign = await read({ text: 'Phun Bassa, bassa và Actara' });
    expect(
      foreign.body.warnings.map(({ code, from, to }: { code: string; from: number; to: number }) => [code, from, to]),
    ).toEqual([
      ['reading-word-foreign', 5, 10],
      ['reading-word-foreign', 21, 27],
    ]);
    expect(foreign.body.warnings[0].message.en).toContain('Bassa');
    expect(await read({ text: '7h30 '.repeat(MAX_BULLETIN_TEXT / 5) })).toMatchObject({ status: 200 });
    expect(await read({ text: 'a'.repeat(MAX_BULLETIN_TEXT + 1) })).toMatchObject({ status: 400 });
  });
});

describe('the commune’s dictionary', () => {
  it('is read by, listed, changed and removed', async () => {
    const { app, communeId } = await start();
    const read = async () => (await app.call('POST', '/readings', { communeId, text: 'Họp ở NVH-CT' })).body.spoken;
    const entry = { communeId, written: 'NVH-CT ', reading: 'nhà văn hóa cầu Trắng' };
    const added = await app.call('POST', '/dictionary', entry);
    expect(added).toMatchObject({ status: 201, body: { written: 'NVH-CT' } });
    expect(await read()).toBe('Họp ở nhà văn hóa cầu Trắng');
    expect(await app.call('POST', '/dictionary', entry)).toMatchObject({
      status: 409,
      body: { code: 'dictionary-entry-taken' },
    });
    const { id } = added.body;
    const changed = await app.call('PATCH', `/dictionary/${id}`, { reading: 'nhà văn hóa Cầu Đen' });
    expect(changed).toMatchObject({ status: 200, body: { id, written: 'NVH-CT', reading: 'nhà văn hóa Cầu Đen' } });
    expect(await read()).toBe('Họp ở nhà văn hóa Cầu Đen');
    const listed = await app.call('GET', `/dictionary?communeId=${communeId}`);
    expect(listed.body.entries).toEqual([changed.body]);
    expect(await app.call('DELETE', `/dictionary/${id}`)).toMatchObject({ status: 200 });
    expect(await app.call('PATCH', `/dictionary/${id}`, { reading: 'mới' })).toMatchObject({
      status: 404,
      body: { code: 'dictionary-entry-unknown' },
    });
    expect(await app.call('DELETE', `/dictionary/${id}`)).toMatchObject({ status: 404 });
    expect(await read()).not.toContain('Cầu');
  });

  it('keeps both of two changes made at one time, and says when the entry went meanwhile', async () => {
    const { app, communeId } = await start();
    for (let round = 0; round < 5; round++) {
      const entry = { communeId, written: `XYZ${round}`, reading: 'cũ' };
      const { id } = (await app.call('POST', '/dictionary', entry)).body;
      const path = `/dictionary/${id}`;
      const changes = [{ reading: 'mới' }, { spelled: true }, { written: `XYW${round}` }];
      const answers = await Promise.all(changes.map((change) => app.call('PATCH', path, change)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      const { entries } = (await app.call('GET', `/dictionary?communeId=${communeId}`)).body;
      expect(entries).toEqual([{ id, communeId, written: `XYW${round}`, reading: 'mới', spelled: true }]);
      const [gone, late] = await Promise.all([app.call('DELETE', path), app.call('PATCH', path, { reading: 'khác' })]);
      expect(gone.status).toBe(200);
      expect([200, 404]).toContain(late.status);
      expect((await app.call('DELETE', path)).body).toMatchObject({ code: 'dictionary-entry-unknown' });
    }
  });

  it('belongs to one commune: another reads as before and may have the same entry', async () => {
    const { app, communeId, provinceId } = await start();
    const commune = { kind: 'commune', name: 'Tân Yên', parentId: provinceId };
    const other = (await app.call('POST', '/areas', commune)).body.area.id;
    const text = 'Họp ở NVH';
    const read = async (id: string) => (await app.call('POST', '/readings', { communeId: id, text })).body.spoken;
    await app.call('POST', '/dictionary', { communeId, written: 'NVH', reading: 'nhà văn hóa Đông' });
    expect([await read(communeId), await read(other)]).toEqual(['Họp ở nhà văn hóa Đông', 'Họp ở nhà văn hóa']);
    const same = await app.call('POST', '/dictionary', {
      communeId: other,
      written: 'NVH',
      reading: 'nhà văn hóa Tây',
    });
    expect(same.status).toBe(201);
    await app.call('PATCH', `/dictionary/${same.body.id}`, { reading: 'nhà văn hóa Nam' });
    expect([await read(communeId), await read(other)]).toEqual(['Họp ở nhà văn hóa Đông', 'Họp ở nhà văn hóa Nam']);
  });

  it('takes only readings in words, for a commune that exists', async () => {
    const { app, communeId } = await start();
    const add = (body: object) =>
      app.call('POST', '/dictionary', { communeId, written: 'X1', reading: 'ích một', ...body });
    expect(await add({ reading: 'ích 1' })).toMatchObject({ status: 422, body: { code: 'reading-unsayable' } });
    expect(await add({ reading: '...' })).toMatchObject({ status: 422 });
    expect(await add({ communeId: 'nowhere' })).toMatchObject({ status: 404 });
    expect(await add({ written: ' ' })).toMatchObject({ status: 400 });
    expect(await add({ spelled: true, matchCase: false })).toMatchObject({ status: 201, body: { spelled: true } });
  });
});

describe('a bulletin from text', () => {
  it('is spoken as it is read, corrections included', async () => {
    const { app, speech, communeId } = await start();
    const corrections = [{ written: '3/4', reading: 'ngày ba tháng tư', before: 'họp ', after: ' tại' }];
    const made = await make(app, { communeId, text: 'UBND xã họp 3/4 tại NVH', corrections });
    expect(made.state).toBe('ready');
    expect(speech.spoken.map(({ text }) => text)).toEqual(['Ủy ban nhân dân xã họp ngày ba tháng tư tại nhà văn hóa']);
  });

  it('is made anew after a change of the dictionary only where it is heard', async () => {
    const { app, speech, communeId } = await start();
    const [first, second] = ['Mời bà con họp ở NVH', 'Mời bà con đi bầu cử'];
    const before = [await make(app, { communeId, text: first }), await make(app, { communeId, text: second })];
    await app.call('POST', '/dictionary', { communeId, written: 'NVH', reading: 'nhà văn hóa thôn Trại' });
    const after = [await make(app, { communeId, text: first }), await make(app, { communeId, text: second })];
    expect(after[0].audio.assetId).not.toBe(before[0].audio.assetId);
    expect(after[1].audio.assetId).toBe(before[1].audio.assetId);
    expect(speech.spoken).toHaveLength(3);
    const kept = await app.call('GET', `/bulletins/${before[0].id}`);
    expect(kept.body.audio.assetId).toBe(before[0].audio.assetId);
  });
});
