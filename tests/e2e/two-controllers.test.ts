/**
 * Two controllers on one PostgreSQL, one Mosquitto and one Redis, real processes, and real agents: every slot sounds once
 * and on time, whatever is cut, killed or restarted meanwhile (libretime#3236, bullmq#1658).
 */
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentStatus } from '@loa-lang/device-agent/condition';
import type { BroadcastBody } from '@loa-lang/schemas/http/broadcasts';
import type { CoverageBody } from '@loa-lang/schemas/http/coverage';
import type { HealthAnswer } from '@loa-lang/schemas/http/health';
import type { SilenceDoneBody } from '@loa-lang/schemas/http/silence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rulerWav } from '../support/audio/ruler.ts';
import { type OwnDatabases, startOwnDatabases, temporaryFolder } from '../support/database.ts';
import { eventually, sleep } from '../support/eventually.ts';
import { Mosquitto, mosquittoPath } from '../support/mosquitto.ts';
import { FaultProxy } from '../support/proxy.ts';
import { RedisServer, redisPath } from '../support/redis.ts';
import { writeAgentFiles } from '../support/world/agent-config.ts';
import { planBroadcast, type ReadyBulletin, uploadBulletin } from '../support/world/bulletins.ts';
import { type Commune, makeCommune } from '../support/world/commune.ts';
import { ControllerProcess } from '../support/world/controller-process.ts';
import { FleetProcess } from '../support/world/fleet-process.ts';

const PATIENCE_MS = 240_000;
const CLUSTERS = 3;
const SHORT_S = 4;
/** After the first burst the push of it takes some seconds. */
const LONG_S = 60;
const OUTAGE_MS = 10_000;

describe.skipIf(mosquittoPath() === undefined)('two controllers', () => {
  let folder: string;
  let databases: OwnDatabases;
  let databaseUrl: string;
  let broker: Mosquitto;
  let redis: RedisServer | undefined;
  const lines: Record<'database' | 'broker' | 'redis', FaultProxy | undefined> = {
    database: undefined,
    broker: undefined,
    redis: undefined,
  };
  let one: ControllerProcess;
  let two: ControllerProcess;
  let commune: Commune;
  let fleet: FleetProcess;
  let short: ReadyBulletin;

  const through = async (name: keyof typeof lines, url: string): Promise<string> => {
    const target = new URL(url);
    const line = new FaultProxy({ target: { host: target.hostname, port: Number(target.port) } });
    lines[name] = line;
    target.port = String(await line.start());
    return target.href;
  };

  beforeAll(async () => {
    folder = await temporaryFolder();
    [databases, broker] = await Promise.all([startOwnDatabases(), Mosquitto.start()]);
    if (redisPath() !== undefined) redis = await RedisServer.start();
    databaseUrl = await databases.fresh();
    const queue = redis === undefined ? {} : { REDIS_URL: await through('redis', redis.url) };
    const DATABASE_URL = await through('database', databaseUrl);
    const at = (name: string) => join(folder, name);
    const own = { DATABASE_URL, MQTT_URL: await through('broker', broker.url), ...queue };
    one = await ControllerProcess.start({ dataDir: at('one'), env: own });
    await cp(join(at('one'), 'keys'), join(at('two'), 'keys'), { recursive: true });
    two = await ControllerProcess.start({ dataDir: at('two'), env: { ...own, MQTT_URL: broker.url } });
    commune = await makeCommune(one.api, { hamlets: 1, clusters: CLUSTERS });
    const files = await Promise.all(
      commune.devices.map((device) =>
        writeAgentFiles(device, {
          controller: { ...one, mqttUrl: broker.url, devicePassword: async () => 'any' },
          folder: at('agents'),
        }),
      ),
    );
    const paths = files.map(({ path }) => path);
    fleet = await FleetProcess.start(paths, at('fleet.json'));
    await eventually('ready', () => fleet.statuses.filter(isReady).length === CLUSTERS, 120_000);
    short = await upload(two, SHORT_S, 7);
    await eventually('audio', () => haveAudio(1), 60_000);
  }, PATIENCE_MS);
  afterAll(async () => {
    await fleet?.stop();
    for (const line of Object.values(lines)) line?.unfreeze();
    await Promise.all([one?.stop(), two?.stop()]);
    for (const line of Object.values(lines)) await line?.stop();
    await Promise.all([broker?.stop(), redis?.stop(), databases?.stop()]);
    await rm(folder, { recursive: true, force: true });
  }, PATIENCE_MS);

  const isReady = ({ connected, time, held, behind }: AgentStatus) =>
    connected && time.trust === 'synced' && held.settings !== undefined && behind.length === 0;
  const haveAudio = (count: number) =>
    fleet.statuses.filter(({ audio }) => audio.complete >= count && audio.missing.length === 0).length === CLUSTERS;
  const sounding = () => fleet.statuses.filter(({ playing }) => playing.length > 0).length;
  const upload = ({ api }: ControllerProcess, seconds: number, seed: number): Promise<ReadyBulletin> =>
    uploadBulletin(api, commune.communeId, { bytes: rulerWav(seconds, seed), name: `${seed}.wav` }, { keep: true });
  const until = (instant: number) => sleep(Math.max(0, instant - Date.now()));

  /** Local date-time of Vietnam. */
  const moment = (instant: number) => new Date(instant + 7 * 3600_000).toISOString().slice(0, 19);
  /** A session at this instant, a whole second. */
  async function session({ api }: ControllerProcess, name: string, startAt: number): Promise<string> {
    const [startDate = '', time = ''] = moment(startAt).split('T');
    const { schedule } = await api.post<{ schedule: { id: string } }>('/schedules', {
      ...{ communeId: commune.communeId, kind: 'session', name, windowMinutes: 1, acceptConflicts: true },
      recurrence: { startDate, time },
      programme: [{ kind: 'bulletin', bulletinId: short.id }],
      targets: { areaIds: [commune.communeId] },
    });
    await eventually(
      'planned everywhere',
      () => fleet.statuses.filter(({ nextStartAt }) => nextStartAt === startAt).length === CLUSTERS,
      30_000,
    );
    return schedule.id;
  }
  const whole = (instant: number) => Math.ceil(instant / 1000) * 1000;

  /** Once: one broadcast, one run on each. On time: whoever begins late has not played all of it. */
  async function expectOnce({ api }: ControllerProcess, owner: string, startAt: number): Promise<void> {
    const rows = await databases.query(
      databaseUrl,
      'SELECT id, title FROM broadcast WHERE $1 IN (id, schedule_id) AND start_at = $2 AND cancelled_at IS NULL',
      [owner, new Date(startAt)],
    );
    expect(rows).toHaveLength(1);
    const [{ id, title } = { id: '', title: '' }] = rows as { id: string; title: string }[];
    let coverage: CoverageBody | undefined;
    await eventually(
      `${title} is accounted for`,
      async () => {
        coverage = await api.get<CoverageBody>(`/broadcasts/${id}/coverage`).catch(() => undefined);
        return coverage?.complete === true;
      },
      120_000,
    );
    expect(coverage?.clusters.map(({ state }) => state)).toEqual(['reached', 'reached', 'reached']);
    const runs = await databases.query(databaseUrl, 'SELECT run, state FROM receipt WHERE broadcast_id = $1', [id]);
    expect(runs).toEqual(Array.from({ length: CLUSTERS }, () => ({ run: 1, state: 'finished' })));
  }

  it(
    'ten seconds without Redis and PostgreSQL around a slot that was edited at both',
    async () => {
      const startAt = whole(Date.now() + 14_000);
      const id = await session(one, 'Buổi mất kết nối', startAt);
      const edits = [one, two, one, two, one, two].map(({ httpUrl }, n) =>
        fetch(`${httpUrl}/api/v1/schedules/${id}`, {
          ...{ method: 'PATCH', headers: { 'content-type': 'application/json' } },
          body: JSON.stringify({ version: 1, name: `Buổi sửa ${n}`, acceptConflicts: true }),
        }),
      );
      const statuses = (await Promise.all(edits)).map(({ status }) => status).sort();
      expect(statuses).toEqual([200, 412, 412, 412, 412, 412]);
      await until(startAt - OUTAGE_MS / 2);
      for (const line of [lines.database, lines.redis]) {
        line?.freeze('up');
        line?.freeze('down');
      }
      await sleep(OUTAGE_MS);
      for (const line of [lines.database, lines.redis]) line?.unfreeze();
      await expectOnce(two, id, startAt);
    },
    PATIENCE_MS,
  );

  it(
    'kill -9 of whichever pushes, and of the other one, and a slot meanwhile',
    async () => {
      const startAt = whole(Date.now() + 15_000);
      const id = await session(two, 'Buổi chết máy chủ', startAt);
      const pushing = () => fleet.statuses.some(({ audio }) => audio.missing.length > 0);
      const push = async (at: ControllerProcess, seed: number, kill: () => Promise<void>) => {
        await upload(at, LONG_S, seed);
        await eventually('it is being pushed', pushing, 30_000);
        await sleep(1_000);
        expect(pushing()).toBe(true);
        await kill();
      };
      await push(two, 8, () => one.kill());
      await eventually('all have it', () => haveAudio(2), 90_000);
      one = await one.restart();
      await push(one, 9, () => two.kill());
      await eventually('all have it', () => haveAudio(3), 90_000);
      two = await two.restart();
      await expectOnce(one, id, startAt);
    },
    PATIENCE_MS,
  );

  it(
    'one redeployed and the other one killed while it sounds; the next slot is there all the same',
    async () => {
      const startAt = whole(Date.now() + 9_000);
      const next = startAt + 20_000;
      const later = await session(two, 'Buổi sau', next);
      const id = await session(one, 'Buổi khởi động lại', startAt);
      await eventually('it sounds', () => sounding() === CLUSTERS, 60_000);
      await Promise.all([one.stop(), two.kill()]);
      one = await one.restart();
      two = await two.restart();
      await expectOnce(one, id, startAt);
      await expectOnce(two, later, next);
    },
    PATIENCE_MS,
  );

  it(
    'what is planned at one that is cut off from the broker sounds',
    async () => {
      lines.broker?.dropFor(15_000);
      const startAt = whole(Date.now() + 9_000);
      const title = 'Tin lúc đứt mạng';
      const start = new Date(startAt).toISOString();
      const targets = { areaIds: [commune.communeId] };
      const body: BroadcastBody = await planBroadcast(one.api, { title, bulletinIds: [short.id], targets, start });
      expect(body.state).toBe('planned');
      await expectOnce(two, body.id, startAt);
      // the cut lasts longer than what is heard of it
      await eventually('back on the broker', () => reachesBroker(one), 60_000);
    },
    PATIENCE_MS,
  );

  it(
    'one without its database silences, the other one adopts, and after the return it is one silence',
    async () => {
      const rows = () =>
        databases.query(databaseUrl, 'SELECT id, lifted_at IS NULL AS open FROM silence_latch ORDER BY since');
      // from here on the other one has a way of its own
      await two.stop();
      const direct = { DATABASE_URL: databaseUrl, MQTT_URL: broker.url };
      two = await ControllerProcess.start({ dataDir: join(folder, 'two'), env: direct });
      const { communeId: areaId } = commune;
      await planBroadcast(two.api, {
        bulletinIds: [(await longest(two)).id],
        targets: { areaIds: [areaId] },
        start: 'now',
      });
      await eventually('all sound', () => sounding() === CLUSTERS, 60_000);
      lines.database?.freeze('up');
      lines.database?.freeze('down');
      const done = await one.api.post<SilenceDoneBody>('/silence', { areaId, reason: 'Phát nhầm' });
      expect(done).toMatchObject({ stored: false, durable: true, plans: [{ sent: true }] });
      await eventually('silent', () => sounding() === 0, 30_000);
      // learnt from the broker, or from a device, while the one that knows it still cannot say so
      await eventually('adopted', async () => (await rows()).length === 1, 30_000);
      expect(await rows()).toEqual([{ id: done.silence.id, open: true }]);
      const seen = await two.api.get<{ open: SilenceDoneBody['silence'][] }>('/silence');
      expect(seen.open).toMatchObject([{ id: done.silence.id, reason: 'Phát nhầm' }]);
      // whatever else the other one publishes of that plan keeps it
      await upload(two, 1, 10);
      await sleep(2000);
      expect(sounding()).toBe(0);

      lines.database?.unfreeze();
      lines.database?.cut();
      await sleep(4000);
      expect(await rows()).toEqual([{ id: done.silence.id, open: true }]);
      expect(sounding()).toBe(0);
      // nobody took the database for an older one
      expect(await databases.query(databaseUrl, 'SELECT epoch::int FROM deployment')).toEqual([{ epoch: 1 }]);
      const lifted = await two.api.post<SilenceDoneBody>(`/silence/${done.silence.id}/lift`, {});
      expect(lifted).toMatchObject({ durable: true, plans: [{ sent: true }] });
      await eventually('lifted for both', async () => {
        const { open } = await one.api.get<{ open: unknown[] }>('/silence');
        return open.length === 0 && (await rows()).every(({ open: each }) => each === false);
      });
      await sleep(2000);
      expect((await rows()).length).toBe(1);
    },
    PATIENCE_MS,
  );

  const reachesBroker = async ({ api }: ControllerProcess): Promise<boolean> => {
    const { probes } = await api.get<HealthAnswer>('/health');
    return probes.some(({ name, ok }) => name === 'broker' && ok);
  };

  const longest = async ({ api }: ControllerProcess): Promise<{ id: string }> => {
    type Listed = { id: string; audio?: { durationMs: number } };
    const { bulletins } = await api.get<{ bulletins: Listed[] }>('/bulletins');
    const [first] = bulletins.sort((a, b) => (b.audio?.durationMs ?? 0) - (a.audio?.durationMs ?? 0));
    if (first === undefined) throw new Error('no bulletin');
    return first;
  };
});
