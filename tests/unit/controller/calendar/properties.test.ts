import { dateTimeText, parseDateTime } from '@loa-lang/controller/domain/calendar/civil-date';
import { nextOccurrences } from '@loa-lang/controller/domain/calendar/next-occurrences';
import { occurrences } from '@loa-lang/controller/domain/calendar/occurrences';
import type { LunarDate, RecurrenceSpec, Season } from '@loa-lang/controller/domain/calendar/recurrence-spec';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const DAY_MS = 86_400_000;
const BEGIN = Date.UTC(2026, 0, 1);

const rrule = fc.constantFrom(
  'FREQ=DAILY',
  'FREQ=DAILY;BYHOUR=2,5,17;BYMINUTE=0,30',
  'FREQ=DAILY;INTERVAL=3;COUNT=40',
  'FREQ=WEEKLY;BYDAY=MO,WE,SU',
  'FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,SU;UNTIL=20271201T000000Z',
  'FREQ=MONTHLY;BYMONTHDAY=1,-1',
  'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
  'FREQ=YEARLY;BYWEEKNO=1,53',
  'FREQ=HOURLY;INTERVAL=5',
);
const time = fc.constantFrom('02:30', '01:30', '00:00', '05:00', '23:59');
const day = fc.integer({ min: 0, max: 900 }).map((days) => new Date(BEGIN + days * DAY_MS).toISOString().slice(0, 10));
const moment = fc.tuple(day, time).map(([date, at]) => `${date.replaceAll('-', '')}T${at.replace(':', '')}00`);

const spec: fc.Arbitrary<RecurrenceSpec> = fc
  .record(
    {
      zone: fc.constantFrom('Asia/Ho_Chi_Minh', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC'),
      startDate: day,
      time,
      endDate: day,
      rrule,
      lunar: fc.constantFrom<LunarDate[]>(
        [{ every: 'month', day: 1 }],
        [
          { every: 'month', day: 30 },
          { every: 'year', month: 3, day: 10 },
        ],
      ),
      rdate: fc.array(moment, { maxLength: 4 }),
      exdate: fc.array(moment, { maxLength: 4 }),
      seasons: fc.constantFrom<Season[]>([{ from: '11-01', to: '03-31', time: '05:30' }], []),
      skipDaysOff: fc.boolean(),
    },
    { requiredKeys: ['zone', 'startDate', 'time'] },
  )
  // several times a day and a season exclude each other
  .map(({ seasons, ...made }) => (/BYHOUR|HOURLY/.test(made.rrule ?? '') ? made : { ...made, seasons: seasons ?? [] }));
const daysOff = fc.array(day, { maxLength: 30 }).map((days) => new Set(days));
const instant = fc.integer({ min: 0, max: 1000 * 24 }).map((hours) => BEGIN + hours * 3600_000);

describe('starts of any schedule', () => {
  it('of two windows in a row are those of one', () => {
    fc.assert(
      fc.property(spec, daysOff, fc.tuple(instant, instant, instant), (given, off, instants) => {
        const [a = 0, b = 0, c = 0] = instants.sort((x, y) => x - y);
        const parts = [
          ...occurrences(given, { from: a, until: b }, off),
          ...occurrences(given, { from: b, until: c }, off),
        ];
        expect(parts).toEqual(occurrences(given, { from: a, until: c }, off));
      }),
      { numRuns: 150 },
    );
  });

  it('have one id and one moment each, in order, within the window and the days of the schedule', () => {
    fc.assert(
      fc.property(spec, daysOff, instant, (given, off, from) => {
        const until = from + 200 * DAY_MS;
        const found = occurrences(given, { from, until }, off);
        expect(new Set(found.map(({ recurrenceId }) => recurrenceId)).size).toBe(found.length);
        for (const [index, { startAt, recurrenceId }] of found.entries()) {
          expect(startAt).toBeGreaterThan(found[index - 1]?.startAt ?? Number.NEGATIVE_INFINITY);
          expect(startAt >= from && startAt < until).toBe(true);
          const date = `${recurrenceId.slice(0, 4)}-${recurrenceId.slice(4, 6)}-${recurrenceId.slice(6, 8)}`;
          expect(date >= given.startDate && date <= (given.endDate ?? '9999')).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('lose exactly the one that is excepted', () => {
    fc.assert(
      fc.property(spec, fc.nat(), (given, choice) => {
        const plain = { ...given, exdate: [] };
        const window = { from: BEGIN, until: BEGIN + 400 * DAY_MS };
        const before = occurrences(plain, window);
        const chosen = before[choice % Math.max(1, before.length)];
        if (chosen === undefined) return;
        const after = occurrences({ ...plain, exdate: [chosen.recurrenceId] }, window);
        const lost = before.filter(({ startAt }) => !after.some((each) => each.startAt === startAt));
        // where two starts fall together in a gap of the clocks, the other one stays
        expect(lost.length).toBeLessThanOrEqual(1);
        expect(after.some(({ recurrenceId }) => recurrenceId === chosen.recurrenceId)).toBe(false);
        if (given.zone === 'Asia/Ho_Chi_Minh' || given.zone === 'UTC') expect(lost).toEqual([chosen]);
      }),
      { numRuns: 150 },
    );
  });

  it('are previewed as they will come', () => {
    fc.assert(
      fc.property(spec, instant, (given, from) => {
        const preview = nextOccurrences(given, from, 5);
        const last = preview[preview.length - 1];
        if (last !== undefined) expect(occurrences(given, { from, until: last.startAt + 1 })).toEqual(preview);
      }),
      { numRuns: 60 },
    );
  });

  it('keep their local digits through text and back', () => {
    fc.assert(
      fc.property(moment, (text) => {
        expect(dateTimeText(parseDateTime(text) as number)).toBe(text);
      }),
    );
  });
});
