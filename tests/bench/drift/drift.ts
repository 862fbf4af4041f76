/** Two speakers on one square for three days: do they stay together, and does anybody hear how? */
import { seededRandom } from '../../support/seeded-random.ts';
import { atMost, type Bench, type BenchResult, figure } from '../bench.ts';
import { type FollowResult, follow } from './follow.ts';
import { type Rendered, render } from './render.ts';
import { SyncSchedule } from './sync-schedule.ts';
import { VirtualDevice } from './virtual-device.ts';

const HOUR_MS = 3600_000;
const VIRTUAL_HOURS = 72;
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

/** Idle agents ask every 15 minutes, sounding ones every 10 s. Three days of sound are asked for both ways. */
const LINKS = {
  steady: { minDelayMs: 1, maxDelayMs: 6, syncEveryMs: 15 * 60_000, soundFromMs: 60_000 },
  jittering: { minDelayMs: 20, maxDelayMs: 200, syncEveryMs: 10_000, soundFromMs: 15 * 60_000 },
  'jittering, seldom asked': { minDelayMs: 20, maxDelayMs: 200, syncEveryMs: 15 * 60_000, soundFromMs: 15 * 60_000 },
};

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

const figuresOf = (name: string, result: FollowResult) => [
  atMost(`${name}: skew between any two speakers`, result.largestSkewMs, MAX_SKEW_MS, 'ms'),
  figure(`${name}: error against the controller's time`, result.largestErrorMs, 'ms'),
  atMost(`${name}: jumps`, result.jumps, 0, ''),
  figure(`${name}: largest correction of the rate`, result.largestBendPpm, 'ppm'),
  figure(`${name}: the same, samples a second`, result.largestCorrectionSamplesPerSecond, 'samples/s'),
];

async function run(log: (line: string) => void): Promise<BenchResult> {
  const figures: BenchResult['figures'] = [];
  for (const [name, link] of Object.entries(LINKS)) {
    log(`${VIRTUAL_HOURS} h, ${name} link`);
    const { soundFromMs, syncEveryMs } = link;
    const durationMs = VIRTUAL_HOURS * HOUR_MS;
    const syncs = new SyncSchedule(syncEveryMs, name.includes('seldom') ? 8 : 1);
    const result = await follow({ devices: devicesOn(11, link), durationMs, syncs, soundFromMs, log });
    figures.push(...figuresOf(`${VIRTUAL_HOURS} h, ${name} link`, result));
  }
  const rendered: Rendered[] = [];
  for (const device of devicesOn(12, LINKS.steady).slice(0, 3)) {
    log(`${RENDERED_MINUTES} min rendered, clock ${device.clockPpm} ppm, card ${device.cardPpm} ppm`);
    const durationMs = RENDERED_MINUTES * 60_000;
    const { soundFromMs, syncEveryMs } = LINKS.steady;
    const syncs = new SyncSchedule(syncEveryMs);
    rendered.push(await render({ device, soundFromMs, durationMs, syncs }));
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
      'steady link': '1–6 ms each way, asked every 15 min, sound after 1 min',
      'jittering link': '20–200 ms each way, order kept, asked every 10 s as while sounding, sound after 15 min',
      'jittering link, seldom asked': 'the same, asked every 15 min',
    },
    figures,
  };
}

export const drift: Bench = {
  name: 'drift',
  what: 'speakers with crystals of ±100 ppm over 72 h of virtual time and 45 min of rendered samples: skew and jumps',
  run,
};
