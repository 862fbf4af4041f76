/** What a job queue keeps, whatever server it lies on. */
import { keep, replace } from '@loa-lang/controller/adapters/queue/placing';
import { JobRefused, QueueUnavailable } from '@loa-lang/controller/ports/job-queue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, sleep } from '../../support/eventually.ts';
import { wallClock } from '../../support/fake-clock.ts';
import { job, QueueBench, type QueueServer, SERVERS } from '../../support/queues.ts';

const DAY_MS = 86_400_000;

export function queueContract(kind: keyof typeof SERVERS): void {
  const { there, start } = SERVERS[kind];
  describe.skipIf(!there)(`a queue on ${kind}`, { concurrent: true }, () => {
    let server: QueueServer;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server?.stop());
    /** Each has a place of its own, so that those that wait wait together. */
    const check = (name: string, work: (bench: QueueBench) => Promise<void>, timeoutMs?: number) =>
      it(
        name,
        async () => {
          const bench = await QueueBench.on(server);
          await work(bench).finally(() => bench.close());
        },
        timeoutMs,
      );

    check('does at once what is past, later what is ahead, and with its payload', async (bench) => {
      const { queue, done, of } = await bench.open();
      const due = Date.now() + 1_000;
      await queue.at(due, job('ahead', { key: 'ahead', n: 7 }));
      await queue.at(Date.now() - DAY_MS, job('past'));
      await eventually('the past one is done', () => of('past') === 1);
      await eventually('the one ahead is done', () => of('ahead') === 1);
      const ahead = done.find(({ payload }) => (payload as { key: string }).key === 'ahead');
      expect(ahead?.payload).toEqual({ key: 'ahead', n: 7 });
      expect(ahead?.at).toBeGreaterThanOrEqual(due);
      await eventually('nothing waits any more', async () => (await bench.place.waiting()).length === 0);
    });

    check('nodejs/node#4541: 30 and 60 days ahead is not today', async (bench) => {
      const warnings: string[] = [];
      const onWarning = (warning: Error): void => void warnings.push(warning.name);
      process.on('warning', onWarning);
      const { queue, of } = await bench.open();
      await queue.at(Date.now() + 30 * DAY_MS, job('in-30'));
      await queue.at(Date.now() + 60 * DAY_MS, job('in-60'));
      await queue.every(40 * DAY_MS, job('every-40'));
      await queue.at(Date.now() + 500, job('today'));
      await eventually('today’s is done', () => of('today') === 1);
      await sleep(1_000);
      process.off('warning', onWarning);
      expect([of('in-30'), of('in-60'), of('every-40')]).toEqual([0, 0, 0]);
      expect((await bench.place.waiting()).map(({ key }) => key).sort()).toEqual(['every-40', 'in-30', 'in-60']);
      expect(warnings).not.toContain('TimeoutOverflowWarning');
    });

    check('keeps one job of a name and key: another replaces its time and payload', async (bench) => {
      const { queue, done } = await bench.open();
      await queue.at(Date.now() + 4_000, job('later', { key: 'later' }));
      await queue.at(Date.now() + DAY_MS, job('later', { key: 'later' }));
      await queue.at(Date.now() + DAY_MS, job('sooner', { key: 'sooner', n: 1 }));
      await queue.at(Date.now() + 500, job('sooner', { key: 'sooner', n: 2 }));
      await queue.at(Date.now() + 5_000, job('last'));
      await eventually('the last one is done', () => done.length === 2);
      expect(done.map(({ payload }) => payload)).toEqual([{ key: 'sooner', n: 2 }, { key: 'last' }]);
      expect((await bench.place.waiting()).map(({ key }) => key)).toEqual(['later']);
    });

    check('replaces what is due and not begun', async (bench) => {
      await bench.place.backend().prepare();
      const producer = bench.place.backend().producer(() => undefined);
      await producer.waitUntilReady();
      const placing = { producer, now: () => wallClock.now() };
      await replace(placing, job('due'), { dueAt: Date.now() - 1_000 });
      expect(await keep(placing, job('due'), { dueAt: Date.now() })).toBeDefined();
      await replace(placing, job('due'), { dueAt: Date.now() + DAY_MS });
      const [only, ...more] = await bench.place.waiting();
      expect(more).toEqual([]);
      expect(only?.dueAt).toBeGreaterThan(Date.now());
      await producer.close();
    });

    check('does again what is asked for while it is being done', async (bench) => {
      let finish = (): void => undefined;
      const begun = new Promise<void>((resolve) => {
        finish = resolve;
      });
      const { queue, of } = await bench.open({ run: () => begun });
      await queue.at(Date.now(), job('edited'));
      await eventually('it has begun', () => of('edited') === 1);
      await queue.at(Date.now() + DAY_MS, job('edited'));
      await queue.at(Date.now(), job('edited'));
      finish();
      await eventually('it is done again', () => of('edited') === 2);
      await eventually('and not a third time', async () => (await bench.place.waiting()).length === 0);
      expect(of('edited')).toBe(2);
    });

    check('forgets what is cancelled, and only that', async (bench) => {
      const { queue, of } = await bench.open();
      await queue.at(Date.now() + 3_000, job('away'));
      await queue.at(Date.now() + 4_000, job('stays'));
      await queue.cancel('look', 'away');
      await queue.cancel('look', 'never-there');
      await eventually('the other is done', () => of('stays') === 1);
      expect(of('away')).toBe(0);
      await queue.at(Date.now(), job('away'));
      await eventually('the key may be used again', () => of('away') === 1);
    });

    check('tries again what fails, tells it, and goes on with the others', async (bench) => {
      let failures = 0;
      const { queue, of, problems } = await bench.open({
        run: async (_, payload) => {
          if ((payload as { key: string }).key === 'weak' && ++failures <= 2) throw new Error('not yet');
        },
      });
      await queue.at(Date.now(), job('weak'));
      await queue.at(Date.now() + 300, job('well'));
      await eventually('the other is done', () => of('well') === 1);
      await eventually('the weak one is done', () => of('weak') === 3, 30_000);
      expect(problems.filter((problem) => problem.includes('not yet'))).toHaveLength(2);
    });

    check('does not try again what no handler takes', async (bench) => {
      const { queue, of, problems } = await bench.open({
        run: async (_, payload) => {
          if ((payload as { key: string }).key === 'odd') throw new JobRefused('no such thing');
        },
      });
      await queue.at(Date.now(), job('odd'));
      await eventually('it is told', () => problems.some((problem) => problem.includes('no such thing')));
      await queue.at(Date.now() + 2_500, job('later'));
      await eventually('a retry would have come by now', () => of('later') === 1);
      expect(of('odd')).toBe(1);
    });

    check('two controllers share the work: each job once', async (bench) => {
      const [first, second] = [await bench.open(), await bench.open()];
      const keys = Array.from({ length: 60 }, (_, n) => `job-${n}`);
      const soon = Date.now() + 500;
      for (const [n, key] of keys.entries()) {
        await (n % 2 === 0 ? first : second).queue.at(soon + n * 10, job(key));
      }
      await eventually('all are done', () => first.done.length + second.done.length >= keys.length);
      await sleep(500);
      expect(keys.map((key) => first.of(key) + second.of(key))).toEqual(keys.map(() => 1));
    });

    check('does what came due while nobody was there, once', async (bench) => {
      const before = await bench.open();
      await before.queue.at(Date.now() + 1_500, job('missed'));
      await before.queue.every(2_000, job('often'));
      await before.queue.stop();
      const pending = await bench.place.waiting();
      expect(pending.map(({ key }) => key).sort()).toEqual(['missed', 'often']);
      await sleep(5_000);
      const after = await bench.open();
      await after.queue.every(3_600_000, job('often'));
      await eventually('the missed one is done', () => after.of('missed') === 1);
      expect(after.of('often')).toBeLessThanOrEqual(1);
      const now = (await bench.place.waiting()).filter(({ key }) => key === 'often');
      expect(now.map(({ dueAt }) => dueAt % 3_600_000)).toEqual([0]);
    });

    check('repeats, aligned to the epoch', async (bench) => {
      const { queue, of, done } = await bench.open();
      await queue.every(1_000, job('tick'));
      await eventually('four times', () => of('tick') >= 4);
      await queue.cancel('look', 'tick');
      const late = done.map(({ at }) => at % 1_000);
      const seconds = done.map(({ at }) => Math.floor(at / 1_000));
      console.log(`${kind}: repetitions began ${late.join(', ')} ms after their second`);
      expect(new Set(seconds).size).toBe(seconds.length);
      await eventually('nothing waits any more', async () => (await bench.place.waiting()).length === 0);
    });

    check(
      'says that its server is away instead of waiting for it, and is back with it',
      async (bench) => {
        const { queue, of } = await bench.open();
        await queue.every(500, { name: 'beat', key: 'all', payload: {} });
        await eventually('it lives', async () => (await queue.state()).lagMs !== undefined);
        expect(await queue.state()).toMatchObject({ kind, reachable: true });
        bench.place.line.freeze('up');
        bench.place.line.freeze('down');
        const calls = [
          queue.at(Date.now(), job('frozen')),
          queue.every(1_000, job('frozen-often')),
          queue.cancel('look', 'frozen'),
        ];
        const outcomes = await Promise.all(
          calls.map((call) => Promise.race([call.catch((error: unknown) => error), sleep(5_000).then(() => 'hangs')])),
        );
        for (const outcome of outcomes) expect(outcome).toBeInstanceOf(QueueUnavailable);
        expect(await queue.state()).toMatchObject({ reachable: false });
        bench.place.line.unfreeze();
        bench.place.line.cut();
        await eventually(
          'it takes jobs again',
          () =>
            queue.at(Date.now(), job('thawed')).then(
              () => true,
              () => false,
            ),
          30_000,
        );
        await eventually('and does them', () => of('thawed') >= 1, 60_000);
        await eventually('what was asked for meanwhile is remembered', () => of('frozen-often') >= 1, 90_000);
      },
      180_000,
    );

    check(
      'opens later when its server is away at the start',
      async (bench) => {
        bench.place.line.dropFor(7_000);
        const { queue, of, problems } = await bench.open();
        expect(problems.length).toBeGreaterThan(0);
        await expect(queue.at(Date.now(), job('early'))).rejects.toBeInstanceOf(QueueUnavailable);
        await expect(queue.every(1_000, job('often'))).rejects.toBeInstanceOf(QueueUnavailable);
        await eventually('what was registered meanwhile comes', () => of('often') >= 1, 60_000);
        await queue.at(Date.now(), job('now'));
        await eventually('jobs are done', () => of('now') === 1);
      },
      120_000,
    );
  });
}
