/**
 * A relay that dies in the middle of its slot: how long until what follows is heard, and what is heard until then. And one
 * that does not: how exactly it begins and ends, and whether it runs away in between.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../support/eventually.ts';
import { atMost, type Bench, type BenchResult, type Figure, figure, percentile } from '../bench.ts';
import type { HeardMark } from '../marks/heard-marks.ts';
import { monotonicMs } from '../marks/microphone.ts';
import type { Turn } from '../marks/sound-turns.ts';
import { DEATHS, type Death, type Hamlet, LISTENERS_PER_STATION, type Listener, RelayStage } from './relay-stage.ts';

/** Fewer for trying. */
const ROUNDS = Number(process.env.RELAY_ROUNDS ?? 4);
const NEXT_LIMIT_MS = 5000;
const MINUTE_MS = 60_000;
const LIVING_SLOT_MINUTES = 2;
const DYING_SLOT_MINUTES = 1;
/** Heard so long, and a little more each round, before it dies. */
const HEARD_MS = 12_000;
const MORE_MS = 1370;
const PATIENCE_MS = 20_000;
/** At the beginning and at the end of a slot. */
const LOOK_MS = 20_000;

interface Saved {
  schedule: { id: string };
}

interface Preview {
  occurrences: { startAt: string; planned: boolean; problems: unknown[] }[];
}

/** Relay, then the tone, in one hamlet. @returns the planned start, controller time */
async function plan({ world, toneBulletinId }: RelayStage, hamlet: Hamlet, minutes: number): Promise<number> {
  const { schedule } = await world.api.post<Saved>('/schedules', {
    communeId: world.commune.communeId,
    kind: 'one-off',
    startInMinutes: 1,
    name: `Tiếp âm ${hamlet.death}`,
    level: 'hamlet',
    windowMinutes: minutes + 2,
    programme: [
      { kind: 'relay', title: 'Tiếp âm', minutes, streamId: hamlet.sourceId },
      { kind: 'bulletin', bulletinId: toneBulletinId },
    ],
    targets: { areaIds: [hamlet.areaId] },
    acceptConflicts: true,
    ruleReason: 'đo tiếp âm ngoài giờ',
  });
  const { occurrences } = await world.api.get<Preview>(`/schedules/${schedule.id}/preview`);
  const [first] = occurrences;
  if (first === undefined || !first.planned) throw new Error(`not planned: ${JSON.stringify(occurrences)}`);
  return Date.parse(first.startAt);
}

/** The first turn to a kind from an instant on, and the silence right before it. */
function turnTo(
  { turns }: Listener,
  kind: Turn['kind'],
  fromMs: number,
): { atMs: number; silenceBeforeMs: number } | undefined {
  const at = turns.findIndex((turn) => turn.kind === kind && turn.atMs >= fromMs);
  const turn = turns[at];
  const before = turns[at - 1];
  if (turn === undefined) return undefined;
  return { atMs: turn.atMs, silenceBeforeMs: before?.kind === 'silence' ? turn.atMs - before.atMs : 0 };
}

interface Lived {
  /** heard less planned, ms; late is positive */
  cutInMs: number[];
  cutOutMs: number[];
  /** of each listener: delay of the source at the end less that at the beginning */
  driftMs: number[];
  heard: HeardMark[];
}

async function live(stage: RelayStage, log: (line: string) => void): Promise<Lived> {
  const lived: Lived = { cutInMs: [], cutOutMs: [], driftMs: [], heard: [] };
  const starts = await Promise.all(stage.hamlets.map((hamlet) => plan(stage, hamlet, LIVING_SLOT_MINUTES)));
  log('  planned; it lives through its slot');
  const slotMs = LIVING_SLOT_MINUTES * MINUTE_MS;
  await sleep(Math.max(...starts) + slotMs + 8000 - Date.now());
  for (const [i, { listeners }] of stage.hamlets.entries()) {
    const startsAt = stage.reference.monotonicAt(starts[i] as number).at;
    const endsAt = stage.reference.monotonicAt((starts[i] as number) + slotMs).at;
    for (const listener of listeners) {
      const cutIn = turnTo(listener, 'marks', startsAt - 5000);
      const cutOut = turnTo(listener, 'tone', startsAt);
      if (cutIn !== undefined) lived.cutInMs.push(cutIn.atMs - startsAt);
      if (cutOut !== undefined) lived.cutOutMs.push(cutOut.atMs - endsAt);
      const own = stage.marks.heard.filter((each) => each.listener === listener.device.deviceId);
      const heardAt = ({ mark, delayMs }: HeardMark): number => stage.microphone.spokenAt(mark) + delayMs;
      const delaysIn = (from: number, to: number): number[] =>
        own.filter((mark) => heardAt(mark) >= from && heardAt(mark) < to).map(({ delayMs }) => delayMs);
      lived.driftMs.push(
        percentile(delaysIn(endsAt - LOOK_MS, endsAt), 0.5) - percentile(delaysIn(startsAt, startsAt + LOOK_MS), 0.5),
      );
      lived.heard.push(...own.filter((mark) => heardAt(mark) >= startsAt && heardAt(mark) < endsAt));
    }
  }
  log(`  begun ${rounded(lived.cutInMs)} ms late, what follows ${rounded(lived.cutOutMs)} ms`);
  return lived;
}

const rounded = (values: readonly number[]): string => values.map((value) => value.toFixed(1)).join(', ');

interface Died {
  death: Death;
  cutInMs: number[];
  /** from its death until the first sample of what follows, each listener */
  nextMs: number[];
  deadAirMs: number[];
}

async function dieOnce(stage: RelayStage, round: number, log: (line: string) => void): Promise<Died[]> {
  const starts = await Promise.all(stage.hamlets.map((hamlet) => plan(stage, hamlet, DYING_SLOT_MINUTES)));
  await sleep(Math.max(...starts) + HEARD_MS + round * MORE_MS - Date.now());
  const died = stage.hamlets.map((hamlet, i) => {
    const startsAt = stage.reference.monotonicAt(starts[i] as number).at;
    const begun = hamlet.listeners.map((listener) => turnTo(listener, 'marks', startsAt - 1000));
    if (begun.some((turn) => turn === undefined)) throw new Error(`${hamlet.death}: the relay is not heard`);
    const cutInMs = begun.flatMap((turn) => (turn === undefined ? [] : [turn.atMs - startsAt]));
    return { hamlet, at: stage.die(hamlet), cutInMs };
  });
  const follows = (): boolean =>
    died.every(({ hamlet, at }) => hamlet.listeners.every((listener) => turnTo(listener, 'tone', at) !== undefined));
  await eventually('what follows is heard everywhere', follows, PATIENCE_MS).catch((error: Error) => {
    log(`  ${error.message}`);
  });
  const slotEndsAt = Math.max(...starts) + DYING_SLOT_MINUTES * MINUTE_MS;
  await sleep(Math.max(0, slotEndsAt + 2000 - Date.now()));
  for (const { hamlet } of died) await stage.revive(hamlet);
  return died.map(({ hamlet, at, cutInMs }) => {
    const turns = hamlet.listeners.map((listener) => turnTo(listener, 'tone', at));
    const met = turns.filter((turn) => turn !== undefined);
    const nextMs = turns.map((turn) => (turn === undefined ? Number.POSITIVE_INFINITY : turn.atMs - at));
    log(`  ${hamlet.death}: begun ${rounded(cutInMs)} ms late, next after ${rounded(nextMs)} ms`);
    return { death: hamlet.death, cutInMs, nextMs, deadAirMs: met.map(({ silenceBeforeMs }) => silenceBeforeMs) };
  });
}

const figuresOfDeath = (death: Death, all: readonly Died[]): Figure[] => {
  const own = all.filter((each) => each.death === death);
  const next = own.flatMap(({ nextMs }) => nextMs);
  const deadAir = own.flatMap(({ deadAirMs }) => deadAirMs);
  return [
    atMost(
      `${death}: from its death until what follows, longest`,
      percentile(next, 1) / 1000,
      NEXT_LIMIT_MS / 1000,
      's',
    ),
    figure(`${death}: the same, p50`, percentile(next, 0.5) / 1000, 's'),
    figure(`${death}: dead air before what follows, longest`, percentile(deadAir, 1), 'ms'),
    figure(`${death}: dead air p50`, percentile(deadAir, 0.5), 'ms'),
    figure(`${death}: deaths heard`, next.length, ''),
  ];
};

async function run(log: (line: string) => void): Promise<BenchResult> {
  const beganAt = monotonicMs();
  const stage = await RelayStage.start(log);
  try {
    const lived = await live(stage, log);
    const died: Died[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      log(`round ${round + 1} of ${ROUNDS}`);
      died.push(...(await dieOnce(stage, round, log)));
    }
    const cutInMs = [...lived.cutInMs, ...died.flatMap((each) => each.cutInMs)];
    const sizes = (values: readonly number[]): number[] => values.map(Math.abs);
    const listeners = DEATHS.length * LISTENERS_PER_STATION;
    return {
      conditions: {
        stations: `${DEATHS.length} Icecast of Debian with a burst of 64 KiB, MP3 64 kbit/s by ffmpeg, one for each way to die`,
        listeners: `${LISTENERS_PER_STATION} agents for each, sink \`probe\`, heard by a process of their own`,
        rounds: ROUNDS,
        deaths:
          'killed: server and encoder kill -9; stalled: server SIGSTOP, connections stay; silent: zeros go on being sent',
        follows: 'a bulletin of 20 s that every device holds; a tone that the ears tell from the relay, to 2.5 ms',
        deadAir: 'below −60 dBFS between the two, at the sink',
        slots: `${LIVING_SLOT_MINUTES} min that it lives through, ${DYING_SLOT_MINUTES} min in which it dies after ${HEARD_MS / 1000} s and more`,
        seconds: Math.round((monotonicMs() - beganAt) / 1000),
      },
      figures: [
        ...DEATHS.flatMap((death) => figuresOfDeath(death, died)),
        figure('cut-in, error against the planned instant, largest', percentile(sizes(cutInMs), 1), 'ms'),
        figure('cut-in, median with its sign, late is positive', percentile(cutInMs, 0.5), 'ms'),
        figure('cut-ins heard', cutInMs.length, ''),
        figure('cut-out, error of what follows, largest', percentile(sizes(lived.cutOutMs), 1), 'ms'),
        figure('listeners heard in and out', Math.min(lived.cutInMs.length, lived.cutOutMs.length), `of ${listeners}`),
        figure(
          'delay of the source, p50',
          percentile(
            lived.heard.map(({ delayMs }) => delayMs),
            0.5,
          ),
          'ms',
        ),
        figure(
          `the same, last ${LOOK_MS / 1000} s of the slot less the first, largest`,
          percentile(sizes(lived.driftMs), 1),
          'ms',
        ),
        figure('marks heard whole', (lived.heard.length / listeners / (LIVING_SLOT_MINUTES * 120)) * 100, '%'),
      ],
    };
  } finally {
    await stage.stop();
  }
}

export const relay: Bench = {
  name: 'relay',
  what: 'a relay from a real Icecast that is killed, stalled and silent: until what follows is heard; drift of its cut-in',
  run,
};
