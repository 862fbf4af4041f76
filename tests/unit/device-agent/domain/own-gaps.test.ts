import { relevantEntries } from '@loa-lang/device-agent/adapters/files/journal-entries';
import { type DueStream, judgeStream, OwnGaps, returnAt, steadyMsOf } from '@loa-lang/device-agent/domain/own-gaps';
import { readJournal } from '@loa-lang/device-agent/domain/run-history';
import type { JournalEntry } from '@loa-lang/device-agent/ports/device-store';
import { describe, expect, it } from 'vitest';
import { T0 } from '../../timeline/fixtures.ts';

const S = 1000;
const due = (over: Partial<DueStream> = {}): DueStream => ({
  ...{ dueAt: T0, slotEndAt: T0 + 60 * S, starvedAfterMs: 3 * S, heardTo: undefined, nextAt: undefined },
  ...over,
});
const judged = (over: Partial<DueStream>, inSeconds: number) => {
  const verdict = judgeStream(due(over), T0 + inSeconds * S);
  return 'gapFrom' in verdict ? `gap ${verdict.gapFrom - T0}` : `look ${verdict.lookAt - T0}`;
};

describe('a stream that is due', () => {
  it('is over when nothing has come for as long as it may be silent, from its slot on or from the last that was heard', () => {
    expect(judged({}, 0)).toBe('look 3000');
    expect(judged({}, 2.999)).toBe('look 3000');
    expect(judged({}, 3)).toBe('gap 3300');
    expect(judged({ heardTo: T0 + 7.1 * S }, 9)).toBe('look 10100');
    expect(judged({ heardTo: T0 + 7.1 * S }, 10.1)).toBe('gap 10400');
    expect(judged({ starvedAfterMs: 10 * S }, 9)).toBe('look 10000');
  });

  it('is over at the same instant for all that lost it together, unless the decision comes too late for that', () => {
    expect(judged({}, 3.1)).toBe('gap 3300');
    expect(judged({}, 3.2)).toBe('gap 3500');
    expect(judged({}, 8)).toBe('gap 8300');
  });

  it('is waited for when it is here already and due soon, five seconds in all', () => {
    expect(judged({ nextAt: T0 + 4.9 * S }, 3)).toBe('look 7900');
    expect(judged({ nextAt: T0 + 5.1 * S }, 3)).toBe('gap 3300');
  });

  it('is left alone when its slot is over anyway', () => {
    expect(judged({ slotEndAt: T0 + 3.2 * S }, 3)).toBe('look 3200');
  });
});

describe('a stream that was lost', () => {
  const gap = (steadyMs: number) => ({ streamId: 'voice', from: T0, to: T0 + 60 * S, steadyMs });
  const back = (steadyMs: number, from: number, to: number, now: number) => {
    const at = returnAt(gap(steadyMs), { from: T0 + from * S, to: T0 + to * S }, T0 + now * S);
    return at && at - T0;
  };

  it('is back when it has come steadily, a live at once, and not before its first packet is due', () => {
    expect(steadyMsOf(3 * S)).toBe(2000);
    expect(steadyMsOf(10 * S)).toBe(0);
    expect(back(2000, 10, 11.9, 8)).toBeUndefined();
    expect(back(2000, 10, 12, 8)).toBe(10_000);
    expect(back(2000, 10, 12, 11)).toBe(11_300);
    expect(back(0, 10, 10.1, 9.9)).toBe(10_200);
  });

  it('is not back when its slot is over', () => {
    expect(back(0, 60, 60.1, 59.9)).toBeUndefined();
  });

  it('is told by the journal after a power cut: of each gap its last word', () => {
    const entry = (from: number, to: number): JournalEntry => ({
      ...{ kind: 'gap', streamId: 'voice', from: T0 + from * S, to: T0 + to * S, steadyMs: 2000 },
    });
    const entries: JournalEntry[] = [entry(10, 60), entry(10, 20), entry(30, 60), { kind: 'time', at: T0 + 40 * S }];
    const gaps = new OwnGaps(readJournal(entries).gaps);
    expect(gaps.list().map(({ from, to }) => [(from - T0) / S, (to - T0) / S])).toEqual([
      [10, 20],
      [30, 60],
    ]);
    expect(gaps.open(T0 + 40 * S).map(({ from }) => (from - T0) / S)).toEqual([30]);
    expect(relevantEntries(entries, T0 + 50 * S).filter(({ kind }) => kind === 'gap')).toHaveLength(2);
    gaps.forget(T0 + 30 * S);
    expect(gaps.list()).toHaveLength(1);
  });

  it('may come and go as often as it likes: what is remembered is bounded', () => {
    const gaps = new OwnGaps([]);
    for (let i = 0; i < 2000; i++) gaps.put({ ...gap(0), from: T0 + i * S });
    expect(gaps.list().length).toBeLessThanOrEqual(512);
    expect(gaps.list().at(-1)?.from).toBe(T0 + 1999 * S);
  });
});
