/** From the press of silence to the last sample at 200 agents: as usual, and with PostgreSQL frozen. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SilenceDoneBody } from '@loa-lang/schemas/http/silence';
import { makeTextBulletin, planBroadcast } from '../../support/world/bulletins.ts';
import { freezeDatabase } from '../../support/world/database-process.ts';
import { World } from '../../support/world/world.ts';
import { atMost, type Bench, type BenchResult, figure, percentile } from '../bench.ts';
import { patiently } from '../patiently.ts';
import { StampedFleets } from '../stamped/stamped-fleets.ts';

const AGENTS = 200;
const HAMLETS = 10;
const PROCESSES = 4;
const ROUNDS = 10;
const FROZEN_ROUNDS = 3;
const LIMIT_MS = 500;
/** domain.md and the faults seen elsewhere: one press, all silent */
const FROZEN_LIMIT_MS = 5_000;
const TEXT = Array.from({ length: 8 }, (_, at) => `Câu thứ ${at + 1} của bản tin dài để có cái mà dừng.`).join(' ');

const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;

export const silence: Bench = {
  name: 'silence',
  what: 'press of silence to last sample at 200 agents, and the same with PostgreSQL frozen',
  async run(log): Promise<BenchResult> {
    const world = await World.make({ hamlets: HAMLETS, clusters: AGENTS });
    const { api, commune } = world;
    const areaId = commune.communeId;
    let fleets: StampedFleets | undefined;
    try {
      const waiting = await StampedFleets.start(world, PROCESSES);
      fleets = waiting;
      await waiting.until('agents ready', () => waiting.status.ready === AGENTS, 180_000);
      const { id } = await makeTextBulletin(api, areaId, TEXT, { keep: true });
      await waiting.until('audio cached', () => waiting.status.cached === AGENTS, 120_000);
      log('agents are ready');

      const round = async (frozen: boolean): Promise<number[]> => {
        waiting.forget();
        await patiently(() => planBroadcast(api, { bulletinIds: [id], targets: { areaIds: [areaId] }, start: 'now' }));
        await waiting.until('sound', () => waiting.firsts.length === AGENTS, 30_000);
        await sleep(1_000);
        const thaw = frozen ? await freezeDatabase(join(world.folder, 'controller')) : () => undefined;
        try {
          const pressedAt = monotonicMs();
          const { silence: latch } = await api.post<SilenceDoneBody>('/silence', { areaId, reason: 'đo' });
          const answeredMs = monotonicMs() - pressedAt;
          await waiting.until('silence', () => waiting.soundingNow === 0, 60_000);
          const delays = waiting.lasts.map((at) => at - pressedAt);
          log(
            `  ${percentile(delays, 0.5).toFixed(0)} ms (p50), ${percentile(delays, 1).toFixed(0)} ms (max), answered after ${answeredMs.toFixed(0)} ms`,
          );
          thaw();
          await patiently(() => api.post(`/silence/${latch.id}/lift`, {}));
          await sleep(1_500);
          return delays;
        } finally {
          thaw();
        }
      };

      await round(false);
      const usual: number[] = [];
      for (let i = 0; i < ROUNDS; i++) usual.push(...(await round(false)));
      log('PostgreSQL frozen:');
      const without: number[] = [];
      for (let i = 0; i < FROZEN_ROUNDS; i++) without.push(...(await round(true)));
      return {
        conditions: {
          agents: AGENTS,
          agentProcesses: PROCESSES,
          broker: 'embedded',
          stamp: 'CLOCK_MONOTONIC when the sink falls silent, its fade of 50 ms included',
          ends: usual.length,
          endsWithoutDatabase: without.length,
        },
        figures: [
          atMost('press to last sample p99', percentile(usual, 0.99), LIMIT_MS, 'ms'),
          figure('press to last sample p50', percentile(usual, 0.5), 'ms'),
          atMost('PostgreSQL frozen p99', percentile(without, 0.99), FROZEN_LIMIT_MS, 'ms'),
          figure('PostgreSQL frozen p50', percentile(without, 0.5), 'ms'),
        ],
      };
    } finally {
      await fleets?.stop();
      await world.stop();
    }
  },
};
