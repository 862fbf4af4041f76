import { earlierStart } from '@loa-lang/controller/domain/readiness/outages';
import { type DeviceFacts, readinessOf } from '@loa-lang/controller/domain/readiness/readiness';
import type { PlanItem } from '@loa-lang/schemas/wire/plan';
import { describe, expect, it } from 'vitest';

const [vi, tay] = ['a'.repeat(64), 'b'.repeat(64)];
const item = (language: string, assetId: string, sizeBytes: number): PlanItem => ({
  kind: 'asset',
  part: 0,
  language,
  assetId,
  sizeBytes,
  durationMs: 60_000,
});
const cluster = (id: string, languages = ['vi']) => ({
  id,
  code: id,
  name: id,
  kind: 'horns' as const,
  hamletId: `h-${id}`,
  hamletName: `Thôn ${id}`,
  languages,
  services: [],
});
const NOW = Date.parse('2026-12-05T10:00:00+07:00');
const START = Date.parse('2026-12-05T17:00:00+07:00');
const broadcast = {
  version: 2,
  startAt: START,
  endsAt: START + 15 * 60_000,
  items: [item('vi', vi, 1000), item('tyz', tay, 700)],
  audience: { hamlets: [], clusters: [cluster('1'), cluster('2', ['tyz', 'vi'])] },
};
const device = (more: Partial<DeviceFacts> = {}): DeviceFacts => ({
  deviceId: 'd',
  storeId: 's',
  online: true,
  lastSeenAt: NOW,
  muted: false,
  said: { deviceId: 'd', storeId: 's', version: 2, state: 'ready' },
  cached: new Set([vi, tay]),
  ...more,
});
const states = (facts: DeviceFacts | undefined) =>
  readinessOf(broadcast, new Map(facts && [['1', facts]]), [], NOW).clusters[0];

describe('readiness before the fact', () => {
  it('counts what devices themselves said, of this very version', () => {
    const facts = new Map([
      ['1', device()],
      ['2', device({ said: { deviceId: 'd', storeId: 's', version: 1, state: 'ready' } })],
    ]);
    const found = readinessOf(broadcast, facts, [], NOW);
    expect(found.clusters.map((each) => each.state)).toEqual(['ready', 'old-plan']);
    expect([found.ready, found.expected]).toEqual([1, 1]);
  });

  it.each<[string, DeviceFacts | undefined, string]>([
    ['no device', undefined, 'no-device'],
    ['muted by its settings', device({ muted: true }), 'muted'],
    ['said nothing, holds the audio', device({ said: undefined }), 'no-plan'],
    ['said nothing, lacks the audio', device({ said: undefined, cached: new Set() }), 'no-audio'],
    ['audio lost after it was ready', device({ cached: new Set() }), 'no-audio'],
    ['store lost after it was ready', device({ storeId: 'another' }), 'no-plan'],
    ['exchanged after it was ready', device({ deviceId: 'another' }), 'no-plan'],
    ['offline, and all is there', device({ online: false }), 'ready'],
  ])('%s', (_, facts, state) => {
    expect(states(facts)?.state).toBe(state);
  });

  it('wants of a device only what it plays', () => {
    const facts = new Map([
      ['1', device({ cached: new Set([vi]) })],
      ['2', device({ cached: new Set([vi]) })],
    ]);
    const { clusters } = readinessOf(broadcast, facts, [], NOW);
    expect(clusters.map((each) => [each.state, each.missingBytes])).toEqual([
      ['ready', 0],
      ['no-audio', 700],
    ]);
  });

  it('planned outages are taken in where the pole stands, and an earlier start is found', () => {
    const outage = {
      id: 'o',
      hamletId: 'h-2',
      fromAt: START - 3600_000,
      untilAt: START + 3600_000,
      reason: 'sửa điện',
    };
    const facts = new Map([
      ['1', device()],
      ['2', device()],
    ]);
    const found = readinessOf(broadcast, facts, [outage], NOW);
    expect(found.clusters.map((each) => each.outage?.id)).toEqual([undefined, 'o']);
    expect([found.ready, found.expected]).toEqual([2, 1]);
    // 16:00 less ten minutes less one minute of content, rounded down to five
    expect(found.earlierStartAt).toBe(Date.parse('2026-12-05T15:45:00+07:00'));
    const over = { ...outage, fromAt: START - 7200_000, untilAt: START };
    expect(readinessOf(broadcast, facts, [over], NOW).expected).toBe(2);
    expect(earlierStart([{ ...outage, fromAt: NOW + 60_000 }], broadcast, 60_000, NOW)).toBeUndefined();
  });

  it('an earlier start lies in no other outage', () => {
    const at = (time: string) => Date.parse(`2026-12-05T${time}:00+07:00`);
    const outage = (hamletId: string, from: string, until: string) => ({
      ...{ id: from, hamletId, fromAt: at(from), untilAt: at(until), reason: 'sửa điện' },
    });
    const earlier = (...outages: ReturnType<typeof outage>[]) =>
      readinessOf(broadcast, new Map([['1', device()]]), outages, NOW).earlierStartAt;
    const over = outage('h-2', '16:00', '18:00');
    expect(earlier(over, outage('h-1', '15:30', '15:50'))).toBe(at('15:15'));
    expect(earlier(over, outage('elsewhere', '15:30', '15:50'))).toBe(at('15:45'));
    expect(earlier(outage('h-1', '15:30', '15:50'))).toBeUndefined();
  });
});
