/** Coverage of what is on air while it sounds: what there was to be heard counts, and how long of it sounded. */
import { coverageOf } from '@loa-lang/controller/domain/coverage/coverage';
import { relayedItems, spokenItems } from '@loa-lang/controller/domain/coverage/stream-content';
import type { PlanItem } from '@loa-lang/schemas/wire/plan';
import type { Receipt } from '@loa-lang/schemas/wire/report';
import { describe, expect, it } from 'vitest';
import { item, stream, T0 } from '../../timeline/fixtures.ts';

const MIN = 60_000;
const ITEMS: PlanItem[] = [item(4_000, 0), stream(10 * MIN, 'voice', 1), item(2 * MIN, 2)];
const relay = { id: 'b', version: 1, class: 'relay', level: 'commune', startAt: T0, endsAt: T0 + 60 * MIN } as const;

const receipt = (run: number, played: [number, number][], more: Partial<Receipt> = {}): Receipt => ({
  ...{ kind: 'receipt', broadcastId: 'b', version: 1, run, state: 'finished', outputLevelDbfs: -20 },
  items: played.map(([index, playedMs]) => ({ index, part: index, playedMs })),
  ...more,
});
const lengths = (items: readonly PlanItem[]) => items.map(({ durationMs }) => durationMs);

describe('what there was of a relay', () => {
  it('is its slot where it never failed', () => {
    expect(relayedItems({ ...relay, items: ITEMS }, [], [])).toEqual(ITEMS);
  });

  it('is its slot without the gaps, and without what had moved up', () => {
    const gaps = [{ streamId: 'voice', from: T0 + 5 * MIN, to: T0 + 6 * MIN }];
    const items = relayedItems({ ...relay, items: ITEMS }, gaps, []);
    // back a minute later, behind the bulletin of two minutes
    expect(lengths(items)).toEqual([4_000, 5 * MIN - 4_000 + (3 * MIN + 4_000), 2 * MIN]);
  });

  it('is counted from when it really began', () => {
    const late = [[receipt(1, [], { startedAt: T0 + 3 * MIN })]];
    const gaps = [{ streamId: 'voice', from: T0 + 5 * MIN }];
    expect(lengths(relayedItems({ ...relay, items: ITEMS }, gaps, late))).toEqual([4_000, 2 * MIN - 4_000, 2 * MIN]);
  });

  it('is nothing where it was dead all the time', () => {
    const gaps = [{ streamId: 'voice', from: T0 - MIN }];
    expect(lengths(relayedItems({ ...relay, items: ITEMS }, gaps, []))).toEqual([4_000, 0, 2 * MIN]);
  });
});

describe('what there was of a live', () => {
  it('is what was spoken, and no more than its slot', () => {
    expect(lengths(spokenItems(ITEMS, 90_020.4))).toEqual([4_000, 90_020, 2 * MIN]);
    expect(lengths(spokenItems(ITEMS, 99 * MIN))).toEqual([4_000, 10 * MIN, 2 * MIN]);
  });
});

describe('a cluster', () => {
  const pole = { id: 'c', code: 'c', name: 'c', kind: 'horns' as const, hamletId: 'h', hamletName: '' };
  const cluster = { ...pole, languages: ['vi'], services: [{ hamletId: 'h', households: 10 }] };
  const audience = { hamlets: [{ id: 'h', name: 'h', households: 10 }], clusters: [cluster] };
  const outcomeOf = (receipts: Receipt[]) => {
    const base = { startAt: T0, endsAt: T0 + 20 * MIN, cancelledAt: undefined, onInterrupted: 'restart' as const };
    const theCase = { ...base, items: spokenItems(ITEMS.slice(0, 2), 5 * MIN), floorDbfs: -50, now: T0 + 30 * MIN };
    return coverageOf(theCase, audience, new Map([['c', receipts]])).clusters[0]?.outcome;
  };

  it('is reached by a live of which nearly all sounded, the runs of a stream taken together', () => {
    const whole: [number, number] = [0, 4_000];
    expect(outcomeOf([receipt(1, [whole, [1, 5 * MIN - 500]])])).toBe('reached');
    expect(outcomeOf([receipt(1, [whole, [1, 3 * MIN]])])).toBe('partial');
    const interrupted = receipt(1, [whole, [1, 3 * MIN]], { state: 'stopped', reason: 'interrupted' });
    expect(outcomeOf([interrupted, receipt(2, [[1, 2 * MIN]])])).toBe('reached');
  });

  it('is not reached by a recording that it began twice', () => {
    const half = (run: number) => receipt(run, [[0, 2_000]]);
    expect(outcomeOf([half(1), half(2)])).toBe('partial');
  });
});
