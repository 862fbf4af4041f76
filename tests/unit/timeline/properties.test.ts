import type { Run } from '@loa-lang/schemas/timeline/types';
import type { Plan } from '@loa-lang/schemas/wire/plan';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyPlans, HORIZON_MS, instant, planned, show } from './any-plans.ts';
import { broadcast, item, plan, T0 } from './fixtures.ts';

describe('the timeline, for any plans', () => {
  it('never overlaps and is ordered', () => {
    fc.assert(
      fc.property(anyPlans, (plans) => {
        const { segments } = show(plans);
        for (let i = 1; i < segments.length; i++) {
          expect(segments[i]?.startAt).toBeGreaterThanOrEqual(segments[i - 1]?.endAt ?? 0);
        }
        for (const s of segments) expect(s.endAt).toBeGreaterThan(s.startAt);
      }),
    );
  });

  it('does not depend on the order of the plans, nor of the broadcasts in them', () => {
    fc.assert(
      fc.property(anyPlans, (plans) => {
        const turned = [...plans].reverse().map((p) => ({ ...p, broadcasts: [...p.broadcasts].reverse() }));
        expect(show(turned)).toEqual(show(plans));
      }),
    );
  });

  it('shows a rebooted device the same as its neighbours', () => {
    fc.assert(
      fc.property(anyPlans, fc.integer({ min: 0, max: HORIZON_MS }), (plans, later) => {
        const from = T0 + later;
        const whole = show(plans).segments.filter((s) => s.endAt > from);
        expect(show(plans, from).segments).toEqual(whole);
      }),
    );
  });

  it('plays nothing outside [startAt, endsAt)', () => {
    fc.assert(
      fc.property(anyPlans, (plans) => {
        const onlyOnce = [plan('one', [...planned(plans).values()], plans[0]?.silence)];
        const rows = planned(onlyOnce);
        for (const s of show(onlyOnce).segments) {
          const b = rows.get(s.broadcastId);
          expect(s.startAt).toBeGreaterThanOrEqual(b?.startAt ?? Infinity);
          expect(s.endAt).toBeLessThanOrEqual(b?.endsAt ?? 0);
        }
      }),
    );
  });

  it('begins again with the part that was interrupted, from its start, and with nothing that was over', () => {
    fc.assert(
      fc.property(anyPlans, (plans) => {
        const rows = planned(plans);
        const { runs } = show([plan('one', [...rows.values()], plans[0]?.silence)]);
        for (const before of runs) {
          const after = runs.find((run) => run.broadcastId === before.broadcastId && run.run === before.run + 1);
          const restarts = rows.get(before.broadcastId)?.onInterrupted === 'restart';
          if (before.outcome !== 'interrupted' || !restarts || after?.dueAt !== before.endAt) continue;
          const positionMs = before.endAt - before.startAt;
          const isOver = (item: Run['items'][number]) => item.offsetMs + item.durationMs <= positionMs;
          const open = new Set(before.items.filter((item) => !isOver(item)).map((item) => item.part));
          const left = before.items.filter((item) => open.has(item.part));
          expect(after.items.map(({ index }) => index)).toEqual(left.map(({ index }) => index));
          expect(after.items[0]?.offsetMs).toBe(0);
        }
      }),
    );
  });

  it('never delays a central emergency, unless by another one', () => {
    fc.assert(
      fc.property(anyPlans, instant, (plans, startAt) => {
        const others = [...planned(plans).values()].filter((b) => b.class !== 'emergency' || b.level !== 'central');
        const e = broadcast('zz', { class: 'emergency', level: 'central', startAt, latestStartAt: startAt });
        const { segments } = show([plan('one', [...others, e])]);
        const first = segments.find((s) => s.broadcastId === 'zz');
        expect(first?.startAt).toBe(startAt);
        expect(first?.cut).toBeUndefined();
      }),
    );
  });

  it('a cancellation changes nothing before its instant', () => {
    fc.assert(
      fc.property(anyPlans, fc.integer({ min: 0, max: 14 }), instant, (plans, n, cancelledAt) => {
        const cancelled = plan('zz', [{ id: `b${n}`, cancelledAt, reason: '' }]);
        const clip = (all: Plan[]) =>
          show(all)
            .segments.filter((s) => s.startAt < cancelledAt)
            .map((s) => [s.broadcastId, s.run, s.itemIndex, s.startAt, Math.min(s.endAt, cancelledAt)]);
        expect(clip([...plans, cancelled])).toEqual(clip(plans));
        for (const s of show([...plans, cancelled]).segments) {
          if (s.broadcastId === `b${n}`) expect(s.endAt).toBeLessThanOrEqual(cancelledAt);
        }
      }),
    );
  });

  it('a full plan of four thousand broadcasts with repeats is worked out whole', () => {
    const many = Array.from({ length: 4096 }, (_, n) =>
      broadcast(`b${n}`, { startAt: T0 + n * 70_000, class: n % 50 === 0 ? 'emergency' : 'scheduled' }),
    );
    const result = show([plan('a', many)], T0, T0 + 84 * 3_600_000);
    expect(result.truncated).toBe(false);
    expect(result.runs.length).toBe(4096);
  });

  it('a senseless repeat is cut off, not followed for ever', () => {
    const senseless = Array.from({ length: 40 }, (_, n) =>
      broadcast(`b${n}`, {
        items: [item(1)],
        endsAt: T0 + 84 * 3_600_000,
        repeat: { everyMs: 1000, until: T0 + 84 * 3_600_000 },
      }),
    );
    expect(show([plan('a', senseless)], T0, T0 + 84 * 3_600_000).truncated).toBe(true);
  });
});
