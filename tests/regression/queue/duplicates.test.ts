/** bullmq#2889, #2876, #2988: restarts and rapid edits leave several pending occurrences of what should come once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { HandClock, wallClock } from '../../support/fake-clock.ts';
import { job, openQueue, type QueueServer, SERVERS } from '../../support/queues.ts';

const HOUR_MS = 3_600_000;

for (const [kind, { there, start }] of Object.entries(SERVERS)) {
  describe.skipIf(!there)(`on ${kind}`, () => {
    let server: QueueServer;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server?.stop());

    it('20 restarts and 10 registrations at once leave one pending occurrence of each', async () => {
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

    it('a clock set back by hours does not hold a repetition back', async () => {
      const place = await server.place();
      // controller time goes on while the machine's own stands hours behind
      const clock = new HandClock(wallClock.now());
      const { queue, of } = await openQueue(place, { clock });
      await queue.every(HOUR_MS, job('hourly'));
      expect(of('hourly')).toBe(0);
      clock.advance(3 * HOUR_MS);
      await eventually('it is done', () => of('hourly') >= 1, 30_000);
      expect((await place.waiting()).map(({ key }) => key)).toEqual(['hourly']);
      await queue.stop();
      await place.close();
    });
  });
}

const isKey = (payload: unknown, key: string): boolean => (payload as { key: string }).key === key;
