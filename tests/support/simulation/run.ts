/** Runs a life to its end and compares what every loudspeaker did with what it should have done. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../seeded-random.ts';
import { type AccountFault, faultyAccounts } from './accounts.ts';
import { Life } from './life.ts';
import { expectedOf, type Sounding } from './model.ts';
import type { Heard, SimDevice } from './sim-device.ts';
import { SimWorld } from './sim-world.ts';

export interface Difference {
  cluster: string;
  /** seconds since the start */
  at: number;
  expected: Sounding;
  heard: Sounding;
}

export interface Outcome {
  seed: number;
  days: number;
  broadcasts: number;
  /** seconds that sounded, over all clusters */
  soundedSeconds: number;
  /** seconds compared in which something was expected or heard */
  compared: number;
  differences: Difference[];
  /** runs whose receipt does not say what was heard */
  accounts: AccountFault[];
  problems: string[];
}

const START = Date.parse('2026-12-01T00:00:00+07:00');
const DAY = 24 * 3600;
/** Around a broadcast so much is compared, seconds. */
const AROUND = 120;

/** @param enough differences after which the rest is not of interest */
export async function simulate(seed: number, days: number, enough = 20): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'loa-simulation-'));
  const random = seededRandom(seed);
  const world = await SimWorld.make(START, folder, random);
  const comparison = new Comparison(enough);
  try {
    await world.controller.start();
    const life = new Life(world, random, days);
    const events = [...life.events];
    let day = 1;
    for (; day <= days && !comparison.hasEnough; day++) {
      const until = day * DAY;
      for (let next = events[0]; next !== undefined && next.at < until; next = events[0]) {
        events.shift();
        await world.kernel.runTo(START + next.at * 1000);
        await next.happen();
        await world.kernel.settle();
      }
      await world.kernel.runTo(START + until * 1000);
      comparison.look(world, life, until);
    }
    const accounts = comparison.hasEnough ? [] : await faultyAccounts(world, life);
    const { problems } = world.controller;
    return { seed, days: day - 1, broadcasts: life.model.broadcasts.length, ...comparison.outcome, accounts, problems };
  } finally {
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

class Comparison {
  readonly outcome = { soundedSeconds: 0, compared: 0, differences: [] as Difference[] };
  readonly #enough: number;
  readonly #lookedUntil = new Map<string, number>();

  constructor(enough: number) {
    this.#enough = enough;
  }

  get hasEnough(): boolean {
    return this.outcome.differences.length >= this.#enough;
  }

  /** What was over by then and was not looked at before. */
  look(world: SimWorld, life: Life, until: number): void {
    for (const [cluster, device] of world.devices) {
      const lookedUntil = this.#lookedUntil.get(cluster) ?? 0;
      for (const [from, to] of windows(life, cluster)) {
        if (from < lookedUntil || to > until) continue;
        this.#lookedUntil.set(cluster, to);
        this.#compare(life, cluster, device, from, to);
      }
    }
  }

  #compare(life: Life, cluster: string, device: SimDevice, from: number, to: number): void {
    const model = life.devices.get(cluster);
    const expected = model === undefined ? [] : expectedOf(life.model, model, from, to);
    for (let at = from; at < to; at++) {
      const heard = heardAt(life, device, START + at * 1000 + 500);
      const { sounding, unsure } = expected[at - from] ?? { sounding: undefined, unsure: true };
      if (heard !== undefined) this.outcome.soundedSeconds++;
      if (unsure || (sounding === undefined && heard === undefined)) continue;
      this.outcome.compared++;
      if (!same(sounding, heard) && !this.hasEnough) {
        this.outcome.differences.push({ cluster, at, expected: sounding, heard });
      }
    }
  }
}

const same = (a: Sounding, b: Sounding): boolean =>
  a === undefined || b === undefined ? a === b : a.id === b.id && Math.abs(a.position - b.position) <= 1;

/** Where anything could sound on a cluster, merged. */
function windows(life: Life, cluster: string): [number, number][] {
  const rows = life.model.broadcasts
    .filter((b) => b.clusters.has(cluster))
    .map((b): [number, number] => [Math.max(0, b.startAt - AROUND), b.endsAt + AROUND])
    .sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [from, to] of rows) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** Position is that in the run: items follow each other. */
function heardAt(life: Life, { heard }: SimDevice, instant: number): Sounding {
  const row: Heard | undefined = find(heard, instant);
  if (row === undefined) return undefined;
  const parts = life.model.broadcasts.find((b) => b.id === row.broadcastId)?.parts ?? [];
  const before = parts.slice(0, row.itemIndex).reduce((total, part) => total + part, 0);
  return { id: row.broadcastId, position: Math.floor(before + (row.positionMs + instant - row.fromAt) / 1000) };
}

function find(heard: readonly Heard[], instant: number): Heard | undefined {
  let [low, high] = [0, heard.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const row = heard[middle] as Heard;
    if (instant < row.fromAt) high = middle - 1;
    else if (instant >= row.toAt) low = middle + 1;
    else return row;
  }
  return undefined;
}
