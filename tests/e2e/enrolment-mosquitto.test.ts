/** Enrolment, access and revocation with a real Mosquitto whose files the controller keeps. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/database.ts';
import { eventually, sleep } from '../support/eventually.ts';
import { freePort, GeneratedMosquitto, mosquittoPath } from '../support/mosquitto.ts';
import { TlsWorld } from '../support/world/tls-world.ts';

const PATIENCE_MS = 300_000;

describe.skipIf(mosquittoPath() === undefined)('a real Mosquitto beside the controller', () => {
  let folder: string;
  let broker: GeneratedMosquitto;
  let world: TlsWorld;
  beforeAll(async () => {
    folder = await temporaryFolder();
    const [port, pidFile] = [await freePort(), join(folder, 'pid')];
    world = await TlsWorld.make(2, {
      MQTT_URL: `mqtts://127.0.0.1:${port}`,
      BROKER_FOLDER: folder,
      BROKER_PID_FILE: pidFile,
    });
    broker = await GeneratedMosquitto.start(join(folder, 'loa-lang.conf'), port, pidFile);
  }, PATIENCE_MS);
  afterAll(async () => {
    await world?.stop();
    await broker?.stop();
    await rm(folder, { recursive: true, force: true });
  }, PATIENCE_MS);

  it(
    'a new board gets its plan and plays; revoked, it is cut off and does not come back, and its neighbour stays',
    async () => {
      const [firstId = '', secondId = ''] = world.place.clusterIds;
      const { board: gone, device } = await world.enrolled('board-gone', firstId);
      const { board: well } = await world.enrolled('board-well', secondId);
      expect((await gone.status())?.held.plans).toHaveProperty(world.place.hamletId);
      await world.untilPlayed(firstId);
      await world.api.post(`/devices/${device.id}/revoke`, {});
      await eventually('it is cut off', async () => (await gone.status())?.connected === false, 60_000);
      await gone.stop();
      gone.start();
      await eventually('it is at work again', async () => (await gone.status()) !== undefined, 60_000);
      await sleep(3000);
      expect((await gone.status())?.connected).toBe(false);
      expect(gone.child.lastWords).toMatch(/certificate revoked/);
      expect((await well.status())?.connected).toBe(true);
      expect(await world.incidents('forged-message')).toEqual([]);
    },
    PATIENCE_MS,
  );
});
