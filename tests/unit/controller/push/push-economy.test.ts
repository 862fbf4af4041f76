/** The push rule at full size in virtual time: 200 agents, a 2 MB asset, default pace, a fifth losing TCP for 5 s. */
import { PushPlanner } from '@loa-lang/controller/domain/push/push-planner';
import { DEFAULT_PUSH_RULES } from '@loa-lang/controller/domain/push/push-rules';
import type { ChunkRange } from '@loa-lang/schemas/wire/audio';
import { expect, it } from 'vitest';
import { seededRandom } from '../../../support/seeded-random.ts';

const CHUNK = 8192;
const ASSET = { assetId: 'c'.repeat(64), sizeBytes: 2_000_000, chunkBytes: CHUNK };
const TOTAL = Math.ceil(ASSET.sizeBytes / CHUNK);
const SILENCE_MS = 1500;
const OUTAGE_MS = 5000;

interface Agent {
  has: Set<number>;
  manifest: boolean;
  outageAtMs: number;
  heardAtMs: number;
  delayMs: number;
  askedAtMs: number;
}

const bytesOf = (index: number) => Math.min(CHUNK, ASSET.sizeBytes - index * CHUNK);

function missing(has: Set<number>): ChunkRange[] {
  const ranges: ChunkRange[] = [];
  for (let i = 0; i < TOTAL; i++) {
    if (has.has(i)) continue;
    const last = ranges.at(-1);
    if (last?.[1] === i) last[1] = i + 1;
    else ranges.push([i, i + 1]);
  }
  return ranges;
}

function simulate(seed: number, share: number) {
  const random = seededRandom(seed);
  const agents: Agent[] = Array.from({ length: 200 }, (_, i) => ({
    has: new Set<number>(),
    manifest: false,
    outageAtMs: i < 200 * share ? random() * 63_000 : Number.POSITIVE_INFINITY,
    heardAtMs: Number.NEGATIVE_INFINITY,
    delayMs: random() * 2000,
    askedAtMs: Number.NEGATIVE_INFINITY,
  }));
  const planner = new PushPlanner(DEFAULT_PUSH_RULES);
  const lost = new Set<number>();
  let published = 0;
  const away = (agent: Agent, now: number) => now >= agent.outageAtMs && now < agent.outageAtMs + OUTAGE_MS;
  let now = 0;
  for (; now < 600_000 && agents.some((agent) => agent.has.size < TOTAL); now += 5) {
    for (const agent of agents) {
      const quietSince = Math.max(agent.heardAtMs, agent.askedAtMs) + SILENCE_MS;
      const due = agent.heardAtMs < 0 && agent.askedAtMs < 0 ? agent.delayMs : quietSince + agent.delayMs;
      if (away(agent, now) || agent.has.size === TOTAL || now < due) continue;
      agent.askedAtMs = now;
      planner.want(ASSET, agent.manifest ? { ranges: missing(agent.has).slice(0, 256) } : {}, now);
    }
    for (let step = planner.next(now); step.kind === 'chunk' || step.kind === 'manifest'; step = planner.next(now)) {
      if (step.kind === 'chunk') published += step.bytes;
      for (const agent of agents) {
        if (away(agent, now)) {
          if (step.kind === 'chunk' && !agent.has.has(step.index)) lost.add(step.index);
        } else if (step.kind === 'manifest') agent.manifest = true;
        else {
          agent.has.add(step.index);
          agent.heardAtMs = now;
        }
      }
    }
  }
  const lostBytes = [...lost].reduce((sum, index) => sum + bytesOf(index), 0);
  return { published, lostBytes, complete: agents.every((agent) => agent.has.size === TOTAL), seconds: now / 1000 };
}

it('publishes the asset once when nobody loses anything', () => {
  const { published, complete } = simulate(1, 0);
  expect(complete).toBe(true);
  expect(published).toBe(ASSET.sizeBytes);
});

it.each([1, 2, 3, 4, 5, 6])(
  'publishes little more than asset and union of losses when a fifth drop out (seed %i)',
  (seed) => {
    const { published, lostBytes, complete } = simulate(seed, 0.2);
    expect(complete).toBe(true);
    expect(lostBytes).toBeGreaterThan(0);
    expect(published).toBeLessThanOrEqual(1.05 * (ASSET.sizeBytes + lostBytes));
  },
);
