import type { HttpServer } from '@loa-lang/controller/http/http-server';
import { NAMING_FIELDS } from '@loa-lang/controller/http/named-subjects';
import { installPermissions } from '@loa-lang/controller/http/plugins/permissions';
import { needs } from '@loa-lang/controller/http/right';
import { PERMISSIONS } from '@loa-lang/schemas/permissions/table';
import { ACTIONS, ROLES } from '@loa-lang/schemas/states/people';
import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../support/database.ts';
import { type HttpApp, startHttpApp } from '../support/http-app.ts';
import { identifiersOf, type OpenApi, operationsOf } from '../support/rights/openapi.ts';
import { ROUTE_RIGHTS } from './route-rights.ts';

let databases: TestDatabases;
let app: HttpApp;
let api: OpenApi;
beforeAll(async () => {
  databases = await startTestDatabases();
  app = await startHttpApp(await databases.fresh());
  api = (await app.call('GET', '/openapi.json')).body;
});
afterAll(async () => {
  await app.stop();
  await databases.stop();
});

const KNOWN_RIGHTS: readonly string[] = [...ACTIONS, 'known', 'own', 'open'];

/** Of a description of the API: every route that says no right, or one that there is not. */
const withoutRule = (described: OpenApi): string[] =>
  operationsOf(described)
    .filter(({ right }) => right === undefined || !KNOWN_RIGHTS.includes(right))
    .map(({ method, path }) => `${method} ${path}`);

describe('every route', () => {
  it('says which right it asks for', () => {
    const operations = operationsOf(api);
    console.log(`${operations.length} routes`);
    expect(operations.length).toBeGreaterThan(100);
    expect(withoutRule(api)).toEqual([]);
  });

  it('or else this test fails', () => {
    const broken: OpenApi = structuredClone(api);
    const silence = broken.paths['/api/v1/silence'];
    delete silence?.post?.['x-right'];
    if (silence?.get !== undefined) silence.get['x-right'] = 'whatever';
    expect(withoutRule(broken)).toEqual(['POST /silence', 'GET /silence']);
  });

  it('or else the controller does not start', () => {
    const server = fastify() as unknown as HttpServer;
    installPermissions(server, {} as never, {} as never);
    expect(() => server.get('/api/v1/secret', async () => 'x')).toThrow('GET /api/v1/secret declares no right');
    expect(() => server.get('/api/v1/told', { ...needs('see') }, async () => 'x')).not.toThrow();
  });

  it('asks for the right that is written down for it', () => {
    const said = operationsOf(api).map(({ method, path, right }) => `${method} ${path} ${right}`);
    const written = ROUTE_RIGHTS.map(({ method, path, action }) => `${method} ${path} ${action}`);
    expect(said.toSorted()).toEqual(written.toSorted());
  });

  it('is open to nobody unknown but what must be', () => {
    expect(ROUTE_RIGHTS.filter(({ action }) => action === 'open').map(({ path }) => path)).toEqual([
      // a device that nobody knows yet asks under its code; its signature says who it is
      '/enrolment',
      // who is not let in is told over the WebSocket: a browser learns nothing from a refused upgrade
      '/live/{id}/audio',
      '/health',
      '/health/live',
      '/health/ready',
      '/sign-in',
      '/sign-in/code',
      '/sign-in/passkey/options',
      '/sign-in/passkey',
      '/account-links/{token}',
      '/account-links/{token}',
      // villagers, by the code on the pole and by what they were given for it
      '/public/complaints',
      '/public/complaints/{token}',
    ]);
    expect(ROUTE_RIGHTS.filter(({ action }) => action === 'known').map(({ path }) => path)).toEqual([
      '/people/me',
      // how somebody wants to be told, and whether it reaches them
      '/people/me/notifications',
      '/people/me/notifications',
      '/people/me/notifications/test',
    ]);
  });

  it('names what it is about by fields whose places are looked at', () => {
    // people are bounded where they are looked up; the rest names nothing that is there
    const others = [
      'id',
      'before',
      'subjectId',
      'actorId',
      'streamId',
      'approverId',
      'toPersonId',
      'personId',
      'personIds',
      'deputyId',
    ];
    const strange = [...identifiersOf(api)].filter((name) => !(name in NAMING_FIELDS) && !others.includes(name));
    expect(strange).toEqual([]);
  });
});

describe('the table', () => {
  it('gives every action to somebody, and every role something', () => {
    const held = (action: (typeof ACTIONS)[number]) => ROLES.filter((role) => PERMISSIONS[role][action] !== undefined);
    for (const action of ACTIONS) expect(held(action).length, action).toBeGreaterThan(0);
    for (const role of ROLES) expect(Object.keys(PERMISSIONS[role]).length, role).toBeGreaterThan(0);
    // what the domain demands
    expect(held('approve')).toEqual(['province-administrator', 'approver']);
    expect(held('deliver')).toEqual(['source']);
    expect(Object.keys(PERMISSIONS.source)).toEqual(['deliver']);
    expect(Object.keys(PERMISSIONS.viewer)).toEqual(['see']);
    expect(PERMISSIONS.technician.emergency).toBeUndefined();
  });
});
