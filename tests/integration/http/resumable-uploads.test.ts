/** Uploads in pieces: each way they are interrupted, and that each makes its bulletin once. */
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sine, wavOf } from '../../support/audio/broken-files.ts';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { addCommune, type HttpApp, type HttpAppOptions, startHttpApp, untilMade } from '../../support/http-app.ts';
import { TusSender } from '../../support/tus.ts';

const LIMIT = 300_000;
const HOUR_MS = 3600_000;
let databases: TestDatabases;
const running: HttpApp[] = [];
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.stop());
afterEach(async () => {
  for (const app of running.splice(0)) await app.stop();
});

async function start(databaseUrl?: string, options: HttpAppOptions = {}): Promise<{ app: HttpApp; sender: TusSender }> {
  const app = await startHttpApp(databaseUrl ?? (await databases.fresh()), { uploadLimitBytes: LIMIT, ...options });
  running.push(app);
  await app.server.listen({ host: '127.0.0.1', port: 0 });
  return { app, sender: new TusSender(`http://127.0.0.1:${(app.server.server.address() as AddressInfo).port}`) };
}

const WAV = wavOf([sine(440, 0.3, 2, 16_000)], 16_000);
const filesIn = (app: HttpApp, folder: string): string[] => {
  const path = join(app.folder, folder);
  return existsSync(path) ? readdirSync(path) : [];
};

describe('an upload in pieces', () => {
  it('becomes a bulletin with the upload’s id when the last piece is there; its name is kept in NFC', async () => {
    const { app, sender } = await start();
    const { communeId } = await addCommune(app);
    const name = 'Thông báo họp thôn.mp3';
    const fields = { filename: name.normalize('NFD'), filetype: 'audio/mpeg', communeId, keep: 'true' };
    const { status, id } = await sender.create(WAV.length, fields);
    expect(status).toBe(201);
    for (let at = 0; at < WAV.length; at += 20_000) {
      expect((await sender.head(id)).offset).toBe(at);
      const { status, offset } = await sender.send(id, at, WAV.subarray(at, at + 20_000));
      expect([status, offset]).toEqual([204, Math.min(WAV.length, at + 20_000)]);
    }
    const made = await untilMade(app, id);
    expect(made).toMatchObject({ id, state: 'ready', fileName: name, title: 'Thông báo họp thôn', keep: true });
    await eventually('only the record is left', () => filesIn(app, 'uploads-in-pieces').join() === `${id}.json`);
    expect(filesIn(app, 'uploads')).toEqual([]);
  });

  it('goes on where the connection broke, and takes no piece that does not follow', async () => {
    const { app, sender } = await start();
    const { communeId } = await addCommune(app);
    const { id } = await sender.create(WAV.length, { filename: 'a.wav', communeId });
    const cut = new AbortController();
    const hanging = sender.hang(id, 0, WAV.subarray(0, 30_000), cut.signal);
    const path = join(app.folder, 'uploads-in-pieces', `${id}.bytes`);
    await eventually('the first piece is on the disk', () => existsSync(path) && statSync(path).size === 30_000);
    cut.abort();
    await hanging;
    expect((await sender.head(id)).offset).toBe(30_000);
    const wrong = await sender.send(id, 10_000, WAV.subarray(10_000));
    expect(wrong).toMatchObject({ status: 409, body: { code: 'upload-conflict' } });
    expect((await sender.send(id, 30_000, WAV.subarray(30_000))).status).toBe(204);
    const made = await untilMade(app, id);
    expect(made.audio.durationMs).toBe(2_000);
  });

  it('lets a sender on a new connection take over from one that hangs', async () => {
    const { app, sender } = await start();
    const { communeId } = await addCommune(app);
    const { id } = await sender.create(WAV.length, { filename: 'a.wav', communeId });
    const end = new AbortController();
    const hanging = sender.hang(id, 0, WAV.subarray(0, 30_000), end.signal);
    const path = join(app.folder, 'uploads-in-pieces', `${id}.bytes`);
    await eventually('the first piece is on the disk', () => existsSync(path) && statSync(path).size === 30_000);
    // Nobody has told the server that the first connection is dead: the second asks all the same.
    const { offset } = await sender.head(id);
    expect(offset).toBe(30_000);
    expect((await sender.send(id, offset, WAV.subarray(offset))).status).toBe(204);
    expect((await untilMade(app, id)).state).toBe('ready');
    end.abort();
    await hanging;
  });

  it('goes on after a restart of the controller', async () => {
    const databaseUrl = await databases.fresh();
    const before = await start(databaseUrl);
    const { communeId } = await addCommune(before.app);
    const { id } = await before.sender.create(WAV.length, { filename: 'a.wav', communeId });
    await before.sender.send(id, 0, WAV.subarray(0, 12_345));
    running.splice(running.indexOf(before.app), 1);
    await before.app.stop('keep-folder');
    const { app, sender } = await start(databaseUrl, { folder: before.app.folder });
    expect((await sender.head(id)).offset).toBe(12_345);
    await sender.send(id, 12_345, WAV.subarray(12_345));
    expect((await untilMade(app, id)).state).toBe('ready');
  });

  it('makes one bulletin, however often its end is asked for, and when the last answer was lost', async () => {
    const databaseUrl = await databases.fresh();
    const { app, sender } = await start(databaseUrl);
    const { communeId } = await addCommune(app);
    const { id } = await sender.create(WAV.length, { filename: 'a.wav', communeId });
    // The last byte is on the disk, and the process ends before anything came of it.
    const { partials } = app.useCases as unknown as { partials: { append(...args: unknown[]): Promise<unknown> } };
    await partials.append(id, 0, [WAV]);
    const answers = await Promise.all([sender.head(id), sender.head(id), sender.send(id, WAV.length, Buffer.alloc(0))]);
    expect(answers.map(({ offset }) => offset)).toEqual([WAV.length, WAV.length, WAV.length]);
    expect((await untilMade(app, id)).state).toBe('ready');
    await app.useCases.resumable.start();
    expect((await sender.head(id)).offset).toBe(WAV.length);
    expect(await app.database.bulletin.count()).toBe(1);
    await app.call('DELETE', `/bulletins/${id}`);
    expect((await sender.head(id)).offset).toBe(WAV.length);
    expect(await app.database.bulletin.count()).toBe(1);
  });

  it('is handed on at the start when the process was killed after the last byte', async () => {
    const databaseUrl = await databases.fresh();
    const before = await start(databaseUrl);
    const { communeId } = await addCommune(before.app);
    const { id } = await before.sender.create(WAV.length, { filename: 'a.wav', communeId });
    const { partials } = before.app.useCases as unknown as {
      partials: { append(...args: unknown[]): Promise<unknown> };
    };
    await partials.append(id, 0, [WAV]);
    running.splice(running.indexOf(before.app), 1);
    await before.app.stop('keep-folder');
    const { app } = await start(databaseUrl, { folder: before.app.folder });
    expect((await untilMade(app, id)).state).toBe('ready');
  });

  it('is refused before the first byte when it is too large, empty, for no commune, or wrongly described', async () => {
    const { app, sender } = await start();
    const { communeId, hamletIds } = await addCommune(app);
    const refused = async (size: number, fields: Record<string, string>) => {
      const { status, body } = await sender.create(size, fields);
      return [status, body.code];
    };
    expect(await refused(LIMIT + 1, { communeId })).toEqual([413, 'upload-too-large']);
    expect(await refused(0, { communeId })).toEqual([422, 'audio-empty']);
    expect(await refused(1_000, { communeId: hamletIds[0] ?? '' })).toEqual([404, 'area-unknown']);
    expect(await refused(1_000, { filename: 'a.wav' })).toEqual([400, 'bad-request']);
    expect(await refused(1_000, { communeId, keep: 'perhaps' })).toEqual([400, 'bad-request']);
    const unknown = await sender.create(1_000, { communeId, keeep: 'true' });
    expect(unknown.body.message.en).toContain('/keeep is not known');
    expect(filesIn(app, 'uploads-in-pieces')).toEqual([]);
  });

  it('takes no byte more than it announced', async () => {
    const { app, sender } = await start();
    const { communeId } = await addCommune(app);
    const { id } = await sender.create(1_000, { filename: 'a.wav', communeId });
    const over = await sender.send(id, 0, WAV.subarray(0, 1_001));
    expect(over.status).toBe(413);
    expect((await sender.head(id)).offset).toBe(0);
  });

  it('that was abandoned is gone after two days, counted from its last piece, and can be removed at once', async () => {
    const { app, sender } = await start();
    const { communeId } = await addCommune(app);
    const { id } = await sender.create(WAV.length, { filename: 'a.wav', communeId });
    await sender.send(id, 0, WAV.subarray(0, 1_000));
    const path = join(app.folder, 'uploads-in-pieces', `${id}.bytes`);
    const age = (hours: number) => {
      const then = new Date(Date.now() - hours * HOUR_MS);
      utimesSync(path, then, then);
    };
    age(47);
    await app.useCases.resumable.sweep();
    expect((await sender.send(id, 1_000, WAV.subarray(1_000, 2_000))).status).toBe(204);
    age(49);
    await app.useCases.resumable.sweep();
    expect(filesIn(app, 'uploads-in-pieces')).toEqual([]);
    expect((await sender.head(id)).status).toBe(404);
    const second = await sender.create(WAV.length, { filename: 'a.wav', communeId });
    expect((await sender.remove(second.id)).status).toBe(204);
    expect(filesIn(app, 'uploads-in-pieces')).toEqual([]);
    expect((await sender.send(second.id, 0, WAV)).body.code).toBe('upload-unknown');
  });

  it('is remembered for a week when it was finished: a sender who was away asks and does not send all of it again', async () => {
    const { app, sender } = await start();
    const { communeId } = await addCommune(app);
    const { id } = await sender.create(WAV.length, { filename: 'a.wav', communeId });
    await sender.send(id, 0, WAV);
    await untilMade(app, id);
    const then = new Date(Date.now() - 6 * 24 * HOUR_MS);
    const record = join(app.folder, 'uploads-in-pieces', `${id}.json`);
    await eventually('only the record is left', () => filesIn(app, 'uploads-in-pieces').join() === `${id}.json`);
    utimesSync(record, then, then);
    await app.useCases.resumable.sweep();
    expect(await sender.head(id)).toMatchObject({ status: 200, offset: WAV.length });
    const older = new Date(Date.now() - 8 * 24 * HOUR_MS);
    utimesSync(record, older, older);
    await app.useCases.resumable.sweep();
    expect((await sender.head(id)).status).toBe(404);
  });

  it('leaves nothing for ever: what a crash left without its record goes, and a spoilt record stops nobody', async () => {
    const databaseUrl = await databases.fresh();
    const { app, sender } = await start(databaseUrl);
    const { communeId } = await addCommune(app);
    const fresh = await sender.create(WAV.length, { filename: 'a.wav', communeId });
    const folder = join(app.folder, 'uploads-in-pieces');
    const old = new Date(Date.now() - 49 * HOUR_MS);
    for (const [name, content] of [
      ['nobodys.bytes', 'sound'],
      ['half.json.draft', '{"si'],
      ['spoilt.json', '{"si'],
      ['spoilt.bytes', 'sound'],
      ['young.bytes', 'sound'],
    ] as const) {
      writeFileSync(join(folder, name), content);
      if (name !== 'young.bytes') utimesSync(join(folder, name), old, old);
    }
    await app.useCases.resumable.start();
    expect(filesIn(app, 'uploads-in-pieces').sort()).toEqual(
      [`${fresh.id}.bytes`, `${fresh.id}.json`, 'young.bytes'].sort(),
    );
    expect((await sender.head('spoilt')).status).toBe(404);
    expect((await sender.send(fresh.id, 0, WAV)).status).toBe(204);
  });

  it('is refused at once when it is described in characters that cannot be stored', async () => {
    const { app, sender } = await start();
    const { communeId } = await addCommune(app);
    const odd = { communeId, title: 'Thông\0báo' };
    expect((await sender.create(WAV.length, odd)).body?.code).toBe('bad-request');
    const form = await app.upload('/bulletins/upload', { name: 'a.wav', bytes: WAV }, odd);
    expect(form).toMatchObject({ status: 400, body: { code: 'bad-request' } });
    expect(filesIn(app, 'uploads-in-pieces')).toEqual([]);
    expect(filesIn(app, 'uploads')).toEqual([]);
  });

  it('takes any name a file can have, for a name and no more', async () => {
    const { app, sender } = await start();
    const { communeId } = await addCommune(app);
    const named = async (filename: string) => {
      const { id } = await sender.create(WAV.length, { filename, communeId });
      await sender.send(id, 0, WAV);
      return (await untilMade(app, id)).fileName;
    };
    expect(await named('../../etc/passwd')).toBe('passwd');
    expect(await named('C:\\Ghi âm\\họp\0.mp3')).toBe('họp.mp3');
    expect(await named('')).toBe('audio');
    const long = await named(`${'thông báo '.repeat(400)}.mp3`);
    expect([...long].length).toBeLessThanOrEqual(200);
  });

  it('is announced with its limit and what it can do', async () => {
    const { sender } = await start();
    const { status, headers } = await sender.options();
    expect([status, headers.get('tus-version'), headers.get('tus-max-size')]).toEqual([204, '1.0.0', String(LIMIT)]);
    expect(headers.get('tus-extension')?.split(',')).toEqual(expect.arrayContaining(['creation', 'expiration']));
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('is taken from the bearer of the token only', async () => {
    const { app, sender } = await start(undefined, { apiToken: 'a-token-of-some-length' });
    const refused = await sender.create(1_000, { filename: 'a.wav', communeId: 'c' });
    expect(refused).toMatchObject({ status: 401, body: { code: 'token-missing' } });
    expect((await sender.send('any', 0, WAV)).status).toBe(401);
    expect(filesIn(app, 'uploads-in-pieces')).toEqual([]);
  });

  it('names nothing but its own: no address leads out of its folder', async () => {
    const { app, sender } = await start();
    await addCommune(app);
    for (const id of ['..%2F..%2Fetc%2Fpasswd', '..', 'a.json', 'none'])
      expect((await sender.head(id)).status, id).toBeGreaterThanOrEqual(400);
  });
});
