/** Runs a life to its end and compares what every loudspeaker did with what it should have done. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../seeded-random.ts';
import { type AccountFault, faultyAccounts } from './accounts.ts';
import { type Compared, Comparison } from './comparison.ts';
import { Life } from './life/life.ts';
import { DAY } from './model.ts';
import { SimWorld } from './sim-world.ts';

export interface Outcome extends Compared {
  seed: number;
  days: number;
  broadcasts: number;
  /** runs whose receipt does not say what was heard */
  accounts: AccountFault[];
  /** what was answered or done otherwise than the paper says */
  problems: string[];
}

/** Midnight in the commune. */
const START = Date.parse('2026-12-01T00:00:00+07:00');

/** @param enough differences after which the rest is not of interest */
export async function simulate(seed: number, days: number, enough = 20): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'loa-simulation-'));
  const random = seededRandom(seed);
  const world = await SimWorld.make(START, folder, random);
  const comparison = new Comparison(enough);
  const { problems } = world.controller;
  try {
    const life = new Life(world, random, days);
    await world.controller.start();
    let day = 1;
    for (; day <= days && !comparison.hasEnough && problems.length < enough; day++) {
      await life.live(day * DAY, world);
      comparison.look(world, life, day * DAY);
    }
    const isWhole = !comparison.hasEnough && problems.length < enough;
    const accounts = isWhole ? await faultyAccounts(world, life) : [];
    const broadcasts = life.paper.airings.filter(({ versions }) => versions.some(({ airing }) => airing)).length;
    return { seed, days: day - 1, broadcasts, ...comparison.outcome, accounts, problems };
  } finally {
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
