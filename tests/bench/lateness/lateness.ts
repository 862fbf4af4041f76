/** Planned starts while the controller speaks, pushes audio and plans anew: the plan is on the devices, so nothing is late. */
import { seededRandom } from '../../support/seeded-random.ts';
import type { MadeDevice } from '../../support/world/commune.ts';
import { World } from '../../support/world/world.ts';
import { ReferenceTime } from '../agents/reference-time.ts';
import { atLeast, type Bench, type BenchResult, figure } from '../bench.ts';
import { ProbePipes } from '../start-error/pipes.ts';
import { AGENTS, AHEAD_MS, figuresOf, PROCESSES_PER_LINK, STARTS, StartBench } from '../start-error/start-bench.ts';
import { firstSoundingSample, uploadTone } from '../start-error/tone.ts';
import { Load, largeBulletin } from './load.ts';

/** As behind a jittering link: below it two poles within hearing are one sound. */
const LIMIT_MS = 20;
/** Few agents share a plan: where each pole has a processor, 50 here share two. */
const HAMLETS = 10;
const PUSHED_BYTES = 2_000_000;
/** What noise comes to with the usual encoding. */
const ENCODED_BITS_PER_SECOND = 20_800;

async function run(log: (line: string) => void): Promise<BenchResult> {
  const random = seededRandom(11);
  const closing: (() => Promise<unknown>)[] = [];
  try {
    log(`making ${AGENTS} devices`);
    const world = await World.make({ hamlets: HAMLETS, clusters: AGENTS + 1 });
    closing.push(() => world.stop());
    const { api, commune, controller } = world;
    const [referenceDevice, ...devices] = commune.devices as [MadeDevice, ...MadeDevice[]];
    const pipes = await ProbePipes.start(
      world.folder,
      devices.map(({ deviceId }) => deviceId),
    );
    closing.push(() => pipes.stop());
    const tone = await uploadTone(api, commune.communeId);
    const firstSample = await firstSoundingSample(api, tone.id, world.folder);
    log('encoding what is to be pushed');
    const large = await largeBulletin(world, PUSHED_BYTES, ENCODED_BITS_PER_SECOND);
    const reference = await ReferenceTime.start(referenceDevice, controller);
    closing.push(() => reference.stop());
    const bench = new StartBench(world, pipes, reference, { bulletinId: tone.id, firstSample }, log);
    const groups = await bench.startAgents(devices, random, controller.mqttUrl);
    closing.push(() => Promise.all(groups.map((group) => group.stop())));
    log('at rest');
    const rest = await bench.measure(devices, groups);
    log('at work');
    const load = new Load(world);
    await load.start(large.id, tone.id);
    closing.push(() => load.stop());
    const work = await bench.measure(devices, groups);
    await load.stop();
    const { previews, changes, refused } = load.done;
    const complete = groups.flatMap(({ statuses }) => statuses.map(({ audio }) => audio.complete));
    return {
      conditions: {
        agents: `${AGENTS}, all start at the same instant`,
        processes: `controller, probe, ${PROCESSES_PER_LINK} of agents, on one machine`,
        startsOfEachAgent: STARTS,
        armed: `plans ${AHEAD_MS / 1000} s ahead, audio cached`,
        load: 'two people hear previews one after another, a hamlet’s session changed and published twice a second, one push to all',
        pushedBytes: large.audio.sizeBytes,
        requestsRefused: refused,
      },
      figures: [
        ...figuresOf('at rest', rest, LIMIT_MS),
        ...figuresOf('at work', work, LIMIT_MS),
        atLeast('previews spoken meanwhile', previews, 1, ''),
        atLeast('changes of a schedule published meanwhile', changes, 1, ''),
        figure('agents that hold the pushed audio at the end', complete.filter((each) => each > 1).length, ''),
      ],
    };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

export const lateness: Bench = {
  name: 'lateness',
  what: 'planned starts of 50 agents while the controller synthesises, pushes 2 MB of audio and plans anew',
  run,
};
