/** What a broadcast and its devices live through on an outside broker: cut uplinks, late devices, clones, lost memory. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentStatus } from '@loa-lang/device-agent/condition';
import type { DeviceBody } from '@loa-lang/schemas/http/clusters';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectInPlace, expectWhole } from '../support/audio/expect-sound.ts';
import { recordingsIn } from '../support/audio/recordings.ts';
import { eventually } from '../support/eventually.ts';
import { Mosquitto, mosquittoPath } from '../support/mosquitto.ts';
import { FaultProxy } from '../support/proxy.ts';
import { AgentProcess, isReady } from '../support/world/agent-process.ts';
import { planBroadcast } from '../support/world/bulletins.ts';
import type { MadeDevice } from '../support/world/commune.ts';
import { queryEmbedded } from '../support/world/embedded-database.ts';
import {
  planSounding,
  rulerBulletin,
  soundedBy,
  sounding,
  untilCovered,
  wavFolder,
} from '../support/world/sounding.ts';
import { World } from '../support/world/world.ts';

const PATIENCE_MS = 200_000;
const FLAPPING = 25;
const SECONDS = 12;

interface Incident {
  kind: string;
  subject: string;
}

describe.skipIf(mosquittoPath() === undefined)('devices on an outside broker', () => {
  let broker: Mosquitto;
  let world: World;
  let ruler: Awaited<ReturnType<typeof rulerBulletin>>;
  /** of the agents that lose their connections together */
  let sharedUplink: FaultProxy;
  let ownUplink: FaultProxy;
  let cutOff: AgentProcess;
  let lateJoiner: AgentProcess;
  let original: AgentProcess;
  let clone: AgentProcess | undefined;
  let spy: MqttClient;
  let audioMessages = 0;

  beforeAll(async () => {
    broker = await Mosquitto.start();
    world = await World.make({ hamlets: 2, clusters: FLAPPING + 3, env: { MQTT_URL: broker.url } });
    const target = { host: '127.0.0.1', port: broker.port };
    [sharedUplink, ownUplink] = [new FaultProxy({ target }), new FaultProxy({ target })];
    await Promise.all([sharedUplink.start(), ownUplink.start()]);
    spy = await mqtt.connectAsync(broker.url);
    spy.on('message', () => {
      audioMessages += 1;
    });
    await spy.subscribeAsync('loa/v1/audio/#');
    // on every device ahead of its use
    ruler = await rulerBulletin(world, SECONDS, 5, { keep: true });
    const [one, two, three, ...many] = world.commune.devices as [MadeDevice, MadeDevice, MadeDevice, ...MadeDevice[]];
    await world.startFleet(many, { ...sounding(world), brokerUrl: () => sharedUplink.url });
    const alone = async (device: MadeDevice, brokerUrl?: string) =>
      AgentProcess.start(
        await world.agentFiles(device, {
          ...sounding(world),
          ...(brokerUrl === undefined ? {} : { brokerUrl: () => brokerUrl }),
        }),
      );
    [cutOff, lateJoiner, original] = [await alone(one, ownUplink.url), await alone(two), await alone(three)];
    await Promise.all([world.untilReady(FLAPPING), ...lonely().map((agent) => agent.untilReady())]);
  }, PATIENCE_MS);
  afterAll(async () => {
    await Promise.all([...lonely(), clone].map((agent) => agent?.stop()));
    await world?.stop();
    await Promise.all([spy?.endAsync(), sharedUplink?.stop(), ownUplink?.stop()]);
    await broker?.stop();
  }, PATIENCE_MS);

  let before: { sounds: number[]; audio: number } | undefined;
  const soundsOf = () => flapping().map((device) => recordingsIn(wavFolder(world, device)).length);
  const lonely = (): AgentProcess[] => [cutOff, lateJoiner, original].filter((agent) => agent !== undefined);
  const flapping = (): MadeDevice[] => world.commune.devices.slice(3);
  const hasAudio = ({ audio }: AgentStatus): boolean => audio.complete >= 1 && audio.missing.length === 0;

  it(
    'one broadcast: uplink cut before it, a late joiner, the same identity twice',
    async () => {
      const { api, commune } = world;
      const { deviceId } = original.files.device;
      // a copied card in another board
      const cloned = await world.agentFiles(original.files.device, {
        folder: join(world.folder, 'clone'),
        sink: `wav:${join(world.folder, 'clone-sound')}`,
        installationId: () => 'another-board',
      });
      clone = AgentProcess.start(cloned);
      await eventually(
        'an incident about the clone',
        async () => {
          const { incidents } = await api.get<{ incidents: Incident[] }>('/incidents');
          return incidents.some(({ kind, subject }) => kind === 'clone' && subject === deviceId);
        },
        60_000,
      );

      // far enough ahead that all have the audio and two lives of the late one pass
      const broadcast = await planSounding(world, ruler, 14_000, {
        targets: { areaIds: [commune.communeId] },
        joinWithinMs: 10_000,
      });
      const until = (ms: number) => sleep(Math.max(0, broadcast.startAtMs + ms - Date.now()));
      await Promise.all([
        world.untilAgents(FLAPPING, hasAudio, 12_000),
        ...lonely().map((agent) => agent.until('audio', hasAudio, 12_000)),
      ]);
      await lateJoiner.stop();
      await until(-2000);
      ownUplink.dropFor(2000 + SECONDS * 1000 + 2000);
      await until(2500);
      lateJoiner.again();

      const coverage = await untilCovered(world, broadcast, PATIENCE_MS);
      const stateOf = (device: MadeDevice) => coverage.clusters.find(({ id }) => id === device.clusterId)?.state;
      for (const { files } of [cutOff, original]) {
        expectWhole(files.device.deviceId, soundedBy(world, files.device, broadcast), broadcast);
        expect(stateOf(files.device)).toBe('reached');
      }
      for (const device of flapping()) {
        expectWhole(device.deviceId, soundedBy(world, device, broadcast), broadcast);
        expect(stateOf(device)).toBe('reached');
      }
      const joined = soundedBy(world, lateJoiner.files.device, broadcast);
      expectInPlace('late joiner', joined, broadcast);
      expect(joined.share, 'late joiner joined').toBeGreaterThan(0.2);
      expect(joined.stretches[0]?.fromMs).toBeGreaterThan(broadcast.startAtMs + 2500);
      expect(joined.stretches[0]?.toMs).toBeGreaterThan(broadcast.startAtMs + SECONDS * 1000 - 100);
      expect(stateOf(lateJoiner.files.device)).toBe('partial');

      // the link has been back for a while by now, and nothing sounds a second time
      await cutOff.until('connected again with nothing to report', ({ connected, pendingReports }) => {
        return connected && pendingReports === 0;
      });
      expect(recordingsIn(wavFolder(world, cutOff.files.device))).toHaveLength(1);
      expect(recordingsIn(join(world.folder, 'clone-sound'))).toEqual([]);
      expect((await clone.status())?.time.trust).not.toBe('synced');
      await clone.stop();
      // a clone's goodbye is not the device's
      expect((await api.get<DeviceBody>(`/devices/${deviceId}`)).online).toBe(true);
      expect(isReady((await original.status()) as AgentStatus)).toBe(true);
    },
    PATIENCE_MS,
  );

  it(
    'a broker that lost its retained messages: each device is right within 10 s of its own reconnect',
    async () => {
      const { communeId } = world.commune;
      // what is looked at after all reconnects, of which this is the first wave
      before = { sounds: soundsOf(), audio: audioMessages };
      expect(before.audio).toBeGreaterThan(0);
      await broker.kill();
      // planned while nobody can be told
      await planBroadcast(world.api, {
        bulletinIds: [ruler.bulletin.id],
        targets: { areaIds: [communeId] },
        start: new Date(Date.now() + 3600_000).toISOString(),
      });
      await world.untilAgents(FLAPPING, ({ connected }) => !connected, 60_000);
      await broker.launch();
      const rows = await queryEmbedded<{ revision: string }>(
        join(world.folder, 'controller'),
        'SELECT revision::text FROM signed_document WHERE subject LIKE $1',
        [`%${communeId}%plan%`],
      );
      const wanted = Math.max(...rows.map(({ revision }) => Number(revision)));
      const connectedAt = new Map<string, number>();
      const rightAt = new Map<string, number>();
      await eventually(
        'every device holds the latest plan again',
        async () => {
          const others = await Promise.all(lonely().map((agent) => agent.status()));
          for (const status of [...world.statuses, ...others]) {
            if (status?.connected !== true) continue;
            const { deviceId, held, behind } = status;
            if (!connectedAt.has(deviceId)) connectedAt.set(deviceId, performance.now());
            const isRight = behind.length === 0 && (held.plans[communeId]?.revision ?? 0) >= wanted;
            if (isRight && !rightAt.has(deviceId)) rightAt.set(deviceId, performance.now());
          }
          return rightAt.size === world.commune.devices.length;
        },
        120_000,
      );
      const tookMs = [...rightAt].map(([id, at]) => at - (connectedAt.get(id) ?? 0));
      console.log(`right again after ${tookMs.map((ms) => Math.round(ms)).join(', ')} ms`);
      // statuses come every half second
      expect(Math.max(...tookMs)).toBeLessThanOrEqual(10_500);
    },
    PATIENCE_MS,
  );

  it(
    '50 forced reconnects, by the broker and by the line: no sound, no second push of audio',
    async () => {
      const takenBefore = sharedUplink.taken;
      sharedUplink.cut();
      await eventually(
        `all ${FLAPPING} are back once more`,
        () => sharedUplink.taken - takenBefore >= FLAPPING && sharedUplink.connections >= FLAPPING,
        90_000,
      );
      await world.untilReady(FLAPPING, 60_000);
      expect({ sounds: soundsOf(), audio: audioMessages }).toEqual(before);
    },
    PATIENCE_MS,
  );
});
