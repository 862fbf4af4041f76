/** What one recipient is told, and when: decided without a clock or a database. */
import { decide, type Item } from '@loa-lang/controller/domain/notifications/decide';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../support/seeded-random.ts';

const MINUTE = 60_000;
const NOW = Date.parse('2026-12-07T09:00:00+07:00');
const NIGHT = Date.parse('2026-12-07T23:00:00+07:00');
const ZONE = 'Asia/Ho_Chi_Minh';
const anybody = { quiet: [], zone: ZONE, lastAlertAt: undefined };
const quiet = (criticalPasses: boolean) => ({
  ...anybody,
  quiet: [{ quietHours: { from: '21:00', until: '05:00' }, criticalPasses }],
});

type Incident = NonNullable<Item['incident']>;
let made = 0;
function item(more: Partial<Omit<Item, 'incident'>> = {}, about: Partial<Incident> = {}): Item {
  made += 1;
  const incident = {
    ...{ id: `i${made}`, kind: 'device-offline', detail: '', raisedAt: NOW - MINUTE, clearedAt: undefined },
    ...{ acknowledged: false, explained: false, ...about },
  };
  const usual = { step: 0, delayS: 0, timing: 'at-once', severity: 'critical', state: 'due', dueAt: NOW } as const;
  return { ...usual, id: `n${made}`, incident, ...more };
}
const becomes = (one: Item, now = NOW, to = anybody as Parameters<typeof decide>[1]) => {
  const { changes, messages } = decide([one], to, now);
  const [change] = changes;
  return [change?.to ?? 'waits', messages.map(({ type }) => type).join(), change?.dueAt];
};

describe('of one incident', () => {
  it.each<[string, Item, unknown[]]>([
    ['it is told', item(), ['told', 'alert', undefined]],
    ['it is not yet due', item({ dueAt: NOW + 1 }), ['waits', '', undefined]],
    ['it is over', item({}, { clearedAt: NOW - 1 }), ['dropped', '', undefined]],
    ['somebody knows', item({}, { acknowledged: true }), ['dropped', '', undefined]],
    ['something else explains it', item({}, { explained: true }), ['later', '', NOW + 5 * MINUTE]],
    ['nobody has taken it on', item({ step: 1, delayS: 1800 }), ['told', 'escalation', undefined]],
    ['somebody has', item({ step: 1 }, { acknowledged: true }), ['dropped', '', undefined]],
    ['it is overdue, whoever knows', item({ step: 100 }, { acknowledged: true }), ['told', 'escalation', undefined]],
    ['it was held: the next wait anew', item({ step: 1, delayS: 60, state: 'later' }), ['due', '', NOW + MINUTE]],
    ['it was told, and is over', item({ state: 'ending' }, { clearedAt: NOW - 1 }), ['over', 'over', undefined]],
    ['it was told, and is back', item({ state: 'ending' }), ['told', '', undefined]],
    ['it is gone', { ...item(), incident: undefined }, ['dropped', '', undefined]],
    ['it is for the digest', item({ timing: 'digest' }, { clearedAt: NOW - 1 }), ['done', 'digest', undefined]],
    [
      'the digest leaves out what is explained',
      item({ timing: 'digest' }, { explained: true }),
      ['dropped', '', undefined],
    ],
  ])('%s', (_, one, expected) => expect(becomes(one)).toEqual(expected));
});

describe('in quiet hours', () => {
  const morning = Date.parse('2026-12-08T05:00:00+07:00');
  it.each<[string, Item, boolean, unknown[]]>([
    ['what is critical passes', item({ dueAt: NIGHT }), true, ['told', 'alert', undefined]],
    ['and does not where it was chosen so', item({ dueAt: NIGHT }), false, ['later', '', morning]],
    ['what is major waits', item({ severity: 'major', dueAt: NIGHT }), true, ['later', '', morning]],
    [
      'nor does a digest come',
      item({ timing: 'digest', severity: 'minor', dueAt: NIGHT }),
      true,
      ['later', '', morning],
    ],
    [
      'that something is over wakes nobody',
      item({ state: 'ending', dueAt: NIGHT }, { clearedAt: NIGHT }),
      true,
      ['ending', '', morning],
    ],
  ])('%s', (_, one, passes, expected) => expect(becomes(one, NIGHT, quiet(passes))).toEqual(expected));

  it('of a channel and of a person both count', () => {
    const until = (hour: string) => ({ quietHours: { from: '22:00', until: hour }, criticalPasses: false });
    const both = { ...anybody, quiet: [until('04:00'), until('06:30')] };
    expect(becomes(item({ dueAt: NIGHT }), NIGHT, both)[2]).toBe(Date.parse('2026-12-08T06:30:00+07:00'));
  });
});

describe('of many', () => {
  it('those that are about to be due are waited for, two minutes at most', () => {
    const [first, second] = [item({ dueAt: NOW }), item({ dueAt: NOW + 90_000 })];
    expect(decide([first, second], anybody, NOW).messages).toEqual([]);
    expect(decide([first, second], anybody, NOW + 90_000).messages[0]?.items.length).toBe(2);
    const last = item({ dueAt: NOW + 2 * MINUTE + 1 });
    expect(decide([first, second, last], anybody, NOW + 2 * MINUTE).messages[0]?.items.length).toBe(2);
    // one that comes long after is not waited for
    expect(decide([first, last], anybody, NOW).messages[0]?.items.length).toBe(1);
  });

  it('a second message comes after a pause, a critical one after a shorter one', () => {
    const lately = { ...anybody, lastAlertAt: NOW - 3 * MINUTE };
    expect(decide([item({ severity: 'major' })], lately, NOW).messages).toEqual([]);
    expect(decide([item()], lately, NOW).messages.length).toBe(1);
    expect(decide([item({ severity: 'major' })], lately, NOW + 7 * MINUTE).messages.length).toBe(1);
  });

  it('whatever they are, each is in one message at most, changes once, and nothing is told twice', () => {
    const random = seededRandom(20261207);
    const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
    let told = 0;
    for (let round = 0; round < 300; round++) {
      const items = Array.from({ length: 1 + Math.floor(random() * 12) }, () =>
        item(
          {
            ...{
              state: pick(['due', 'later', 'ending'] as const),
              timing: pick(['at-once', 'at-once', 'digest'] as const),
            },
            ...{ severity: pick(['critical', 'major', 'minor'] as const), step: pick([0, 0, 1, 100]) },
            dueAt: NOW + Math.floor((random() - 0.7) * 10 * MINUTE),
          },
          {
            ...{ acknowledged: random() < 0.2, explained: random() < 0.2 },
            clearedAt: random() < 0.3 ? NOW - 1 : undefined,
          },
        ),
      );
      const { changes, messages } = decide(items, quiet(random() < 0.5), pick([NOW, NIGHT]));
      const inMessages = messages.flatMap((message) => message.items.map(({ id }) => id));
      told += inMessages.length;
      expect(new Set(inMessages).size).toBe(inMessages.length);
      expect(new Set(changes.map(({ id }) => id)).size).toBe(changes.length);
      for (const { id, to } of changes)
        expect(inMessages.includes(id)).toBe(['told', 'over', 'done'].includes(to) && !isBack(id));
      function isBack(of: string): boolean {
        const one = items.find(({ id }) => id === of);
        return one?.state === 'ending' && one.incident?.clearedAt === undefined;
      }
    }
    console.log(`${made} items, ${told} told`);
    expect(told).toBeGreaterThan(300);
  });
});
