import { clusterCoverage } from '@loa-lang/controller/domain/coverage/cluster-coverage';
import { onlyParts, othersEmpty, partsWith } from '@loa-lang/controller/domain/make-up/parts';
import { together } from '@loa-lang/controller/domain/make-up/together';
import type { PlanItem } from '@loa-lang/schemas/wire/plan';
import type { Receipt } from '@loa-lang/schemas/wire/report';
import { describe, expect, it } from 'vitest';

const asset = (part: number, assetId: string, durationMs: number, language = 'vi'): PlanItem => ({
  ...{ kind: 'asset' as const, part, language, assetId, sizeBytes: 1, durationMs },
});
const pole = (languages = ['vi']) => ({
  ...{ id: 'p', code: 'p', name: 'p', kind: 'horns' as const, hamletId: 'h', hamletName: 'h', languages, services: [] },
});
const receipt = (items: { index: number; playedMs: number }[], more: Partial<Receipt> = {}): Receipt =>
  ({
    broadcastId: 'b',
    version: 1,
    clusterId: 'p',
    run: 1,
    state: 'finished',
    outputLevelDbfs: -20,
    items,
    ...more,
  }) as unknown as Receipt;

const ITEMS = [
  asset(0, 'long', 60_000),
  asset(1, 'short', 6_000),
  asset(1, 'short-tay', 6_000, 'tyz'),
  asset(1, 'short', 6_000),
];
const CONTENT = {
  items: ITEMS,
  bulletins: [
    { bulletinId: 'l', title: 'L' },
    { bulletinId: 's', title: 'S' },
  ],
};
const CASE = {
  ...{
    startAt: 0,
    endsAt: 100_000,
    cancelledAt: undefined,
    onInterrupted: 'cut' as const,
    items: ITEMS,
    floorDbfs: -50,
  },
  now: 1_000_000,
};
const outcome = (
  receipts: Receipt[],
  makeUps: { items: PlanItem[]; receipts: Receipt[]; languages?: string[] }[],
  items = ITEMS,
) => {
  const theCase = { ...CASE, items };
  const of = (list: Receipt[]) => new Map([['p', list]]);
  const sounded = makeUps.map((each) => ({
    broadcast: { items: each.items, audience: { hamlets: [], clusters: [pole(each.languages)] } },
    receipts: of(each.receipts),
  }));
  const [entry] = together([clusterCoverage(theCase, pole(), receipts)], theCase, of(receipts), sounded as never);
  return entry?.outcome;
};

describe('one part of a broadcast', () => {
  const parts = partsWith(CONTENT, new Set(['s']));

  it('is all its readings in all its languages, counted anew', () => {
    const { items, bulletins } = onlyParts(CONTENT, parts);
    expect(bulletins).toEqual([{ bulletinId: 's', title: 'S' }]);
    expect(items).toEqual(ITEMS.slice(1).map((item) => ({ ...item, part: 0 })));
  });

  it('a stream cannot be played again', () => {
    const items: PlanItem[] = [{ kind: 'stream', part: 0, durationMs: 1000, streamId: 's' }];
    expect(partsWith({ items, bulletins: [{ bulletinId: 's', title: '' }] }, new Set(['s'])).size).toBe(0);
  });

  it('is judged by itself', () => {
    const items = othersEmpty(ITEMS, parts);
    expect(outcome([receipt([{ index: 1, playedMs: 6_000 }])], [], items)).toBe('reached');
    expect(outcome([receipt([{ index: 0, playedMs: 60_000 }])], [], items)).toBe('missed');
  });
});

describe('a broadcast and its make-ups', () => {
  const heardLong = receipt([{ index: 0, playedMs: 60_000 }]);
  const short = ITEMS.slice(1).map((item) => ({ ...item, part: 0 }));

  it('who heard the rest since has heard it all', () => {
    const since = { items: short, receipts: [receipt([{ index: 0, playedMs: 6_000 }])] };
    expect(outcome([heardLong], [])).toBe('partial');
    expect(outcome([heardLong], [since])).toBe('reached');
  });

  it('who was given one part only has not heard the others', () => {
    expect(outcome([], [{ items: short, receipts: [receipt([{ index: 0, playedMs: 6_000 }])] }])).toBe('missed');
  });

  it('a make-up that was not loud enough, or cut, reached nobody', () => {
    const quiet = receipt([{ index: 0, playedMs: 6_000 }], { outputLevelDbfs: -70 });
    const cut = receipt([{ index: 0, playedMs: 1_000 }], { state: 'stopped' });
    for (const each of [quiet, cut]) expect(outcome([heardLong], [{ items: short, receipts: [each] }])).toBe('partial');
  });

  it('in the language that the place has by then', () => {
    const heard = receipt([{ index: 1, playedMs: 6_000 }]);
    expect(outcome([heardLong], [{ items: short, receipts: [heard], languages: ['tyz'] }])).toBe('reached');
  });
});
