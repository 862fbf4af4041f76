/** From the call of an emergency to the first sample at 200 agents, its audio lying ready; also as lift and send. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { EmergencySentBody } from '@loa-lang/schemas/http/emergencies';
import type { SilenceDoneBody } from '@loa-lang/schemas/http/silence';
import { makeTextBulletin } from '../../support/world/bulletins.ts';
import { World } from '../../support/world/world.ts';
import { atMost, type Bench, type BenchResult, figure, percentile } from '../bench.ts';
import { StampedFleets } from '../stamped/stamped-fleets.ts';

const AGENTS = 200;
const HAMLETS = 10;
const PROCESSES = 4;
const ROUNDS = 10;
const LIMIT_MS = 500;
const TEXT = 'Bà con lên nơi cao ngay.';

const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;

export const emergency: Bench = {
  name: 'emergency',
  what: 'call of an emergency to first sample at 200 agents, audio cached; the same under a lock, as lift and send',
  async run(log): Promise<BenchResult> {
    const world = await World.make({ hamlets: HAMLETS, clusters: AGENTS });
    const { api, commune } = world;
    let fleets: StampedFleets | undefined;
    try {
      const waiting = await StampedFleets.start(world, PROCESSES);
      fleets = waiting;
      await waiting.until('agents ready', () => waiting.status.ready === AGENTS, 180_000);
      const { id: bulletinId } = await makeTextBulletin(api, commune.communeId, TEXT, { keep: true });
      await waiting.until('audio cached', () => waiting.status.cached === AGENTS, 120_000);
      log('agents are ready');

      const round = async (more: object): Promise<number[]> => {
        waiting.forget();
        const calledAt = monotonicMs();
        const body = { bulletinId, targets: 'everywhere', ...more };
        const { emergency: sent } = await api.post<EmergencySentBody>('/emergencies', body);
        await waiting.until('first samples', () => waiting.firsts.length === AGENTS, 30_000);
        const delays = waiting.firsts.map((at) => at - calledAt);
        await api.post(`/emergencies/${sent.id}/stop`, {});
        await waiting.until('silence', () => waiting.soundingNow === 0, 60_000);
        log(`  ${percentile(delays, 0.5).toFixed(0)} ms (p50), ${percentile(delays, 1).toFixed(0)} ms (max)`);
        await sleep(500);
        return delays;
      };

      await round({});
      const plain: number[] = [];
      for (let i = 0; i < ROUNDS; i++) plain.push(...(await round({})));
      log('lift and send:');
      const lifting: number[] = [];
      for (let i = 0; i < ROUNDS; i++) {
        await api.post<SilenceDoneBody>('/silence', { areaId: commune.communeId, reason: 'đo' });
        await sleep(2_000);
        lifting.push(...(await round({ liftAndSend: true })));
      }
      return {
        conditions: {
          agents: AGENTS,
          agentProcesses: PROCESSES,
          broker: 'embedded',
          stamp: 'CLOCK_MONOTONIC when the sink receives the first block',
          starts: plain.length,
          startsUnderALock: lifting.length,
        },
        figures: [
          atMost('cached p99', percentile(plain, 0.99), LIMIT_MS, 'ms'),
          figure('cached p50', percentile(plain, 0.5), 'ms'),
          atMost('lift and send p99', percentile(lifting, 0.99), LIMIT_MS, 'ms'),
          figure('lift and send p50', percentile(lifting, 0.5), 'ms'),
        ],
      };
    } finally {
      await fleets?.stop();
      await world.stop();
    }
  },
};
