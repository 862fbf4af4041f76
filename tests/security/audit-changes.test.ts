/** What the audit log says of each act: where it was, and how things were before and after. */
import { BACKGROUND } from '@loa-lang/controller/adapters/postgres/database';
import { CHANGING_NOTHING } from '@loa-lang/schemas/audit/acts';
import { ROLES } from '@loa-lang/schemas/states/people';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALARM_ACTS } from '../support/acts/alarms.ts';
import { APPROVAL_ACTS } from '../support/acts/approvals.ts';
import { BULLETIN_ACTS } from '../support/acts/bulletins.ts';
import { INCIDENT_ACTS } from '../support/acts/incidents.ts';
import { PROGRAMME_ACTS } from '../support/acts/programme.ts';
import { REGISTER_ACTS } from '../support/acts/register.ts';
import { ROLLOUT_ACTS } from '../support/acts/rollouts.ts';
import { ActStage } from '../support/acts/stage.ts';
import { TELLING_ACTS } from '../support/acts/telling.ts';
import type { Cases } from '../support/acts/told.ts';
import { startTestDatabases, type TestDatabases } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { startHttpApp } from '../support/http-app.ts';
import { OFFICE, person } from '../support/people.ts';
import { freshId } from '../support/rights/requests.ts';
import { type Got, listening } from '../support/rights/seats.ts';
import { makeTwoCommunes, type TwoCommunes } from '../support/rights/two-communes.ts';
import { ROUTE_RIGHTS } from './route-rights.ts';

let databases: TestDatabases;
let stage: ActStage;
let communes: TwoCommunes;

beforeAll(async () => {
  databases = await startTestDatabases();
  const app = await startHttpApp(await databases.fresh(), { patience: BACKGROUND });
  // what comes of recordings and texts is not what is looked at here
  await app.useCases.making.stop();
  communes = await makeTwoCommunes(app);
  stage = new ActStage(app, (await listening(app)).ask);
  const areaIds = [communes.own.communeId];
  await app.putPeople([
    person('xa', 'Cán bộ xã', [...ROLES], { areaIds }),
    person('thay', 'Vũ Văn Thay', ['approver'], { areaIds }),
    person('ben', 'Cán bộ xã bên', [...ROLES], { areaIds: [communes.other.communeId] }),
    person('viet', 'Trưởng thôn', ['hamlet-head'], { areaIds }),
    person('tinh', 'Cán bộ tỉnh', [...ROLES]),
    ...OFFICE,
  ]);
}, 300_000);
afterAll(async () => {
  await stage?.app.stop();
  await databases.stop();
});

const CASES: Cases = {
  ...INCIDENT_ACTS,
  ...REGISTER_ACTS,
  ...BULLETIN_ACTS,
  ...PROGRAMME_ACTS,
  ...APPROVAL_ACTS,
  ...ALARM_ACTS,
  ...ROLLOUT_ACTS,
  ...TELLING_ACTS,
};
/** Looked at where what they need is there already. */
const ELSEWHERE = [
  'POST /broadcasts/:id/make-up',
  'POST /source-bulletins/:id/rank',
  // a lock of silence lies upon the communes here
  'POST /clusters/:id/self-tests',
  'POST /releases',
  // needs a mail server (integration/notifications)
  'POST /people/me/notifications/test',
];

const entriesOf = async (id: string, query: string) =>
  (await stage.ask(id, { method: 'GET', path: `/audit?${query}` })).body.entries;

/** Silence and emergencies are written down beside what they do. */
async function recordOf(act: string, since: number) {
  let entry: Got['body'];
  await eventually(`${act} stands in the log`, async () => {
    [entry] = await entriesOf('tinh', `act=${encodeURIComponent(act)}&limit=1`);
    return entry !== undefined && entry.seq > since;
  });
  return entry;
}

describe('the log says where, before and after, of', () => {
  it.each(Object.entries(CASES))('%s', async (act, of) => {
    const world = communes.own;
    const told = await of(world, stage);
    const [method = '', route = ''] = act.split(' ');
    const id = told.id ?? (route.includes(':id') ? await freshId(stage.app, route.replace(':id', '{id}'), world) : '');
    const filled = route.replace(':id', id).replace(':communeId', world.communeId).replace(':day', '2026-12-24');
    const path = told.path ?? filled.replace(':language', 'vi').replace(':recurrenceId', '20261220T080000');
    const since = (await entriesOf('tinh', 'limit=1'))[0].seq;
    const { as = 'xa', body, headers = {} } = told;
    const answer = await stage.ask(as, { method, path, headers, ...(body !== undefined && { body }) });
    expect(answer.status, `${act}: ${answer.text}`).toBeLessThan(300);
    const { details, communeId, subjectId, actor } = await recordOf(act, since);
    const expected = { before: told.before, after: told.after, communeId: 'at' in told ? told.at : world.communeId };
    expect({ before: details.before, after: details.after, communeId }).toEqual(expected);
    expect(subjectId).toEqual('subjectId' in told ? told.subjectId : id);
    expect(actor.personId).toBe(as);
    expect(JSON.stringify([details.before, details.after])).not.toContain('0912345678');
  });

  it('every route that changes something, in these cases or beside them', () => {
    const acts = ROUTE_RIGHTS.filter(({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method))
      // people and their access are looked at with them
      .filter(({ action, path }) => action !== 'own' && action !== 'open' && !path.startsWith('/accounts'))
      .map(({ method, path }) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`)
      .filter((act) => !CHANGING_NOTHING.has(act));
    expect(acts.length).toBeGreaterThan(60);
    expect(acts.filter((act) => CASES[act] === undefined && !ELSEWHERE.includes(act))).toEqual([]);
  });
});

it('is seen by the commune in which it was done, and by no other', async () => {
  const own = new Set((await entriesOf('xa', 'limit=200')).map(({ act }: { act: string }) => act));
  expect(Object.keys(CASES).filter((act) => !own.has(act))).toEqual([
    'POST /enrolments/:id/reject',
    'DELETE /releases/:releaseId',
  ]);
  const theirs = (await entriesOf('ben', 'limit=200')).map(({ communeId }: { communeId: string }) => communeId);
  expect(theirs.filter((communeId: string) => communeId !== communes.other.communeId)).toEqual([]);
});

it('of several communes at once it is seen by whoever has them all', async () => {
  const { own, other } = communes;
  const since = (await entriesOf('tinh', 'limit=1'))[0].seq;
  await stage.delivered([own.communeId, other.communeId], 'hai xã');
  const { communeId, details } = await recordOf('POST /source-bulletins', since);
  expect(communeId).toBeUndefined();
  expect(details.after).toMatchObject({ externalId: 'hai xã', deliveries: 2 });
});
