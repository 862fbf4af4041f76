/** Planned instant against the instant of the first sample that really leaves, as a separate process hears it. */
import { FaultProxy } from '../../support/proxy.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import type { MadeDevice } from '../../support/world/commune.ts';
import { World } from '../../support/world/world.ts';
import { ReferenceTime } from '../agents/reference-time.ts';
import { untilAgents } from '../agents/until.ts';
import type { Bench, BenchResult } from '../bench.ts';
import { ProbePipes } from './pipes.ts';
import { AGENTS, AHEAD_MS, figuresOf, PROCESSES_PER_LINK, STARTS, StartBench } from './start-bench.ts';
import { firstSoundingSample, uploadTone } from './tone.ts';

const CLEAN_LIMIT_MS = 5;
const JITTER_LIMIT_MS = 20;
const EXCHANGES = 64;
const DELAY = { min: 20, max: 200 };

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
