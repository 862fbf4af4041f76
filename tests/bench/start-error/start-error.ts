/** Planned instant against the instant of the first sample that really leaves, as a separate process hears it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { FaultProxy } from '../../support/proxy.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { planBroadcast } from '../../support/world/bulletins.ts';
import type { MadeDevice } from '../../support/world/commune.ts';
import { World } from '../../support/world/world.ts';
import { BenchAgents } from '../agents/agents.ts';
import { ReferenceTime } from '../agents/reference-time.ts';
import { untilAgents } from '../agents/until.ts';
import { atLeast, atMost, type Bench, type BenchResult, type Figure, figure, percentile } from '../bench.ts';
import { ProbePipes } from './pipes.ts';
import { firstSoundingSample, uploadTone } from './tone.ts';

const AGENTS = 50;
const PROCESSES_PER_LINK = 2;
const STARTS = 20;
const SPACING_MS = 3000;
/** Plans are there so long before the first start. */
const AHEAD_MS = 15_000;
const WALL_ERROR_MS = 3_600_000;
const CLEAN_LIMIT_MS = 5;
const JITTER_LIMIT_MS = 20;
const EXCHANGES = 64;
const DELAY = { min: 20, max: 200 };
/** A stamp belongs to the start it is nearest to; farther than this from all it is no start. */
const BELONGS_WITHIN_MS = 1000;

interface Measured {
  errorsMs: number[];
  missing: number;
  referenceHalfWidthMs: number;
}

class StartBench {
  readonly #world: World;
  readonly #pipes: ProbePipes;
  readonly #reference: ReferenceTime;
  readonly #bulletinId: string;
  readonly #firstSample: number;
  readonly #log: (line: string) => void;

  constructor(
    world: World,
    pipes: ProbePipes,
    reference: ReferenceTime,
    sound: { bulletinId: string; firstSample: number },
    log: (line: string) => void,
  ) {
    this.#world = world;
    this.#pipes = pipes;
    this.#reference = reference;
    this.#bulletinId = sound.bulletinId;
    this.#firstSample = sound.firstSample;
    this.#log = log;
  }

  async startAgents(devices: readonly MadeDevice[], random: () => number, brokerUrl: string): Promise<BenchAgents[]> {
    const groups: BenchAgents[] = [];
    const size = Math.ceil(devices.length / PROCESSES_PER_LINK);
    for (let at = 0; at < devices.length; at += size) {
      const files = await Promise.all(
        devices.slice(at, at + size).map((device) =>
          this.#world.agentFiles(device, {
            sink: ({ deviceId }) => `probe:${ProbePipes.pathOf(this.#world.folder, deviceId)}`,
            brokerUrl: () => brokerUrl,
          }),
        ),
      );
      const agents = files.map(({ path }) => ({ path, wallErrorMs: (random() * 2 - 1) * WALL_ERROR_MS }));
      groups.push(await BenchAgents.start({ agents, stamp: false, staggerMs: 20 }));
    }
    return groups;
  }

  async measure(devices: readonly MadeDevice[], groups: readonly BenchAgents[]): Promise<Measured> {
    await untilAgents(groups, devices.length, 'audio cached', ({ audio }) => audio.complete > 0, 60_000);
    const first = Date.now() + AHEAD_MS;
    const starts: number[] = [];
    for (let i = 0; i < STARTS; i++) {
      const startAt = first + i * SPACING_MS;
      await planBroadcast(this.#world.api, {
        bulletinIds: [this.#bulletinId],
        targets: { clusterIds: devices.map(({ clusterId }) => clusterId) },
        start: new Date(startAt).toISOString(),
      });
      starts.push(startAt);
    }
    this.#log(`  ${STARTS} starts planned`);
    await sleep(first + STARTS * SPACING_MS + 1000 - Date.now());
    const planned = starts.map((startAt) => this.#reference.monotonicAt(startAt));
    const errorsMs: number[] = [];
    for (const { deviceId } of devices) {
      for (const { at } of planned) {
        const due = at + this.#firstSample / 48;
        const near = (this.#pipes.stamps.get(deviceId) ?? [])
          .map(({ atMs }) => atMs - due)
          .filter((error) => Math.abs(error) < BELONGS_WITHIN_MS)
          .sort((a, b) => Math.abs(a) - Math.abs(b));
        if (near[0] !== undefined) errorsMs.push(near[0]);
      }
    }
    return {
      errorsMs,
      missing: devices.length * STARTS - errorsMs.length,
      referenceHalfWidthMs: Math.max(...planned.map(({ halfWidthMs }) => halfWidthMs)),
    };
  }
}

const figuresOf = (name: string, measured: Measured, limitMs: number): Figure[] => {
  const sizes = measured.errorsMs.map(Math.abs);
  return [
    atMost(`${name}: start error p99`, percentile(sizes, 0.99), limitMs, 'ms'),
    figure(`${name}: start error p50`, percentile(sizes, 0.5), 'ms'),
    figure(`${name}: start error max`, percentile(sizes, 1), 'ms'),
    figure(`${name}: median with its sign, late is positive`, percentile(measured.errorsMs, 0.5), 'ms'),
    atLeast(`${name}: starts heard`, measured.errorsMs.length, AGENTS * STARTS, ''),
    atMost(`${name}: starts not heard`, measured.missing, 0, ''),
    figure(`${name}: known about the controller's time within`, measured.referenceHalfWidthMs, 'ms'),
  ];
};

async function run(log: (line: string) => void): Promise<BenchResult> {
  const random = seededRandom(5);
  const closing: (() => Promise<unknown>)[] = [];
  try {
    log(`making ${2 * AGENTS} devices`);
    const world = await World.make({ hamlets: 4, clusters: 2 * AGENTS + 1 });
    closing.push(() => world.stop());
    const { api, commune, controller } = world;
    const [referenceDevice, ...devices] = commune.devices as [MadeDevice, ...MadeDevice[]];
    const [clean, jittering] = [devices.slice(0, AGENTS), devices.slice(AGENTS)];
    const pipes = await ProbePipes.start(
      world.folder,
      devices.map(({ deviceId }) => deviceId),
    );
    closing.push(() => pipes.stop());
    const { hostname: host, port } = new URL(controller.mqttUrl);
    const proxy = new FaultProxy({ target: { host, port: Number(port) }, seed: 7, delayMs: DELAY });
    await proxy.start();
    closing.push(() => proxy.stop());
    const tone = await uploadTone(api, commune.communeId);
    const firstSample = await firstSoundingSample(api, tone.id, world.folder);
    const reference = await ReferenceTime.start(referenceDevice, controller);
    closing.push(() => reference.stop());
    const bench = new StartBench(world, pipes, reference, { bulletinId: tone.id, firstSample }, log);
    log('starting the agents behind the proxy');
    const behind = await bench.startAgents(jittering, random, proxy.url);
    closing.push(() => Promise.all(behind.map((group) => group.stop())));
    log('starting the agents on the clean link');
    const beside = await bench.startAgents(clean, random, controller.mqttUrl);
    closing.push(() => Promise.all(beside.map((group) => group.stop())));
    log('clean link');
    const cleanResult = await bench.measure(clean, beside);
    log(`behind the proxy: waiting for ${EXCHANGES} exchanges`);
    const enough = ({ time }: { time: { exchanges: number } }): boolean => time.exchanges >= EXCHANGES;
    await untilAgents(behind, AGENTS, `${EXCHANGES} exchanges`, enough, 240_000);
    const jitterResult = await bench.measure(jittering, behind);
    const exchanges = behind.flatMap(({ statuses }) => statuses.map(({ time }) => time.exchanges));
    return {
      conditions: {
        agents: `${AGENTS} a link, all of a link start at the same instant`,
        processes: `controller, probe, ${2 * PROCESSES_PER_LINK} of agents`,
        startsOfEachAgent: STARTS,
        sink: 'probe: PCM through a named pipe to a process that stamps CLOCK_MONOTONIC',
        armed: `plans ${AHEAD_MS / 1000} s ahead, audio cached`,
        wallClocks: 'wrong by up to ±1 h, each its own way',
        proxy: `${DELAY.min}–${DELAY.max} ms each way, independent, order kept`,
        exchangesBehindProxy: `${Math.min(...exchanges)}–${Math.max(...exchanges)}`,
        firstSampleOfTheSound: firstSample,
      },
      figures: [
        ...figuresOf('clean link', cleanResult, CLEAN_LIMIT_MS),
        ...figuresOf('jittering link', jitterResult, JITTER_LIMIT_MS),
      ],
    };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

export const startError: Bench = {
  name: 'start-error',
  what: 'planned start against the first sample in a probe process: 50 agents on a clean link, 50 behind 20–200 ms of jitter',
  run,
};
