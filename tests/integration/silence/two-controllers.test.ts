/**
 * Two controllers on one PostgreSQL and one Mosquitto, real processes: one loses its way to the database and silences a
 * commune all the same; the other one makes that silence the database's at once, and nothing ends it.
 */
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SilenceDoneBody } from '@loa-lang/schemas/http/silence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases, temporaryFolder } from '../../support/database.ts';
import { eventually, sleep } from '../../support/eventually.ts';
import { Mosquitto, mosquittoPath } from '../../support/mosquitto.ts';
import { FaultProxy } from '../../support/proxy.ts';
import { writeAgentFiles } from '../../support/world/agent-config.ts';
import { makeTextBulletin, planBroadcast } from '../../support/world/bulletins.ts';
import { type Commune, makeCommune } from '../../support/world/commune.ts';
import { ControllerProcess } from '../../support/world/controller-process.ts';
import { FleetProcess } from '../../support/world/fleet-process.ts';

const PATIENCE_MS = 240_000;
const CLUSTERS = 3;

describe.skipIf(mosquittoPath() === undefined)('two controllers', () => {
  let folder: string;
  let databases: TestDatabases;
  let databaseUrl: string;
  let broker: Mosquitto;
  let line: FaultProxy;
  let cutOff: ControllerProcess;
  let other: ControllerProcess;
  let commune: Commune;
  let fleet: FleetProcess;

  beforeAll(async () => {
    folder = await temporaryFolder();
    [databases, broker] = await Promise.all([startTestDatabases(), Mosquitto.start()]);
    databaseUrl = await databases.fresh();
    const target = new URL(databaseUrl);
    line = new FaultProxy({ target: { host: target.hostname, port: Number(target.port) } });
    await line.start();
    const throughLine = new URL(databaseUrl);
    throughLine.port = String(line.port);
    const at = (name: string) => join(folder, name);
    const start = (name: string, url: string) =>
      ControllerProcess.start({ dataDir: at(name), env: { DATABASE_URL: url, MQTT_URL: broker.url } });
    cutOff = await start('one', throughLine.href);
    await cp(join(at('one'), 'keys'), join(at('two'), 'keys'), { recursive: true });
    other = await start('two', databaseUrl);
    commune = await makeCommune(cutOff.api, { hamlets: 1, clusters: CLUSTERS });
    const files = await Promise.all(
      commune.devices.map((device) =>
        writeAgentFiles(device, {
          controller: { ...cutOff, mqttUrl: broker.url, devicePassword: async () => 'any' },
          folder: at('agents'),
        }),
      ),
    );
    fleet = await FleetProcess.start(
      files.map(({ path }) => path),
      at('fleet.json'),
    );
    await eventually('ready', () => fleet.statuses.filter(isReady).length === CLUSTERS, 120_000);
    const { id } = await makeTextBulletin(other.api, commune.communeId, 'Bản tin dài. '.repeat(30), { keep: true });
    await planBroadcast(other.api, { bulletinIds: [id], targets: { areaIds: [commune.communeId] }, start: 'now' });
    await eventually('all sound', () => sounding() === CLUSTERS, 60_000);
  }, PATIENCE_MS);
  afterAll(async () => {
    await fleet?.stop();
    line?.unfreeze();
    await Promise.all([cutOff?.stop(), other?.stop()]);
    await line?.stop();
    await broker?.stop();
    await databases?.stop();
    await rm(folder, { recursive: true, force: true });
  }, PATIENCE_MS);

  const isReady = ({ connected, time, held, behind }: FleetProcess['statuses'][number]) =>
    connected && time.trust === 'synced' && held.settings !== undefined && behind.length === 0;
  const sounding = () => fleet.statuses.filter(({ playing }) => playing.length > 0).length;
  const rows = () =>
    databases.query(databaseUrl, 'SELECT id, lifted_at IS NULL AS open FROM silence_latch ORDER BY since');

  it(
    'one without its database silences, the other one adopts, and after the return it is one silence',
    async () => {
      line.freeze('up');
      line.freeze('down');
      const { communeId: areaId } = commune;
      const done = await cutOff.api.post<SilenceDoneBody>('/silence', { areaId, reason: 'Phát nhầm' });
      expect(done).toMatchObject({ stored: false, durable: true, plans: [{ sent: true }] });
      await eventually('silent', () => sounding() === 0, 30_000);
      // learnt from the broker, while the one that knows it still cannot say so
      await eventually('adopted', async () => (await rows()).length === 1, 30_000);
      expect(await rows()).toEqual([{ id: done.silence.id, open: true }]);
      const seen = await other.api.get<{ open: SilenceDoneBody['silence'][] }>('/silence');
      expect(seen.open).toMatchObject([{ id: done.silence.id, reason: 'Phát nhầm' }]);
      // whatever else the other one publishes of that plan keeps it
      await makeTextBulletin(other.api, areaId, 'Một bản tin khác.', { keep: true });
      await sleep(2000);
      expect(sounding()).toBe(0);

      line.unfreeze();
      line.cut();
      await sleep(4000);
      expect(await rows()).toEqual([{ id: done.silence.id, open: true }]);
      expect(sounding()).toBe(0);
      expect(await databases.query(databaseUrl, 'SELECT epoch::int FROM deployment')).toEqual([{ epoch: 1 }]);
      const lifted = await other.api.post<SilenceDoneBody>(`/silence/${done.silence.id}/lift`, {});
      expect(lifted).toMatchObject({ durable: true, plans: [{ sent: true }] });
      await eventually('lifted for both', async () => {
        const { open } = await cutOff.api.get<{ open: unknown[] }>('/silence');
        return open.length === 0 && (await rows()).every(({ open: each }) => each === false);
      });
      await sleep(2000);
      expect((await rows()).length).toBe(1);
    },
    PATIENCE_MS,
  );
});
