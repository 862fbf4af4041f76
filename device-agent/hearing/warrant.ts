/**
 * Who may sound now: the signed plans and the journaled acts at the device, asked anew, and tests by signed command.
 * Nothing of what makes the sound is asked.
 */
import { segmentsOf } from '@loa-lang/schemas/timeline/timeline';
import type { EpochMillis, Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import type { TimeMap } from '../domain/clock-offset-map.ts';
import type { PlanView } from '../services/view-plans.ts';

export interface WarrantDeps {
  now(): EpochMillis | undefined;
  timeMap(): TimeMap | undefined;
  view(now: EpochMillis): PlanView;
}

/** Readings of the output waver, and places are rounded. */
const SLACK_MS: Millis = 300;
/** What was handed to the output before a plan changed is still heard, and fades. */
const AFTER_MS: Millis = 1000;
const AHEAD_MS: Millis = 120_000;
const BEHIND_MS: Millis = 10_000;
const ANEW_MS: Millis = 60_000;
/** What was taken back counts as planned no longer than this. */
const STALE_MS: Millis = 1000;

export class Warrant {
  readonly #deps: WarrantDeps;
  #intervals: { from: EpochMillis; to: EpochMillis }[] = [];
  #serial: number | undefined;
  #madeAt: EpochMillis = -Infinity;
  #lookedAt: EpochMillis = -Infinity;
  #coveredAt: MonotonicMillis = -Infinity;
  #test: { from: MonotonicMillis; to: MonotonicMillis } | undefined;

  constructor(deps: WarrantDeps) {
    this.#deps = deps;
  }

  /** A test that a signed command asked for; the last one counts. */
  permit(from: MonotonicMillis, to: MonotonicMillis): void {
    this.#test = { from, to };
  }

  /** Whether something may sound within the stretch, as it is heard. */
  covers(from: MonotonicMillis, to: MonotonicMillis): boolean {
    if (this.#isTest(from, to) || this.#isPlanned(from, to)) {
      this.#coveredAt = to;
      return true;
    }
    return from < this.#coveredAt + AFTER_MS && to > this.#coveredAt - AFTER_MS;
  }

  #isTest(from: MonotonicMillis, to: MonotonicMillis): boolean {
    return this.#test !== undefined && to > this.#test.from - SLACK_MS && from < this.#test.to + SLACK_MS;
  }

  /** Looks at the plans; called often enough, it is never done while a block is due. */
  look(): void {
    const now = this.#deps.now();
    if (now !== undefined) this.#look(now);
  }

  #isPlanned(from: MonotonicMillis, to: MonotonicMillis): boolean {
    const [now, map] = [this.#deps.now(), this.#deps.timeMap()];
    if (now === undefined || map === undefined) return false;
    const [first, last] = [map.toController(from) - SLACK_MS, map.toController(to) + SLACK_MS];
    const covers = () => this.#intervals.some((interval) => interval.from < last && interval.to > first);
    if (Math.abs(now - this.#lookedAt) < STALE_MS && covers()) return true;
    // nothing is refused by what was planned a moment ago
    this.#look(now);
    return covers();
  }

  #look(now: EpochMillis): void {
    this.#lookedAt = now;
    const view = this.#deps.view(now);
    if (view.serial === this.#serial && Math.abs(now - this.#madeAt) < ANEW_MS) return;
    this.#serial = view.serial;
    this.#madeAt = now;
    const near = view.muted
      ? []
      : view.runs.filter((run) => run.endAt > now - BEHIND_MS && run.startAt < now + AHEAD_MS);
    this.#intervals = near.flatMap((run) =>
      segmentsOf(run)
        .filter(({ assetId, streamId }) => assetId !== undefined || streamId !== undefined)
        .map(({ startAt, endAt }) => ({ from: startAt, to: endAt })),
    );
  }
}
