import { mayJoin } from '@loa-lang/schemas/timeline/joining';
import { timeline } from '@loa-lang/schemas/timeline/timeline';
import type { Plan } from '@loa-lang/schemas/wire/plan';
import { describe, expect, it } from 'vitest';
import { asset, broadcast, item, latch, plan, T0 } from './fixtures.ts';

const S = 1000;
const show = (plans: Plan[], over: { languages?: string[]; muted?: boolean; from?: number; to?: number } = {}) =>
  timeline({
    plans,
    clusterId: 'c1',
    languages: over.languages ?? ['vi'],
    muted: over.muted ?? false,
    from: over.from ?? T0 - 3600 * S,
    to: over.to ?? T0 + 24 * 3600 * S,
  });
/** Segments in seconds from T0: "id#run item start-end" and the reason of a cut. */
const lines = (plans: Plan[], over: Parameters<typeof show>[1] = {}) =>
  show(plans, over).segments.map(
    (s) =>
      `${s.broadcastId}#${s.run} ${s.itemIndex} ${(s.startAt - T0) / S}-${(s.endAt - T0) / S}${s.cut ? ` ${s.cut}` : ''}`,
  );
const never = (plans: Plan[]) => show(plans).neverStarted.map((n) => `${n.broadcastId} ${n.kind} ${n.reason}`);

describe('one broadcast', () => {
  it('lays its items end to end from its start', () => {
    expect(lines([plan('a', [broadcast('x', { items: [item(2 * S, 0), item(3 * S, 1)] })])])).toEqual([
      'x#1 0 0-2',
      'x#1 1 2-5',
    ]);
  });

  it('is cut at endsAt', () => {
    expect(lines([plan('a', [broadcast('x', { endsAt: T0 + 10 * S })])])).toEqual(['x#1 0 0-10 window-ended']);
  });

  it('gives nothing when it is empty or has no window', () => {
    const plans = [plan('a', [broadcast('x', { items: [item(0)] }), broadcast('y', { endsAt: T0 })])];
    expect(lines(plans)).toEqual([]);
    expect(never(plans)).toEqual(['x first empty', 'y first empty']);
  });

  it('leaves the time of an unknown item silent and plays the rest at its place', () => {
    const items = [item(S, 0), { kind: 'hologram', part: 1, durationMs: 4 * S }, item(S, 2)];
    const { segments } = show([plan('a', [broadcast('x', { items })])]);
    expect(segments.map((s) => [s.assetId, s.startAt - T0])).toEqual([
      [asset(0), 0],
      [undefined, S],
      [asset(2), 5 * S],
    ]);
  });

  it('repeats start to start until `until`, each reading a run of its own', () => {
    const b = broadcast('x', { items: [item(10 * S)], repeat: { everyMs: 60 * S, until: T0 + 180 * S } });
    expect(lines([plan('a', [b])])).toEqual(['x#1 0 0-10', 'x#2 0 60-70', 'x#3 0 120-130']);
  });

  it('one that never gets a turn is accounted for by its first start, though repetitions came due meanwhile', () => {
    const province = broadcast('p', { class: 'emergency', level: 'province', items: [item(3000 * S)] });
    const commune = broadcast('c', {
      class: 'emergency',
      startAt: T0 + S,
      latestStartAt: T0 + 1200 * S,
      repeat: { everyMs: 600 * S, until: T0 + 1300 * S },
      endsAt: T0 + 1400 * S,
    });
    expect(never([plan('a', [province, commune])])).toEqual(['c first late']);
  });

  it('a repetition never piles up behind its own earlier reading', () => {
    const b = broadcast('x', { items: [item(90 * S)], repeat: { everyMs: 60 * S, until: T0 + 240 * S } });
    expect(lines([plan('a', [b])])).toEqual(['x#1 0 0-90', 'x#2 0 120-210']);
  });
});

describe('several plans', () => {
  it('the highest version of a broadcast wins', () => {
    const v1 = broadcast('x');
    const v2 = broadcast('x', { version: 2, items: [item(5 * S)] });
    expect(lines([plan('a', [v2]), plan('b', [v1])])).toEqual(['x#1 0 0-5']);
  });

  it('cancelled in one is cancelled in all, from then on', () => {
    const cancelled = { id: 'x', cancelledAt: T0 + 7 * S, reason: '' };
    expect(lines([plan('a', [broadcast('x')]), plan('b', [cancelled])])).toEqual(['x#1 0 0-7 cancelled']);
    const before = { id: 'x', cancelledAt: T0 - S, reason: '' };
    expect(never([plan('a', [broadcast('x')]), plan('b', [before])])).toEqual(['x first cancelled']);
  });

  it('plays what targets all or names this cluster, and nothing else', () => {
    const mine = broadcast('m', { targets: { only: ['c1', 'c2'] } });
    const other = broadcast('o', { targets: { only: ['c2'] } });
    expect(lines([plan('a', [mine, other])])).toEqual(['m#1 0 0-60']);
    expect(lines([plan('a', [other]), plan('b', [broadcast('o')])])).toEqual(['o#1 0 0-60']);
  });
});

describe('languages', () => {
  const items = [
    item(S, 0, 'vi', 1),
    item(2 * S, 1, 'vi', 2),
    item(3 * S, 1, 'tay', 3),
    item(2 * S, 1, 'vi', 4),
    item(3 * S, 1, 'tay', 5),
    item(4 * S, 2, 'hmn', 6),
  ];
  const played = (languages: string[]) =>
    show([plan('a', [broadcast('x', { items })])], { languages }).segments.map((s) => s.itemIndex);

  it('plays the first language that a part has, Vietnamese otherwise, and keeps a second reading', () => {
    expect(played(['tay'])).toEqual([0, 2, 4]);
    expect(played(['vi'])).toEqual([0, 1, 3]);
    expect(played(['hmn', 'tay'])).toEqual([0, 2, 4, 5]);
    expect(played(['muong'])).toEqual([0, 1, 3]);
  });
});

describe('classes', () => {
  const long = (id: string, over = {}) => broadcast(id, { items: [item(60 * S, 0), item(60 * S, 1)], ...over });

  it('an emergency interrupts at once and what it interrupted starts again as the next run', () => {
    const e = broadcast('e', { class: 'emergency', startAt: T0 + 10 * S, items: [item(5 * S)] });
    expect(lines([plan('a', [long('s'), e])])).toEqual([
      's#1 0 0-10 interrupted',
      'e#1 0 10-15',
      's#2 0 15-75',
      's#2 1 75-135',
    ]);
  });

  it('what no longer fits before its end is cut, not restarted', () => {
    const e = broadcast('e', { class: 'emergency', startAt: T0 + 10 * S, items: [item(5 * S)] });
    const plans = [plan('a', [long('s', { endsAt: T0 + 70 * S }), e])];
    expect(lines(plans)).toEqual(['s#1 0 0-10 interrupted', 'e#1 0 10-15']);
    expect(never(plans)).toEqual(['s restart late']);
    expect(lines([plan('a', [long('s', { onInterrupted: 'cut' }), e])])).toEqual([
      's#1 0 0-10 interrupted',
      'e#1 0 10-15',
    ]);
  });

  it('a part that was over is not read again, and what comes after the interrupted one follows as far as there is room', () => {
    const items = [item(60 * S, 0), item(30 * S, 1, 'vi', 1), item(30 * S, 1, 'vi', 1), item(60 * S, 2)];
    const e = broadcast('e', { class: 'emergency', startAt: T0 + 100 * S, items: [item(5 * S)] });
    const session = (endsAt: number) => [plan('a', [broadcast('s', { items, endsAt: T0 + endsAt * S }), e])];
    const before = ['s#1 0 0-60', 's#1 1 60-90', 's#1 2 90-100 interrupted', 'e#1 0 100-105'];
    expect(lines(session(600))).toEqual([...before, 's#2 1 105-135', 's#2 2 135-165', 's#2 3 165-225']);
    expect(lines(session(200))).toEqual([...before, 's#2 1 105-135', 's#2 2 135-165', 's#2 3 165-200 window-ended']);
    expect(lines(session(164))).toEqual(before);
  });

  it('what is interrupted again goes on from where it was then', () => {
    const e = (id: string, at: number) =>
      broadcast(id, { class: 'emergency', startAt: T0 + at * S, items: [item(5 * S)] });
    expect(lines([plan('a', [long('s'), e('e', 70), e('f', 100)])])).toEqual([
      ...['s#1 0 0-60', 's#1 1 60-70 interrupted', 'e#1 0 70-75'],
      ...['s#2 1 75-100 interrupted', 'f#1 0 100-105', 's#3 1 105-165'],
    ]);
  });

  it('urgent and priority wait for the next part', () => {
    for (const cls of ['urgent', 'priority'] as const) {
      const u = broadcast('u', { class: cls, startAt: T0 + 10 * S, items: [item(5 * S)] });
      expect(lines([plan('a', [long('s'), u])])).toEqual(['s#1 0 0-60', 'u#1 0 60-65', 's#2 1 65-125']);
    }
  });

  it('urgent that is due at a boundary takes it', () => {
    const u = broadcast('u', { class: 'urgent', startAt: T0 + 60 * S, items: [item(5 * S)] });
    expect(lines([plan('a', [long('s'), u])])[1]).toBe('u#1 0 60-65');
  });

  it('equal and lower classes never interrupt, and start late only up to latestStartAt', () => {
    const later = long('t', { startAt: T0 + S });
    const strict = long('v', { startAt: T0 + 2 * S, latestStartAt: T0 + 100 * S });
    const plans = [plan('a', [long('s'), later, strict])];
    expect(lines(plans)).toEqual(['s#1 0 0-60', 's#1 1 60-120', 't#1 0 120-180', 't#1 1 180-240']);
    expect(never(plans)).toEqual(['v first late']);
  });

  it('a postponed start shifts its items and is cut at endsAt', () => {
    const later = long('t', { startAt: T0 + S, endsAt: T0 + 200 * S });
    expect(lines([plan('a', [long('s'), later])]).slice(2)).toEqual(['t#1 0 120-180', 't#1 1 180-200 window-ended']);
  });

  it('a province emergency goes over a commune one, which restarts right after; the other way round waits', () => {
    const commune = broadcast('c', { class: 'emergency', items: [item(30 * S)] });
    const province = broadcast('p', {
      class: 'emergency',
      level: 'province',
      startAt: T0 + 10 * S,
      items: [item(5 * S)],
    });
    const scheduled = broadcast('s', { startAt: T0 + 5 * S, items: [item(S)] });
    expect(lines([plan('a', [commune, province, scheduled])])).toEqual([
      'c#1 0 0-10 interrupted',
      'p#1 0 10-15',
      'c#2 0 15-45',
      's#1 0 45-46',
    ]);
    const hamlet = broadcast('h', { class: 'emergency', level: 'hamlet', startAt: T0 + 2 * S, items: [item(5 * S)] });
    expect(lines([plan('a', [commune, hamlet])])).toEqual(['c#1 0 0-30', 'h#1 0 30-35']);
  });

  it("priority follows the commune's rank, then the earlier start, then the lower id", () => {
    const p = (id: string, rank?: number) =>
      broadcast(id, { class: 'priority', items: [item(S)], ...(rank === undefined ? {} : { rank }) });
    expect(lines([plan('a', [p('d'), p('c'), p('b', 2), p('a', 1)])]).map((l) => l.slice(0, 1))).toEqual([
      'a',
      'b',
      'c',
      'd',
    ]);
  });

  it("a hamlet's live waits for commune content, interrupts hamlet content", () => {
    const live = broadcast('l', { class: 'live', level: 'hamlet', startAt: T0 + 10 * S, items: [item(5 * S)] });
    expect(lines([plan('a', [long('s'), live])])[2]).toBe('l#1 0 120-125');
    expect(lines([plan('a', [long('s', { level: 'hamlet' }), live])])[1]).toBe('l#1 0 10-15');
    const communeLive = { ...live, level: 'commune' as const };
    expect(lines([plan('a', [long('s'), communeLive])])[1]).toBe('l#1 0 10-15');
  });

  it('a waiting hamlet live does not hide an urgent that may take the boundary', () => {
    const live = broadcast('l', { class: 'live', level: 'hamlet', startAt: T0 + 10 * S, items: [item(5 * S)] });
    const u = broadcast('u', { class: 'urgent', startAt: T0 + 20 * S, items: [item(5 * S)] });
    expect(lines([plan('a', [long('s'), live, u])])[1]).toBe('u#1 0 60-65');
  });
});

describe('silence', () => {
  it('ends what sounds, loses what starts meanwhile, and replays nothing when lifted', () => {
    const plans = [
      plan(
        'a',
        [broadcast('x'), broadcast('y', { startAt: T0 + 20 * S }), broadcast('z', { startAt: T0 + 90 * S })],
        [latch('commune', T0 + 10 * S, T0 + 30 * S)],
      ),
    ];
    expect(lines(plans)).toEqual(['x#1 0 0-10 silenced', 'z#1 0 90-150']);
    expect(never(plans)).toEqual(['y first silenced']);
  });

  it('only an emergency of a strictly higher level passes', () => {
    const e = (level: 'commune' | 'province') => broadcast('e', { class: 'emergency', level, items: [item(5 * S)] });
    const held = [latch('commune', T0 - S)];
    expect(lines([plan('a', [e('commune')], held)])).toEqual([]);
    expect(lines([plan('a', [e('province')], held)])).toEqual(['e#1 0 0-5']);
  });

  it('a muted unit sounds nothing but keeps the runs', () => {
    const shown = show([plan('a', [broadcast('x')])], { muted: true });
    expect(shown.segments).toEqual([]);
    expect(shown.runs).toHaveLength(1);
  });
});

describe('joining', () => {
  const run = { joinUntilAt: T0 + 5 * S, endAt: T0 + 60 * S };
  it('is bounded by joinUntilAt, unless the run sounded here before', () => {
    expect(mayJoin(run, T0 + 5 * S, false)).toBe(true);
    expect(mayJoin(run, T0 + 5 * S + 1, false)).toBe(false);
    expect(mayJoin(run, T0 + 30 * S, true)).toBe(true);
    expect(mayJoin(run, T0 + 60 * S, true)).toBe(false);
  });
});
