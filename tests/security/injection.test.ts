/** Texts that mean something to a database, a protocol or a file system, and must mean nothing here. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BACKGROUND } from '@loa-lang/controller/adapters/postgres/database';
import { ROLES } from '@loa-lang/schemas/states/people';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../support/database.ts';
import { addReadyBulletin, type HttpApp, startHttpApp } from '../support/http-app.ts';
import { signedIn } from '../support/people.ts';
import { type OpenApi, operationsOf } from '../support/rights/openapi.ts';
import { requestOf, usedId } from '../support/rights/requests.ts';
import { type AskAs, listening, seat } from '../support/rights/seats.ts';
import { makeTwoCommunes, NOW, type TwoCommunes } from '../support/rights/two-communes.ts';
import { ROUTE_RIGHTS } from './route-rights.ts';

let databases: TestDatabases;
let databaseUrl: string;
let app: HttpApp;
let ask: AskAs;
let open: Awaited<ReturnType<typeof listening>>['open'];
let communes: TwoCommunes;
let api: OpenApi;

beforeAll(async () => {
  databases = await startTestDatabases();
  databaseUrl = await databases.fresh();
  app = await startHttpApp(databaseUrl, { patience: BACKGROUND });
  await app.useCases.making.stop();
  communes = await makeTwoCommunes(app);
  api = (await app.call('GET', '/openapi.json')).body;
  ({ ask, open } = await listening(app));
  await seat(app, [
    { id: 'all', roles: [...ROLES], areaIds: 'everywhere' },
    { id: 'own', roles: ROLES.filter((role) => role !== 'source'), areaIds: [communes.own.communeId] },
  ]);
}, 120_000);
afterAll(async () => {
  await app.stop();
  await databases.stop();
});

const SQL = [
  "' OR '1'='1",
  "'; DROP TABLE area; --",
  "x' UNION SELECT id FROM device --",
  '1; SELECT pg_sleep(5)',
  "\\'; --",
  '$$; DELETE FROM area; $$',
  '{"$gt":""}',
  '%',
  '_',
  '%%%\\',
  "') OR true --",
];

const areas = async () => Number((await databases.query(databaseUrl, 'SELECT count(*) AS n FROM area'))[0]?.n);

describe('SQL', () => {
  it('in a search is only a text that nothing contains', async () => {
    const before = await areas();
    for (const text of SQL) {
      for (const path of ['/areas', '/clusters', '/bulletins']) {
        const got = await ask('own', { method: 'GET', path: `${path}?q=${encodeURIComponent(text)}` });
        expect(got.status, `${path} ${text}`).toBe(200);
        expect(Object.values(got.body)[0], `${path} ${text}`).toEqual([]);
      }
    }
    expect(await areas()).toBe(before);
  });

  it('in an id, a day, a category, a state or a limit changes and shows nothing', async () => {
    const before = await areas();
    for (const { method, path, parameters } of operationsOf(api)) {
      if (method !== 'GET' || path === '/events') continue;
      for (const text of SQL) {
        const hostile = encodeURIComponent(text);
        const filled = path.replace(/\{\w+\}/g, hostile);
        const query = parameters.filter(({ in: where }) => where === 'query').map(({ name }) => `${name}=${hostile}`);
        const got = await ask('own', { method, path: `${filled}?${query.join('&')}` });
        expect([200, 400, 403, 404, 422, 426], `${method} ${filled}: ${got.text}`).toContain(got.status);
        expect(got.text).not.toContain(communes.other.communeId);
      }
    }
    expect(await areas()).toBe(before);
  });

  it('in every text of every body is kept as it is, or refused', { timeout: 300_000 }, async () => {
    const hostile = "Rob'); DROP TABLE area;-- $1 \\ %s";
    const operations = operationsOf(api);
    for (const route of ROUTE_RIGHTS) {
      const operation = operations.find(({ method, path }) => method === route.method && path === route.path);
      if (operation?.body === undefined || route.method === 'DELETE') continue;
      const sent = requestOf({ ...route, operation }, communes.own, usedId(route.path, communes.own));
      const got = await ask('own', { ...sent, body: withText(sent.body, hostile) });
      expect(got.status, `${route.method} ${route.path}: ${got.text}`).toBeLessThan(500);
    }
    const made = await ask('own', {
      method: 'POST',
      path: '/bulletins',
      body: { communeId: communes.own.communeId, text: 'Xin chào.', title: hostile },
    });
    expect(made.status).toBe(202);
    const read = await ask('own', { method: 'GET', path: `/bulletins/${made.body.id}` });
    expect(read.body.title).toBe(hostile);
    const found = await ask('own', { method: 'GET', path: `/bulletins?q=${encodeURIComponent("rob'); drop")}` });
    expect(found.body.bulletins.map(({ id }: { id: string }) => id)).toContain(made.body.id);
  });

  it('in what an incident is about shows it to nobody whose it is not', async () => {
    const at = new Date(NOW);
    const subjects = ["' OR true --", `x${communes.own.communeId}`, '.*', '%', communes.other.ids.device, ''];
    for (const [index, subject] of subjects.entries()) {
      const row = { id: `hostile-${index}`, kind: 'device-fault', subject, detail: 'x', raisedAt: at, lastAt: at };
      await app.database.incident.create({ data: row });
    }
    const shown = (await ask('own', { method: 'GET', path: '/incidents?all=true' })).body.incidents;
    expect(shown.filter(({ id }: { id: string }) => id.startsWith('hostile'))).toEqual([]);
    expect(
      (await ask('all', { method: 'GET', path: '/incidents?all=true' })).body.incidents.length,
    ).toBeGreaterThanOrEqual(subjects.length);
  });
});

/** With every text of a body replaced, but ids, instants and words of a list. */
function withText(value: unknown, text: string): unknown {
  if (Array.isArray(value)) return value.map((each) => withText(each, text));
  if (typeof value !== 'object' || value === null) return value;
  const TEXTS = new Set(['text', 'title', 'name', 'reason', 'note', 'written', 'reading', 'externalId', 'greeting']);
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [field, TEXTS.has(field) ? text : withText(inner, text)]),
  );
}

/** A request as it is written, and the head of the answer. */
const raw = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = open();
    let answer = '';
    socket.setEncoding('utf8').on('data', (piece) => {
      answer += piece;
    });
    socket.on('close', () => resolve(answer)).on('error', reject);
    socket.write(text);
    setTimeout(() => socket.end(), 300);
  });

describe('headers', () => {
  it('cannot be split off a value that comes back in one', async () => {
    const crlf = 'vi\r\nSet-Cookie: stolen=1\r\nX-Injected: yes';
    const preview = await fetchHead('/speech/preview', { text: 'Chào.', voice: crlf });
    expect(preview).not.toMatch(/^(set-cookie|x-injected):/im);
    const upload = await ask('own', {
      method: 'POST',
      path: '/bulletins/uploads',
      headers: {
        ...{ 'tus-resumable': '1.0.0', 'upload-length': '5' },
        'upload-metadata': `communeId ${base64(communes.own.communeId)},filename ${base64(`a\r\nX-Injected: yes.mp3`)}`,
      },
    });
    expect(upload.status).toBeLessThan(500);
    for (const path of [
      '/areas%0d%0aX-Injected:%20yes',
      `/bulletins/x%0d%0aX-Injected:%20yes/audio`,
      '/broadcasts?before=x%0d%0aX-Injected:yes',
    ]) {
      const head = await raw(
        `GET /api/v1${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${bearerLine()}Connection: close\r\n\r\n`,
      );
      expect(head.split('\r\n\r\n')[0], path).not.toMatch(/^x-injected:/im);
      expect(head, path).toMatch(/^HTTP\/1\.1 4/);
    }
  });

  it('carry a title that was never meant for one', async () => {
    const mark = 'f';
    const id = await addReadyBulletin(app, communes.own.communeId, 20_000, mark, {
      title: `x"\r\nSet-Cookie: stolen=1\r\n\r\n; filename=../../evil.exe'*`,
    });
    const folder = join(app.folder, 'assets', mark.repeat(2), mark.repeat(2));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${mark.repeat(64)}.opus`), Buffer.alloc(60_000));
    const head = await raw(
      `HEAD /api/v1/bulletins/${id}/audio HTTP/1.1\r\nHost: 127.0.0.1\r\n${bearerLine()}Connection: close\r\n\r\n`,
    );
    expect(head).toMatch(/^HTTP\/1\.1 200/);
    expect(head).not.toMatch(/^set-cookie:/im);
    expect(head).toMatch(/^content-disposition: inline; filename\*=UTF-8''[\w%.-]+\.opus\r$/m);
    expect(head).not.toContain('../');
  });

  it('that are too large are refused', async () => {
    const long = `X-Long: ${'x'.repeat(20_000)}\r\n`;
    const answer = await raw(`GET /api/v1/areas HTTP/1.1\r\nHost: 127.0.0.1\r\n${bearerLine()}${long}\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    const many = 'X: 1\r\n'.repeat(3000);
    expect(await raw(`GET /api/v1/areas HTTP/1.1\r\nHost: 127.0.0.1\r\n${many}\r\n`)).toMatch(/^HTTP\/1\.1 4\d\d /);
  });

  it('that are broken, doubled or smuggled are refused', async () => {
    const smuggled = 'GET /api/v1/areas HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
    for (const lines of [
      'Authorization: Bearer a\r\n\tb\x00c\r\n',
      `Content-Length: 5\r\nTransfer-Encoding: chunked\r\n`,
      `Content-Length: 5\r\nContent-Length: 6\r\n`,
      `Transfer-Encoding: chunked, identity\r\n`,
    ]) {
      const answer = await raw(`POST /api/v1/areas HTTP/1.1\r\nHost: 127.0.0.1\r\n${lines}\r\n0\r\n\r\n${smuggled}`);
      expect(answer, lines).toMatch(/^HTTP\/1\.1 4\d\d/);
      expect(answer, lines).not.toContain('HTTP/1.1 200');
    }
  });
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const bearerLine = (): string =>
  Object.entries(signedIn('own'))
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
async function fetchHead(path: string, body: object): Promise<string> {
  const text = JSON.stringify(body);
  const head = `POST /api/v1${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${bearerLine()}Content-Type: application/json\r\n`;
  return (
    (await raw(`${head}Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`)).split(
      '\r\n\r\n',
    )[0] ?? ''
  );
}

const CLIMBS = [
  '../../../../etc/passwd',
  '..%2f..%2f..%2f..%2fetc%2fpasswd',
  '%2e%2e/%2e%2e/%2e%2e/etc/passwd',
  '..%5c..%5c..%5cetc%5cpasswd',
  '....//....//etc/passwd',
  '/etc/passwd',
  '%2fetc%2fpasswd',
  '..%00/etc/passwd',
  '.',
  '..',
  '%c0%ae%c0%ae%c0%afetc%c0%afpasswd',
];

describe('paths', () => {
  it('that climb lead to nothing, in whatever place of an address', async () => {
    const places = [
      '/bulletins/X/audio',
      '/bulletins/uploads/X',
      '/approvals/X/photo',
      '/areas/X/station-texts',
      '/devices/X/provisioning',
      '/X',
    ];
    for (const place of places) {
      for (const climb of CLIMBS) {
        for (const method of ['GET', 'HEAD', 'DELETE']) {
          const path = place.replace('X', climb);
          const answer = await raw(
            `${method} /api/v1${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${bearerLine()}Tus-Resumable: 1.0.0\r\nConnection: close\r\n\r\n`,
          );
          expect(answer, `${method} ${path}`).toMatch(/^HTTP\/1\.1 (4\d\d|200)/);
          expect(answer, `${method} ${path}`).not.toContain('root:');
          // an address that climbs to another route of ours is that route
          if (answer.startsWith('HTTP/1.1 200')) expect(['.', '..'], `${method} ${path}`).toContain(climb);
        }
      }
    }
  }, 120_000);

  it('in the names of files are names and no more', async () => {
    const before = await everything(app.folder);
    for (const name of CLIMBS) {
      const form = new FormData();
      form.append('communeId', communes.own.communeId);
      form.append('file', new Blob(['no sound at all']), name);
      const got = await ask('own', { method: 'POST', path: '/bulletins/upload', body: form });
      expect(got.status, `${name}: ${got.text}`).toBeLessThan(500);
    }
    const after = await everything(app.folder);
    const made = after.filter((path) => !before.includes(path));
    // what came in lies under ids of our own
    for (const path of made) expect(path).toMatch(/^(uploads|assets|originals|work)[/\\]?[0-9a-z-]*(\.\w+)?$/);
  });
});

const everything = async (folder: string): Promise<string[]> => readdir(folder, { recursive: true });
