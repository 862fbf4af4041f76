/** bullmq#2889, #2876, #2988: restarts and rapid edits leave several pending occurrences of what should come once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, sleep } from '../../support/eventually.ts';
import { HandClock, wallClock } from '../../support/fake-clock.ts';
import { job, openQueue, type QueueServer, SERVERS } from '../../support/queues.ts';

const HOUR_MS = 3_600_000;

for (const [kind, { there, start }] of Object.entries(SERVERS)) {
  // each in a place of its own, side by side
  describe.skipIf(!there)(`on ${kind}`, { concurrent: true }, () => {
    let server: QueueServer;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server?.stop());

    // alone: ten controllers take most of the connections that a server gives
    it.sequential('20 restarts and 10 registrations at once leave one pending occurrence of each', async () => {
      const place = await server.place();
      for (let restart = 0; restart < 20; restart++) {
        const { queue } = await openQueue(place);
        await queue.every(HOUR_MS, job('hourly'));
        await queue.every(1_000, job('every-second'));
        await queue.at(Date.now() + HOUR_MS + restart, job('edited'));
        await queue.stop();
      }
      const opened = await Promise.all(Array.from({ length: 10 }, () => openQueue(place)));
      for (let edit = 0; edit < 10; edit++) {
        await Promise.all(
          opened.flatMap(({ queue }, n) => [
            queue.every(HOUR_MS, job('hourly')),
            queue.every(1_000, job('every-second')),
            queue.at(Date.now() + HOUR_MS + 1_000 * edit + n, job('edited')),
          ]),
        );
      }
      const pending = await place.waiting();
      expect(pending.map(({ key }) => key).sort()).toEqual(['edited', 'every-second', 'hourly']);
      expect(pending.find(({ key }) => key === 'hourly')?.dueAt).toBe(Math.ceil(Date.now() / HOUR_MS) * HOUR_MS);
      const begun = () => opened.flatMap(({ done }) => done).filter(({ payload }) => isKey(payload, 'every-second'));
      await eventually('it goes on with ten controllers', () => begun().length >= 12, 40_000);
      const seconds = begun().map(({ at }) => Math.floor(at / 1_000));
      await Promise.all(opened.map(({ queue }) => queue.stop()));
      await place.close();
      console.log(`${kind}: ${begun().length} occurrences by ten controllers, in ${new Set(seconds).size} seconds`);
      const left = await place.waiting();
      expect(left.map(({ key }) => key).sort()).toEqual(['edited', 'every-second', 'hourly']);
    }, 120_000);

    it('another interval takes the place of the old one', async () => {
      const place = await server.place();
      const { queue } = await openQueue(place);
      await queue.every(40 * 24 * HOUR_MS, job('sweep'));
      await queue.every(HOUR_MS, job('sweep'));
      const pending = await place.waiting();
      expect(pending).toHaveLength(1);
      expect((pending[0]?.dueAt ?? 0) - Date.now()).toBeLessThanOrEqual(HOUR_MS);
      await queue.stop();
      await place.close();
    });

    it('a clock set back by hours holds nothing back', async () => {
      const place = await server.place();
      // controller time goes on while the machine's own stands hours behind
      const clock = new HandClock(wallClock.now());
      const { queue, of } = await openQueue(place, { clock });
      await queue.every(HOUR_MS, job('hourly'));
      await queue.at(clock.now() + 2 * HOUR_MS, job('single'));
      await queue.at(clock.now() + 5 * HOUR_MS, job('later'));
      expect([of('hourly'), of('single')]).toEqual([0, 0]);
      clock.advance(3 * HOUR_MS);
      await eventually('they are done', () => of('hourly') >= 1 && of('single') >= 1, 30_000);
      const pending = async () => (await place.waiting()).map(({ key }) => key).sort();
      await eventually('the others wait', async () => (await pending()).join() === 'hourly,later', 10_000);
      expect(of('single')).toBe(1);
      await queue.stop();
      await place.close();
    });

    it('a clock set forward makes nothing too early', async () => {
      const place = await server.place();
      // the machine's own time runs on while controller time stands
      const clock = new HandClock(wallClock.now());
      const { queue, of } = await openQueue(place, { clock });
      await queue.at(clock.now() + 1_500, job('single'));
      await queue.at(clock.now(), job('now'));
      await sleep(4_000);
      expect([of('now'), of('single')]).toEqual([1, 0]);
      expect((await place.waiting()).map(({ key }) => key)).toEqual(['single']);
      clock.advance(1_500);
      await eventually('it is done', () => of('single') === 1, 30_000);
      await queue.stop();
      await place.close();
    });
  });
}

const isKey = (payload: unknown, key: string): boolean => (payload as { key: string }).key === key;
