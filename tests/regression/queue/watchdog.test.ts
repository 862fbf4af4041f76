/**
 * bullmq#2466, #2534: delayed jobs stop silently. Whatever the queue does, what is due and has not begun is noticed
 * within minutes, called by its right name, and repaired where it can be; and nothing else is called a fault.
 */
import type { MissingOccurrence } from '@loa-lang/controller/ports/due-reader';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { WatchBench } from '../../support/watch-bench.ts';

const MINUTE_MS = 60_000;

let databases: TestDatabases;
let bench: WatchBench;
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.stop());
beforeEach(async () => {
  bench = await WatchBench.open(databases);
});
afterEach(() => bench.close());

describe('a broadcast that is due', () => {
  it('and reported by all is no fault, whatever the reports say', async () => {
    const watch = await bench.settled();
    await bench.plan('a', { inMs: MINUTE_MS });
    await bench.publish();
    await bench.pass(watch, MINUTE_MS);
    for (const [n, state] of [
      [1, 'started'],
      [2, 'missed'],
      [3, 'finished'],
    ] as const) {
      await bench.report('a', n, state);
    }
    await bench.pass(watch, 10 * MINUTE_MS);
    expect(await bench.open()).toEqual([]);
    expect(bench.publishedPlans).toBe(0);
  });

  it('and silent is a fault after a minute, is published again, and is none once it is reported', async () => {
    const watch = await bench.settled();
    await bench.plan('a', { inMs: 0 });
    await bench.publish();
    await bench.report('a', 1, 'ready');
    await bench.report('a', 2, 'started');
    bench.clock.advance(59_000);
    await watch.look();
    expect(await bench.open()).toEqual([]);
    bench.clock.advance(16_000);
    await watch.look();
    expect(await bench.open()).toEqual(['broadcast-not-started a']);
    expect(await bench.detail('broadcast-not-started')).toBe('Tin a: 1, 3 (2/3)');
    expect(bench.publishedPlans).toBe(1);
    await bench.pass(watch, 45_000);
    expect(bench.publishedPlans).toBe(1);
    await bench.pass(watch, MINUTE_MS);
    expect(bench.publishedPlans).toBe(2);
    await bench.report('a', 1, 'started');
    await watch.look();
    expect(await bench.detail('broadcast-not-started')).toBe('Tin a: 3 (1/3)');
    await bench.report('a', 3, 'failed');
    await watch.look();
    expect(await bench.open()).toEqual([]);
    expect(bench.problems).toEqual([]);
  });

  it('and silent is noticed although the rules of schedules cannot be read', async () => {
    bench.occurrences = {
      missing: () => Promise.reject(new Error('one rule is broken')),
      materialise: async () => undefined,
    };
    const watch = await bench.settled();
    await bench.plan('a', { inMs: 0 });
    await bench.publish();
    await bench.pass(watch, 75_000);
    expect(await bench.open()).toEqual(['broadcast-not-started a']);
    expect(bench.publishedPlans).toBe(1);
    expect(bench.problems[0]).toContain('the rules are not watched');
  });

  it('and short is still a fault when it is over, for an hour', async () => {
    const watch = await bench.settled();
    await bench.plan('a', { inMs: 0, lengthMs: 5_000, latestAfterMs: 0 });
    await bench.publish();
    await bench.pass(watch, 75_000);
    expect(await bench.open()).toEqual(['broadcast-not-started a']);
    await bench.pass(watch, 58 * MINUTE_MS);
    expect(await bench.open()).toEqual(['broadcast-not-started a']);
    await bench.pass(watch, 3 * MINUTE_MS);
    expect(await bench.open()).toEqual([]);
  });

  it('and was never published is told apart, and published', async () => {
    const watch = await bench.settled();
    await bench.publish();
    await bench.plan('a', { inMs: 0 });
    await bench.pass(watch, MINUTE_MS);
    expect(await bench.open()).toEqual(['plan-not-published a']);
    expect(bench.publishedPlans).toBe(1);
    await watch.look();
    expect(await bench.open()).toEqual(['broadcast-not-started a']);
    for (const n of [1, 2, 3]) await bench.report('a', n, 'started');
    await watch.look();
    expect(await bench.open()).toEqual([]);
  });

  it('and moved without being published again is told apart too', async () => {
    const watch = await bench.settled();
    await bench.plan('a', { inMs: 0 });
    await bench.publish();
    await bench.database.broadcast.update({ where: { id: 'a' }, data: { version: 2 } });
    await bench.pass(watch, MINUTE_MS);
    expect(await bench.open()).toEqual(['plan-not-published a']);
  });

  it('while nobody is connected is the devices’ fault, and repaired by nobody', async () => {
    const watch = await bench.settled();
    await bench.database.device.updateMany({ data: { online: false } });
    await bench.plan('a', { inMs: 0 });
    await bench.publish();
    await bench.pass(watch, 3 * MINUTE_MS);
    expect(await bench.open()).toEqual(['targets-offline a']);
    expect(bench.publishedPlans).toBe(0);
    await bench.report('a', 2, 'started');
    await watch.look();
    expect(await bench.open()).toEqual([]);
  });

  it('and sounds everywhere but where nobody is connected is no fault of the schedule', async () => {
    const watch = await bench.settled();
    await bench.database.device.update({ where: { id: 'may-3' }, data: { online: false } });
    await bench.plan('a', { inMs: 0 });
    await bench.publish();
    await bench.report('a', 1, 'started');
    await bench.report('a', 2, 'started');
    await bench.pass(watch, 3 * MINUTE_MS);
    expect(await bench.open()).toEqual([]);
  });
});

it('a loudspeaker that a broker calls gone, while it still asks, is named when it keeps silent', async () => {
  const watch = await bench.settled();
  await bench.plan('a', { inMs: MINUTE_MS });
  await bench.publish();
  // the last will of a connection is signed beforehand: whoever owns the broker says it when he likes
  const gone = { where: { id: 'may-3' }, data: { online: false, lastSyncAt: new Date(bench.clock.now()) } };
  await bench.database.device.update(gone);
  await bench.pass(watch, MINUTE_MS);
  await bench.report('a', 1, 'started');
  await bench.report('a', 2, 'started');
  await bench.pass(watch, 75_000);
  expect(await bench.open()).toEqual([]);
  await bench.database.device.update({ ...gone, data: { lastSyncAt: new Date(bench.clock.now()) } });
  await watch.look();
  expect(await bench.detail('broadcast-not-started')).toBe('Tin a: 3 (1/3)');
});

describe('no false alarm', () => {
  const due = async () => {
    const watch = await bench.settled();
    await bench.plan('a', { inMs: 0, clusters: [1] });
    await bench.publish();
    return watch;
  };
  const afterwards = async (watch: Awaited<ReturnType<typeof due>>) => {
    await bench.pass(watch, 5 * MINUTE_MS);
    expect(await bench.open()).toEqual([]);
    expect(bench.problems).toEqual([]);
  };

  it('the alarm there would be', async () => {
    await bench.pass(await due(), 5 * MINUTE_MS);
    expect(await bench.open()).toEqual(['broadcast-not-started a']);
  });

  it('for a gateway', async () => {
    const watch = await due();
    await bench.database.cluster.update({ where: { id: 'cum-1' }, data: { kind: 'gateway' } });
    await afterwards(watch);
  });

  it('for a muted cluster', async () => {
    const watch = await due();
    await bench.database.cluster.update({ where: { id: 'cum-1' }, data: { muted: true } });
    await afterwards(watch);
  });

  it('for a removed cluster', async () => {
    const watch = await due();
    await bench.database.cluster.update({ where: { id: 'cum-1' }, data: { deletedAt: new Date(bench.clock.now()) } });
    await afterwards(watch);
  });

  it('for what was cancelled', async () => {
    const watch = await due();
    const cancelledAt = new Date(bench.clock.now() + 20_000);
    await bench.database.broadcast.update({ where: { id: 'a' }, data: { state: 'cancelled', cancelledAt } });
    await afterwards(watch);
  });

  it('under a lock of silence, on the commune or above', async () => {
    for (const areaId of ['xa', 'tinh']) {
      await bench.close();
      bench = await WatchBench.open(databases);
      const since = new Date(bench.clock.now());
      const level = areaId === 'xa' ? 'commune' : 'province';
      await bench.database.silenceLatch.create({ data: { id: 'l', areaId, level, since, reason: 'tang lễ' } });
      await afterwards(await due());
    }
  });

  it('for what waits for something on air, until it should have begun', async () => {
    const watch = await bench.settled();
    await bench.plan('first', { inMs: 0, lengthMs: 6 * MINUTE_MS, clusters: [1] });
    await bench.plan('second', { inMs: MINUTE_MS, clusters: [1] });
    await bench.publish();
    await bench.report('first', 1, 'started');
    await bench.pass(watch, 6.75 * MINUTE_MS);
    expect(await bench.open()).toEqual([]);
    await bench.pass(watch, 30_000);
    expect(await bench.open()).toEqual(['broadcast-not-started second']);
  });

  it('for what had to give way for good', async () => {
    const watch = await bench.settled();
    await bench.plan('long', { inMs: 0, lengthMs: 20 * MINUTE_MS, clusters: [1] });
    await bench.plan('gone', { inMs: MINUTE_MS, latestAfterMs: 2 * MINUTE_MS, clusters: [1] });
    await bench.publish();
    await bench.report('long', 1, 'started');
    await bench.pass(watch, 25 * MINUTE_MS);
    expect(await bench.open()).toEqual([]);
  });

  it('for what has nothing in the cluster’s language and no Vietnamese either', async () => {
    const watch = await bench.settled();
    await bench.plan('a', { inMs: 0, clusters: [1] });
    await bench.database.broadcast.update({ where: { id: 'a' }, data: { items: [] } });
    await bench.publish();
    await afterwards(watch);
  });

  it('in the first two minutes of a controller, nor for what was over by then', async () => {
    await bench.plan('over', { inMs: 0, lengthMs: 30_000, latestAfterMs: 0 });
    await bench.plan('running', { inMs: 0, lengthMs: 10 * MINUTE_MS });
    await bench.publish();
    bench.clock.advance(2 * MINUTE_MS);
    const watch = bench.watch();
    await bench.pass(watch, 105_000);
    expect(await bench.open()).toEqual([]);
    await bench.pass(watch, MINUTE_MS);
    expect(await bench.open()).toEqual(['broadcast-not-started running']);
  });
});

describe('an occurrence that was not made', () => {
  it('is a fault before it is due, is made, and is none then', async () => {
    let made = 0;
    const startAt = bench.clock.now() + 30 * MINUTE_MS;
    const only: MissingOccurrence = {
      scheduleId: 's1',
      occurrence: '20260302T053300',
      communeId: 'xa',
      title: 'Buổi sáng',
      startAt,
    };
    bench.occurrences = {
      missing: async (from, until) => (made === 0 && startAt >= from && startAt < until ? [only] : []),
      materialise: async () => {
        made += 1;
      },
    };
    const watch = await bench.settled();
    expect(await bench.open()).toEqual([]);
    await bench.pass(watch, 11 * MINUTE_MS);
    expect([await bench.open(), made]).toEqual([[], 0]);
    await bench.pass(watch, 2 * MINUTE_MS);
    expect(made).toBe(1);
    expect(await bench.open()).toEqual([]);
    const rows = await bench.database.incident.findMany();
    expect(rows.map(({ kind, subject, detail }) => [kind, subject, detail])).toEqual([
      ['not-materialised', 's1/20260302T053300', 'Buổi sáng'],
    ]);
  });
});

describe('the queue', () => {
  it('is called dead when its heartbeat is late, the rules are looked at without it, and it may return', async () => {
    let made = 0;
    const materialise = async () => {
      made += 1;
    };
    bench.occurrences = { missing: async () => [], materialise };
    const watch = await bench.settled();
    bench.queue = { kind: 'redis', reachable: true, lagMs: 59_000 };
    await watch.look();
    expect([await bench.open(), made]).toEqual([[], 0]);
    bench.queue = { kind: 'redis', reachable: true, lagMs: 61_000, detail: 'OOM command not allowed' };
    await watch.look();
    expect(await bench.open()).toEqual(['queue-dead redis']);
    expect(await bench.detail('queue-dead')).toBe('redis, 1 min, OOM command not allowed');
    expect(made).toBe(1);
    await bench.pass(watch, 31 * MINUTE_MS);
    expect(made).toBe(3);
    bench.queue = { kind: 'redis', reachable: true, lagMs: 0 };
    await watch.look();
    expect(await bench.open()).toEqual([]);
  });

  it('is called dead after a minute without an answer, or without a heartbeat', async () => {
    for (const silent of [
      { kind: 'redis', reachable: false, detail: 'gone' },
      { kind: 'redis', reachable: true },
    ] as const) {
      const watch = await bench.settled();
      bench.queue = { kind: 'redis', reachable: true, lagMs: 0 };
      await watch.look();
      bench.queue = silent;
      await bench.pass(watch, MINUTE_MS);
      expect(await bench.open()).toEqual([]);
      await bench.pass(watch, 15_000);
      expect(await bench.open()).toEqual(['queue-dead redis']);
      bench.queue = { kind: 'redis', reachable: true, lagMs: 0 };
      await watch.look();
      await watch.stop();
    }
  });

  it('being dead keeps nobody from watching broadcasts', async () => {
    const watch = await bench.settled();
    bench.queue = { kind: 'postgres', reachable: false };
    await bench.plan('a', { inMs: 0 });
    await bench.publish();
    await bench.pass(watch, 75_000);
    expect(await bench.open()).toEqual(['broadcast-not-started a', 'queue-dead postgres']);
  });
});

describe('several controllers', () => {
  it('one that has just started clears nothing that another sees', async () => {
    const first = await bench.settled();
    await bench.plan('a', { inMs: 0, lengthMs: 10 * MINUTE_MS });
    await bench.publish();
    await bench.pass(first, 75_000);
    const second = bench.watch();
    for (let n = 0; n < 20; n++) {
      await bench.pass(first, 15_000);
      await second.look();
      expect(await bench.open()).toEqual(['broadcast-not-started a']);
    }
    for (const n of [1, 2, 3]) await bench.report('a', n, 'started');
    await Promise.all([first.look(), second.look()]);
    expect(await bench.open()).toEqual([]);
    expect(await bench.database.incident.count()).toBe(1);
  });

  it('one whose queue is dead is heard beside one whose queue lives', async () => {
    const [first, second] = [await bench.settled(), await bench.settled()];
    const [dead, alive] = [
      { kind: 'redis', reachable: true, lagMs: 90_000 },
      { kind: 'redis', reachable: true, lagMs: 0 },
    ] as const;
    for (let n = 0; n < 10; n++) {
      bench.queue = dead;
      await bench.pass(first, 15_000);
      bench.queue = alive;
      await second.look();
      expect(await bench.open()).toEqual(['queue-dead redis']);
    }
    await first.look();
    expect(await bench.open()).toEqual([]);
  });
});

it('repairs are tried more and more rarely, and at once for what is new', async () => {
  const watch = await bench.settled();
  await bench.plan('a', { inMs: 0, lengthMs: 60 * MINUTE_MS });
  await bench.plan('b', { inMs: 40 * MINUTE_MS, class: 'emergency' });
  await bench.publish();
  await bench.pass(watch, 40.75 * MINUTE_MS);
  // after 1, 2, 4, 8, 16 and 31 minutes
  expect(bench.publishedPlans).toBe(6);
  await bench.pass(watch, 30_000);
  expect(await bench.open()).toEqual(['broadcast-not-started a', 'broadcast-not-started b']);
  expect(bench.publishedPlans).toBe(7);
});

it('a row that cannot be read hides no other, and clears nothing', async () => {
  const watch = await bench.settled();
  await bench.plan('a', { inMs: 0 });
  await bench.plan('b', { inMs: 0, class: 'emergency', lengthMs: 10_000 });
  await bench.publish();
  await bench.pass(watch, 90_000);
  expect(await bench.open()).toEqual(['broadcast-not-started a', 'broadcast-not-started b']);
  await bench.database.broadcast.update({ where: { id: 'a' }, data: { audience: [] } });
  for (const n of [1, 2, 3]) await bench.report('b', n, 'started');
  await bench.plan('c', { inMs: 0, class: 'emergency', lengthMs: 10_000 });
  await bench.pass(watch, 75_000);
  const raised = [
    'broadcast-not-started a',
    'broadcast-not-started b',
    'broadcast-not-started c',
    'plan-not-published c',
  ];
  expect(await bench.open()).toEqual(raised);
  expect(bench.problems.some((problem) => problem.includes('broadcast a is due and cannot be judged'))).toBe(true);
});

it('what an earlier run left open is cleared when it is no more', async () => {
  const watch = await bench.settled();
  await bench.plan('a', { inMs: 0 });
  await bench.publish();
  await bench.pass(watch, 75_000);
  expect(await bench.open()).toEqual(['broadcast-not-started a']);
  await watch.stop();
  for (const n of [1, 2, 3]) await bench.report('a', n, 'started');
  await bench.settled();
  expect(await bench.open()).toEqual([]);
});

it('a database that is away is told, and watched again when it is back', async () => {
  const watch = await bench.settled();
  await bench.plan('a', { inMs: 0 });
  await bench.publish();
  bench.ledger.down = true;
  await bench.pass(watch, 75_000);
  expect(bench.problems.length).toBeGreaterThan(0);
  bench.ledger.down = false;
  await bench.pass(watch, 15_000);
  expect(await bench.open()).toEqual(['broadcast-not-started a']);
});
