/** Two hundred agents lose their broker together, and a broadcast is due before they are back. */
import { join } from 'node:path';
import { openBrokerSecret } from '@loa-lang/controller/adapters/keys/broker-secret';
import { brokerPassword } from '@loa-lang/controller/embedded/broker-access';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sleep } from '../support/eventually.ts';
import { expectStoredOnce } from '../support/world/expect-stored-once.ts';
import { forEachOf } from '../support/world/for-each-of.ts';
import { planSounding, rulerBulletin, untilCovered } from '../support/world/sounding.ts';
import { World } from '../support/world/world.ts';

const AGENTS = 200;
const CLIENTS = 1500;
const SECONDS = 8;
const PATIENCE_MS = 300_000;

let world: World;
beforeAll(async () => {
  world = await World.make({ hamlets: 20, clusters: AGENTS });
  await world.startFleet(world.commune.devices);
  await world.untilReady(AGENTS);
}, PATIENCE_MS);
afterAll(() => world?.stop(), PATIENCE_MS);

it(
  'all devices reconnect at once (mosquitto#1035): a broadcast due in that window plays from what they hold',
  async () => {
    const ruler = await rulerBulletin(world, SECONDS, 31, { keep: true });
    await world.untilAgents(AGENTS, ({ audio }) => audio.complete === 1, 90_000);
    const broadcast = await planSounding(world, ruler, 15_000, { targets: { areaIds: [world.commune.communeId] } });
    await world.untilAgents(AGENTS, ({ nextStartAt }) => nextStartAt === broadcast.startAtMs, 14_000);
    await world.killController();
    // nobody is connected when it is due, and all want to be while it sounds
    await sleep(Math.max(0, broadcast.startAtMs + 1000 - Date.now()));
    expect(world.statuses.filter(({ connected }) => connected)).toEqual([]);
    world.controller = await world.controller.restart();
    await world.untilAgents(AGENTS, ({ connected, pendingReports }) => connected && pendingReports === 0, 120_000);
    const coverage = await untilCovered(world, broadcast);
    // two hundred devices on one busy machine open their sound late, some of them; none stays silent
    const least = Math.min(...coverage.clusters.map(({ playedMs }) => playedMs));
    console.log(`${coverage.clustersReached} of ${AGENTS} reached, the least played ${least} ms of ${SECONDS * 1000}`);
    expect(coverage.clusters.filter(({ state, reason }) => state !== 'reached' && reason !== 'late')).toEqual([]);
    expect(least).toBeGreaterThan(SECONDS * 500);
    await expectStoredOnce(join(world.folder, 'controller'));
  },
  PATIENCE_MS,
);

it(
  'a wall at about 1,015 clients (mosquitto#1505): 1,500 more connect, and the fleet still plays',
  async () => {
    const secret = await openBrokerSecret(join(world.folder, 'controller'));
    const clients = await forEachOf(Array.from({ length: CLIENTS }), 50, (_, index): Promise<MqttClient> => {
      const username = `mo-phong-${index}`;
      return mqtt.connectAsync(world.controller.mqttUrl, {
        clientId: username,
        username,
        password: brokerPassword(secret, username),
        keepalive: 60,
        reconnectPeriod: 0,
      });
    });
    try {
      expect(clients.filter(({ connected }) => connected)).toHaveLength(CLIENTS);
      const ruler = await rulerBulletin(world, 3, 32);
      const broadcast = await planSounding(world, ruler, 12_000, { targets: { areaIds: [world.commune.communeId] } });
      const { clusters } = await untilCovered(world, broadcast);
      expect(clusters.filter(({ playedMs }) => playedMs < 1500)).toEqual([]);
      expect(clients.filter(({ connected }) => connected)).toHaveLength(CLIENTS);
      expect(world.statuses.filter(({ connected }) => connected)).toHaveLength(AGENTS);
    } finally {
      await Promise.all(clients.map((client) => client.endAsync(true)));
    }
  },
  PATIENCE_MS,
);
