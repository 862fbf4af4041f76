/**
 * bullmq#1658: after 10 s without its server the next job is hours late. bullmq#2466, #2534: delayed jobs stop silently.
 */
import type { Backend } from '@loa-lang/controller/adapters/queue/backend';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, sleep } from '../../support/eventually.ts';
import { HandClock } from '../../support/fake-clock.ts';
import { job, QueueBench, type QueuePlace, type QueueServer, SERVERS } from '../../support/queues.ts';

const OUTAGE_MS = 10_000;
/** Against hanging, on a machine that others use too; how late jobs really were is printed. */
const PATIENCE_MS = 45_000;

for (const [kind, { there, start }] of Object.entries(SERVERS)) {
  // they wait most of the time: all at once, each in a place of its own
  describe.skipIf(!there)(`${kind} is gone for a while`, { concurrent: true }, () => {
    let server: QueueServer;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server?.stop());
    const within = async (work: (bench: QueueBench) => Promise<void>) => {
      const bench = await QueueBench.on(server);
      await work(bench).finally(() => bench.close());
    };

    /** Jobs of before, during and after the outage, all placed before it. */
    const live = async (
      bench: QueueBench,
      takeAway: (line: QueuePlace['line']) => void,
      giveBack: (line: QueuePlace['line']) => void,
    ) => {
      const { queue, done } = await bench.open();
      const { place } = bench;
      await queue.every(1_000, job('often'));
      const began = Date.now();
      const dueAt = [1_000, 4_000, 9_000, OUTAGE_MS + 6_000, OUTAGE_MS + 9_000].map((ms) => began + ms);
      for (const [n, due] of dueAt.entries()) await queue.at(due, job(`once-${n}`));
      await queue.at(began + 30 * 86_400_000, job('far'));
      await sleep(2_000);
      takeAway(place.line);
      await sleep(OUTAGE_MS);
      giveBack(place.line);
      const came = (key: string) => done.filter(({ payload }) => (payload as { key: string }).key === key);
      for (const n of dueAt.keys()) {
        await eventually(`job ${n} is done`, () => came(`once-${n}`).length > 0, PATIENCE_MS);
      }
      const restored = Date.now();
      await eventually('repetitions go on', () => came('often').some(({ at }) => at > restored + 1_000), PATIENCE_MS);
      const lateMs = dueAt.map((due, n) => (came(`once-${n}`)[0]?.at ?? Number.NaN) - due);
      console.log(`${kind}, ${OUTAGE_MS} ms away: jobs began ${lateMs.join(', ')} ms after they were due`);
      expect(dueAt.map((_, n) => came(`once-${n}`).length)).toEqual(dueAt.map(() => 1));
      const pending = async () => (await place.waiting()).map(({ key }) => key).sort();
      await eventually('just what is to come waits', async () => (await pending()).join() === 'far,often', PATIENCE_MS);
      // hours late is what was seen; what came due long after the return owes nothing to the outage
      expect(Math.max(...lateMs.slice(3))).toBeLessThan(PATIENCE_MS);
    };

    it(
      'with its connections refused',
      () =>
        within((bench) =>
          live(
            bench,
            (line) => line.dropFor(OUTAGE_MS),
            () => undefined,
          ),
        ),
      150_000,
    );

    it(
      'without a word, its connections left open',
      () =>
        within((bench) =>
          live(
            bench,
            (line) => {
              line.freeze('up');
              line.freeze('down');
            },
            (line) => line.unfreeze(),
          ),
        ),
      150_000,
    );

    it(
      'a consumer that stopped without a word gets a successor',
      () =>
        within(async (bench) => {
          const { place } = bench;
          const clock = new HandClock(Date.now());
          let consumers = 0;
          const nothing = async () => undefined;
          const backend: QueuePlace['backend'] = (timings) => {
            const real = place.backend(timings);
            const deaf = { waitUntilReady: nothing, close: nothing, disconnect: nothing };
            return { ...real, consumer: (...given) => (consumers++ === 0 ? deaf : real.consumer(...given)) } as Backend;
          };
          const { queue, of, done, problems } = await bench.open({ clock }, { backend });
          await queue.every(30_000, { name: 'beat', key: 'all', payload: {} });
          await queue.at(clock.now(), job('waits'));
          await sleep(3_000);
          expect(done).toEqual([]);
          clock.advance(3 * 60_000);
          await eventually('the successor does it', () => of('waits') === 1, PATIENCE_MS);
          expect(consumers).toBe(2);
          expect(problems.some((problem) => problem.includes('begins anew'))).toBe(true);
        }),
      90_000,
    );

    it(
      'again and again, for moments',
      () =>
        within(async (bench) => {
          const { place } = bench;
          const { queue, of } = await bench.open();
          for (let round = 0; round < 8; round++) {
            await eventually('it takes a job', () =>
              queue.at(Date.now() + 1_000, job(`round-${round}`)).then(
                () => true,
                () => false,
              ),
            );
            place.line.cut();
            await sleep(200);
            place.line.cut();
            await eventually(`the job of round ${round} is done`, () => of(`round-${round}`) === 1, PATIENCE_MS);
          }
        }),
      150_000,
    );
  });
}
