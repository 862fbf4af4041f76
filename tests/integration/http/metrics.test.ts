/** What the controller counts of itself: for this machine, or for whoever shows the token. */
import { ControllerMetrics } from '@loa-lang/controller/adapters/metrics/controller-metrics';
import { fleetCounts } from '@loa-lang/controller/adapters/metrics/fleet-counts';
import { connect, type Database } from '@loa-lang/controller/adapters/postgres/database';
import type { HttpServer } from '@loa-lang/controller/http/http-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { type HttpApp, startHttpApp } from '../../support/http-app.ts';
import { addAreas, addDevice } from '../../support/rows.ts';

let databases: TestDatabases;
let database: Database;
let url: string;
const apps: HttpApp[] = [];
const problems: string[] = [];

beforeAll(async () => {
  databases = await startTestDatabases();
  url = await databases.fresh();
  database = connect(url);
  await addAreas(database);
  await addDevice(database, 1);
  await addDevice(database, 2);
}, 60_000);
afterAll(async () => {
  for (const app of apps) await app.stop();
  await database.$disconnect();
  await databases.stop();
});

async function counted(token?: string): Promise<HttpServer> {
  const failing = { name: 'loa_broken', help: 'fails', labels: [], read: () => Promise.reject(new Error('away')) };
  const page = new ControllerMetrics([...fleetCounts(database), failing], (problem) => problems.push(problem));
  const app = await startHttpApp(url, { metrics: { page, token } });
  apps.push(app);
  return app.server;
}

it('tells numbers and nothing else, what fails left out', async () => {
  await database.device.update({ where: { id: 'may-1' }, data: { online: true } });
  const at = new Date();
  const incident = { id: 'i', kind: 'device-hot', subject: 'may-1', detail: 'bí mật', raisedAt: at, lastAt: at };
  await database.incident.create({ data: incident });
  const server = await counted();
  await server.inject({ url: '/api/v1/clusters/nobody' });
  const { statusCode, headers, body } = await server.inject({ url: '/metrics' });
  expect(statusCode).toBe(200);
  expect(headers['content-type']).toContain('text/plain');
  expect(body).toContain('loa_devices{commune="xa",state="online"} 1\n');
  expect(body).toContain('loa_devices{commune="xa",state="offline"} 1\n');
  expect(body).toContain('loa_incidents_open{kind="device-hot",severity="major"} 1\n');
  expect(body).toMatch(
    /loa_http_request_duration_seconds_count\{method="GET",route="\/api\/v1\/clusters\/:id",status="4xx"\} 1/,
  );
  expect(body).toMatch(/nodejs_eventloop_lag_p99_seconds \d/);
  expect(body).not.toMatch(/bí mật|nobody/);
  expect(problems).toEqual(['loa_broken is not counted']);
});

it('is there for this machine alone, and not through a proxy', async () => {
  const server = await counted();
  const status = async (options: object) => (await server.inject({ url: '/metrics', ...options })).statusCode;
  expect(await status({})).toBe(200);
  expect(await status({ remoteAddress: '10.0.0.7' })).toBe(404);
  expect(await status({ headers: { 'x-forwarded-for': '10.0.0.7' } })).toBe(404);
  expect(await status({ headers: { forwarded: 'for=10.0.0.7' } })).toBe(404);
});

it('is there for whoever shows the token, from wherever, and for nobody else', async () => {
  const server = await counted('a-token-of-some-length');
  const status = async (authorization?: string) =>
    (
      await server.inject({
        ...{ url: '/metrics', remoteAddress: '10.0.0.7' },
        ...(authorization !== undefined && { headers: { authorization } }),
      })
    ).statusCode;
  expect(await status('Bearer a-token-of-some-length')).toBe(200);
  expect(await status('Bearer a-token-of-some-lengt')).toBe(404);
  expect(await status()).toBe(404);
  expect((await server.inject({ url: '/metrics' })).statusCode).toBe(404);
});

it('is nowhere where nothing is counted', async () => {
  const app = await startHttpApp(url);
  apps.push(app);
  expect((await app.server.inject({ url: '/metrics' })).statusCode).toBe(404);
});
