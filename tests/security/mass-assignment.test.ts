/** Fields that nobody asked for: refused, or without effect, and never stored. */

import { BACKGROUND } from '@loa-lang/controller/adapters/postgres/database';
import { ROLES } from '@loa-lang/schemas/states/people';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../support/database.ts';
import { type HttpApp, startHttpApp } from '../support/http-app.ts';
import { type OpenApi, operationsOf, type Schema } from '../support/rights/openapi.ts';
import { requestOf, usedId } from '../support/rights/requests.ts';
import { type AskAs, listening, seat } from '../support/rights/seats.ts';
import { makeTwoCommunes, type TwoCommunes } from '../support/rights/two-communes.ts';
import { ROUTE_RIGHTS } from './route-rights.ts';

let databases: TestDatabases;
let databaseUrl: string;
let app: HttpApp;
let ask: AskAs;
let communes: TwoCommunes;
let api: OpenApi;

beforeAll(async () => {
  databases = await startTestDatabases();
  databaseUrl = await databases.fresh();
  app = await startHttpApp(databaseUrl, { patience: BACKGROUND });
  await app.useCases.making.stop();
  communes = await makeTwoCommunes(app);
  api = (await app.call('GET', '/openapi.json')).body;
  ({ ask } = await listening(app));
  await seat(app, [
    { id: 'all', roles: [...ROLES], areaIds: 'everywhere' },
    { id: 'viewer', roles: ['viewer'], areaIds: [communes.own.communeId] },
  ]);
}, 120_000);
afterAll(async () => {
  await app.stop();
  await databases.stop();
});

/** Places in a schema that take fields which it does not name. */
function openPlaces(schema: Schema, at: string): string[] {
  const inner = [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, each]) => openPlaces(each, `${at}.${name}`)),
    ...(schema.items === undefined ? [] : openPlaces(schema.items, `${at}[]`)),
    ...(schema.anyOf ?? []).flatMap((each, index) => openPlaces(each, `${at}|${index}`)),
  ];
  const isMap = typeof schema.additionalProperties === 'object' || schema.patternProperties !== undefined;
  const isOpen = schema.type === 'object' && schema.additionalProperties !== false && !isMap;
  return isOpen ? [at, ...inner] : inner;
}

/** What would matter if it were stored. */
const FORBIDDEN: Readonly<Record<string, unknown>> = {
  id: 'mine',
  state: 'ready',
  approval: 'approved',
  approvedBy: { personId: 'x', name: 'X' },
  submittedBy: { personId: 'x', name: 'X' },
  savedBy: 'x',
  roles: ['province-administrator'],
  areaIdsOfMine: 'everywhere',
  caller: { kind: 'station' },
  createdAt: '2020-01-01T00:00:00Z',
  removedAt: null,
  deletedAt: null,
  stationSound: true,
  automatic: true,
  version_: 99,
  online: true,
  constructor: { prototype: { polluted: true } },
};

const REFUSED: readonly string[] = ['bad-request', 'json-broken'];

const snapshot = async (): Promise<string> => {
  const tables = await databases.query(
    databaseUrl,
    `SELECT relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND relkind = 'r' ORDER BY 1`,
  );
  // one after the other: there are more tables than connections
  const sums: string[] = [];
  for (const { name } of tables) {
    const [row] = await databases.query(
      databaseUrl,
      `SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS sum FROM "${name}" t`,
    );
    sums.push(`${name} ${row?.sum}`);
  }
  return sums.join('\n');
};

describe('a body', () => {
  it('is described so that nothing but what is named can be in it', () => {
    const bodies = operationsOf(api).flatMap(({ method, path, body }) =>
      body === undefined ? [] : [{ name: `${method} ${path}`, body }],
    );
    console.log(`${bodies.length} bodies`);
    expect(bodies.length).toBeGreaterThan(40);
    expect(bodies.flatMap(({ name, body }) => openPlaces(body, name))).toEqual([]);
    // and the search can fail
    expect(
      openPlaces(
        { type: 'object', properties: { a: { type: 'object', properties: {} } }, additionalProperties: false },
        'x',
      ),
    ).toEqual(['x.a']);
  });

  it('with a field that is not its own is refused at every route, and nothing is stored', {
    timeout: 300_000,
  }, async () => {
    const before = await snapshot();
    const operations = operationsOf(api);
    const taken: string[] = [];
    let tried = 0;
    for (const route of ROUTE_RIGHTS) {
      const operation = operations.find(({ method, path }) => method === route.method && path === route.path);
      if (operation?.body === undefined) continue;
      const sent = requestOf({ ...route, operation }, communes.own, usedId(route.path, communes.own));
      for (const [field, value] of Object.entries(FORBIDDEN)) {
        if (propertiesOf(operation.body).has(field)) continue;
        const got = await ask('all', { ...sent, body: { ...(sent.body as object), [field]: value } });
        tried += 1;
        if (got.status !== 400 || !REFUSED.includes(got.code ?? ''))
          taken.push(`${route.method} ${route.path} ${field}: ${got.status} ${got.code}`);
      }
    }
    console.log(`${tried} bodies with a foreign field`);
    expect(taken).toEqual([]);
    expect(await snapshot()).toBe(before);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('that would change the prototype of objects is no JSON of ours', async () => {
    for (const payload of [
      '{"__proto__":{"a":1},"kind":"province","name":"X"}',
      '{"constructor":{"prototype":{"a":1}},"kind":"province","name":"X"}',
    ]) {
      const headers = { 'content-type': 'application/json' };
      const got = await ask('all', {
        method: 'POST',
        path: '/areas',
        body: new TextEncoder().encode(payload),
        headers,
      });
      expect([got.status, REFUSED.includes(got.code ?? '')], payload).toEqual([400, true]);
    }
  });

  it('of a form, and the description of an upload, hold only what is named as well', async () => {
    const form = new FormData();
    for (const [name, value] of [
      ['communeId', communes.own.communeId],
      ['state', 'ready'],
      ['stationSound', 'true'],
    ] as const)
      form.append(name, value);
    form.append('file', new Blob(['x']), 'a.mp3');
    expect((await ask('all', { method: 'POST', path: '/bulletins/upload', body: form })).status).toBe(400);
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const metadata = `communeId ${base64(communes.own.communeId)},filename ${base64('a.mp3')},approval ${base64('approved')}`;
    const headers = { 'tus-resumable': '1.0.0', 'upload-length': '5', 'upload-metadata': metadata };
    expect((await ask('all', { method: 'POST', path: '/bulletins/uploads', headers })).status).toBe(400);
  });

  it('sent as something else than JSON is not looked into', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/xml']) {
      const body = new TextEncoder().encode('kind=province&name=X');
      const got = await ask('all', { method: 'POST', path: '/areas', body, headers: { 'content-type': type } });
      expect(got.status, type).toBe(415);
    }
  });
});

describe('query and headers', () => {
  it('that say who somebody is have no effect', async () => {
    const body = { kind: 'hamlet', name: 'Lạ', parentId: communes.own.communeId };
    const headers = {
      ...{
        'x-role': 'province-administrator',
        'x-forwarded-user': 'all',
        'x-user': 'all',
        'x-original-url': '/api/v1/health',
      },
      ...{ 'x-http-method-override': 'GET', 'x-rewrite-url': '/api/v1/health', 'x-forwarded-for': '127.0.0.1' },
    };
    const query = '?roles=province-administrator&areaIds=everywhere&caller[kind]=station&action=see';
    const before = await snapshot();
    expect((await ask('viewer', { method: 'POST', path: `/areas${query}`, body, headers })).status).toBe(403);
    expect((await ask(undefined, { method: 'POST', path: `/areas${query}`, body, headers })).status).toBe(401);
    expect(await snapshot()).toBe(before);
    const other = `?areaIds=everywhere&communeIds=${communes.other.communeId}&sight=everything`;
    const { text } = await ask('viewer', { method: 'GET', path: `/clusters${other}` });
    expect(text).not.toContain(communes.other.mark);
  });
});

const propertiesOf = (schema: Schema): Set<string> =>
  new Set([
    ...Object.keys(schema.properties ?? {}),
    ...(schema.anyOf ?? []).flatMap((each) => [...propertiesOf(each)]),
  ]);
