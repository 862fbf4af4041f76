/**
 * Every role at every route, over real connections and a real database, against the table: in the commune and in
 * one of the four other areas by turns; in all five in the soak.
 */

import { BACKGROUND } from '@loa-lang/controller/adapters/postgres/database';
import { PERMISSIONS } from '@loa-lang/schemas/permissions/table';
import { type Action, ROLES, type Role } from '@loa-lang/schemas/states/people';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../support/database.ts';
import { type HttpApp, startHttpApp } from '../support/http-app.ts';
import { type OpenApi, operationsOf } from '../support/rights/openapi.ts';
import { freshId, type RouteCase, requestOf, usedId } from '../support/rights/requests.ts';
import { type AskAs, type Got, listening, type Seat, seat } from '../support/rights/seats.ts';
import { makeTwoCommunes, type TwoCommunes } from '../support/rights/two-communes.ts';
import { ROUTE_RIGHTS, type RouteRight } from './route-rights.ts';

const IS_SOAK = process.env.LOA_TEST_SUITE === 'soak';
const WHERE = ['commune', 'other-commune', 'hamlet', 'other-hamlet', 'province'] as const;
type Where = (typeof WHERE)[number];
type Expected = 'through' | 'refused' | 'hidden';
const BY_TURNS: readonly Where[] = ['other-commune', 'hamlet', 'other-hamlet', 'province'];

/** Use cases that ask for more than their route: deputies, and who has written it, may call it as well. */
const ASKS_FOR: Readonly<Record<string, Action>> = {
  'POST /approvals/{id}/decisions': 'approve',
  // whoever has sent it may take it back
  'POST /emergencies/{id}/stop': 'stop',
  'POST /live/{id}/end': 'stop',
  // the one that is tried is a technician's
  'POST /incidents/{id}/acknowledge': 'manage',
  'POST /incidents/{id}/assign': 'manage',
  'POST /incidents/{id}/note': 'manage',
  'POST /incidents/{id}/resolve': 'manage',
  'POST /incidents/{id}/reopen': 'manage',
  // whoever may only draft changes only the own draft
  'PUT /broadcasts/{id}': 'submit',
};
/** What is told as a whole, to who has all of it. */
const WHOLE = ['GET /broadcasts/{id}/readiness', 'GET /broadcasts/{id}/make-up'];

/** By the table and the tree of areas, and by nothing of the controller's. */
function expectedOf(role: Role, where: Where, { method, path, action: declared, about }: RouteCase): Expected {
  const route = `${method} ${path}`;
  if (declared === 'open' || declared === 'known') return 'through';
  if (PERMISSIONS[role][declared as Action] === undefined) return 'refused';
  if (about === 'anywhere') return 'through';
  if (about === 'everywhere') return 'refused';
  if (where === 'other-commune') return 'hidden';
  const action = ASKS_FOR[route] ?? (declared as Action);
  const extent = PERMISSIONS[role][action];
  // who may see its like hears nothing of what is elsewhere, not even that it may not be touched
  if (extent === undefined) return about === 'hamlet' && where === 'other-hamlet' ? 'hidden' : 'refused';
  if (where === 'commune' || where === 'province') return 'through';
  if (about === 'hamlet') return where === 'hamlet' ? 'through' : 'hidden';
  if (about === 'sound') return action === 'see' && !WHOLE.includes(route) ? 'through' : 'refused';
  return extent === 'folder' && about !== 'lock' ? 'through' : 'refused';
}

/** Answers of single routes that say no for another reason than who asks. */
const OTHER_REASONS: Readonly<Record<string, string>> = {
  'POST /emergencies': 'not-delegated',
  'POST /delegations': 'person-unknown',
  'DELETE /delegations/{id}': 'delegation-unknown',
  'POST /approvals/{id}/outside': 'approver-unknown',
  'POST /approvals/{id}/link': 'approver-unknown',
  'GET /command-batches/{id}': 'command-batch-unknown',
  'POST /source-bulletins/withdraw': 'source-unknown',
  'DELETE /days-off/{communeId}/{day}': 'day-off-unknown',
  'PUT /schedules/{id}/occurrences/{recurrenceId}': 'occurrence-unknown',
  'POST /bulletins/{id}/repairs': 'version-unknown',
  'GET /bulletins/{id}/analysis': 'version-unknown',
  // no mail server, and no address to write to
  'POST /people/me/notifications/test': 'notification-no-mail-server',
  'GET /accounts/{id}': 'account-unknown',
  'PATCH /accounts/{id}': 'account-unknown',
  'DELETE /accounts/{id}/sessions': 'account-unknown',
  'POST /accounts/{id}/invitation': 'account-unknown',
  'POST /accounts/{id}/reset': 'account-unknown',
  'GET /accounts/{id}/api-tokens': 'account-unknown',
  'POST /accounts/{id}/api-tokens': 'account-unknown',
  'DELETE /accounts/{id}/api-tokens/{tokenId}': 'account-unknown',
};
const isPast = ({ method, path }: RouteCase, { status, code = '' }: Got): boolean => {
  if (code !== '' && OTHER_REASONS[`${method} ${path}`] === code) return true;
  return status < 500 && ![401, 403].includes(status) && !code.endsWith('-unknown');
};

let databases: TestDatabases;
let app: HttpApp;
let ask: AskAs;
let communes: TwoCommunes;
let cases: RouteCase[];
const seats: { seat: Seat; role: Role; where: Where }[] = [];

beforeAll(async () => {
  databases = await startTestDatabases();
  app = await startHttpApp(await databases.fresh(), { patience: BACKGROUND });
  // what is asked for here is not to be made: it is refused or taken on, and that is all
  await app.useCases.making.stop();
  communes = await makeTwoCommunes(app);
  const api: OpenApi = (await app.call('GET', '/openapi.json')).body;
  const operations = operationsOf(api);
  // what concerns the own account is the same for every role, and would end the sessions of these
  const isOfRoles = ({ action, path }: RouteRight) =>
    action !== 'own' && (action !== 'open' || path.startsWith('/health'));
  cases = ROUTE_RIGHTS.filter(isOfRoles).map((route) => {
    const operation = operations.find(({ method, path }) => method === route.method && path === route.path);
    if (operation === undefined) throw new Error(`${route.method} ${route.path} is not there`);
    return { ...route, operation };
  });
  ({ ask } = await listening(app));
  const { own, other, provinceId } = communes;
  const areaOf: Record<Where, string> = {
    commune: own.communeId,
    'other-commune': other.communeId,
    hamlet: own.hamletIds[0],
    'other-hamlet': own.hamletIds[1],
    province: provinceId,
  };
  for (const role of ROLES) {
    for (const where of WHERE) {
      const id = `${role}-${where}`;
      seats.push({ role, where, seat: { id, roles: [role], areaIds: [areaOf[where]] } });
    }
  }
  await seat(
    app,
    seats.map((each) => each.seat),
  );
}, 300_000);
afterAll(async () => {
  await app.stop();
  await databases.stop();
});

const MADE_UP = '0199aaaa-0000-7000-8000-00000000dead';

async function tried(route: RouteCase, role: Role, where: Where): Promise<string | undefined> {
  const expected = expectedOf(role, where, route);
  // what is only read, or refused, is there afterwards
  const isKept = expected !== 'through' || ['GET', 'HEAD'].includes(route.method);
  const id = isKept ? usedId(route.path, communes.own) : await freshId(app, route.path, communes.own);
  const got = await ask(`${role}-${where}`, requestOf(route, communes.own, id));
  const said = `${role} of the ${where}: ${route.method} ${route.path} → ${got.status} ${got.code ?? ''}`;
  if (expected === 'through')
    return isPast(route, got) ? undefined : `${said}, expected to be let through: ${got.text.slice(0, 200)}`;
  if (expected === 'refused') return got.status === 403 ? undefined : `${said}, expected 403`;
  const isGone = [403, 404].includes(got.status) || got.code === 'targets-unknown';
  if (!isGone) return `${said}, expected to be hidden`;
  if (!route.path.includes('{id}')) return undefined;
  // the very answer that something gets which is not there
  const nothing = await ask(`${role}-${where}`, requestOf(route, communes.own, MADE_UP));
  const isSame = nothing.status === got.status && nothing.text === got.text;
  return isSame ? undefined : `${said}, but ${nothing.status} ${nothing.code} for what is not there`;
}

describe('every role in every area', () => {
  it('is let through, refused or told of nothing at every route as the table has it', {
    timeout: 900_000,
  }, async () => {
    const wrong: string[] = [];
    const counts: Record<Expected, number> = { through: 0, refused: 0, hidden: 0 };
    for (const [turn, route] of cases.entries()) {
      const isTried = (role: Role, where: Where) =>
        IS_SOAK || !BY_TURNS.includes(where) || BY_TURNS[(turn + ROLES.indexOf(role)) % BY_TURNS.length] === where;
      for (const { role, where } of seats.filter((each) => isTried(each.role, each.where))) {
        counts[expectedOf(role, where, route)] += 1;
        const fault = await tried(route, role, where);
        if (fault !== undefined) wrong.push(fault);
      }
    }
    console.log(
      `${cases.length} routes × ${ROLES.length} roles × ${IS_SOAK ? WHERE.length : 2} areas: ${JSON.stringify(counts)}`,
    );
    expect(wrong.slice(0, 40)).toEqual([]);
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(IS_SOAK ? 300 : 200);
  });

  it('and who is nobody on record is let in nowhere', async () => {
    for (const route of cases) {
      const got = await ask(undefined, requestOf(route, communes.own, usedId(route.path, communes.own)));
      expect(got.status, `${route.method} ${route.path}`).toBe(route.action === 'open' ? 200 : 401);
    }
  });
});
