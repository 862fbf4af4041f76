/** Who is to be told of an incident, by which rule, on what way. */
import type { Place } from '@loa-lang/controller/domain/notifications/audience';
import type { Channel } from '@loa-lang/controller/domain/notifications/channel';
import { nextTimeOfDay, quietUntil } from '@loa-lang/controller/domain/notifications/hours';
import { type Means, planItems, type Reachable } from '@loa-lang/controller/domain/notifications/plan-items';
import { type Rule, rulesAt, STANDARD_RULES } from '@loa-lang/controller/domain/notifications/rule';
import { describe, expect, it } from 'vitest';
import { person } from '../../../support/people.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const NOW = Date.parse('2026-12-07T09:00:00+07:00');
const tops = new Set(['tinh']);
const place: Place = { line: ['thon', 'xa', 'tinh'], local: new Set(['thon', 'xa']), tops };
const someone = (
  id: string,
  roles: Parameters<typeof person>[2],
  areaIds: string[] | 'everywhere',
  more = {},
): Reachable => ({
  ...person(id, id, roles, { areaIds, ...more }),
  email: `${id}@xa.example`,
  phone: undefined,
});
const people = [
  someone('tho', ['technician'], ['xa'], { deputyId: 'phu' }),
  someone('phu', ['viewer'], ['xa']),
  someone('quan', ['commune-administrator'], ['xa']),
  someone('tho-tinh', ['technician'], ['tinh']),
  someone('tho-ben', ['technician'], ['xa-ben']),
  someone('ca-nuoc', ['technician', 'province-administrator'], 'everywhere'),
];
const rule = (more: Partial<Rule>): Rule => ({
  ...{ id: 'r', areaId: 'xa', name: 'r', enabled: true, channelId: undefined, severities: ['critical'] },
  ...{ owners: ['technician'], timing: 'at-once', delayMs: 0, digestAt: '07:30', escalation: [], language: 'vi' },
  ...{ to: { roles: ['technician'], personIds: [] }, ...more },
});
const means = (rules: readonly Rule[], more: Partial<Means> = {}): Means => ({
  ...{ rules, channels: [], people, hasEmail: true, zone: ZONE, ...more },
});
const critical = { event: 'opened', severity: 'critical', owner: 'technician', place } as const;
const whom = (items: ReturnType<typeof planItems>) => items.map(({ recipientKey, step }) => `${recipientKey} ${step}`);

describe('by the standard rules', () => {
  it('those of the commune, then its administrators and deputies', () =>
    expect(whom(planItems(critical, means(STANDARD_RULES), NOW))).toEqual(['tho 0', 'quan 1', 'phu 1']));

  it('without a technician in the commune the province’s, without any whoever administers', () => {
    const without = (...ids: string[]) =>
      means(STANDARD_RULES, { people: people.filter(({ id }) => !ids.includes(id)) });
    expect(whom(planItems(critical, without('tho'), NOW))).toEqual(['tho-tinh 0', 'quan 1']);
    expect(whom(planItems(critical, without('tho', 'tho-tinh'), NOW))).toEqual(['ca-nuoc 0', 'quan 1']);
    expect(whom(planItems(critical, without('tho', 'tho-tinh', 'ca-nuoc'), NOW))).toEqual(['quan 0', 'quan 1']);
  });

  it('what is minor stands in the digest of the next morning', () => {
    const [item] = planItems({ ...critical, severity: 'minor' }, means(STANDARD_RULES), NOW);
    expect(item).toMatchObject({ timing: 'digest', dueAt: Date.parse('2026-12-08T07:30:00+07:00') });
  });

  it('nobody where nothing can be sent', () =>
    expect(planItems(critical, means(STANDARD_RULES, { hasEmail: false }), NOW)).toEqual([]));

  it('hold where a commune has none of its own, whatever the province has', () => {
    const ids = (rules: Rule[]) => rulesAt(rules, place.line, tops).map(({ id }) => id);
    const standard = STANDARD_RULES.map(({ id }) => id);
    expect(ids([])).toEqual(standard);
    expect(ids([rule({ id: 'tinh', areaId: 'tinh' })])).toEqual(['tinh', ...standard]);
    expect(ids([rule({ id: 'xa' }), rule({ id: 'ben', areaId: 'xa-ben' })])).toEqual(['xa']);
    // switched off on purpose
    expect(ids([rule({ enabled: false })])).toEqual([]);
  });
});

describe('by rules', () => {
  const escalation = [{ afterMs: 600_000, to: { roles: ['commune-administrator'] as const, personIds: [] } }];

  it('of two that say the same to somebody the one that says it at once counts', () => {
    const rules = [rule({ id: 'a', timing: 'digest' }), rule({ id: 'b', delayMs: 1000 })];
    expect(planItems(critical, means(rules), NOW)).toEqual([
      expect.objectContaining({ recipientKey: 'tho', timing: 'at-once', dueAt: NOW + 1000 }),
    ]);
  });

  it('what is overdue is told at once to everybody whom the rule knows', () =>
    expect(whom(planItems({ ...critical, event: 'escalated' }, means([rule({ escalation })]), NOW))).toEqual([
      'tho 100',
      'quan 100',
    ]));

  it('on a channel that is off, or gone, nobody is told; on its own each has its recipients', () => {
    const channel = (kind: Channel['kind'], settings: Channel['settings'], enabled = true): Channel => ({
      ...{ id: kind, areaId: 'xa', kind, name: kind, enabled, settings, quietHours: undefined, criticalPasses: true },
      ...{ secrets: undefined, createdAt: 0, changedAt: 0, removedAt: undefined },
    });
    const by = (channels: Channel[], channelId: string) =>
      whom(planItems(critical, means([rule({ channelId, escalation })], { channels }), NOW));
    expect(by([], 'email')).toEqual([]);
    expect(by([channel('webhook', { url: '' }, false)], 'webhook')).toEqual([]);
    expect(by([channel('webhook', { url: '' })], 'webhook')).toEqual(['channel 0', 'channel 1']);
    expect(by([channel('email', { addresses: ['sua@a.example'] })], 'email')).toEqual([
      'tho 0',
      '@sua@a.example 0',
      'quan 1',
    ]);
    // nobody has a telephone
    expect(by([channel('zalo', { url: '' })], 'zalo')).toEqual([]);
  });
});

it('times of day are those of the zone', () => {
  const at = (text: string) => Date.parse(text);
  expect(nextTimeOfDay('07:30', ZONE, at('2026-12-07T07:30:00+07:00'))).toBe(at('2026-12-08T07:30:00+07:00'));
  expect(nextTimeOfDay('07:30', ZONE, at('2026-12-07T00:10:00+07:00'))).toBe(at('2026-12-07T07:30:00+07:00'));
  // clocks that go back show the hour twice: its end is the first of the two
  expect(nextTimeOfDay('02:30', 'Europe/Berlin', at('2026-10-25T00:00:00Z'))).toBe(at('2026-10-25T00:30:00Z'));
  const night = { from: '21:00', until: '05:00' };
  expect(quietUntil(night, ZONE, at('2026-12-07T20:59:59+07:00'))).toBeUndefined();
  expect(quietUntil(night, ZONE, at('2026-12-07T21:00:00+07:00'))).toBe(at('2026-12-08T05:00:00+07:00'));
  expect(quietUntil(night, ZONE, at('2026-12-08T04:59:00+07:00'))).toBe(at('2026-12-08T05:00:00+07:00'));
  expect(quietUntil(night, ZONE, at('2026-12-08T05:00:00+07:00'))).toBeUndefined();
  expect(quietUntil({ from: '07:00', until: '07:00' }, ZONE, at('2026-12-08T05:00:00+07:00'))).toBeUndefined();
  expect(quietUntil({ from: '12:00', until: '13:30' }, ZONE, at('2026-12-08T13:00:00+07:00'))).toBe(
    at('2026-12-08T13:30:00+07:00'),
  );
});
