import { REPORT_GRACE_MS } from '@loa-lang/controller/domain/coverage/cluster-coverage';
import { coverageOf } from '@loa-lang/controller/domain/coverage/coverage';
import { relayedItems } from '@loa-lang/controller/domain/coverage/stream-content';
import type { Audience, AudienceCluster } from '@loa-lang/controller/domain/placement/audience';
import type { PlanItem } from '@loa-lang/schemas/wire/plan';
import type { Receipt } from '@loa-lang/schemas/wire/report';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const asset = (part: number, durationMs: number, language = 'vi'): PlanItem => ({
  kind: 'asset',
  part,
  durationMs,
  language,
  assetId: 'a'.repeat(64),
  sizeBytes: 1,
});
const ITEMS = [asset(0, 6000), asset(1, 4000), asset(1, 4000)];
const cluster = (id: string, services: Record<string, number>, more: Partial<AudienceCluster> = {}) => ({
  id,
  code: id,
  name: id,
  kind: 'horns' as const,
  hamletId: Object.keys(services)[0] ?? '',
  hamletName: '',
  languages: ['vi'],
  services: Object.entries(services).map(([hamletId, households]) => ({ hamletId, households })),
  ...more,
});
const AUDIENCE: Audience = {
  hamlets: [
    { id: 'A', name: 'A', households: 100 },
    { id: 'B', name: 'B', households: 60 },
    { id: 'D', name: 'D', households: 40 },
  ],
  clusters: [cluster('a', { A: 70 }), cluster('ab', { A: 50, B: 20 }), cluster('g', { B: 40 }, { kind: 'gateway' })],
};
const END = 100_000;
const base = {
  startAt: 50_000,
  endsAt: END,
  cancelledAt: undefined,
  onInterrupted: 'restart' as const,
  items: ITEMS,
  floorDbfs: -50,
  now: END,
};

const receipt = (state: Receipt['state'], playedMs: number[], more: Partial<Receipt> = {}): Receipt => ({
  kind: 'receipt',
  broadcastId: 'x',
  version: 1,
  run: 1,
  state,
  outputLevelDbfs: -20,
  items: playedMs.map((ms, index) => ({ index, part: [0, 1, 1][index] ?? 0, playedMs: ms })),
  ...more,
});
const FULL = receipt('finished', [6000, 4000, 4000]);

describe('a relay', () => {
  const relay: PlanItem = { kind: 'stream', part: 0, durationMs: 40_000, streamId: 's' };
  const items = [relay, asset(1, 10_000)];
  const heard = (gaps: { from: number; to?: number }[], runs: number[][]) => {
    const streamGaps = gaps.map((gap) => ({ streamId: 's', ...gap }));
    const receipts = runs.map((playedMs, n) =>
      receipt('finished', playedMs, {
        run: n + 1,
        items: playedMs.map((ms, index) => ({ index, part: index, playedMs: ms })),
      }),
    );
    const audience = { ...AUDIENCE, clusters: AUDIENCE.clusters.slice(0, 1) };
    const planned = { ...base, id: 'x', version: 1, class: 'scheduled', level: 'commune', items } as const;
    const onAir = relayedItems(planned, streamGaps, [receipts]);
    const [only] = coverageOf({ ...base, items: onAir }, audience, new Map([['a', receipts]])).clusters;
    return [only?.outcome, only?.playedMs, only?.contentMs];
  };

  it('counts only while it was on the air, over all its runs', () => {
    expect(heard([], [[40_000, 10_000]])).toEqual(['reached', 50_000, 50_000]);
    // dead from 60 s, back at 75 s: what moved up was heard in between
    const gap = { from: 60_000, to: 75_000 };
    expect(heard([gap], [[10_000, 10_000], [15_000]])).toEqual(['reached', 35_000, 35_000]);
    expect(heard([gap], [[10_000, 10_000]])).toEqual(['partial', 20_000, 35_000]);
  });

  it('that was dead all the time leaves what followed it, and nothing where nothing did', () => {
    expect(heard([{ from: 0 }], [[0, 10_000]])).toEqual(['reached', 10_000, 10_000]);
    expect(heard([{ from: 49_000, to: 200_000 }], [[0, 0]])[0]).toBe('missed');
  });

  it('of a live that had to wait is what was spoken, from when the first heard it', () => {
    const items = [{ ...relay, durationMs: 30_000 }];
    const streamGaps = [{ streamId: 's', from: 75_000 }];
    // it waited for 20 s, and spoke for five; one came two seconds late
    const heardMs = (id: string, startedAt: number, playedMs: number): [string, Receipt[]] => [
      id,
      [receipt('finished', [], { startedAt, items: [{ index: 0, part: 0, playedMs }] })],
    ];
    const receipts = new Map([heardMs('a', 70_000, 5_000), heardMs('ab', 72_000, 3_000)]);
    const planned = { ...base, id: 'x', version: 1, class: 'live', level: 'hamlet', items } as const;
    const spoken = relayedItems(planned, streamGaps, [...receipts.values()]);
    const { clusters } = coverageOf({ ...base, items: spoken }, AUDIENCE, receipts);
    expect(clusters.slice(0, 2).map(({ outcome, contentMs }) => [outcome, contentMs])).toEqual([
      ['reached', 5_000],
      ['partial', 5_000],
    ]);
  });

  it('is not made shorter by gaps of another slot, or another stream', () => {
    expect(heard([{ from: 10_000, to: 50_000 }, { from: 90_000 }], [[40_000, 10_000]])[2]).toBe(50_000);
  });
});

const of = (receipts: Record<string, Receipt[]>, more: Partial<typeof base> | object = {}) =>
  coverageOf({ ...base, ...more }, AUDIENCE, new Map(Object.entries(receipts)));
const outcome = (receipts: Receipt[], more = {}) => of({ a: receipts }, more).clusters[0];

describe('a cluster', () => {
  it('is reached at 95 % of the content and above the floor, a part read twice counting once', () => {
    expect(outcome([FULL])?.outcome).toBe('reached');
    expect(outcome([receipt('partial', [6000, 0, 4000])])?.outcome).toBe('reached');
    expect(outcome([receipt('partial', [6000, 4000, 0])])?.outcome).toBe('reached');
    expect(outcome([receipt('partial', [5500, 4000, 0])])?.outcome).toBe('reached');
    expect(outcome([receipt('partial', [5499, 4000, 0])])?.outcome).toBe('partial');
    expect(outcome([receipt('partial', [6000, 2000, 2000])])?.outcome).toBe('partial');
    expect(outcome([FULL])).toMatchObject({ playedMs: 10_000, contentMs: 10_000 });
  });

  it('is not reached by output at or below the floor, nor by output nobody measured', () => {
    expect(outcome([{ ...FULL, outputLevelDbfs: -50 }])).toMatchObject({ outcome: 'partial', reason: 'below-floor' });
    expect(outcome([{ ...FULL, outputLevelDbfs: -49.9 }])?.outcome).toBe('reached');
    const { outputLevelDbfs: _, ...unmeasured } = FULL;
    expect(outcome([unmeasured])?.outcome).toBe('partial');
  });

  it('is pending until 60 s after the end, then missed for want of a report', () => {
    expect(outcome([], { now: END + REPORT_GRACE_MS })?.outcome).toBe('pending');
    expect(outcome([receipt('ready', [])], { now: END + REPORT_GRACE_MS })?.outcome).toBe('pending');
    expect(outcome([], { now: END + REPORT_GRACE_MS + 1 })).toMatchObject({ outcome: 'missed', reason: 'no-report' });
    expect(outcome([receipt('started', [])], { now: END + REPORT_GRACE_MS + 1 })).toMatchObject({
      outcome: 'missed',
      reason: 'no-report',
    });
  });

  it('counts a report that comes after the deadline', () => {
    expect(outcome([FULL], { now: END + 3_600_000 })?.outcome).toBe('reached');
  });

  it('is missed with its own reason as soon as it says so', () => {
    const missed = receipt('missed', [], { run: 0, reason: 'no-audio' });
    expect(outcome([missed], { now: 60_000 })).toMatchObject({ outcome: 'missed', reason: 'no-audio' });
  });

  it('is judged by all its runs, of each part the best', () => {
    const first = receipt('partial', [6000, 1500, 0], { reason: 'interrupted' });
    const rest = (ms: number, more = {}) => receipt('partial', [0, ms, 0], { run: 2, reason: 'late', ...more });
    expect(outcome([first, rest(4000)])).toMatchObject({ outcome: 'reached', playedMs: 10_000 });
    // halves of a part are not one part
    expect(outcome([first, rest(2500)])).toMatchObject({ outcome: 'partial', playedMs: 8500, reason: 'interrupted' });
    expect(outcome([first, rest(4000, { outputLevelDbfs: -60 })])?.outcome).toBe('partial');
    expect(outcome([first, { ...FULL, run: 2 }])?.outcome).toBe('reached');
  });

  it('waits for the restart of what was interrupted, until there can be none', () => {
    const first = receipt('partial', [6000, 0, 0], { reason: 'interrupted' });
    expect(outcome([first], { now: END - 1 })?.outcome).toBe('pending');
    expect(outcome([first], { now: END - 1, onInterrupted: 'cut' })?.outcome).toBe('partial');
    expect(outcome([first], { now: END - 1, cancelledAt: END - 2 })?.outcome).toBe('partial');
    expect(outcome([first], { now: END })?.outcome).toBe('partial');
    expect(outcome([first, { ...FULL, run: 2 }], { now: END - 1 })?.outcome).toBe('reached');
  });

  it('waits for a run that is still under way', () => {
    const first = receipt('stopped', [6000, 0, 0], { reason: 'interrupted' });
    expect(outcome([first, receipt('started', [], { run: 2 })])?.outcome).toBe('pending');
  });

  it('is reached also when it played at the time that was valid before the start was moved up', () => {
    expect(outcome([{ ...FULL, version: 1 }])?.outcome).toBe('reached');
    const late = receipt('missed', [], { run: 0, version: 2, reason: 'late' });
    expect(outcome([{ ...FULL, version: 1 }, late])?.outcome).toBe('reached');
  });

  it('is measured by the language its hamlet hears', () => {
    const items = [asset(0, 5000, 'vi'), asset(0, 8000, 'hmn')];
    const hmong: Audience = { hamlets: [], clusters: [cluster('h', { A: 1 }, { languages: ['hmn', 'vi'] })] };
    const said = receipt('finished', [0, 8000]);
    const [only] = coverageOf({ ...base, items }, hmong, new Map([['h', [said]]])).clusters;
    expect(only).toMatchObject({ outcome: 'reached', contentMs: 8000 });
  });

  it('is missed at once when the broadcast was cancelled before its start', () => {
    expect(outcome([], { cancelledAt: 40_000, now: 41_000 })).toMatchObject({ outcome: 'missed', reason: 'cancelled' });
    expect(outcome([], { cancelledAt: 60_000, now: 61_000 })?.outcome).toBe('pending');
  });
});

describe('households', () => {
  it('are reached per hamlet, never more than it has, and a pole between two hamlets serves both', () => {
    const coverage = of({ a: [FULL], ab: [FULL] });
    expect(coverage.hamlets.map((row) => [row.outcome, row.householdsReached, row.householdsUnserved])).toEqual([
      ['full', 100, 0],
      ['partly', 20, 0],
      ['none', 0, 40],
    ]);
    expect(coverage).toMatchObject({ hamletsReached: 2, householdsReached: 120, householdsTotal: 200 });
  });

  it('behind a gateway are never counted by receipt', () => {
    const coverage = of({ g: [FULL] });
    expect(coverage.clusters[2]?.outcome).toBe('not-measurable');
    expect(coverage.householdsReached).toBe(0);
    expect(of({ a: [FULL], ab: [FULL] }).complete).toBe(true);
  });

  it('of a hamlet without a pole stay in the total', () => {
    expect(of({ a: [FULL], ab: [FULL], g: [FULL] }).householdsTotal).toBe(200);
  });
});

describe('for any receipts', () => {
  const anyReceipt = fc
    .record({
      state: fc.constantFrom<Receipt['state']>(
        'ready',
        'started',
        'finished',
        'stopped',
        'partial',
        'missed',
        'failed',
      ),
      played: fc.array(fc.nat(9000), { maxLength: 3 }),
      level: fc.integer({ min: -96, max: 0 }),
      run: fc.integer({ min: 0, max: 3 }),
    })
    .map(({ state, played, level, run }) => receipt(state, played, { outputLevelDbfs: level, run }));
  const anyReceipts = fc.record({
    a: fc.array(anyReceipt, { maxLength: 3 }),
    ab: fc.array(anyReceipt, { maxLength: 3 }),
  });

  it('no hamlet exceeds its households, totals add up, and one more receipt never takes a household away', () => {
    fc.assert(
      fc.property(anyReceipts, anyReceipt, fc.nat(300_000), (receipts, extra, now) => {
        const coverage = of(receipts, { now });
        for (const row of coverage.hamlets) {
          expect(row.householdsReached).toBeLessThanOrEqual(row.hamlet.households);
          expect(row.outcome === 'none').toBe(row.householdsReached === 0);
        }
        expect(coverage.householdsReached).toBe(
          coverage.hamlets.reduce((total, row) => total + row.householdsReached, 0),
        );
        for (const row of coverage.clusters) expect(row.playedMs).toBeLessThanOrEqual(row.contentMs);
        const more = of({ ...receipts, a: [...receipts.a, extra] }, { now });
        expect(more.householdsReached).toBeGreaterThanOrEqual(coverage.householdsReached);
      }),
    );
  });

  it('nothing is pending after the deadline', () => {
    fc.assert(
      fc.property(anyReceipts, (receipts) => {
        expect(of(receipts, { now: END + REPORT_GRACE_MS + 1 }).complete).toBe(true);
      }),
    );
  });
});
