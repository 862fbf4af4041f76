/**
 * Arbitration: one loudspeaker, many broadcasts. The plans are replayed from their first start, event by event, so
 * that every device with the same plans comes to the same runs, whenever it was switched on.
 */
import type { BroadcastId } from '../ids.ts';
import type { EpochMillis } from '../units.ts';
import type { PlannedBroadcast } from '../wire/plan.ts';
import { BinaryHeap } from './binary-heap.ts';
import type { MergedPlans } from './merge-plans.ts';
import { firstPartOf, itemsLeft, lengthOf, nextPartBoundary } from './parts.ts';
import { comparePrecedence, takeover, waitsForHigherContent } from './precedence.ts';
import { selectItems } from './select-items.ts';
import { nextSilenceAt, silencedWithin } from './silence.ts';
import { isStream, layOut } from './streams.ts';
import { MAX_STARTS, type NeverStarted, type Run, type RunItem } from './types.ts';

/** A broadcast with what is worked out about it once. */
interface Candidate {
  plan: PlannedBroadcast;
  /** place in the order of precedence; 0 goes first */
  precedence: number;
  items: readonly RunItem[];
  cancelledAt: EpochMillis;
  runs: number;
  /** its start that waits, if any: there is never more than one */
  waiting: Waiting | undefined;
  /** when it was interrupted and not to begin again */
  cutAt: EpochMillis;
}

interface Waiting {
  candidate: Candidate;
  kind: NeverStarted['kind'];
  dueAt: EpochMillis;
  latestStartAt: EpochMillis;
  /** all of the broadcast, or what an interruption has left of it */
  items: readonly RunItem[];
}

interface Due {
  at: EpochMillis;
  candidate: Candidate;
  kind: 'first' | 'repetition' | 'return';
  /** what starts; of a return the stream alone */
  items: readonly RunItem[];
  /** when it was laid down */
  laidAt: EpochMillis;
}

export interface Arbitrated {
  runs: Run[];
  neverStarted: NeverStarted[];
  truncated: boolean;
}

/** Replays everything that starts before `to`. */
export function arbitrate(merged: MergedPlans, languages: readonly string[], to: EpochMillis): Arbitrated {
  const replay = new Replay(merged);
  for (const candidate of candidatesOf(merged, languages)) replay.announce(candidate, to);
  return replay.play(to);
}

function candidatesOf(merged: MergedPlans, languages: readonly string[]): Candidate[] {
  const ordered = [...merged.broadcasts].sort(comparePrecedence);
  return ordered.map((plan, precedence) => {
    const items = selectItems(plan.items, languages);
    const cancelledAt = merged.cancelledAt.get(plan.id) ?? Infinity;
    return { plan, precedence, items, cancelledAt, runs: 0, waiting: undefined, cutAt: -Infinity };
  });
}

class Replay {
  readonly #merged: MergedPlans;
  /** of the same instant in the order in which they were laid down, whatever else there is */
  readonly #dues = new BinaryHeap<Due & { serial: number }>(
    (a, b) => a.at < b.at || (a.at === b.at && a.serial < b.serial),
  );
  #serial = 0;
  /** waiting starts, the first in precedence on top; a hamlet's live apart, since it alone waits where others may not */
  readonly #queue = new BinaryHeap<Waiting>(goesFirst);
  readonly #hamletLive = new BinaryHeap<Waiting>(goesFirst);
  readonly #runs: Run[] = [];
  readonly #neverStarted: NeverStarted[] = [];
  #onAir: { run: Run; candidate: Candidate } | undefined;
  #now: EpochMillis = 0;
  #to: EpochMillis = 0;

  constructor(merged: MergedPlans) {
    this.#merged = merged;
  }

  announce(candidate: Candidate, to: EpochMillis): void {
    const { plan, items } = candidate;
    if (plan.startAt >= to) return;
    if (items.length === 0 || plan.endsAt <= plan.startAt) {
      this.#never({ candidate, kind: 'first', dueAt: plan.startAt, latestStartAt: plan.startAt, items }, 'empty');
      return;
    }
    this.#layDown({ at: plan.startAt, candidate, kind: 'first', items });
  }

  play(to: EpochMillis): Arbitrated {
    this.#to = to;
    let starts = 0;
    for (;;) {
      const at = Math.min(this.#dues.peek()?.at ?? Infinity, this.#onAir?.run.endAt ?? Infinity, this.#nextTakeover());
      if (at === Infinity) break;
      this.#now = at;
      if (this.#onAir !== undefined && this.#onAir.run.endAt <= at) this.#onAir = undefined;
      for (let due = this.#dues.peek(); due !== undefined && due.at <= at; due = this.#dues.peek()) {
        this.#dues.pop();
        if (++starts > MAX_STARTS) break;
        this.#receive(due);
      }
      if (starts > MAX_STARTS) break;
      this.#settle(at);
    }
    this.#giveUpWaiting(to);
    return { runs: this.#runs, neverStarted: this.#neverStarted, truncated: starts > MAX_STARTS };
  }

  /** A start has come due: it waits, and the next repetition is laid down. */
  #receive(due: Due): void {
    const { candidate, at, items } = due;
    const { plan, waiting } = candidate;
    if (due.kind === 'return') {
      // cut or silenced since, it is over for good
      if (candidate.cutAt >= due.laidAt || silencedWithin(this.#merged.latches, plan, due.laidAt, at)) return;
      // what waits holds the stream already, or takes it in at its end
      if (waiting === undefined) this.#wait({ candidate, kind: 'return', dueAt: at, latestStartAt: Infinity, items });
      else waiting.items = withReturning(waiting.items, items);
      return;
    }
    this.#layDownNext(candidate, at);
    // a repetition never piles up behind an earlier reading of the same broadcast, nor replaces a pending restart
    if (this.#onAir?.candidate === candidate || waiting?.kind === 'restart') return;
    this.#wait({
      candidate,
      // one that replaces a first start still waiting takes its place: somebody has to account for it
      kind: waiting?.kind === 'first' ? 'first' : due.kind,
      dueAt: at,
      latestStartAt: at + Math.max(0, plan.latestStartAt - plan.startAt),
      items,
    });
  }

  #layDown(due: Omit<Due, 'laidAt'>): void {
    this.#dues.push({ ...due, laidAt: this.#now, serial: this.#serial++ });
  }

  #layDownNext(candidate: Candidate, at: EpochMillis): void {
    const { items } = candidate;
    const { repeat, endsAt } = candidate.plan;
    if (repeat === undefined) return;
    const next = at + repeat.everyMs;
    if (next < Math.min(repeat.until, endsAt, candidate.cancelledAt, this.#to)) {
      this.#layDown({ at: next, candidate, kind: 'repetition', items });
    }
  }

  #wait(waiting: Waiting): void {
    waiting.candidate.waiting = waiting;
    (waitsForHigherContent(waiting.candidate.plan) ? this.#hamletLive : this.#queue).push(waiting);
  }

  /** Lets the right one sound from `at` on. */
  #settle(at: EpochMillis): void {
    const first = [this.#top(this.#queue, at), this.#top(this.#hamletLive, at)].filter((w) => w !== undefined);
    first.sort((a, b) => a.candidate.precedence - b.candidate.precedence);
    const onAir = this.#onAir;
    if (onAir === undefined) {
      if (first[0] !== undefined) this.#start(first[0], at);
      return;
    }
    const challenger = first.find((w) => this.#takeoverAt(w, at) === at);
    if (challenger === undefined) return;
    this.#interrupt(onAir, challenger.candidate.plan.id, at);
    this.#start(challenger, at);
  }

  #start(waiting: Waiting, at: EpochMillis): void {
    const { candidate } = waiting;
    const { plan, cancelledAt } = candidate;
    const items = this.#layOut(waiting, at);
    const durationMs = lengthOf(items);
    (waitsForHigherContent(plan) ? this.#hamletLive : this.#queue).pop();
    candidate.waiting = undefined;
    candidate.runs++;
    const ends: [EpochMillis, Run['outcome']][] = [
      [at + durationMs, 'completed'],
      [plan.endsAt, 'window-ended'],
      [cancelledAt, 'cancelled'],
      [nextSilenceAt(this.#merged.latches, plan, at), 'silenced'],
    ];
    const [endAt, outcome] = ends.reduce((first, end) => (end[0] < first[0] ? end : first));
    const run: Run = {
      broadcastId: plan.id,
      version: plan.version,
      class: plan.class,
      level: plan.level,
      run: candidate.runs,
      dueAt: waiting.dueAt,
      startAt: at,
      endAt,
      durationMs,
      joinUntilAt: plan.joinUntilAt,
      endsAt: plan.endsAt,
      outcome,
      gainDb: plan.volumeRule.gainDb,
      items,
    };
    this.#runs.push(run);
    this.#onAir = { run, candidate };
  }

  /** The bulletin under way begins again from its start, and what comes after it follows; what is over is over. */
  #interrupt({ run, candidate }: { run: Run; candidate: Candidate }, by: BroadcastId, at: EpochMillis): void {
    run.endAt = at;
    run.outcome = 'interrupted';
    run.interruptedBy = by;
    this.#onAir = undefined;
    // its stream may have waited to come back behind it
    const returning = candidate.waiting?.items ?? [];
    candidate.waiting = undefined;
    if (candidate.plan.onInterrupted === 'cut') {
      candidate.cutAt = at;
      return;
    }
    const items = withReturning(itemsLeft(run, at), returning);
    this.#wait({ candidate, kind: 'restart', dueAt: at, latestStartAt: Infinity, items });
  }

  /** What sounds of it from `at` on; its streams are announced for when they come back. */
  #layOut({ candidate, items }: Waiting, at: EpochMillis): readonly RunItem[] {
    const laid = layOut(items, at, this.#merged.gaps);
    for (const { at: backAt, item } of laid.returns) {
      if (backAt < this.#to) this.#layDown({ at: backAt, candidate, kind: 'return', items: [item] });
    }
    return laid.items;
  }

  /** The next instant at which something that waits may take over; `Infinity` when nothing may. */
  #nextTakeover(): EpochMillis {
    if (this.#onAir === undefined) return Infinity;
    const tops = [this.#top(this.#queue, this.#now), this.#top(this.#hamletLive, this.#now)];
    return Math.min(...tops.map((w) => (w === undefined ? Infinity : this.#takeoverAt(w, this.#now))));
  }

  /** First instant at or after `at` at which `waiting` may take over from what is on air. */
  #takeoverAt(waiting: Waiting, at: EpochMillis): EpochMillis {
    const onAir = this.#onAir;
    if (onAir === undefined) return at;
    switch (takeover(waiting.candidate.plan, onAir.candidate.plan)) {
      case 'at-once':
        return at;
      case 'at-boundary':
        return nextPartBoundary(onAir.run, at);
      default:
        return Infinity;
    }
  }

  /** First of a queue that may still start at `at`; those that may not any more are given up. */
  #top(queue: BinaryHeap<Waiting>, at: EpochMillis): Waiting | undefined {
    for (let waiting = queue.peek(); waiting !== undefined; waiting = queue.peek()) {
      if (waiting.candidate.waiting === waiting) {
        const reason = this.#whyNot(waiting, at);
        if (reason === undefined) return waiting;
        this.#never(waiting, reason);
        waiting.candidate.waiting = undefined;
        if (reason === 'no-stream') this.#comeBack(waiting, at);
      }
      queue.pop();
    }
    return undefined;
  }

  /** Why this start can no longer happen at `at`; once true it stays true. */
  #whyNot(waiting: Waiting, at: EpochMillis): NeverStarted['reason'] | undefined {
    const { candidate, dueAt, latestStartAt, kind, items } = waiting;
    const { plan, cancelledAt } = candidate;
    if (cancelledAt <= at) return 'cancelled';
    if (silencedWithin(this.#merged.latches, plan, dueAt, at)) return 'silenced';
    if (at > latestStartAt || at >= plan.endsAt) return 'late';
    if (kind === 'restart' && !items.slice(0, 1).some(isStream) && at + lengthOf(firstPartOf(items)) > plan.endsAt) {
      return 'late';
    }
    const isThere = !items.every(isStream) || layOut(items, at, this.#merged.gaps).items.length > 0;
    return isThere ? undefined : 'no-stream';
  }

  /** It counts as a run that nobody heard, so that the one in which it comes back has a number of its own. */
  #comeBack(waiting: Waiting, at: EpochMillis): void {
    waiting.candidate.runs++;
    this.#layOut(waiting, at);
  }

  #giveUpWaiting(at: EpochMillis): void {
    for (const queue of [this.#queue, this.#hamletLive]) {
      for (let waiting = queue.pop(); waiting !== undefined; waiting = queue.pop()) {
        if (waiting.candidate.waiting !== waiting) continue;
        const reason = this.#whyNot(waiting, at);
        if (reason !== undefined) this.#never(waiting, reason);
      }
    }
  }

  #never(waiting: Waiting, reason: NeverStarted['reason']): void {
    const { plan, runs } = waiting.candidate;
    this.#neverStarted.push({
      broadcastId: plan.id,
      version: plan.version,
      dueAt: waiting.dueAt,
      endsAt: plan.endsAt,
      runsBefore: runs,
      kind: waiting.kind,
      reason,
    });
  }
}

const goesFirst = (a: Waiting, b: Waiting): boolean => a.candidate.precedence < b.candidate.precedence;

/** A stream is in a run once: what holds it already lays it out as it is to be had then. */
const withReturning = (items: readonly RunItem[], returning: readonly RunItem[]): readonly RunItem[] => [
  ...items,
  ...returning.filter(({ index }) => !items.some((item) => item.index === index)),
];
