/** Several communes of one deployment never see each other: in no list, no search, no single read, no event. */
import { request } from 'node:http';
import { BACKGROUND } from '@loa-lang/controller/adapters/postgres/database';
import { STATION } from '@loa-lang/controller/domain/people/person';
import type { ProgressEvent } from '@loa-lang/controller/ports/progress-feed';
import { PERMISSIONS } from '@loa-lang/schemas/permissions/table';
import { type Action, ROLES, type Role } from '@loa-lang/schemas/states/people';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { addReadyBulletin, type HttpApp, startHttpApp } from '../support/http-app.ts';
import { signedIn } from '../support/people.ts';
import { type OpenApi, operationsOf } from '../support/rights/openapi.ts';
import { type AskAs, listening, type Seat, seat } from '../support/rights/seats.ts';
import { type CommuneWorld, HOUR, makeTwoCommunes, NOW, type TwoCommunes } from '../support/rights/two-communes.ts';

let databases: TestDatabases;
let app: HttpApp;
let ask: AskAs;
let port: number;
let communes: TwoCommunes;
let api: OpenApi;
/** planned by the province, to sound in both */
let everywhereId: string;

beforeAll(async () => {
  databases = await startTestDatabases();
  app = await startHttpApp(await databases.fresh(), { patience: BACKGROUND });
  communes = await makeTwoCommunes(app);
  const { provinceId, own, other } = communes;
  await addAlarms(own);
  await addAlarms(other);
  everywhereId = await plannedByProvince();
  api = (await app.call('GET', '/openapi.json')).body;
  ({ ask, port } = await listening(app));
  const everyRole = (where: string, areaId: string): Seat[] =>
    ROLES.map((role) => ({ id: `${role}-${where}`, roles: [role], areaIds: [areaId] }));
  await seat(app, [
    ...everyRole('own', own.communeId),
    ...everyRole('other', other.communeId),
    ...everyRole('hamlet', own.hamletIds[0]),
    ...everyRole('province', provinceId),
    { id: 'all', roles: ['officer', 'technician'], areaIds: 'everywhere' },
  ]);
  for (const world of [own, other]) await orderBatch(world);
  // delegations are people's own
  for (const where of ['own', 'other']) {
    const times = { startsAt: '2026-12-08T08:00:00+07:00', endsAt: '2026-12-09T08:00:00+07:00' };
    const body = { toPersonId: `officer-${where}`, note: communes[where as 'own' | 'other'].mark, ...times };
    expect((await ask(`approver-${where}`, { method: 'POST', path: '/delegations', body })).status).toBe(201);
  }
}, 120_000);
afterAll(async () => {
  await app.stop();
  await databases.stop();
});

/** Orders to several clusters, by commune. */
const batchIds = new Map<string, string>();
async function orderBatch({ communeId }: CommuneWorld): Promise<void> {
  const body = { targets: { areaIds: [communeId] }, name: 'test' };
  const { body: batch } = await ask('all', { method: 'POST', path: '/command-batches', body });
  batchIds.set(communeId, batch.batchId);
}

/** Of every kind of thing that an incident can be about. */
async function addAlarms({ ids, communeId, mark, clusterIds }: CommuneWorld): Promise<void> {
  const subjects: [string, string][] = [
    ['clone', ids.device],
    ['device-fault', `${ids.device}/disk-full`],
    ['plan-not-published', `area/${communeId}/plan`],
    ['document-refused', `device/${ids.device}/settings`],
    ['broadcast-not-started', ids.broadcast],
    ['not-materialised', `${ids.schedule}/20261220T080000`],
    ['slot-empty', ids.schedule],
    ['approval-unconfirmed', ids.approval],
    ['role-vacant', `${communeId}:officer`],
    ['silence-open', ids.silence],
    ['emergency-unjustified', ids.emergency],
    ['source-bulletin-failed', ids['source-delivery']],
    ['relay-failing', ids['relay-source']],
    ['targets-offline', clusterIds[0]],
    ['notification-failed', `${communeId}/notification/email`],
  ];
  for (const [kind, subject] of subjects) {
    const at = new Date(NOW);
    const row = { id: `${mark}-${kind}`, kind, subject, detail: `Sự cố ${mark}`, raisedAt: at, lastAt: at };
    await app.database.incident.create({ data: row });
  }
}

async function plannedByProvince(): Promise<string> {
  const bulletinId = await addReadyBulletin(app, communes.own.communeId, 20_000, 'b', { title: 'Tin toàn tỉnh' });
  const { broadcast } = await app.useCases.planning.plan(
    {
      ...{ communeId: communes.provinceId, title: 'Toàn tỉnh', bulletins: [{ bulletinId, readings: 1 }] },
      requested: { areaIds: [communes.provinceId], groupIds: [], clusterIds: [] },
      ...{ start: NOW + 20 * HOUR, class: 'priority', level: 'province', onInterrupted: 'restart' },
      ...{ gainDb: 0, rank: undefined },
    },
    STATION,
  );
  return broadcast.id;
}

/** Everything by which a commune could be known. */
const tracesOf = ({ mark, communeId, hamletIds, clusterIds, ids }: CommuneWorld): string[] => [
  ...[mark, communeId, ...hamletIds, ...clusterIds, ...Object.values(ids)],
];
const found = (text: string, traces: readonly string[]): string[] => traces.filter((trace) => text.includes(trace));

interface Listing {
  path: string;
  right: string;
}
/** Lists, and whatever else is read without naming anything. What is read of the own account is nobody else's. */
const listings = (): Listing[] =>
  operationsOf(api).flatMap(({ method, path, right = '' }) => {
    const isList = method === 'GET' && !path.includes('{') && path !== '/events';
    return isList && right !== 'open' && right !== 'own' ? [{ path, right }] : [];
  });
/** Without a filter the list is of what is nobody's yet, and for those alone who have everything. */
const OF_EVERYBODY = ['/enrolments'];
const isLetIn = (role: Role, { path, right }: Listing): boolean =>
  right === 'known' || (PERMISSIONS[role][right as Action] !== undefined && !OF_EVERYBODY.includes(path));
/** What some lists cannot do without. */
function neededBy(path: string, communeId: string): string {
  if (path === '/coverage') return `?areaId=${communeId}`;
  if (path === '/calendar') return `?communeId=${communeId}&from=2026-12-01&to=2026-12-31`;
  return /^\/(dictionary|days-off|approvals\/settings)$/.test(path) ? `?communeId=${communeId}` : '';
}
const FILTERS: Readonly<Record<string, readonly string[]>> = {
  '/areas': ['q=Muối', 'q=thon', 'q=xã'],
  '/clusters': ['q=Muối', 'q=cum'],
  '/bulletins': ['q=Muối', 'q=ban tin', 'removed=true', 'limit=200'],
  '/broadcasts': ['day=2026-12-08', 'limit=200'],
  '/readiness': ['hours=72'],
  '/incidents': ['all=true'],
  '/approvals': ['state=submitted', 'mine=true', 'limit=200'],
  '/schedules': ['removed=true'],
  '/source-bulletins': ['state=inbox', 'limit=200'],
  '/enrolments': ['label=ABCDE12345'],
};
const HIDING_ROLES = ROLES.filter((role) => role !== 'source');

describe('lists and searches', () => {
  it('show nothing of another commune, whatever the role; and the own one is there', async () => {
    const { own, other } = communes;
    const paths = listings().flatMap(({ path, right }) =>
      [path, ...(FILTERS[path] ?? []).map((query) => `${path}?${query}`)].map((asked) => ({ path: asked, right })),
    );
    const leaks: string[] = [];
    const seen = new Set<string>();
    for (const listing of paths) {
      const { path } = listing;
      for (const role of HIDING_ROLES) {
        const needed = neededBy(path, own.communeId);
        const got = await ask(`${role}-own`, { method: 'GET', path: `${path}${needed}` });
        expect(got.status, `${role} ${path}`).toBe(isLetIn(role, listing) ? 200 : 403);
        for (const trace of found(got.text, tracesOf(other))) leaks.push(`${role} GET ${path}: ${trace}`);
        for (const trace of found(got.text, tracesOf(own))) seen.add(trace);
      }
    }
    console.log(`${paths.length} lists and searches × ${HIDING_ROLES.length} roles`);
    expect(leaks).toEqual([]);
    const { upload: _, ...listed } = own.ids;
    expect(
      [own.mark, own.communeId, ...own.clusterIds, ...Object.values(listed)].filter((each) => !seen.has(each)),
    ).toEqual([]);
  });

  it('show both to the province, and to who reaches everything', async () => {
    for (const id of ['viewer-province', 'all']) {
      for (const path of ['/areas', '/clusters', '/devices', '/groups', '/bulletins', '/broadcasts', '/incidents']) {
        const { text } = await ask(id, { method: 'GET', path });
        for (const { mark } of [communes.own, communes.other]) {
          if (path !== '/devices') expect(text, `${id} ${path}`).toContain(mark);
        }
      }
    }
  });

  it('show a hamlet its own poles, and what its commune has as a whole', async () => {
    const { own, other } = communes;
    const get = async (path: string) => (await ask('hamlet-head-hamlet', { method: 'GET', path })).text;
    const [areas, clusters, bulletins] = [await get('/areas'), await get('/clusters'), await get('/bulletins')];
    expect(found(areas, [own.communeId, communes.provinceId, ...own.hamletIds])).toEqual([
      own.communeId,
      communes.provinceId,
      own.hamletIds[0],
    ]);
    expect(found(clusters, own.clusterIds)).toEqual([own.clusterIds[0]]);
    expect(found(bulletins, [own.ids.bulletin, other.ids.bulletin])).toEqual([own.ids.bulletin]);
    const coverage = JSON.parse(await get(`/broadcasts/${own.ids.broadcast}/coverage`));
    expect(coverage.hamlets.map(({ id }: { id: string }) => id)).toEqual([own.hamletIds[0]]);
  });

  it('named by a commune that is not theirs, are refused as for one that is not there', async () => {
    const filtered = operationsOf(api).filter(
      ({ method, path, parameters }) =>
        method === 'GET' &&
        !path.includes('{') &&
        parameters.some(({ name }) => name === 'communeId' || name === 'under'),
    );
    expect(filtered.length).toBeGreaterThan(9);
    for (const { path, parameters } of filtered) {
      const name = parameters.some((each) => each.name === 'under') ? 'under' : 'communeId';
      const [theirs, nowhere] = [communes.other.communeId, 'nowhere'];
      const answers = await Promise.all(
        [theirs, nowhere].map((id) => {
          const days = path === '/calendar' ? '&from=2026-12-01&to=2026-12-31' : '';
          return ask('officer-own', { method: 'GET', path: `${path}?${name}=${id}${days}` });
        }),
      );
      expect(
        answers.map(({ status }) => status),
        path,
      ).toEqual([403, 403]);
      expect(answers[0]?.text).toBe(answers[1]?.text);
    }
  });

  it('a page begins after nothing that is not theirs', async () => {
    for (const [path, id] of [
      ['/bulletins', communes.other.ids.bulletin],
      ['/approvals', communes.other.ids.approval],
    ] as const) {
      const theirs = await ask('officer-own', { method: 'GET', path: `${path}?before=${id}` });
      const nothing = await ask('officer-own', { method: 'GET', path: `${path}?before=0199-nothing` });
      expect([theirs.status, theirs.text], path).toEqual([404, nothing.text]);
    }
  });
});

describe('single reads', () => {
  it('tell nothing of what is another commune’s: the very answer of what is not there', async () => {
    // tried with accounts (integration/http/accounts.test.ts): whose account somebody sees; with lives: a connection;
    // with complaints: what whoever complained sees
    const isElsewhere = (path: string) =>
      path.startsWith('/account') || path === '/live/{id}/audio' || path === '/public/complaints/{token}';
    const reads = operationsOf(api).filter(
      ({ method, path }) => method === 'GET' && path.includes('{') && !isElsewhere(path),
    );
    let tried = 0;
    for (const { path } of reads) {
      const subject = path.split('/')[1] ?? '';
      const id = { ...IDS_OF(communes.other) }[subject];
      expect(id, path).toBeDefined();
      const at = (given: string) => path.replace(/\{(id|communeId)\}/, given).replace('{month}', '2026-11');
      const head = await ask('officer-own', { method: 'HEAD', path: at(id ?? '') });
      expect([403, 404], `HEAD ${path}`).toContain(head.status);
      for (const role of HIDING_ROLES.filter((each) => each !== 'hamlet-head')) {
        const theirs = await ask(`${role}-own`, { method: 'GET', path: at(id ?? '') });
        const nothing = await ask(`${role}-own`, { method: 'GET', path: at('0199aaaa-dead') });
        expect([theirs.status, theirs.text], `${role} ${path}`).toEqual([nothing.status, nothing.text]);
        expect([403, 404], `${role} ${path}`).toContain(theirs.status);
        tried += 1;
      }
    }
    console.log(`${tried} single reads of another commune’s`);
    expect(tried).toBeGreaterThan(100);
  });

  it('of what the province plans for both show a commune its own part', async () => {
    const { own, other } = communes;
    for (const path of [
      `/broadcasts/${everywhereId}`,
      `/broadcasts/${everywhereId}/coverage`,
      '/broadcasts',
      '/readiness?hours=72',
    ]) {
      const { status, text } = await ask('officer-own', { method: 'GET', path });
      expect(status, path).toBe(200);
      expect(text, path).toContain(everywhereId);
      expect(found(text, [other.communeId, ...other.hamletIds, ...other.clusterIds]), path).toEqual([]);
    }
    const { body } = await ask('officer-own', { method: 'GET', path: `/broadcasts/${everywhereId}/coverage` });
    expect(body.hamlets.map(({ id }: { id: string }) => id).sort()).toEqual([...own.hamletIds].sort());
    const whole = await ask('officer-province', { method: 'GET', path: `/broadcasts/${everywhereId}/coverage` });
    expect(whole.body.hamletsTotal).toBe(4);
    // what is told as a whole is told to who has all of it
    expect((await ask('officer-own', { method: 'GET', path: `/broadcasts/${everywhereId}/readiness` })).status).toBe(
      403,
    );
  });

  it('of a province count the households that are in sight', async () => {
    const of = async (id: string) =>
      (await ask(id, { method: 'GET', path: `/areas/${communes.provinceId}` })).body.households;
    expect([await of('viewer-own'), await of('viewer-province')]).toEqual([100, 200]);
  });
});

/** By the first part of the address. */
const IDS_OF = ({ ids, communeId }: CommuneWorld): Record<string, string> => ({
  ...{
    areas: communeId,
    clusters: ids.cluster,
    devices: ids.device,
    bulletins: ids.bulletin,
    broadcasts: ids.broadcast,
  },
  ...{ 'source-bulletins': ids['source-delivery'], approvals: ids.approval, schedules: ids.schedule },
  ...{ 'commune-rules': communeId, 'programme-log': communeId, emergencies: ids.emergency },
  'relay-sources': ids['relay-source'],
  ...{ communes: communeId, 'command-batches': batchIds.get(communeId) as string },
  ...{ 'notification-channels': ids['notification-channel'], notifications: ids.notification },
  ...{ complaints: ids.complaint, 'sound-readings': ids['sound-reading'] },
  ...{ incidents: ids.incident, communes: communeId },
  rollouts: ids.rollout,
});

describe('events', () => {
  /** Opens the stream in somebody's name. */
  const watch = (id: string, query = '') =>
    new Promise<{ text: () => string; status: number; ended: () => boolean; close: () => void }>((resolve, reject) => {
      const opening = request({ port, path: `/api/v1/events${query}`, headers: signedIn(id) }, (response) => {
        let text = '';
        let ended = false;
        response.setEncoding('utf8').on('data', (piece) => {
          text += piece;
        });
        response.on('end', () => {
          ended = true;
        });
        response.on('error', () => undefined);
        resolve({
          text: () => text,
          status: response.statusCode ?? 0,
          ended: () => ended,
          close: () => opening.destroy(),
        });
      });
      opening.on('error', reject).end();
    });

  const eventsOf = ({ ids, clusterIds }: CommuneWorld): ProgressEvent[] => [
    { type: 'bulletin', bulletinId: ids.bulletin, state: 'ready' },
    { type: 'speech', bulletinId: ids.bulletin, done: 1, total: 2 },
    { type: 'broadcast', broadcastId: ids.broadcast, state: 'planned' },
    { type: 'approval-reminder', approvalId: ids.approval, kind: 'first', personId: 'p' },
    { type: 'approval', approvalId: ids.approval, subjectKind: 'broadcast', subjectId: 's', state: 'approved' },
    { type: 'asset', deviceId: ids.device, assetId: 'a', state: 'cached' },
    { type: 'receipt', broadcastId: ids.broadcast, clusterId: clusterIds[0], run: 1, state: 'finished' },
    { type: 'presence', deviceId: ids.device, state: 'online' },
    { type: 'command', commandId: 'c', clusterId: clusterIds[0], name: 'test', outcome: 'done' },
    { type: 'incident', kind: 'device-fault', subject: `${ids.device}/disk`, state: 'raised', detail: 'x' },
    { type: 'incident', kind: 'silence-open', subject: ids.silence, state: 'raised', detail: 'x' },
  ];

  it('reach who can know of what they are about, in their order, and nobody else', async () => {
    const { own, other } = communes;
    const [mine, theirs, province, hamlet] = await Promise.all(
      ['viewer-own', 'viewer-other', 'viewer-province', 'viewer-hamlet'].map((id) => watch(id)),
    );
    const heard = (stream: typeof mine) =>
      [...(stream?.text() ?? '').matchAll(/^data: (.*)$/gm)].map(([, json = '']) => JSON.parse(json));
    const sent = [...eventsOf(other), ...eventsOf(own)];
    await eventually('all watch', () => app.useCases.events.watchers === 4);
    for (const event of sent) app.feed.emit(event);
    await eventually('all has come', () => heard(province).length === sent.length && heard(mine).length === 11);
    expect(heard(province)).toEqual(sent);
    expect(heard(mine)).toEqual(eventsOf(own));
    expect(heard(theirs)).toEqual(eventsOf(other));
    expect(heard(hamlet)).toEqual(eventsOf(own));
    for (const stream of [mine, theirs, province, hamlet]) stream?.close();
    await eventually('nobody watches', () => app.useCases.events.watchers === 0);
  });

  it('of a broadcast of another commune are not to be had, and a source has none', async () => {
    const { status } = await watch('viewer-own', `?broadcastId=${communes.other.ids.broadcast}`);
    expect(status).toBe(404);
    expect((await watch('source-own')).status).toBe(403);
  });
});
