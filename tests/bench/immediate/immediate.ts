/** From the API call to the first sample at 200 agents: audio cached, cached while a push runs, and a new text. */
import { setTimeout as sleep } from 'node:timers/promises';
import { makeTextBulletin, planBroadcast, uploadBulletin } from '../../support/world/bulletins.ts';
import { World } from '../../support/world/world.ts';
import { atMost, type Bench, type BenchResult, distribution, figure, percentile } from '../bench.ts';
import { noiseRecording } from '../recordings/noise.ts';
import { StampedFleets } from '../stamped/stamped-fleets.ts';

const AGENTS = 200;
const HAMLETS = 10;
const PROCESSES = 4;
const CACHED_ROUNDS = 10;
const NEW_ROUNDS = 5;
const CACHED_LIMIT_MS = 500;
const NEW_LIMIT_MS = 4000;
/** an asset of 2 MB */
const PUSHED_SECONDS = 840;
const SHORT_TEXT = 'Bà con chú ý.';
/** about 15 s of speech */
const NEW_TEXT = (round: number) =>
  `Thông báo số ${round}. Chiều nay trạm bơm mở nước cho cánh đồng phía đông, đề nghị bà con be bờ giữ nước, ` +
  'không thả trâu bò ra đồng, và nhắc các cháu nhỏ không chơi gần kênh mương cho tới khi nước rút hẳn. ' +
  'Nhà nào có ruộng cuối kênh xin báo cho tổ thuỷ nông trước giờ ăn trưa để anh em mở thêm cống nhỏ.';

const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;

interface Stage {
  world: World;
  fleets: StampedFleets;
  log: (line: string) => void;
}

/** Calls, waits until all have sounded and fallen silent. @returns ms from the call to each agent's first sample */
async function round({ fleets, log }: Stage, call: () => Promise<void>): Promise<number[]> {
  fleets.forget();
  const calledAt = monotonicMs();
  await call();
  await fleets.until('first samples', () => fleets.firsts.length === AGENTS, 30_000);
  await fleets.until('silence', () => fleets.soundingNow === 0, 60_000);
  const delays = fleets.firsts.map((at) => at - calledAt);
  log(
    `  first sample after ${percentile(delays, 0.5).toFixed(0)} ms (p50), ${percentile(delays, 1).toFixed(0)} ms (max)`,
  );
  return delays;
}

const everywhere = (world: World, bulletinIds: string[]) =>
  planBroadcast(world.api, {
    bulletinIds,
    targets: { areaIds: [world.commune.communeId] },
    start: 'now',
  }).then(() => undefined);

async function cachedRounds(stage: Stage, bulletinId: string): Promise<number[]> {
  const delays: number[] = [];
  for (let i = 0; i < CACHED_ROUNDS; i++) {
    delays.push(...(await round(stage, () => everywhere(stage.world, [bulletinId]))));
    await sleep(500);
  }
  return delays;
}

export const immediate: Bench = {
  name: 'immediate',
  what: 'API call to first sample at 200 agents: audio cached, cached while a push runs at full pace, new 15 s text',
  async run(log): Promise<BenchResult> {
    const world = await World.make({ hamlets: HAMLETS, clusters: AGENTS });
    let fleets: StampedFleets | undefined;
    try {
      fleets = await StampedFleets.start(world, PROCESSES);
      const stage: Stage = { world, fleets, log };
      const waiting = fleets;
      await waiting.until('agents ready', () => waiting.status.ready === AGENTS, 180_000);
      log('agents are ready');
      const short = await makeTextBulletin(world.api, world.commune.communeId, SHORT_TEXT, { keep: true });
      await waiting.until('audio cached', () => waiting.status.cached === AGENTS, 120_000);
      log('cached audio:');
      await round(stage, () => everywhere(world, [short.id]));
      const cached = await cachedRounds(stage, short.id);

      log('new text:');
      const fresh: number[] = [];
      let freshSeconds = 0;
      for (let i = 1; i <= NEW_ROUNDS; i++) {
        const delays = await round(stage, async () => {
          const made = await makeTextBulletin(world.api, world.commune.communeId, NEW_TEXT(i));
          freshSeconds = made.audio.durationMs / 1000;
          await everywhere(world, [made.id]);
        });
        fresh.push(...delays);
      }

      log('cached audio while a push runs:');
      const bytes = await noiseRecording(PUSHED_SECONDS, 1);
      const held = waiting.status.cached;
      const long = await uploadBulletin(world.api, world.commune.communeId, { bytes, name: 'dai.mp3' }, { keep: true });
      await sleep(3000);
      const busy: number[] = [];
      while (waiting.status.cached < held + AGENTS && busy.length < CACHED_ROUNDS * AGENTS) {
        busy.push(...(await round(stage, () => everywhere(world, [short.id]))));
        await sleep(500);
      }
      return {
        conditions: {
          agents: AGENTS,
          agentProcesses: PROCESSES,
          broker: 'embedded',
          stamp: 'CLOCK_MONOTONIC when the sink receives the first block',
          cachedStarts: cached.length,
          startsDuringPush: busy.length,
          pushedBytes: long.audio.sizeBytes,
          newTexts: NEW_ROUNDS,
          newTextSeconds: freshSeconds,
        },
        figures: [
          atMost('cached p99', percentile(cached, 0.99), CACHED_LIMIT_MS, 'ms'),
          figure('cached p50', percentile(cached, 0.5), 'ms'),
          atMost('cached during a push p99', percentile(busy, 0.99), CACHED_LIMIT_MS, 'ms'),
          figure('cached during a push p50', percentile(busy, 0.5), 'ms'),
          atMost('new text p99', percentile(fresh, 0.99), NEW_LIMIT_MS, 'ms'),
          ...distribution('new text', fresh, 'ms').filter(({ name }) => !name.endsWith('p99')),
        ],
      };
    } finally {
      await fleets?.stop();
      await world.stop();
    }
  },
};
