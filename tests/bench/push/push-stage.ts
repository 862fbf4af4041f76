/** One deployment with its agents, and pushes of one asset after another through it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AssetId } from '@loa-lang/schemas/ids';
import type { AgentPlace } from '../../support/world/agent-config.ts';
import { planBroadcast, uploadBulletin } from '../../support/world/bulletins.ts';
import type { ProbeSample } from '../../support/world/probe-messages.ts';
import { World } from '../../support/world/world.ts';
import { patiently } from '../patiently.ts';
import { forgetLargest, residentBytes } from '../processes/proc.ts';
import { noiseRecording } from '../recordings/noise.ts';
import { StampedFleets } from '../stamped/stamped-fleets.ts';
import { AudioWatch, type PublishedChunk } from './audio-watch.ts';

export interface Pushed {
  assetId: AssetId;
  sizeBytes: number;
  published: readonly PublishedChunk[];
  publishedBytes: number;
  countedByController: number;
  /** from the first chunk at a subscriber until the last agent has all of it */
  seconds: number;
  /** the same from the order to broadcast */
  secondsFromOrder: number;
  /** of the controller, above what it was before the push */
  growth: {
    /** resident memory at its largest */
    residentBytes: number;
    /** heap and buffers, largest of samples, garbage included: free memory that the process kept cannot hide it */
    withGarbageBytes: number;
    /** heap and buffers right after a collection, half of the asset being published */
    halfwayBytes: number;
  };
  loopDelayP99Ms: number;
  coreShare: number;
}

/** Of noise, an asset of 2 MB: it takes less than the 24 kbit/s aimed at. */
const SECONDS = 840;
const ASK_EVERY_MS = 500;
const PUSH_PATIENCE_MS = 400_000;
/** Longer than agents take to ask for what they miss: nothing more is published after so much quiet. */
const QUIET_MS = 6000;
const HOUR_MS = 3_600_000;

export class PushStage {
  readonly world: World;
  readonly fleets: StampedFleets;
  readonly #watch: AudioWatch;
  readonly #log: (line: string) => void;

  private constructor(world: World, fleets: StampedFleets, watch: AudioWatch, log: (line: string) => void) {
    this.world = world;
    this.fleets = fleets;
    this.#watch = watch;
    this.#log = log;
  }

  static async start(
    size: { agents: number; hamlets: number; processes: number },
    log: (line: string) => void,
    placeIn: (world: World) => Promise<Partial<AgentPlace>> = async () => ({}),
  ): Promise<PushStage> {
    const world = await World.make({ hamlets: size.hamlets, clusters: size.agents });
    let fleets: StampedFleets | undefined;
    try {
      fleets = await StampedFleets.start(world, size.processes, await placeIn(world));
      const started = fleets;
      await started.until('agents ready', () => started.status.ready === size.agents, 240_000);
      const [device] = world.commune.devices;
      if (device === undefined) throw new Error('no device');
      log(`${size.agents} agents are ready`);
      return new PushStage(world, started, await AudioWatch.start(device, world.controller), log);
    } catch (error) {
      await fleets?.stop();
      await world.stop();
      throw error;
    }
  }

  /** @param seed of the sound: each push needs another asset; `begun` is called with the first chunk */
  async push(seed: number, begun: (sizeBytes: number) => void = () => {}): Promise<Pushed> {
    const { world, fleets } = this;
    const { api, child } = world.controller;
    const { communeId, devices } = world.commune;
    const file = { bytes: await noiseRecording(SECONDS, seed), name: `tieng-on-${seed}.mp3` };
    const bulletin = await patiently(() => uploadBulletin(api, communeId, file));
    const { assetId, sizeBytes } = bulletin.audio;
    const held = fleets.status.cached;
    const inUseBefore = inUse(await child.probe({ collectGarbage: true, restart: true }));
    const residentBefore = residentBytes(child.pid).now;
    forgetLargest(child.pid);
    let mostInUse = inUseBefore;
    const asking = setInterval(() => {
      void child.probe().then(
        (sample) => {
          mostInUse = Math.max(mostInUse, inUse(sample));
        },
        () => undefined,
      );
    }, ASK_EVERY_MS);
    const [residentMb, inUseMb] = [residentBefore, inUseBefore].map((bytes) => Math.round(bytes / 1e6));
    this.#log(`${sizeBytes} bytes are pushed; the controller holds ${residentMb} MB and uses ${inUseMb} MB`);
    const orderedAt = performance.now();
    const start = new Date(Date.now() + HOUR_MS).toISOString();
    const targets = { areaIds: [communeId] };
    await patiently(() => planBroadcast(api, { bulletinIds: [bulletin.id], targets, start }));
    const published = this.#watch.of(assetId);
    await fleets.until('first chunk', () => published.length > 0, 60_000);
    begun(sizeBytes);
    await fleets.until('half is published', () => bytesOf(published) >= sizeBytes / 2, PUSH_PATIENCE_MS);
    const inUseHalfway = inUse(await child.probe({ collectGarbage: true }));
    await fleets.until('all agents have it', () => fleets.status.cached === held + devices.length, PUSH_PATIENCE_MS);
    const completeAt = performance.now();
    const { loopDelayMs, coreShare } = await child.probe();
    await sleep(QUIET_MS);
    const mostResident = residentBytes(child.pid).largest;
    clearInterval(asking);
    const pushed: Pushed = {
      assetId,
      sizeBytes,
      published,
      publishedBytes: bytesOf(published),
      countedByController: this.#watch.countedByController(assetId),
      seconds: (completeAt - (published[0] as PublishedChunk).at) / 1000,
      secondsFromOrder: (completeAt - orderedAt) / 1000,
      growth: {
        residentBytes: mostResident - residentBefore,
        withGarbageBytes: mostInUse - inUseBefore,
        halfwayBytes: inUseHalfway - inUseBefore,
      },
      loopDelayP99Ms: loopDelayMs.p99,
      coreShare,
    };
    const { seconds, publishedBytes } = pushed;
    const grown = Object.values(pushed.growth).map((bytes) => Math.round(bytes / 1e6));
    this.#log(`  in ${seconds.toFixed(1)} s, ${publishedBytes} bytes published, controller +${grown.join(', ')} MB`);
    return pushed;
  }

  async stop(): Promise<void> {
    await this.#watch.stop();
    await this.fleets.stop();
    await this.world.stop();
  }
}

const inUse = ({ heapUsedBytes, externalBytes }: ProbeSample): number => heapUsedBytes + externalBytes;

const bytesOf = (chunks: readonly PublishedChunk[]): number => chunks.reduce((sum, { bytes }) => sum + bytes, 0);
