/** A commune with 200 real agents on one broker, and speakers who are heard there. */
import { setTimeout as sleep } from 'node:timers/promises';
import { subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import mqtt from 'mqtt';
import { Mosquitto } from '../../support/mosquitto.ts';
import { World } from '../../support/world/world.ts';
import { BadNetwork, cleanNetwork, type Network } from '../comparators/network.ts';
import { type HeardMark, HeardMarks } from '../marks/heard-marks.ts';
import { MARK_EVERY_MS } from '../marks/mark-signal.ts';
import { Microphone, monotonicMs } from '../marks/microphone.ts';
import { StampedFleets } from '../stamped/stamped-fleets.ts';
import { Speaker } from './speaker.ts';

export interface StageSize {
  agents: number;
  hamlets: number;
  processes: number;
}

export type Broker = 'embedded' | 'Mosquitto';

export interface Spoken {
  heard: HeardMark[];
  /** marks that everybody should have heard */
  spoken: number;
  delayMs: number;
  /** blocks of the microphone that were more than 20 ms late */
  lateBlocks: number;
  /** over the same time */
  coreShare: number;
  packetsPerSecond: number;
  bytesPerSecond: number;
}

const READY_PATIENCE_MS = 300_000;
/** of each agent with the controller’s clock before anything is measured: agents run for days, their clocks are settled */
const EXCHANGES = { clean: 8, bad: 64 };
/**
 * A live's delay is chosen from the round trips that devices report every five minutes. Those they report first are of
 * hundreds of agents that start at once on two cores. 0 for trying.
 */
const IDLE_MS = Number(process.env.LIVE_IDLE_MINUTES ?? 6) * 60_000;
/** What begins to sound anew is not looked at: who joins is heard. */
const SETTLE_MS = 3000;
const LAST_WORDS_MS = 2500;

export class LiveStage {
  readonly world: World;
  readonly fleets: StampedFleets;
  readonly #mosquitto: Mosquitto | undefined;
  readonly #network: Network;
  readonly #listening: { marks: HeardMarks | undefined };

  private constructor(parts: {
    world: World;
    fleets: StampedFleets;
    mosquitto: Mosquitto | undefined;
    network: Network;
    listening: { marks: HeardMarks | undefined };
  }) {
    this.world = parts.world;
    this.fleets = parts.fleets;
    this.#mosquitto = parts.mosquitto;
    this.#network = parts.network;
    this.#listening = parts.listening;
  }

  /** @param bad behind jitter, and with stalls while somebody speaks */
  static async start(size: StageSize, broker: Broker, bad: boolean, log: (line: string) => void): Promise<LiveStage> {
    const mosquitto = broker === 'Mosquitto' ? await Mosquitto.start() : undefined;
    let world: World | undefined;
    const network = bad ? new BadNetwork() : cleanNetwork;
    try {
      const env = mosquitto === undefined ? {} : { env: { MQTT_URL: mosquitto.url } };
      world = await World.make({ hamlets: size.hamlets, clusters: size.agents, ...env });
      const port = await network.to(Number(new URL(world.controller.mqttUrl).port));
      const listening: { marks: HeardMarks | undefined } = { marks: undefined };
      const place = { brokerUrl: () => `mqtt://127.0.0.1:${port}` };
      const hears = (deviceId: string, mark: { index: number; atMs: number }): void =>
        listening.marks?.add(deviceId, mark);
      const fleets = await StampedFleets.start(world, size.processes, place, hears);
      const isReady = (): boolean =>
        fleets.status.ready === size.agents && fleets.status.exchanges >= EXCHANGES[bad ? 'bad' : 'clean'];
      await fleets.until('agents ready', isReady, READY_PATIENCE_MS);
      log(`  they are idle for ${IDLE_MS / 60_000} min`);
      await sleep(IDLE_MS);
      log(`${size.agents} agents are ready, broker ${broker}${bad ? ', behind a bad network' : ''}`);
      return new LiveStage({ world, fleets, mosquitto, network, listening });
    } catch (error) {
      await network.stop();
      await world?.stop();
      await mosquitto?.stop();
      throw error;
    }
  }

  /**
   * Somebody speaks to the first `listeners` clusters.
   * @param frames of the marked sound; PCM is sent without
   */
  async speak(listeners: number, seconds: number, frames: readonly Uint8Array[] | undefined): Promise<Spoken> {
    const { controller, commune } = this.world;
    const all = commune.devices;
    const to =
      listeners === all.length
        ? { communeId: commune.communeId }
        : { communeId: commune.communeId, clusterIds: all.slice(0, listeners).map(({ clusterId }) => clusterId) };
    const speaker = await Speaker.begin(controller, to, frames);
    const microphone = new Microphone((block, number) => speaker.take(block, number));
    microphone.start();
    const published = await this.#countPackets(speaker.live.liveId);
    const marks = new HeardMarks((mark) => microphone.spokenAt(mark));
    this.#listening.marks = marks;
    try {
      await speaker.untilOnAir();
      await sleep(SETTLE_MS);
      const [from, bytesFrom, packetsFrom, startedAt] = [
        microphone.spoken,
        published.bytes,
        published.packets,
        monotonicMs(),
      ];
      await controller.child.probe({ restart: true });
      await sleep(seconds * 1000);
      const { coreShare } = await controller.child.probe();
      const [to, elapsed] = [microphone.spoken, (monotonicMs() - startedAt) / 1000];
      const [bytes, packets] = [published.bytes - bytesFrom, published.packets - packetsFrom];
      await sleep(LAST_WORDS_MS + MARK_EVERY_MS);
      return {
        heard: marks.between(from, to),
        spoken: to - from,
        delayMs: speaker.live.delayMs,
        lateBlocks: microphone.late,
        coreShare,
        packetsPerSecond: packets / elapsed,
        bytesPerSecond: bytes / elapsed,
      };
    } finally {
      await published.stop();
      microphone.stop();
      await speaker.end();
      this.#listening.marks = undefined;
      await this.fleets.until('silence', () => this.fleets.soundingNow === 0, 30_000);
    }
  }

  /** What the controller publishes of a stream, as one subscriber at the broker sees it. */
  async #countPackets(streamId: string): Promise<{ packets: number; bytes: number; stop: () => Promise<void> }> {
    const { controller, commune } = this.world;
    const { deviceId } = commune.devices[0] as (typeof commune.devices)[number];
    const client = await mqtt.connectAsync(controller.mqttUrl, {
      clientId: `${deviceId}.count`,
      username: deviceId,
      password: await controller.devicePassword(deviceId),
    });
    const counted = { packets: 0, bytes: 0, stop: () => client.endAsync(true) };
    client.on('message', (_, payload) => {
      counted.packets += 1;
      counted.bytes += payload.length;
    });
    await client.subscribeAsync(topicOf(subjects.live(streamId)), { qos: 0 });
    return counted;
  }

  async stop(): Promise<void> {
    await this.fleets.stop();
    await this.#network.stop();
    await this.world.stop();
    await this.#mosquitto?.stop();
  }
}
