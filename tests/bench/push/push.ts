/**
 * What a push of audio costs at 200 agents: bytes published for the bytes of the asset, with and without lost
 * connections, the controller's memory beside it, and its time beside that of a plain publish.
 */
import { seededRandom } from '../../support/seeded-random.ts';
import type { MadeDevice } from '../../support/world/commune.ts';
import type { World } from '../../support/world/world.ts';
import { atMost, type Bench, type BenchResult, type Figure, figure, percentile } from '../bench.ts';
import { CutLink, unionBytes } from './cut-link.ts';
import { plainPublish } from './plain-publish.ts';
import { type Pushed, PushStage } from './push-stage.ts';

const AGENTS = 200;
const FEW_AGENTS = 20;
const HAMLETS = 10;
const PROCESSES = 4;
/** Of the agents one in so many loses its connection. */
const CUT_ONE_IN = 5;
const CUT_MS = 5000;
const SEED = 1;
const PACE_BYTES_PER_SECOND = 32_000;
const LIMIT_RATIO = 1.05;
/**
 * What a garbage-collected process may grow by whatever it does: three semi-spaces of V8's young generation are 48 MB,
 * the embedded broker's queues take some. A copy per agent would be 400 MB, half of one 200 MB.
 */
const MEMORY_LIMIT_MB = 64;

const MB = 1e6;

class Cuts {
  readonly #links = new Map<string, CutLink>();

  async place({ commune, controller }: World): Promise<{ brokerUrl: (device: MadeDevice) => string }> {
    for (const { deviceId } of commune.devices.filter((_, index) => index % CUT_ONE_IN === 0)) {
      const link = new CutLink(controller.mqttUrl);
      await link.start();
      this.#links.set(deviceId, link);
    }
    return { brokerUrl: ({ deviceId }) => this.#links.get(deviceId)?.url ?? controller.mqttUrl };
  }

  get links(): CutLink[] {
    return [...this.#links.values()];
  }

  /** Each is cut once, at a random moment of the time that one pass takes. */
  begin(sizeBytes: number): void {
    const random = seededRandom(SEED);
    const passMs = (sizeBytes / PACE_BYTES_PER_SECOND) * 1000;
    for (const link of this.links) setTimeout(() => link.cut(CUT_MS), random() * passMs);
  }

  async stop(): Promise<void> {
    await Promise.all(this.links.map((link) => link.stop()));
  }
}

/** Chunks that were published in the first seconds of a cut, whoever needed them. */
const duringCut = ({ cutAt = Number.NaN }: CutLink, { published }: Pushed): Set<number> =>
  new Set(published.filter(({ at }) => at >= cutAt && at < cutAt + CUT_MS).map(({ index }) => index));

function figuresOfLosses(pushed: Pushed, links: readonly CutLink[]): Figure[] {
  const { assetId, sizeBytes, published, publishedBytes } = pushed;
  const away = links.map(({ awayMs }) => awayMs).filter((ms) => ms !== undefined);
  if (away.length < links.length) throw new Error(`${links.length - away.length} agents were never cut or never back`);
  const lost = unionBytes(
    links.map((link) => link.lost(assetId, published)),
    published,
  );
  const lostWithin = unionBytes(
    links.map((link) => duringCut(link, pushed)),
    published,
  );
  const bound = (LIMIT_RATIO * (sizeBytes + lost)) / sizeBytes;
  return [
    figure('cut: union of bytes that did not come through to a cut agent', lost, 'bytes'),
    figure('cut: bound, 1.05 × (asset + that union) ÷ asset', bound, ''),
    atMost('cut: bytes published ÷ asset', publishedBytes / sizeBytes, bound, ''),
    figure('cut: bound if only the 5 s themselves counted', (LIMIT_RATIO * (sizeBytes + lostWithin)) / sizeBytes, ''),
    figure('cut: agents away p50', percentile(away, 0.5) / 1000, 's'),
    figure('cut: agents away max', percentile(away, 1) / 1000, 's'),
    figure('cut: first chunk until the last agent has all', pushed.seconds, 's'),
  ];
}

const figuresOfMemory = (name: string, { growth }: Pushed): Figure[] => [
  atMost(`${name}: controller’s resident memory, peak growth`, growth.residentBytes / MB, MEMORY_LIMIT_MB, 'MB'),
  atMost(`${name}: its heap and buffers halfway, growth`, growth.halfwayBytes / MB, MEMORY_LIMIT_MB, 'MB'),
  figure(`${name}: the same at any moment, garbage included`, growth.withGarbageBytes / MB, 'MB'),
];

async function pushToFew(log: (line: string) => void): Promise<Pushed> {
  const stage = await PushStage.start({ agents: FEW_AGENTS, hamlets: HAMLETS, processes: 1 }, log);
  try {
    return await stage.push(1);
  } finally {
    await stage.stop();
  }
}

async function run(log: (line: string) => void): Promise<BenchResult> {
  const few = await pushToFew(log);
  const cuts = new Cuts();
  let stage: PushStage | undefined;
  try {
    const size = { agents: AGENTS, hamlets: HAMLETS, processes: PROCESSES };
    stage = await PushStage.start(size, log, (world) => cuts.place(world));
    log('nobody is cut');
    const clean = await stage.push(2);
    log(`${cuts.links.length} agents are cut for ${CUT_MS / 1000} s`);
    const cut = await stage.push(3, (sizeBytes) => cuts.begin(sizeBytes));
    await stage.fleets.stop();
    log('plain publish');
    const plainSeconds = await plainPublish(stage.world, clean.sizeBytes, PROCESSES);
    log(`  in ${plainSeconds.toFixed(1)} s`);
    const difference = [few, clean, cut].map((pushed) => Math.abs(pushed.publishedBytes - pushed.countedByController));
    return {
      conditions: {
        agents: AGENTS,
        agentProcesses: PROCESSES,
        broker: 'embedded, in the controller’s process',
        assetBytes: clean.sizeBytes,
        paceBytesPerSecond: PACE_BYTES_PER_SECOND,
        agentsCut: cuts.links.length,
        cut: 'reset, and refused for 5 s; an agent then returns after a random wait of its own',
        published: 'every chunk that a subscriber at the broker received, compared with the controller’s own count',
        lost: 'chunks whose first publication did not pass the cut agent’s proxy; agents that were not cut do not count',
        complete: 'as the agents say twice a second',
        memory:
          'above its value after a collection right before the push; resident: VmHWM; halfway: after another collection; with garbage: sampled twice a second',
        plainPublish:
          'one client, chunks of the same size, pace and burst, the same broker, as many subscribers in as many processes that only count',
      },
      figures: [
        atMost('clean: bytes published ÷ asset', clean.publishedBytes / clean.sizeBytes, LIMIT_RATIO, ''),
        ...figuresOfLosses(cut, cuts.links),
        atMost('bytes that subscriber and controller count differently', Math.max(...difference), 0, 'bytes'),
        ...figuresOfMemory(`${FEW_AGENTS} agents`, few),
        ...figuresOfMemory(`${AGENTS} agents`, clean),
        ...figuresOfMemory(`${AGENTS} agents, cut`, cut),
        figure('agents × asset', (AGENTS * clean.sizeBytes) / MB, 'MB'),
        figure('clean: first chunk until the last agent has all', clean.seconds, 's'),
        figure('clean: order until the last agent has all', clean.secondsFromOrder, 's'),
        figure('plain publish: first chunk until the last subscriber has all', plainSeconds, 's'),
        figure('clean push ÷ plain publish', clean.seconds / plainSeconds, ''),
        figure('clean: event-loop delay of the controller p99', clean.loopDelayP99Ms, 'ms'),
        figure('clean: controller, share of a core', clean.coreShare * 100, '%'),
      ],
    };
  } finally {
    await stage?.stop();
    await cuts.stop();
  }
}

export const push: Bench = {
  name: 'push',
  what: 'audio bytes published for the bytes of a 2 MB asset at 200 agents, clean and with cuts; memory and time beside it',
  run,
};
