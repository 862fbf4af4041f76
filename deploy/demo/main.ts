/** `npm run demo`: a whole commune on this computer, a first broadcast, and the truth about who it was played to. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { BroadcastBody } from '@loa-lang/schemas/http/broadcasts';
import type { BulletinBody } from '@loa-lang/schemas/http/bulletins';
import type { ClusterBody } from '@loa-lang/schemas/http/clusters';
import { API_ROOT } from '@loa-lang/schemas/http/common';
import type { CoverageBody } from '@loa-lang/schemas/http/coverage';
import { type Api, ApiError, apiAt } from './api.ts';
import { DEMO_COMMUNE, DEMO_PROVINCE, demoHamlets, offlineOrder } from './area.ts';
import { type Content, makeBulletin, planBroadcast } from './broadcast.ts';
import { type Child, startChild } from './children.ts';
import { openDoor } from './door.ts';
import { DemoFailure } from './failure.ts';
import { controllerEnv, liveHistory } from './history.ts';
import { type Heard, listenTo, referenceOf } from './listen.ts';
import { type DemoOptions, readOptions } from './options.ts';
import { becomesFree } from './ports-free.ts';
import { createPlace, type Place, provisionDevices } from './provision.ts';
import { resultDocument } from './result.ts';
import { coverageLines, type Show, showOn } from './show.ts';
import { approve, SignIns } from './sign-in.ts';
import { DEFAULT_TEXT, FILE_TITLE, TEXT_TITLE, texts } from './texts.ts';
import { followBroadcast, watchEvents } from './watch.ts';

const projectRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const ONLINE_WITHIN_MS = 60_000;
const POLL_MS = 200;

const stopping = new AbortController();
const children: Child[] = [];

async function demo(options: DemoOptions, show: Show): Promise<void> {
  const began = performance.now();
  const since = (from: number) => Math.round(performance.now() - from);
  await refuseTakenPorts(options);
  const people = await liveHistory(options, show, projectRoot, (child) => children.push(child));
  stopping.signal.throwIfAborted();
  // the month's program is over: the end of any that is left is the end of the demonstration
  children.splice(0);
  show.line(texts.starting);
  const httpUrl = await startController(options);
  const apiUrl = `${httpUrl}${API_ROOT}`;
  const startedMs = since(began);
  const administrator = people?.find(({ role }) => role === 'province-administrator');
  const signIns = new SignIns(apiUrl);
  const api = apiAt(apiUrl, administrator === undefined ? [] : await signIns.cookiesOf(administrator));
  if (people !== undefined) {
    const door = await openDoor(signIns, `${httpUrl}/`, people);
    show.line(texts.console(door.url));
  }

  const hamlets = demoHamlets();
  const place = await createPlace(api, DEMO_PROVINCE, DEMO_COMMUNE, hamlets);
  const households = hamlets.reduce((sum, hamlet) => sum + hamlet.households, 0);
  show.line(texts.area(place.hamlets.length, place.clusters.length, households));

  await cancelLeftovers(api);
  const out = options.out ?? join(options.dataDir, 'wav');
  const offline = new Set(offlineOrder().slice(0, options.offline));
  await startAgents(api, place, offline, out, options, show);
  const online = place.clusters.length - offline.size;

  const watching = watchEvents(api);
  const makingFrom = performance.now();
  const bulletins: BulletinBody[] = [];
  for (const content of contentsOf(options)) {
    bulletins.push(await makeBulletin(api, place.communeId, content, show, stopping.signal));
  }
  const bulletinsMs = since(makingFrom);
  const orderedAtMs = Date.now();
  const { broadcast: planned, sent } = await planBroadcast(api, place.communeId, bulletins);
  if (people !== undefined) await approve(apiUrl, signIns, people, planned.id);
  show.line(texts.planned(planned.startAt));
  if (!sent) show.line(texts.notSent);
  const followed = await followBroadcast(api, planned.id, watching, online, show, stopping.signal);
  const { broadcast, coverage } = followed;
  watching.stop();

  const heard = await listen(api, place.clusters, coverage, broadcast, bulletins, out, options.dataDir);
  for (const line of coverageLines(coverage, heard)) show.line(line);
  if (options.json) {
    const leadMs = Date.parse(broadcast.startAt) - orderedAtMs;
    const publishedBytes = [...watching.publishedBytes.values()].reduce((sum, bytes) => sum + bytes, 0);
    const timings = { startedMs, bulletinsMs, leadMs, totalMs: since(began) };
    const document = resultDocument(broadcast, bulletins, coverage, heard, publishedBytes, timings);
    process.stdout.write(`${JSON.stringify(document)}\n`);
  }
  if (options.once) return;
  show.line(texts.stays(apiUrl, out));
  await Promise.race([aborted(), ...children.map(({ ended }) => ended)]);
}

async function refuseTakenPorts({ httpPort, mqttPort }: DemoOptions): Promise<void> {
  if (!(await becomesFree(httpPort))) throw new DemoFailure(texts.portInUse(httpPort, '--http-port'));
  if (!(await becomesFree(mqttPort))) throw new DemoFailure(texts.portInUse(mqttPort, '--mqtt-port'));
}

/** @returns the controller's address */
async function startController(options: DemoOptions): Promise<string> {
  const { dataDir } = options;
  mkdirSync(dataDir, { recursive: true });
  const env = controllerEnv(options);
  const controller = startChild([join(projectRoot, 'controller/dist/main.js')], env, join(dataDir, 'controller.log'));
  children.push(controller);
  try {
    return ((await controller.firstMessage) as { httpUrl: string }).httpUrl;
  } catch {
    if (stopping.signal.aborted) throw stopping.signal.reason;
    throw new DemoFailure(`${texts.controllerFailed}\n${controller.lastWords()}`);
  }
}

/** What a killed run had planned would sound first, and this broadcast would have to wait for it. */
async function cancelLeftovers(api: Api): Promise<void> {
  const { broadcasts } = await api.get<{ broadcasts: BroadcastBody[] }>('/broadcasts');
  for (const { id, state, schedule } of broadcasts) {
    // the sessions of the month go on
    if ((state !== 'planned' && state !== 'playing') || schedule !== undefined) continue;
    await api.post(`/broadcasts/${id}/cancel`, { reason: texts.leftover });
  }
}

async function startAgents(
  api: Api,
  place: Place,
  offline: ReadonlySet<string>,
  out: string,
  { dataDir }: DemoOptions,
  show: Show,
): Promise<void> {
  const folder = join(dataDir, 'agents');
  const files = await provisionDevices(api, place.clusters, folder, ({ code }) => `wav:${join(out, code)}`, true);
  const on = place.clusters.filter(({ code }) => !offline.has(code));
  show.line(texts.agents(on.length, [...offline]));
  if (on.length === 0) return;
  const fleetFile = join(folder, 'fleet.json');
  writeFileSync(fleetFile, JSON.stringify({ devices: on.map(({ id }) => files.get(id)) }), { mode: 0o600 });
  const fleet = startChild(
    [join(projectRoot, 'device-agent/dist/main.js'), 'fleet', '--config', fleetFile],
    { PATH: process.env.PATH },
    join(dataDir, 'agents.log'),
  );
  children.push(fleet);
  const failed = fleet.ended.then(() => {
    if (!stopping.signal.aborted) throw new DemoFailure(`${texts.agentsFailed}\n${fleet.lastWords()}`);
  });
  failed.catch(() => undefined);
  await Promise.race([failed, allOnline(api, new Set(on.map(({ id }) => id)))]);
}

async function allOnline(api: Api, expected: ReadonlySet<string>): Promise<void> {
  for (const end = performance.now() + ONLINE_WITHIN_MS; ; await sleep(POLL_MS, undefined, stopping)) {
    const { clusters } = await api.get<{ clusters: ClusterBody[] }>('/clusters');
    if (clusters.filter(({ id, online }) => online && expected.has(id)).length === expected.size) return;
    if (performance.now() > end) throw new DemoFailure(texts.slow('cụm loa nối mạng / clusters online'));
  }
}

function contentsOf({ text, file }: DemoOptions): Content[] {
  if (text === undefined && file === undefined) {
    const chime = join(projectRoot, 'deploy/demo/nhac-hieu.mp3');
    return [
      { title: FILE_TITLE, file: chime },
      { title: TEXT_TITLE, text: DEFAULT_TEXT },
    ];
  }
  return [
    ...(file === undefined ? [] : [{ title: FILE_TITLE, file }]),
    ...(text === undefined ? [] : [{ title: TEXT_TITLE, text }]),
  ];
}

/** Every WAV of the broadcast against its audio as the controller keeps it. */
async function listen(
  api: Api,
  clusters: readonly ClusterBody[],
  coverage: CoverageBody,
  broadcast: BroadcastBody,
  bulletins: readonly BulletinBody[],
  out: string,
  dataDir: string,
): Promise<Map<string, Heard>> {
  const parts: { path: string; durationMs: number }[] = [];
  for (const { id, audio } of bulletins) {
    if (audio === undefined) continue;
    const path = join(dataDir, `${audio.assetId}.opus`);
    writeFileSync(path, await api.download(`/bulletins/${id}/audio`));
    parts.push({ path, durationMs: audio.durationMs });
  }
  const reference = await referenceOf(parts);
  const played = new Set(coverage.clusters.filter(({ playedMs }) => playedMs > 0).map(({ id }) => id));
  const heard = new Map<string, Heard>();
  for (const { id, code, volumeDb } of clusters) {
    if (!played.has(id)) continue;
    const found = listenTo(join(out, code), reference, Date.parse(broadcast.startAt), volumeDb);
    if (found !== undefined) heard.set(id, found);
  }
  return heard;
}

const aborted = (): Promise<void> =>
  new Promise((resolve) => {
    if (stopping.signal.aborted) resolve();
    stopping.signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** Agents first: they say goodbye to a controller that still listens. */
async function stopChildren(): Promise<void> {
  for (const child of children.reverse()) await child.stop();
}

const options = readOptions(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
if (typeof options === 'string') {
  process.stderr.write(`${options}\n`);
  process.exit(2);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
const show = showOn(options.json ? process.stderr : process.stdout);
let exitCode = 0;
try {
  await demo(options, show);
} catch (error) {
  if (!stopping.signal.aborted) {
    const forPeople = error instanceof DemoFailure || error instanceof ApiError;
    process.stderr.write(`\n${forPeople ? (error as Error).message : (error as Error).stack}\n`);
  }
  exitCode = stopping.signal.aborted ? 130 : 1;
}
if (stopping.signal.aborted) show.line(texts.stopping);
await stopChildren();
process.exit(exitCode);
