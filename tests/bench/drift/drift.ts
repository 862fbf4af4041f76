/** Two speakers on one square for three days: do they stay together, and does anybody hear how? */
import { seededRandom } from '../../support/seeded-random.ts';
import { atMost, type Bench, type BenchResult, type Figure, figure } from '../bench.ts';
import { type FollowResult, follow } from './follow.ts';
import { type Rendered, render } from './render.ts';
import { SyncSchedule } from './sync-schedule.ts';
import { VirtualDevice } from './virtual-device.ts';

const HOUR_MS = 3600_000;
const RENDERED_MINUTES = 45;
const MAX_SKEW_MS = 20;
/** 0.3 %: beyond it a listener with a trained ear begins to notice a change of pitch. */
const AUDIBLE_STEP = 1.003;

/** Clock and sound card are crystals of their own: every combination of ±100 ppm. */
const CRYSTALS = [
  { clockPpm: 100, cardPpm: 100 },
  { clockPpm: 100, cardPpm: -100 },
  { clockPpm: -100, cardPpm: 100 },
  { clockPpm: -100, cardPpm: -100 },
];

const STEADY = { minDelayMs: 1, maxDelayMs: 6, soundFromMs: 60_000 };
const JITTERING = { minDelayMs: 20, maxDelayMs: 200, soundFromMs: 15 * 60_000 };

/**
 * Idle agents ask every 15 minutes, sounding ones every 10 s; these sound all the time. Through a jittering link an
 * answer in 15 minutes is too little for a limit, and shown for what it is.
 */
const CASES = [
  { name: '72 h, steady link', ...STEADY, syncEveryMs: 15 * 60_000, durationMs: 72 * HOUR_MS, limited: true },
  { name: '72 h, jittering link', ...JITTERING, syncEveryMs: 10_000, durationMs: 72 * HOUR_MS, limited: true },
  { name: '24 h, seldom asked', ...JITTERING, syncEveryMs: 15 * 60_000, durationMs: 24 * HOUR_MS, limited: false },
];

const devicesOn = (seed: number, link: { minDelayMs: number; maxDelayMs: number }): VirtualDevice[] => {
  const random = seededRandom(seed);
  return CRYSTALS.map(
    (crystals) => new VirtualDevice({ random, ...crystals, minDelayMs: link.minDelayMs, maxDelayMs: link.maxDelayMs }),
  );
};

const renderedSkewMs = (all: readonly Rendered[]): number => {
  let largest = 0;
  for (const [second, errorMs] of all[0]?.errorsMs ?? []) {
    for (const other of all.slice(1)) {
      const otherMs = other.errorsMs.get(second);
      if (otherMs !== undefined) largest = Math.max(largest, Math.abs(errorMs - otherMs));
    }
  }
  return largest;
};

const figuresOf = (name: string, result: FollowResult, limited: boolean): Figure[] => [
  limited
    ? atMost(`${name}: skew between any two speakers`, result.largestSkewMs, MAX_SKEW_MS, 'ms')
    : figure(`${name}: skew between any two speakers`, result.largestSkewMs, 'ms'),
  figure(`${name}: error against the controller's time`, result.largestErrorMs, 'ms'),
  atMost(`${name}: jumps`, result.jumps, 0, ''),
  figure(`${name}: largest correction of the rate`, result.largestBendPpm, 'ppm'),
  figure(`${name}: the same, samples a second`, result.largestCorrectionSamplesPerSecond, 'samples/s'),
];

async function run(log: (line: string) => void): Promise<BenchResult> {
  const figures: BenchResult['figures'] = [];
  for (const { name, limited, durationMs, soundFromMs, syncEveryMs, ...link } of CASES) {
    log(name);
    const syncs = new SyncSchedule(syncEveryMs);
    const result = await follow({ devices: devicesOn(11, link), durationMs, syncs, soundFromMs, log });
    figures.push(...figuresOf(name, result, limited));
  }
  const rendered: Rendered[] = [];
  for (const device of devicesOn(12, STEADY).slice(0, 3)) {
    log(`${RENDERED_MINUTES} min rendered, clock ${device.clockPpm} ppm, card ${device.cardPpm} ppm`);
    const durationMs = RENDERED_MINUTES * 60_000;
    const syncs = new SyncSchedule(15 * 60_000);
    rendered.push(await render({ device, soundFromMs: STEADY.soundFromMs, durationMs, syncs }));
  }
  const largest = (pick: (of: Rendered) => number): number => Math.max(...rendered.map(pick));
  const minutes = `${RENDERED_MINUTES} min of samples`;
  figures.push(
    atMost(`${minutes}: skew between any two speakers`, renderedSkewMs(rendered), MAX_SKEW_MS, 'ms'),
    atMost(
      `${minutes}: largest step from sample to sample`,
      largest((of) => of.largestStep),
      AUDIBLE_STEP,
      'samples',
    ),
    atMost(
      `${minutes}: jumps`,
      largest((of) => of.jumps),
      0,
      '',
    ),
    figure(
      `${minutes}: nothing to play`,
      largest((of) => of.underrunMs),
      'ms',
    ),
    figure(`${minutes}: samples compared`, Math.min(...rendered.map((of) => of.samples)), 'samples'),
  );
  return {
    conditions: {
      speakers: CRYSTALS.length,
      crystals: 'clock and card each ±100 ppm',
      cardReadings: 'every 50 ms, ±1 ms',
      syncs: 'a burst of 8, every 10 s until 64, then as said',
      steadyLink: '1–6 ms each way, asked every 15 min, sound after 1 min',
      jitteringLink: '20–200 ms each way, order kept, asked every 10 s, sound after 15 min',
      seldomAsked: 'the jittering link, asked every 15 min',
    },
    figures,
  };
}

export const drift: Bench = {
  name: 'drift',
  what: 'speakers with crystals of ±100 ppm over 72 h of virtual time and 45 min of rendered samples: skew and jumps',
  run,
};
