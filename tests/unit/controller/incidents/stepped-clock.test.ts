/** The wall clock is set back while the devices are watched. */
import { DeviceIncidents } from '@loa-lang/controller/services/incidents/watch-devices';
import { expect, it } from 'vitest';
import { HandClock } from '../../../support/fake-clock.ts';
import { FakeFeed } from '../../../support/fake-feed.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;

it('what is overdue is looked for all the same', async () => {
  const clock = new HandClock();
  let stepped = 0;
  let looked = 0;
  let read = 0;
  const watch = new DeviceIncidents({
    feed: new FakeFeed(),
    clock: { ...clock, now: () => clock.now() - stepped, monotonicNow: () => clock.monotonicNow() } as never,
    hearing: { since: clock.monotonicNow() - HOUR, isDown: false },
    leases: { take: async () => true, release: async () => undefined },
    states: {
      all: async () => {
        read += 1;
        return [];
      },
      changedSince: async () => [],
      hanging: async () => new Set(),
    },
    book: {
      openOf: async () => [],
      resolvedByHand: async () => [],
      unpowered: async () => [],
      upkeep: async () => {
        looked += 1;
        return [];
      },
    } as never,
    onProblem: (_, cause) => {
      throw cause;
    },
  });
  await watch.look();
  stepped = 10 * HOUR;
  for (let each = 0; each < 70; each++) {
    clock.advance(5 * SECOND);
    await watch.look();
  }
  expect(looked).toBeGreaterThan(10);
  expect(read).toBeGreaterThan(1);
});
