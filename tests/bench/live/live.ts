/**
 * From a microphone to loudspeakers: delay and skew at 200 listeners on both brokers, clean and behind a bad network;
 * what it costs the controller; how many listeners the embedded broker carries; Icecast and Snapcast beside it.
 */
import { World } from '../../support/world/world.ts';
import { atMost, type Bench, type BenchResult, type Figure, figure } from '../bench.ts';
import { COMPARED_LISTENERS, compare } from '../comparators/compare.ts';
import { BAD_NETWORK, BadNetwork, cleanNetwork } from '../comparators/network.ts';
import { figuresOfHearing } from '../marks/heard-marks.ts';
import { carry } from './carry.ts';
import { type Broker, LiveStage, type Spoken } from './live-stage.ts';
import { markedFrames } from './marked-frames.ts';

/** Fewer for trying. */
const AGENTS = Number(process.env.LIVE_AGENTS ?? 200);
const HAMLETS = 10;
const PROCESSES = 4;
const FEWER = [1, 50].filter((listeners) => listeners < AGENTS);
const SECONDS = 60;
const SKEW_LIMIT_MS = 20;
const CLEAN_LIMIT_MS = 400;
const BAD_LIMIT_MS = 1000;
/** What listeners may change about what the controller sends: nothing but rounding. */
const SAME_BYTES = 1.02;

const BROKERS: readonly Broker[] = ['embedded', 'Mosquitto'];

function figuresOf(name: string, spoken: Spoken, delayMs: number): Figure[] {
  const size = { listeners: AGENTS, spoken: spoken.spoken };
  return [
    ...figuresOfHearing(name, spoken.heard, size, { delayMs, skewMs: SKEW_LIMIT_MS }),
    figure(`${name}: delay that the controller chose`, spoken.delayMs, 'ms'),
    figure(`${name}: microphone, blocks more than 20 ms late`, spoken.lateBlocks, ''),
  ];
}

const costOf = (name: string, spoken: Spoken): Figure[] => [
  figure(`${name}: controller, share of a core`, 100 * spoken.coreShare, '%'),
  figure(`${name}: controller, packets published`, spoken.packetsPerSecond, '/s'),
  figure(`${name}: controller, bytes published`, spoken.bytesPerSecond / 1000, 'kB/s'),
];

async function onBroker(broker: Broker, frames: readonly Uint8Array[], log: (line: string) => void): Promise<Figure[]> {
  const figures: Figure[] = [];
  const size = { agents: AGENTS, hamlets: HAMLETS, processes: PROCESSES };
  const clean = await LiveStage.start(size, broker, false, log);
  try {
    const bytes: number[] = [];
    for (const listeners of FEWER) {
      const spoken = await clean.speak(listeners, SECONDS / 3, frames);
      figures.push(...costOf(`${broker}, ${listeners} listening`, spoken));
      bytes.push(spoken.bytesPerSecond);
    }
    const spoken = await clean.speak(AGENTS, SECONDS, frames);
    bytes.push(spoken.bytesPerSecond);
    figures.push(
      ...costOf(`${broker}, ${AGENTS} listening`, spoken),
      atMost(`${broker}: bytes published, most ÷ least`, Math.max(...bytes) / Math.min(...bytes), SAME_BYTES, ''),
      ...figuresOf(`${broker}, clean`, spoken, CLEAN_LIMIT_MS),
    );
    if (broker === 'embedded') {
      const pcm = await clean.speak(AGENTS, SECONDS / 3, undefined);
      figures.push(...figuresOf(`${broker}, clean, PCM from the browser`, pcm, CLEAN_LIMIT_MS));
      figures.push(...costOf(`${broker}, ${AGENTS} listening, PCM from the browser`, pcm));
    }
  } finally {
    await clean.stop();
  }
  const bad = await LiveStage.start(size, broker, true, log);
  try {
    figures.push(...figuresOf(`${broker}, bad network`, await bad.speak(AGENTS, SECONDS, frames), BAD_LIMIT_MS));
  } finally {
    await bad.stop();
  }
  return figures;
}

async function carried(log: (line: string) => void): Promise<Figure[]> {
  const world = await World.make({ hamlets: 1, clusters: 1 });
  try {
    const [device] = world.commune.devices;
    if (device === undefined) throw new Error('no device');
    return await carry(world.controller, device, log);
  } finally {
    await world.stop();
  }
}

async function run(log: (line: string) => void): Promise<BenchResult> {
  const figures: Figure[] = [];
  const frames = await markedFrames();
  for (const broker of BROKERS) figures.push(...(await onBroker(broker, frames, log)));
  log('how many the embedded broker carries');
  figures.push(...(await carried(log)));
  log('beside Icecast and Snapcast');
  const compared = await compare(frames, cleanNetwork, log);
  figures.push(...compared.figures);
  log('beside them behind a bad network');
  const bad = new BadNetwork();
  try {
    const { figures: behind } = await compare(frames, bad, log);
    figures.push(...behind.map((each) => ({ ...each, name: `bad network: ${each.name}` })));
  } finally {
    await bad.stop();
  }
  return {
    conditions: {
      agents: AGENTS,
      agentProcesses: PROCESSES,
      microphone:
        'WebSocket of the API; 20 ms of Opus at 24 kbit/s at a time, each handed over when its last sample is spoken',
      marks: 'two a second, each with its number; of each, the instant at which its first sample is spoken',
      heard: 'when its sample is written out by the sink, CLOCK_MONOTONIC, lateness of the sink included',
      badNetwork: BAD_NETWORK,
      agentsIdleBefore: '6 min, for the round trips they report to be those of a settled commune',
      chime: 'none',
      measuredSeconds: SECONDS,
      bytes: 'as one subscriber at the broker counts what the controller publishes',
      comparedListeners: COMPARED_LISTENERS,
      ...compared.setUps,
    },
    figures,
  };
}

export const live: Bench = {
  name: 'live',
  what: 'microphone to loudspeaker at 200 listeners on both brokers, clean and behind a bad network; Icecast and Snapcast beside it',
  run,
};
