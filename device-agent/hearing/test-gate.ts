/** Whether a test may sound now: it never stands in the way of anything, and obeys who wants silence. */
import { nextSilenceAt } from '@loa-lang/schemas/timeline/silence';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Plan } from '@loa-lang/schemas/wire/plan';
import type { Settings } from '@loa-lang/schemas/wire/settings';
import type { PlanView } from '../services/view-plans.ts';

export interface TestGateDeps {
  /** trusted time */
  now(): EpochMillis | undefined;
  settings(): Settings | undefined;
  followedPlans(): readonly Plan[];
  view(now: EpochMillis): PlanView;
  outputFailed(): boolean;
}

/** As little as anything does: every latch holds it down. */
const RANK = { class: 'scheduled', level: 'hamlet' } as const;

/** @returns why not, a word and perhaps more behind a colon; `undefined` when it may */
export function mayTest(deps: TestGateDeps, lengthMs: Millis): string | undefined {
  const now = deps.now();
  if (now === undefined) return 'no-time';
  if (deps.outputFailed()) return 'output-failed';
  if (deps.settings()?.muted !== false) return 'muted';
  const latches = deps.followedPlans().flatMap(({ silence }) => silence);
  if (nextSilenceAt(latches, RANK, now) <= now) return 'locked: silence';
  const next = deps.view(now).runs.find((run) => run.endAt > now);
  if (next === undefined || next.startAt >= now + lengthMs) return undefined;
  return next.startAt <= now ? 'busy: a broadcast is on air' : `busy: a broadcast begins in ${next.startAt - now} ms`;
}
