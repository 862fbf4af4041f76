/**
 * The network is dead: a card of the commune, a prepared emergency at the device's own page while controller and broker
 * are gone and the device knows no time, and what the commune learns of it when they are back.
 */
import { readFile, writeFile } from 'node:fs/promises';
import type { BroadcastBody } from '@loa-lang/schemas/http/broadcasts';
import type { CoverageBody } from '@loa-lang/schemas/http/coverage';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, sleep } from '../support/eventually.ts';
import { freePort } from '../support/mosquitto.ts';
import { AgentProcess } from '../support/world/agent-process.ts';
import { World } from '../support/world/world.ts';

const PATIENCE_MS = 180_000;
let world: World;
let agent: AgentProcess;
let page: string;

beforeAll(async () => {
  const size = { hamlets: 1, clusters: 1, householdsPerHamlet: 50, servedPerHamlet: 40 };
  world = await World.make({ ...size, env: { PREPARED_EMERGENCIES: 'on' } });
  const [device] = world.commune.devices;
  if (device === undefined) throw new Error('no device');
  const files = await world.agentFiles(device);
  const local = { host: '127.0.0.1', port: await freePort() };
  page = `http://${local.host}:${local.port}`;
  const config = JSON.parse(await readFile(files.path, 'utf8')) as object;
  await writeFile(files.path, JSON.stringify({ ...config, local }));
  agent = AgentProcess.start(files);
  await agent.untilReady();
}, PATIENCE_MS);
afterAll(async () => {
  await agent?.stop();
  await world?.stop();
}, PATIENCE_MS);

interface Answer {
  ok: boolean;
  problem?: string;
  session?: string;
  connected?: boolean;
  templates?: { id: string; title: string; isReady: boolean }[];
  act?: { state: string };
}

async function ask(method: string, path: string, session = '', body?: object): Promise<Answer> {
  const headers = { 'x-session': session, ...(body && { 'content-type': 'application/json' }) };
  const response = await fetch(`${page}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  return (await response.json()) as Answer;
}

it('is heard there, and told to the commune afterwards', { timeout: PATIENCE_MS }, async () => {
  const { api, commune } = world;
  const until = new Date(Date.now() + 3600_000).toISOString();
  const card = { hamletId: commune.hamletIds[0], holder: 'Ông Bình, trưởng thôn', until };
  const { code } = await api.post<{ code: string }>('/on-the-spot-credentials', card);
  let session = '';
  await eventually('the device knows the card', async () => {
    session = (await ask('POST', '/api/enter', '', { code })).session ?? '';
    return session !== '';
  });
  let ready: { id: string; title: string } | undefined;
  await eventually(
    'an emergency stands prepared on the device',
    async () => {
      ready = (await ask('GET', '/api/state', session)).templates?.find(({ isReady }) => isReady);
      return ready !== undefined;
    },
    PATIENCE_MS,
  );

  await world.killController();
  await agent.kill();
  agent.again();
  await eventually(
    'the page is there',
    () =>
      fetch(page).then(
        () => true,
        () => false,
      ),
    20_000,
  );
  session = (await ask('POST', '/api/enter', '', { code })).session ?? '';
  expect(await ask('GET', '/api/state', session)).toMatchObject({ ok: true, connected: false });
  expect((await agent.status())?.time.trust).toBe('none');
  const pressedAt = Date.now();
  expect(await ask('POST', '/api/start', session, { templateId: ready?.id })).toEqual({ ok: true });
  await eventually('on air', async () => (await ask('GET', '/api/state', session)).act?.state === 'sounding');
  await sleep(3000);
  expect(await ask('POST', '/api/stop', session, {})).toEqual({ ok: true });

  await world.restartController();
  await agent.until('on time', ({ time }) => time.trust === 'synced');
  let told: BroadcastBody | undefined;
  await eventually('a broadcast with its result', async () => {
    const list = await world.api.get<{ broadcasts: BroadcastBody[] }>(`/broadcasts?communeId=${commune.communeId}`);
    told = list.broadcasts.find(({ onTheSpot }) => onTheSpot?.timeBasis === 'controller');
    const coverage = told && (await world.api.get<CoverageBody>(`/broadcasts/${told.id}/coverage`));
    return coverage?.clusters[0]?.receipt === 'stopped';
  });
  expect(told).toMatchObject({
    ...{ title: ready?.title, class: 'emergency', level: 'hamlet', state: 'cancelled', cancelReason: 'dừng tại loa' },
    onTheSpot: { holder: 'Ông Bình, trưởng thôn', source: 'template' },
  });
  // by the commune's time, although the device had none
  expect(Math.abs(Date.parse(told?.startAt ?? '') - pressedAt)).toBeLessThan(2000);
  const coverage = await world.api.get<CoverageBody>(`/broadcasts/${told?.id}/coverage`);
  expect(coverage.clusters[0]?.playedMs).toBeGreaterThan(2500);
  const { incidents } = await world.api.get<{ incidents: { kind: string; detail: string }[] }>('/incidents');
  expect(incidents.map(({ kind }) => kind)).toContain('spoken-on-the-spot');
  expect(incidents.map(({ kind }) => kind)).not.toContain('local-act-not-allowed');
});
