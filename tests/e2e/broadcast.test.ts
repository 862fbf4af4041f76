/** The same broadcasts over the embedded broker and over a real Mosquitto: heard where they are meant, counted by hamlet. */
import type { CoverageBody } from '@loa-lang/schemas/http/coverage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectWhole } from '../support/audio/expect-sound.ts';
import { Mosquitto, mosquittoPath } from '../support/mosquitto.ts';
import { makeTextBulletin } from '../support/world/bulletins.ts';
import type { MadeDevice } from '../support/world/commune.ts';
import {
  contentOf,
  planSounding,
  rulerBulletin,
  type SoundingBroadcast,
  soundedBy,
  sounding,
  untilCovered,
} from '../support/world/sounding.ts';
import { World } from '../support/world/world.ts';

const HOUSEHOLDS = 100;
const SERVED = 80;
/** Three hamlets, the first of them with two clusters; each cluster serves 40 households. */
const SIZE = { hamlets: 3, clusters: 4, householdsPerHamlet: HOUSEHOLDS, servedPerHamlet: SERVED };
const PATIENCE_MS = 150_000;

const brokers = [
  { name: 'the embedded broker', outside: false },
  { name: 'a real Mosquitto', outside: true },
].filter(({ outside }) => !outside || mosquittoPath() !== undefined);

describe.each(brokers)('a broadcast over $name', ({ outside }) => {
  let broker: Mosquitto | undefined;
  let world: World;
  let [toHamlet, toGroup, toCluster]: SoundingBroadcast[] = [];

  beforeAll(async () => {
    if (outside) broker = await Mosquitto.start();
    world = await World.make({ ...SIZE, ...(broker === undefined ? {} : { env: { MQTT_URL: broker.url } }) });
    await world.startFleet(world.commune.devices, sounding(world));
    await world.untilReady();
    const { api, commune } = world;
    const text = await makeTextBulletin(api, commune.communeId, 'Mời bà con ra nhà văn hoá họp thôn lúc tám giờ tối.');
    const spoken = { bulletin: text, content: await contentOf(world, text.id) };
    const file = await rulerBulletin(world, 3, 11);
    // one after the other, far enough apart that none waits for another
    const lengthMs = text.audio.durationMs;
    const { group } = await api.post<{ group: { id: string } }>('/groups', {
      communeId: commune.communeId,
      name: 'Ven đê',
      areaIds: [commune.hamletIds[1]],
      clusterIds: [at(0).clusterId],
    });
    toHamlet = await planSounding(world, spoken, 8000, { targets: { areaIds: [commune.hamletIds[0] as string] } });
    toGroup = await planSounding(world, file, 10_000 + lengthMs, { targets: { groupIds: [group.id] } });
    toCluster = await planSounding(world, spoken, 15_000 + lengthMs, { targets: { clusterIds: [at(3).clusterId] } });
  }, PATIENCE_MS);
  afterAll(async () => {
    await world?.stop();
    await broker?.stop();
  }, PATIENCE_MS);

  /** Clusters 0 and 3 stand in the first hamlet, 1 in the second, 2 in the third. */
  const at = (index: number): MadeDevice => world.commune.devices[index] as MadeDevice;

  const byHamlet = (coverage: CoverageBody) =>
    Object.fromEntries(
      coverage.hamlets.map(({ id, state, householdsReached, clustersReached }) => [
        world.commune.hamletIds.indexOf(id) + 1,
        { state, householdsReached, clustersReached },
      ]),
    );

  async function expectPlayedBy(broadcast: SoundingBroadcast | undefined, players: number[]): Promise<CoverageBody> {
    if (broadcast === undefined) throw new Error('was not planned');
    const coverage = await untilCovered(world, broadcast);
    const states = Object.fromEntries(coverage.clusters.map(({ id, state }) => [id, state]));
    expect(states).toEqual(Object.fromEntries(players.map((index) => [at(index).clusterId, 'reached'])));
    for (const [index, device] of world.commune.devices.entries()) {
      const sounded = soundedBy(world, device, broadcast);
      if (players.includes(index)) expectWhole(`cluster ${index}`, sounded, broadcast);
      else expect(sounded.windows, `cluster ${index} is silent`).toEqual([]);
    }
    return coverage;
  }

  it('of a text to one hamlet', { timeout: PATIENCE_MS }, async () => {
    const coverage = await expectPlayedBy(toHamlet, [0, 3]);
    expect(coverage).toMatchObject({ householdsReached: SERVED, householdsTotal: HOUSEHOLDS, hamletsReached: 1 });
    expect(byHamlet(coverage)).toEqual({ 1: { state: 'partly', householdsReached: SERVED, clustersReached: 2 } });
  });

  it('of a file to a group of a hamlet and a single cluster', { timeout: PATIENCE_MS }, async () => {
    const coverage = await expectPlayedBy(toGroup, [0, 1]);
    expect(coverage).toMatchObject({
      householdsReached: 80,
      householdsTotal: 200,
      hamletsReached: 2,
      hamletsTotal: 2,
    });
    expect(byHamlet(coverage)).toEqual({
      1: { state: 'partly', householdsReached: 40, clustersReached: 1 },
      2: { state: 'partly', householdsReached: 40, clustersReached: 1 },
    });
  });

  it('of a text to a single cluster', { timeout: PATIENCE_MS }, async () => {
    const coverage = await expectPlayedBy(toCluster, [3]);
    expect(coverage).toMatchObject({ householdsReached: 40, householdsTotal: HOUSEHOLDS, hamletsReached: 1 });
    expect(byHamlet(coverage)).toEqual({ 1: { state: 'partly', householdsReached: 40, clustersReached: 1 } });
  });
});
