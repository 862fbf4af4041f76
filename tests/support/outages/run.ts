/** One life: what happened, what was told of it, and what should have been. */

import { judge, type Verdict } from './outage-judge.ts';
import { draw } from './outage-life.ts';
import { OutageWorld } from './outage-world.ts';

export interface OutageOutcome extends Verdict {
  seed: number;
  days: number;
  problems: string[];
}

export async function liveThrough(seed: number, days: number): Promise<OutageOutcome> {
  const world = new OutageWorld(seed);
  await world.startController();
  const truth = draw(world, days);
  await world.run(days);
  return { seed, days, ...judge(world, truth), problems: world.problems };
}
