import { timeline } from '@loa-lang/schemas/timeline/timeline';
import type { Plan, StreamGap } from '@loa-lang/schemas/wire/plan';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyGap, anyPlansWithStreams, HORIZON_MS, instant, planned, show } from './any-plans.ts';
import { broadcast, item, latch, plan, stream, T0 } from './fixtures.ts';

const MIN = 60_000;
const withGaps = (plans: Plan[], gaps: StreamGap[]): Plan[] => [...plans, { ...plan('gaps', []), streamGaps: gaps }];
/** What sounds, in minutes from T0: `broadcast#run item from-to`. */
const heard = (plans: Plan[], streamGaps: StreamGap[] = []): string[] =>
  timeline({
    plans,
    clusterId: 'c1',
    languages: ['vi'],
    muted: false,
    streamGaps,
    from: T0,
    to: T0 + HORIZON_MS * 10,
  }).segments.map((s) => {
    const at = (instant: number) => (instant - T0) / MIN;
    return `${s.broadcastId}#${s.run} ${s.streamId ?? s.itemIndex} ${at(s.startAt)}-${at(s.endAt)}`;
  });
const gap = (from: number, to?: number, streamId = 'voice'): StreamGap => ({
  streamId,
  from: T0 + from * MIN,
  ...(to === undefined ? {} : { to: T0 + to * MIN }),
});

/** Chime, half an hour of relay, two bulletins of two minutes. */
const morning = broadcast('morning', {
  items: [item(MIN, 0), stream(30 * MIN, 'voice', 1), item(2 * MIN, 2), item(2 * MIN, 3)],
  endsAt: T0 + 60 * MIN,
});

describe('a stream on the timeline', () => {
  it('has its slot in the programme', () => {
    expect(heard([plan('a', [morning])])).toEqual([
      'morning#1 0 0-1',
      'morning#1 voice 1-31',
      'morning#1 2 31-33',
      'morning#1 3 33-35',
    ]);
  });

  it('that dies makes room for what follows, and comes back behind that as long as its slot lasts', () => {
    const died = withGaps([plan('a', [morning])], [gap(10)]);
    expect(heard(died)).toEqual(['morning#1 0 0-1', 'morning#1 voice 1-10', 'morning#1 2 10-12', 'morning#1 3 12-14']);
    const back = withGaps([plan('a', [morning])], [gap(10, 13)]);
    expect(heard(back)).toEqual([...heard(died), 'morning#2 voice 14-31']);
    expect(heard(withGaps([plan('a', [morning])], [gap(10, 20)]))).toEqual([...heard(died), 'morning#2 voice 20-31']);
    expect(heard(withGaps([plan('a', [morning])], [gap(10, 31)]))).toEqual(heard(died));
  });

  it('may die again and again', () => {
    const gaps = [gap(10, 13), gap(20, 25), gap(27, 28)];
    expect(heard(withGaps([plan('a', [morning])], gaps)).slice(4)).toEqual([
      'morning#2 voice 14-20',
      'morning#3 voice 25-27',
      'morning#4 voice 28-31',
    ]);
  });

  it('that does not reach one device alone is treated there as if it had died', () => {
    expect(heard([plan('a', [morning])], [gap(10)])).toEqual(heard(withGaps([plan('a', [morning])], [gap(10)])));
    // the plan says that it ended a little earlier than this device noticed
    expect(heard(withGaps([plan('a', [morning])], [gap(10, 13)]), [gap(10.5, 13.5)])[1]).toBe('morning#1 voice 1-10');
  });

  it('that is not there at its start is left out, and begins when it comes', () => {
    const dead = withGaps([plan('a', [morning])], [gap(-5, 20)]);
    expect(heard(dead)).toEqual(['morning#1 0 0-1', 'morning#1 2 1-3', 'morning#1 3 3-5', 'morning#2 voice 20-31']);
    const alone = broadcast('relay', { class: 'relay', items: [stream(30 * MIN)], endsAt: T0 + 40 * MIN });
    const { runs, neverStarted } = show(withGaps([plan('a', [alone])], [gap(-5, 20)]), T0, T0 + 60 * MIN);
    expect(neverStarted).toMatchObject([{ kind: 'first', reason: 'no-stream', runsBefore: 0 }]);
    expect(runs).toMatchObject([{ run: 2, startAt: T0 + 20 * MIN, endAt: T0 + 30 * MIN, outcome: 'completed' }]);
  });

  it('that is interrupted goes on in its slot, never beyond', () => {
    const warning = broadcast('warning', { class: 'emergency', startAt: T0 + 10 * MIN, items: [item(3 * MIN)] });
    expect(heard([plan('a', [morning, warning])])).toEqual([
      'morning#1 0 0-1',
      'morning#1 voice 1-10',
      'warning#1 0 10-13',
      'morning#2 voice 13-31',
      'morning#2 2 31-33',
      'morning#2 3 33-35',
    ]);
    // it died while the warning sounded, and came back when what moved up was interrupted, too
    const second = broadcast('second', { class: 'emergency', startAt: T0 + 14 * MIN, items: [item(MIN)] });
    expect(heard(withGaps([plan('a', [morning, warning, second])], [gap(11, 14.5)])).slice(2)).toEqual([
      'warning#1 0 10-13',
      'morning#2 2 13-14',
      'second#1 0 14-15',
      'morning#3 2 15-17',
      'morning#3 3 17-19',
      'morning#3 voice 19-31',
    ]);
  });

  it('that was silenced, or cut, does not come back because it was lost meanwhile', () => {
    const silenced = plan('a', [morning], [latch('commune', T0 + 11 * MIN, T0 + 12 * MIN)]);
    expect(heard(withGaps([silenced], [gap(10, 13)])).at(-1)).toBe('morning#1 2 10-11');
    const warning = broadcast('warning', { class: 'emergency', startAt: T0 + 6 * MIN, items: [item(MIN)] });
    const cut = plan('a', [{ ...morning, onInterrupted: 'cut' }, warning]);
    expect(heard(withGaps([cut], [gap(8, 12)])).at(-1)).toBe('warning#1 0 6-7');
    expect(heard(withGaps([cut], [gap(3, 6.5)])).at(-1)).toBe('warning#1 0 6-7');
  });

  it('is in a run once, also when it was to come back while an interruption held it', () => {
    const warning = broadcast('warning', { class: 'emergency', startAt: T0 + 9 * MIN, items: [item(5 * MIN)] });
    const plans = withGaps([plan('a', [morning, warning])], [gap(10, 13), gap(20, 22)]);
    expect(heard(plans).slice(2)).toEqual([
      'warning#1 0 9-14',
      'morning#2 voice 14-20',
      'morning#2 2 20-22',
      'morning#2 3 22-24',
      'morning#3 voice 24-31',
    ]);
  });

  it('lets an urgent notice in at any instant', () => {
    const lost = broadcast('lost', { class: 'urgent', startAt: T0 + 5 * MIN, items: [item(MIN)] });
    expect(heard([plan('a', [morning, lost])]).slice(1, 4)).toEqual([
      'morning#1 voice 1-5',
      'lost#1 0 5-6',
      'morning#2 voice 6-31',
    ]);
  });

  it('of a speaker who has ended is complete, and what it interrupted comes back at once', () => {
    const live = broadcast('live', {
      class: 'live',
      startAt: T0 + 5 * MIN,
      items: [item(MIN / 2, 0), stream(15 * MIN, 'live', 1)],
      endsAt: T0 + 25 * MIN,
    });
    const plans = withGaps(
      [plan('a', [broadcast('news', { items: [item(10 * MIN)] }), live])],
      [gap(8, undefined, 'live')],
    );
    expect(heard(plans)).toEqual(['news#1 0 0-5', 'live#1 0 5-5.5', 'live#1 live 5.5-8', 'news#2 0 8-18']);
    expect(show(plans).runs.find(({ broadcastId }) => broadcastId === 'live')?.outcome).toBe('completed');
  });

  it('of a hamlet waits for the commune, and has its whole time then', () => {
    const live = broadcast('live', {
      ...({ class: 'live', level: 'hamlet', startAt: T0 + 2 * MIN, latestStartAt: T0 + 30 * MIN } as const),
      items: [stream(5 * MIN, 'live')],
      endsAt: T0 + 40 * MIN,
    });
    const news = broadcast('news', { items: [item(10 * MIN)] });
    expect(heard([plan('a', [news, live])])).toEqual(['news#1 0 0-10', 'live#1 live 10-15']);
  });
});

describe('streams, for any plans and gaps', () => {
  const anyGaps = fc.array(anyGap, { maxLength: 5 });

  it('never overlap, and never sound in a gap', () => {
    fc.assert(
      fc.property(anyPlansWithStreams, anyGaps, (plans, gaps) => {
        const { segments } = show(withGaps(plans, gaps));
        for (const [i, s] of segments.entries()) {
          expect(s.endAt).toBeGreaterThan(s.startAt);
          expect(s.startAt).toBeGreaterThanOrEqual(segments[i - 1]?.endAt ?? 0);
          for (const { streamId, from, to = Infinity } of gaps) {
            if (s.streamId === streamId) expect(s.endAt <= from || s.startAt >= to).toBe(true);
          }
        }
      }),
    );
  });

  it('never sound for longer than their slot', () => {
    fc.assert(
      fc.property(anyPlansWithStreams, anyGaps, (plans, gaps) => {
        const once = [...planned(plans).values()].map(({ repeat: _, ...b }) => b);
        const { segments } = show(withGaps([plan('one', once)], gaps));
        for (const b of once) {
          for (const [index, each] of b.items.entries()) {
            const own = segments.filter(
              (s) => s.broadcastId === b.id && s.itemIndex === index && s.streamId !== undefined,
            );
            if (own.length === 0) continue;
            const span = Math.max(...own.map(({ endAt }) => endAt)) - Math.min(...own.map(({ startAt }) => startAt));
            expect(span).toBeLessThanOrEqual(each.durationMs);
          }
        }
      }),
    );
  });

  it('depend on nothing that is planned for later', () => {
    fc.assert(
      fc.property(anyPlansWithStreams, anyGaps, instant, (plans, gaps, until) => {
        const clip = (to: number) =>
          show(withGaps(plans, gaps), T0, to)
            .segments.filter((s) => s.startAt < until)
            .map((s) => [s.broadcastId, s.run, s.itemIndex, s.startAt, Math.min(s.endAt, until)]);
        expect(clip(until)).toEqual(clip(T0 + HORIZON_MS));
      }),
      { numRuns: 500 },
    );
  });

  it('do not come back after they were cut or silenced, and are in a run once', () => {
    fc.assert(
      fc.property(anyPlansWithStreams, anyGaps, (plans, gaps) => {
        const once = [...planned(plans).values()].map(({ repeat: _, ...b }) => b);
        const isCut = new Set(once.filter(({ onInterrupted }) => onInterrupted === 'cut').map(({ id }) => id));
        const { runs } = show(withGaps([plan('one', once, plans[0]?.silence)], gaps));
        const over = new Set<string>();
        for (const { broadcastId, outcome, items } of runs) {
          expect(over).not.toContain(broadcastId);
          if (outcome === 'silenced' || (outcome === 'interrupted' && isCut.has(broadcastId))) over.add(broadcastId);
          expect(new Set(items.map(({ index }) => index)).size).toBe(items.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('a gap changes nothing before its instant, and neither does its end', () => {
    fc.assert(
      fc.property(anyPlansWithStreams, anyGaps, anyGap, (plans, gaps, last) => {
        const clip = (all: StreamGap[], until: number) =>
          show(withGaps(plans, all))
            .segments.filter((s) => s.startAt < until)
            .map((s) => [s.broadcastId, s.run, s.itemIndex, s.startAt, Math.min(s.endAt, until)]);
        expect(clip([...gaps, last], last.from)).toEqual(clip(gaps, last.from));
        const { to, ...open } = last;
        if (to !== undefined) expect(clip([...gaps, last], to)).toEqual(clip([...gaps, open], to));
      }),
    );
  });

  it('show a rebooted device the same as its neighbours, whatever the order of what came', () => {
    fc.assert(
      fc.property(anyPlansWithStreams, anyGaps, instant, (plans, gaps, from) => {
        const all = withGaps(plans, gaps);
        const turned = withGaps([...plans].reverse(), [...gaps].reverse());
        expect(show(turned)).toEqual(show(all));
        expect(show(all, from).segments).toEqual(show(all).segments.filter((s) => s.endAt > from));
      }),
    );
  });
});
