/** Any plans, for properties of the timeline. */
import { timeline } from '@loa-lang/schemas/timeline/timeline';
import {
  BROADCAST_CLASSES,
  isCancelled,
  LEVELS,
  type Plan,
  type PlanItem,
  type PlannedBroadcast,
  type StreamGap,
} from '@loa-lang/schemas/wire/plan';
import fc from 'fast-check';
import { broadcast, item, latch, plan, stream, T0 } from './fixtures.ts';

export const HORIZON_MS = 600_000;
export const instant = fc.integer({ min: 0, max: 300 }).map((s) => T0 + s * 1000);

const anyBroadcastOf = (anyItem: (ms: number, part: number, n: number) => PlanItem): fc.Arbitrary<PlannedBroadcast> =>
  fc
    .record({
      id: fc.integer({ min: 0, max: 14 }).map((n) => `b${n}`),
      class: fc.constantFrom(...BROADCAST_CLASSES),
      level: fc.constantFrom(...LEVELS),
      startAt: instant,
      slack: fc.integer({ min: 0, max: 120_000 }),
      window: fc.integer({ min: 0, max: 240_000 }),
      lengths: fc.array(fc.tuple(fc.integer({ min: 0, max: 40_000 }), fc.nat(5)), { minLength: 1, maxLength: 4 }),
      onInterrupted: fc.constantFrom('restart' as const, 'cut' as const),
      everyMs: fc.option(fc.integer({ min: 1000, max: 60_000 }), { nil: undefined }),
      rank: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    })
    .map((r) =>
      broadcast(r.id, {
        class: r.class,
        level: r.level,
        startAt: r.startAt,
        latestStartAt: r.startAt + r.slack,
        endsAt: r.startAt + r.window,
        onInterrupted: r.onInterrupted,
        items: r.lengths.map(([ms, n], part) => anyItem(ms, part, n)),
        ...(r.everyMs === undefined ? {} : { repeat: { everyMs: r.everyMs, until: r.startAt + r.window } }),
        ...(r.rank === undefined ? {} : { rank: r.rank }),
      }),
    );

const anyLatch = fc
  .tuple(fc.constantFrom(...LEVELS), instant, fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: undefined }))
  .map(([level, since, ms]) => latch(level, since, ms === undefined ? undefined : since + ms));

const anyPlansOf = (anyBroadcast: fc.Arbitrary<PlannedBroadcast>): fc.Arbitrary<Plan[]> =>
  fc
    .array(
      fc.record({
        broadcasts: fc.uniqueArray(anyBroadcast, { maxLength: 8, selector: (b) => b.id }),
        cancelled: fc.array(fc.tuple(fc.integer({ min: 0, max: 14 }), instant), { maxLength: 2 }),
        silence: fc.array(anyLatch, { maxLength: 1 }),
      }),
      { minLength: 1, maxLength: 3 },
    )
    .map((rows) =>
      rows.map((row, n) =>
        plan(
          `area${n}`,
          [...row.broadcasts, ...row.cancelled.map(([id, cancelledAt]) => ({ id: `b${id}`, cancelledAt, reason: '' }))],
          row.silence,
        ),
      ),
    );

export const show = (plans: Plan[], from = T0, to = T0 + HORIZON_MS) =>
  timeline({ plans, clusterId: 'c1', languages: ['vi'], muted: false, from, to });
export const planned = (plans: Plan[]) =>
  new Map(
    plans.flatMap((p) => p.broadcasts.filter((b) => !isCancelled(b)) as PlannedBroadcast[]).map((b) => [b.id, b]),
  );

export const anyPlans = anyPlansOf(anyBroadcastOf((ms, part) => item(ms, part)));

/** Half of what they play are streams: `s0`, `s1` and `s2`. */
export const anyPlansWithStreams = anyPlansOf(
  anyBroadcastOf((ms, part, n) => (n < 3 ? stream(ms, `s${n}`, part) : item(ms, part))),
);

export const anyGap: fc.Arbitrary<StreamGap> = fc
  .tuple(fc.nat(2), instant, fc.option(fc.integer({ min: 1, max: 60_000 }), { nil: undefined }))
  .map(([n, from, ms]) => ({ streamId: `s${n}`, from, ...(ms === undefined ? {} : { to: from + ms }) }));
