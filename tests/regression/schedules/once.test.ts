/** Every slot once, whoever plans it and whatever dies meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises';
import { occurrences } from '@loa-lang/controller/domain/calendar/occurrences';
import { STATION } from '@loa-lang/controller/domain/people/person';
import { TRIAL_RULES } from '@loa-lang/controller/domain/rules/commune-rules';
import { FREEZE_MS, PLAN_AHEAD_MS, type Schedule } from '@loa-lang/controller/domain/schedules/schedule';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestDatabases, type TestDatabases } from '../../support/database.ts';
import { addReadyBulletin } from '../../support/http-app.ts';
import { addAreas, addDevice } from '../../support/rows.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { builtTestFile } from '../../support/world/built.ts';
import { NodeChild } from '../../support/world/node-child.ts';
import { scheduleParts } from '../../support/world/schedule-parts.ts';

const HOUR = 3600_000;
const inVietnam = (instant: number) => new Date(instant + 7 * HOUR).toISOString();
const CONSENT = { acceptConflicts: true, ruleReason: undefined };

let databases: TestDatabases;
let url: string;
let parts: ReturnType<typeof scheduleParts>;
let ids: string[];
beforeAll(async () => {
  databases = await startTestDatabases();
});
afterAll(() => databases.stop());
beforeEach(async () => {
  url = await databases.fresh();
  parts = scheduleParts(url);
  await addAreas(parts.database);
  await addDevice(parts.database, 1);
  await parts.stores.communeRules.put('xa', TRIAL_RULES, 0, Date.now());
  const bulletinId = await addReadyBulletin(parts, 'xa');
  ids = [];
  for (const hour of [5, 7, 9]) {
    const saved = await parts.schedules.create(
      { communeId: 'xa', kind: 'session', times: timesIn(hour), fields: fieldsOf(`Buổi ${hour}`, bulletinId) },
      CONSENT,
      STATION,
    );
    if (saved.saved) ids.push(saved.schedule.id);
  }
  expect(ids).toHaveLength(3);
});
afterEach(() => parts.stop());

/** Daily, from the time so many hours from now: no start comes while the test runs. */
function timesIn(hours: number, minutes = 0) {
  const [startDate = '', time = ''] = inVietnam(Date.now() + hours * HOUR + minutes * 60_000)
    .slice(0, 16)
    .split('T');
  return { recurrence: { startDate, time, rrule: 'FREQ=DAILY' } };
}
const fieldsOf = (name: string, bulletinId: string) => ({
  ...{
    name,
    class: 'scheduled' as const,
    level: 'commune' as const,
    rank: undefined,
    windowMs: 30 * 60_000,
    gainDb: 0,
  },
  programme: [{ kind: 'bulletin' as const, bulletinId }],
  requested: { areaIds: ['xa'], groupIds: [], clusterIds: [] },
});

/** What should be planned, against what is. */
async function expectOnce(): Promise<void> {
  const now = Date.now();
  const rows = await databases.query(
    url,
    `SELECT schedule_id || ' ' || occurrence AS slot, count(*)::int AS n FROM broadcast
     WHERE cancelled_at IS NULL AND NOT withdrawn GROUP BY 1 ORDER BY 1`,
  );
  const all = (await parts.stores.schedules.list({})) as Schedule[];
  const wanted = all
    .filter((schedule) => !schedule.paused)
    .flatMap(({ id, recurrence }) =>
      occurrences(recurrence, { from: now + FREEZE_MS, until: now + PLAN_AHEAD_MS }).map(
        (each) => `${id} ${each.recurrenceId}`,
      ),
    )
    .sort();
  expect(rows).toEqual(wanted.map((slot) => ({ slot, n: 1 })));
  const targets = await databases.query(
    url,
    `SELECT count(*)::int AS n FROM broadcast b WHERE NOT EXISTS (SELECT 1 FROM broadcast_target t WHERE t.broadcast_id = b.id)`,
  );
  expect(targets).toEqual([{ n: 0 }]);
}

/** Another minute of the hour, or paused, or on again. */
async function edit(random: () => number): Promise<void> {
  const id = ids[Math.floor(random() * ids.length)] ?? '';
  const { version, paused } = await parts.schedules.get(id);
  const hours = 5 + 2 * ids.indexOf(id);
  const act = random();
  // who loses the race says so, and nothing is half done
  const refused = (error: Error) => expect(error.message).toBe('schedule-changed');
  if (paused) await parts.schedules.resume(id, version, CONSENT, STATION).catch(refused);
  else if (act < 0.2) await parts.schedules.pause(id, version, false, STATION).catch(refused);
  else {
    const fields = timesIn(hours, Math.floor(act * 60));
    await parts.schedules.change(id, version, fields, CONSENT, STATION).catch(refused);
  }
}

describe('libretime#3236, bull#2207: a server move doubles or loses a slot', () => {
  it('two controllers at once, while somebody edits', async () => {
    const random = seededRandom(4);
    const other = scheduleParts(url);
    for (let round = 0; round < 5; round++) {
      await Promise.all([parts.materialiser.all(), other.materialiser.all(), edit(random), other.materialiser.all()]);
    }
    await other.materialiser.all();
    await expectOnce();
    expect([...parts.problems, ...other.problems]).toEqual([]);
    await other.stop();
  });

  it('killed anywhere, two at a time', async () => {
    const random = seededRandom(5);
    let passes = 0;
    const program = [builtTestFile('support/world/materialise-process'), url];
    const onLine = (line: string) => {
      if (line.startsWith('pass')) passes++;
      else expect(line).toBe('');
    };
    for (let round = 0; round < 4; round++) {
      const children = [1, 2].map((n) => NodeChild.start(`planner ${n}`, program, { onLine }));
      const before = passes;
      while (passes < before + 2) await sleep(20);
      await edit(random);
      await sleep(random() * 150);
      await Promise.all(children.map((child) => child.kill()));
    }
    expect(passes).toBeGreaterThanOrEqual(8);
    await parts.materialiser.all();
    await expectOnce();
  }, 180_000);
});

describe('bullmq#2889, #2876, #2988: duplicate schedulers after restarts and rapid edits', () => {
  it('20 restarts and 10 edits at the same moment leave one pending occurrence each', async () => {
    const random = seededRandom(6);
    const restarts = (async () => {
      for (let restart = 0; restart < 20; restart++) {
        const again = scheduleParts(url);
        await again.materialiser.all();
        await again.stop();
      }
    })();
    await Promise.all(Array.from({ length: 10 }, () => edit(random)));
    await restarts;
    await parts.materialiser.all();
    await expectOnce();
  });

  it('of ten edits of one version one is stored, the others are told so', async () => {
    const [id = ''] = ids;
    const change = (name: string) => parts.schedules.change(id, 1, { name }, CONSENT, STATION);
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, (_, n) => change(`tên ${n}`)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await parts.schedules.get(id)).version).toBe(2);
    await expectOnce();
  });
});

describe('clock steps', () => {
  it('forward and back again: nothing doubled, nothing lost, nothing begun anew', async () => {
    let offset = 0;
    const stepping = scheduleParts(url, () => Date.now() + offset);
    for (const step of [26 * HOUR, -3 * HOUR, 0, 5 * 24 * HOUR, 0]) {
      offset = step;
      await stepping.materialiser.all();
    }
    await stepping.stop();
    const rows = await databases.query(
      url,
      `SELECT schedule_id, occurrence, count(*)::int AS n FROM broadcast WHERE NOT withdrawn GROUP BY 1, 2 HAVING count(*) > 1`,
    );
    expect(rows).toEqual([]);
    await parts.materialiser.all();
    await expectOnce();
  });
});
