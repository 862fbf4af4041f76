import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import readXlsx from 'read-excel-file/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { addCommune, addReadyBulletin, type HttpApp, startHttpApp } from '../../support/http-app.ts';
import { OFFICE, signedIn } from '../../support/people.ts';

const hasPoppler = existsSync('/usr/bin/pdftotext');
if (!hasPoppler) console.warn('\n*** SKIPPED: the text of the PDF. It needs the Debian package poppler-utils.\n');

let databases: TestDatabases;
let databaseUrl: string;
let app: HttpApp;
let commune: Awaited<ReturnType<typeof addCommune>>;
let broadcastId: string;
const NOON = Date.parse('2026-11-30T12:00:00+07:00');
const START = '2026-11-30T23:30:00+07:00';
const DECEMBER = Date.parse('2026-12-02T08:00:00+07:00');
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.stop());
beforeEach(async () => {
  databaseUrl = await databases.fresh();
  app = await startHttpApp(databaseUrl);
  app.setNow(NOON);
  commune = await addCommune(app);
  broadcastId = await plan('Lịch tiêm phòng đợt ấy', START);
});
afterEach(() => app.stop());

async function plan(title: string, start: string, more: object = {}): Promise<string> {
  const bulletinId = await addReadyBulletin(app, commune.communeId, 60_000, title.length.toString(16), { title });
  const targets = { areaIds: [commune.communeId] };
  const made = await app.call('POST', '/broadcasts', { bulletins: [{ bulletinId }], targets, start, ...more });
  return made.body.broadcast.id;
}

async function receive(id: string, clusterId: string, start: string, items: object[]): Promise<void> {
  const startedAt = Date.parse(start);
  const head = { broadcastId: id, version: 1, run: 1, state: 'finished', outputLevelDbfs: -20, startedAt };
  const body = { ...head, kind: 'receipt', items, endedAt: startedAt + 60_000 };
  const of = { broadcastId: id, clusterId, run: 1, version: 1, state: 'finished' };
  const row = { ...of, deviceId: 'd', storeId: 's', number: 77n };
  await app.database.receiptRow.create({ data: { ...row, body, receivedAt: new Date(startedAt) } });
}

async function played(index: number, playedMs: number, reason?: string, run = 1): Promise<void> {
  const clusterId = commune.clusterIds[index] as string;
  const startedAt = Date.parse(START) + (run - 1) * 120_000 + 5;
  const state = playedMs === 0 ? 'missed' : 'finished';
  const head = { broadcastId, version: 1, run, state, outputLevelDbfs: -20, startedAt, endedAt: startedAt + playedMs };
  const body = { ...head, kind: 'receipt', items: [{ index: 0, part: 0, playedMs }], ...(reason && { reason }) };
  const row = { broadcastId, clusterId, run, version: 1, state, deviceId: 'd', storeId: 's', number: BigInt(run) };
  await app.database.receiptRow.create({ data: { ...row, body, receivedAt: new Date(startedAt) } });
}

const path = (month = '2026-11') => `/programme-log/${commune.communeId}/${month}`;
const log = async (month?: string) => (await app.call('GET', path(month))).body;
const file = async (form: 'pdf' | 'xlsx') =>
  (await app.server.inject({ url: `/api/v1${path()}/${form}`, headers: { host: 'localhost' } })).rawPayload;
const entry = {
  title: 'Phát bằng loa kéo tại nhà văn hoá thôn Trại',
  class: 'urgent',
  startAt: '2026-11-20T19:00:00+07:00',
  endAt: '2026-11-20T19:05:00+07:00',
};

describe('the programme log', () => {
  it('says what was on air, when, where, how long, by whom, and why not', async () => {
    await played(0, 60_000);
    await played(0, 60_000, undefined, 2);
    await played(1, 0, 'power-lost');
    app.setNow(DECEMBER);
    const { lines, statistics, complete } = await log();
    expect(complete).toBe(true);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      id: broadcastId,
      title: 'Lịch tiêm phòng đợt ấy',
      startAt: '2026-11-30T23:30:00+07:00',
      class: 'scheduled',
      level: 'commune',
      madeBy: 'Đài truyền thanh',
      approvedBy: 'Đài truyền thanh',
      airMs: 120_000,
      clustersReached: 1,
      clusters: 3,
    });
    const reasons = lines[0].missed.map(({ reason, clusters }: { reason: string; clusters: number }) => [
      reason,
      clusters,
    ]);
    expect(Object.fromEntries(reasons)).toEqual({ 'power-lost': 1, 'no-report': 1 });
    expect(statistics).toMatchObject({
      byClass: [{ class: 'scheduled', broadcasts: 1, airMs: 120_000 }],
      silent: 0,
      clusters: 3,
      clustersReached: 1,
    });
    expect(
      statistics.hamlets.map((hamlet: Record<string, unknown>) => [hamlet.name, hamlet.partly, hamlet.none]),
    ).toEqual(
      expect.arrayContaining([
        ['Đồng Gai', 1, 0],
        ['Trại', 0, 1],
        ['Ngoài', 0, 1],
      ]),
    );
    expect((await log('2026-12')).lines).toEqual([]);
  });

  it('has what the province had sounding in the commune, and nothing of the commune beside it', async () => {
    const area = async (body: object): Promise<string> => (await app.call('POST', '/areas', body)).body.area.id;
    const other = await area({ kind: 'commune', name: 'Xã bên', parentId: commune.provinceId, trial: true });
    const hamletId = await area({ kind: 'hamlet', hamletKind: 'thôn', name: 'Bên', parentId: other, households: 9 });
    await app.call('POST', '/clusters', {
      hamletId,
      code: '09',
      name: 'Cụm 09',
      services: [{ hamletId, households: 9 }],
    });
    const targets = { areaIds: [commune.communeId, other] };
    const common = await plan('Tin chung của tỉnh', '2026-11-30T18:00:00+07:00', { targets });
    expect((await app.call('GET', `/broadcasts/${common}`)).body.communeId).toBe(commune.provinceId);
    app.setNow(DECEMBER);
    const own = (await log()).lines;
    expect(own.map(({ id }: { id: string }) => id)).toEqual([common, broadcastId]);
    expect(own[0].clusters).toBe(3);
    const theirs = (await app.call('GET', `/programme-log/${other}/2026-11`)).body;
    expect(theirs.lines).toMatchObject([{ id: common, clusters: 1 }]);
    expect(theirs.statistics.hamlets.map(({ name }: { name: string }) => name)).toEqual(['Bên']);
  });

  it('says what each consisted of, and adds up by category and by who made it', async () => {
    const make = async (title: string, digit: string, category?: string) => {
      const id = await addReadyBulletin(app, commune.communeId, 60_000, digit, { title });
      if (category !== undefined) expect((await app.call('PATCH', `/bulletins/${id}`, { category })).status).toBe(200);
      return id;
    };
    const ids = [
      await make('Lịch thời vụ', '1', 'Nông nghiệp'),
      await make('Giữ gìn đường làng', '2'),
      await make('Giá lúa', '3', 'Nông nghiệp'),
    ];
    const start = '2026-11-30T17:00:00+07:00';
    const bulletins = ids.map((bulletinId) => ({ bulletinId }));
    const targets = { areaIds: [commune.communeId] };
    const made = await app.call('POST', '/broadcasts', { title: 'Buổi chiều', bulletins, targets, start });
    const { id } = made.body.broadcast;
    const parts = [50_000, 60_000, 0].map((playedMs, part) => ({ index: part, part, playedMs }));
    await receive(id, commune.clusterIds[0] as string, start, parts);
    // its name in the log stays, though nobody finds the bulletin any more
    app.setNow(DECEMBER);
    expect((await app.call('DELETE', `/bulletins/${ids[0]}`)).status).toBeLessThan(300);
    const { lines, statistics } = await log();
    expect(lines[0]).toMatchObject({
      title: 'Buổi chiều',
      airMs: 110_000,
      items: [
        { title: 'Lịch thời vụ', category: 'Nông nghiệp', airMs: 50_000 },
        { title: 'Giữ gìn đường làng', airMs: 60_000 },
        { title: 'Giá lúa', category: 'Nông nghiệp', airMs: 0 },
      ],
    });
    expect(statistics.byCategory).toEqual([
      { items: 1, airMs: 60_000 },
      { category: 'Nông nghiệp', items: 1, airMs: 50_000 },
    ]);
    expect(statistics.byAuthor).toEqual([{ author: 'Đài truyền thanh', broadcasts: 1, items: 2, airMs: 110_000 }]);
  });

  it('has no line of what is still to come, and takes no awaited result for a bad one', async () => {
    const empty = await log();
    expect(empty).toMatchObject({ lines: [], complete: false, statistics: { silent: 0, clusters: 0 } });
    app.setNow(Date.parse(START) + 30_000);
    await played(0, 60_000);
    const { lines, complete, statistics } = await log();
    expect(lines).toMatchObject([{ clusters: 3, clustersReached: 1, pending: 2, missed: [] }]);
    expect([complete, statistics.silent]).toEqual([false, 0]);
    app.setNow(DECEMBER);
    expect((await log()).lines).toMatchObject([
      { clustersReached: 1, pending: 0, missed: [{ reason: 'no-report', clusters: 2 }] },
    ]);
  });

  it('has what was cancelled, with its reason', async () => {
    await app.call('POST', `/broadcasts/${broadcastId}/cancel`, { reason: 'mưa to' });
    app.setNow(DECEMBER);
    const { lines, statistics } = await log();
    expect(lines[0]).toMatchObject({ airMs: 0, note: 'huỷ: mưa to', missed: [{ reason: 'cancelled', clusters: 3 }] });
    expect(statistics.silent).toBe(1);
  });

  it('has what nobody approved, and is closed all the same', async () => {
    await app.putPeople(OFFICE);
    const bulletinId = await addReadyBulletin(app, commune.communeId, 60_000, 'f');
    const [targets, start] = [{ areaIds: [commune.communeId] }, '2026-11-30T17:00:00+07:00'];
    const body = { bulletins: [{ bulletinId }], targets, start };
    expect((await app.call('POST', '/broadcasts', body, signedIn('hoa'))).status).toBe(201);
    app.setNow(DECEMBER);
    const closed = await app.call('POST', `${path()}/close`, undefined, signedIn('chu-tich'));
    expect(closed.status).toBe(200);
    expect(closed.body.lines[0]).toMatchObject({
      madeBy: 'Nguyễn Thị Hoa',
      airMs: 0,
      missed: [{ reason: 'not-approved', clusters: 3, words: { vi: 'chưa duyệt' } }],
    });
    expect(closed.body.lines[0].approvedBy).toBeUndefined();
  });

  it('is closed once it is over and complete, and stays as it is then', async () => {
    expect((await app.call('POST', `${path()}/close`)).body.code).toBe('month-not-over');
    await app.call('POST', `${path()}/lines`, entry);
    app.setNow(DECEMBER);
    const closed = await app.call('POST', `${path()}/close`);
    expect(closed).toMatchObject({ status: 200, body: { closed: { closedBy: { name: 'Đài truyền thanh' } } } });
    expect((await app.call('POST', `${path()}/close`)).body.closed).toEqual(closed.body.closed);
    // a report that comes late changes what is known, and not what was closed
    await played(0, 60_000);
    expect((await log()).lines).toEqual(closed.body.lines);
    expect((await app.call('POST', `${path()}/lines`, entry)).body.code).toBe('month-closed');
    const correction = { ...entry, startAt: START, endAt: START, corrects: broadcastId, reason: 'báo muộn' };
    const corrected = await app.call('POST', `${path()}/lines`, correction);
    expect(corrected.body.written.map((line: { kind: string }) => line.kind)).toEqual(['entry', 'correction']);
    expect(corrected.body.written[1]).toMatchObject({ corrects: broadcastId, reason: 'báo muộn' });
    expect(corrected.body.lines).toEqual(closed.body.lines);
    expect((await app.call('POST', `${path()}/lines`, { ...correction, corrects: 'x' })).status).toBe(404);
    expect((await app.call('POST', `${path()}/lines`, { ...correction, reason: undefined })).status).toBe(400);
  });

  it.each([
    'UPDATE programme_month SET lines = $$[]$$',
    'DELETE FROM programme_month',
    'TRUNCATE programme_month',
    'UPDATE programme_line SET reason = $$x$$',
    'DELETE FROM programme_line',
    'TRUNCATE programme_line',
  ])('once closed is not changed by: %s', async (sql) => {
    await app.call('POST', `${path()}/lines`, entry);
    app.setNow(DECEMBER);
    await app.call('POST', `${path()}/close`);
    await expect(databases.query(databaseUrl, sql)).rejects.toThrow(/is refused/);
  });

  it('takes no entry that comes while it is being closed', async () => {
    app.setNow(DECEMBER);
    const both = await Promise.all([
      app.call('POST', `${path()}/close`),
      ...Array.from({ length: 5 }, () => app.call('POST', `${path()}/lines`, entry)),
    ]);
    expect(both[0]?.status).toBe(200);
    const taken = both.slice(1).filter(({ status }) => status === 200).length;
    // what was taken stood there when it was closed, and nothing came behind it
    expect(both[0]?.body.written).toHaveLength(taken);
    expect((await log()).written).toHaveLength(taken);
  });
});

/** What the files of a zip hold: APPNOTE.TXT 4.3.12, the central directory leads to each. */
function zippedTexts(zip: Buffer): string[] {
  const texts: string[] = [];
  for (let at = zip.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 4, 'latin1')) {
    const [packed, size, local] = [
      zip.readUInt16LE(at + 10) === 8,
      zip.readUInt32LE(at + 20),
      zip.readUInt32LE(at + 42),
    ];
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(from, from + size);
    texts.push((packed ? inflateRawSync(bytes) : bytes).toString());
  }
  return texts;
}

describe('on paper', () => {
  const words = [
    'CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    'Độc lập - Tự do - Hạnh phúc',
    'UBND NGỌC THIỆN',
    'SỔ NHẬT KÝ PHÁT THANH',
    'Tháng 11 năm 2026',
    'Lịch tiêm phòng đợt ấy',
    'mất điện: 1',
    'LÃNH ĐẠO UBND',
    'Đồng Gai',
  ];

  it.skipIf(!hasPoppler)('is a PDF whose Vietnamese can be read and searched', async () => {
    await played(0, 60_000);
    await played(1, 0, 'power-lost');
    app.setNow(DECEMBER);
    const pdf = join(app.folder, 'log.pdf');
    await writeFile(pdf, await file('pdf'));
    const text = execFileSync('pdftotext', ['-layout', pdf, '-']).toString().normalize('NFC').replace(/\s+/g, ' ');
    for (const each of words) {
      // cells are broken into lines
      const pieces = each.split(' ');
      for (const piece of pieces) expect(text, each).toContain(piece);
    }
    expect(execFileSync('pdffonts', [pdf]).toString()).toMatch(/Tinos.*yes yes yes/);
    execFileSync('pdftoppm', ['-r', '60', '-png', pdf, join(app.folder, 'page')]);
  });

  it.skipIf(!hasPoppler)('loses nothing of what is long, and shows nothing that turns its direction', async () => {
    const long = 'https://loa.example/'.concat('rất-dài'.repeat(22));
    const note = `${'một lý do dài '.repeat(34)}HẾT`;
    for (const title of [long, 'Ặ'.repeat(200), 'a\u202Etxt.exe', 'Mưa 🌧️ lũ 🚨 khẩn']) {
      expect((await app.call('POST', `${path()}/lines`, { ...entry, title, note })).status, title).toBe(200);
    }
    app.setNow(DECEMBER);
    const pdf = join(app.folder, 'long.pdf');
    await writeFile(pdf, await file('pdf'));
    const text = execFileSync('pdftotext', ['-layout', pdf, '-']).toString().normalize('NFC');
    const letters = text.replace(/\s+/g, '');
    for (const each of ['Người', 'Ghi', 'Thể', 'HẾT', 'atxt.exe', 'Mưa']) expect(letters, each).toContain(each);
    expect(letters.match(/HẾT/g)).toHaveLength(4);
    expect(letters.match(/Ặ/g)).toHaveLength(200);
    expect(letters).not.toMatch(/[\u202E\uFFFD□]/);
  });

  it('is a workbook of text and numbers, and nothing that a program would run', async () => {
    const evil = ['=HYPERLINK("http://x","y")', '+1+cmd|calc', '-2+3', '@SUM(1)'];
    const bent = `\u0001\u001b[31m${evil[0]}\uFFFE`;
    for (const title of [...evil, bent]) await app.call('POST', `${path()}/lines`, { ...entry, title });
    await played(0, 60_000);
    app.setNow(DECEMBER);
    const xlsx = join(app.folder, 'log.xlsx');
    await writeFile(xlsx, await file('xlsx'));
    const sheets = await readXlsx(xlsx);
    const rows = JSON.stringify(sheets);
    expect(rows).toContain('Lịch tiêm phòng đợt ấy');
    expect(rows).toContain('Ghi tay');
    for (const title of evil) expect(rows).toContain(JSON.stringify(title));
    const texts = zippedTexts(await readFile(xlsx));
    expect(texts.length).toBeGreaterThan(4);
    for (const text of texts) expect(text).not.toMatch(/<f[ >]/);
    // XML 1.0 knows no control characters: one of them makes the whole workbook unreadable
    for (const text of texts) expect(text).not.toMatch(/[^\P{Cc}\t\r\n]|\uFFFE/u);
  });
});
