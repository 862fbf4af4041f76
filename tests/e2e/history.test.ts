/** Some days of a commune, lived through the controller's own use cases, agree with what their generator says it did. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@loa-lang/controller/config';
import type { CoverageBody } from '@loa-lang/schemas/http/coverage';
import type { IncidentBody } from '@loa-lang/schemas/http/incidents';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Api, apiAt, signInTo } from '#deploy/demo/api';
import { DEMO_COMMUNE, DEMO_PROVINCE, demoHamlets } from '#deploy/demo/area';
import { type LivedMonth, liveMonth } from '#deploy/demo/month/live-month';
import { ControllerProcess } from '../support/world/controller-process.ts';

const PATIENCE_MS = 900_000;
const DAYS = 3;
let folder: string;
let controller: ControllerProcess;
let lived: LivedMonth;
let api: Api;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-history-'));
  const dataDir = join(folder, 'data');
  const read = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error', PREPARED_EMERGENCIES: 'off' });
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  lived = await liveMonth({
    ...{ config: read.config, agentsFolder: join(folder, 'agents'), province: DEMO_PROVINCE, commune: DEMO_COMMUNE },
    ...{ hamlets: demoHamlets(), endsAt: Date.now(), days: DAYS, seed: 7, onDay: () => undefined },
  });
  controller = await ControllerProcess.start({ dataDir });
  const apiUrl = `${controller.httpUrl}/api/v1`;
  const officer = lived.people.find(({ role }) => role === 'officer');
  if (officer === undefined) throw new Error('no officer');
  api = apiAt(
    apiUrl,
    (await signInTo(apiUrl, officer)).map((line) => line.split(';')[0] as string),
  );
}, PATIENCE_MS);

afterAll(async () => {
  await controller?.stop();
  await rm(folder, { recursive: true, force: true });
}, PATIENCE_MS);

it('coverage of every broadcast is what the poles played', { timeout: PATIENCE_MS }, async () => {
  const { broadcasts } = lived.account;
  // three sessions a day at the least
  expect(broadcasts.size).toBeGreaterThanOrEqual(3 * (DAYS - 1));
  for (const [id, { title, clusters }] of broadcasts) {
    const coverage = await api.get<CoverageBody>(`/broadcasts/${id}/coverage`);
    const states = Object.fromEntries(coverage.clusters.map((each) => [each.id, each.state]));
    expect(states, title).toEqual(Object.fromEntries(clusters));
  }
});

it('complaints stand there with their answers', { timeout: PATIENCE_MS }, async () => {
  const { complaints } = await api.get<{ complaints: { kind: string; clusterId?: string; state: string }[] }>(
    '/complaints?limit=50',
  );
  const told = complaints.map(({ kind, clusterId, state }) => ({ kind, clusterId, answered: state === 'answered' }));
  expect(told).toEqual(expect.arrayContaining(lived.account.complaints));
  expect(told).toHaveLength(lived.account.complaints.length);
});

it('a pole that was away for long had an incident, which is over', { timeout: PATIENCE_MS }, async () => {
  const { incidents } = await api.get<{ incidents: IncidentBody[] }>('/incidents?all=true&limit=500');
  expect(lived.account.offline.length).toBeGreaterThan(0);
  for (const { clusterId, from, until } of lived.account.offline) {
    const its = incidents.filter(({ kind, cluster }) => kind === 'device-offline' && cluster?.id === clusterId);
    const during = its.find(({ raisedAt }) => from <= Date.parse(raisedAt) && Date.parse(raisedAt) <= until);
    expect(during?.clearedAt, JSON.stringify({ clusterId, from, until, its })).toBeDefined();
    expect(Date.parse(during?.clearedAt ?? '')).toBeGreaterThanOrEqual(until);
  }
});

it('nothing went wrong that was only logged', () => {
  expect(lived.problems).toEqual([]);
  expect(lived.account.approved).toBeGreaterThan(0);
});
