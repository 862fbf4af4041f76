/** Small wrongs put into the real code, one at a time: a model that lets one of them pass proves nothing. */

export interface Mutant {
  name: string;
  /** built file, from the project's root */
  file: string;
  /** occurs exactly once in it */
  find: string;
  replace: string;
}

const arbitrate = 'schemas/dist/timeline/arbitrate.js';
const precedence = 'schemas/dist/timeline/precedence.js';
const silence = 'schemas/dist/timeline/silence.js';
const merge = 'schemas/dist/timeline/merge-plans.js';
const playback = 'device-agent/dist/domain/decide-playback.js';
const planContent = 'controller/dist/domain/plan-content/plan-content.js';

export const MUTANTS: Mutant[] = [
  {
    name: 'devices do not follow the plan of their hamlet',
    file: 'controller/dist/domain/plan-content/settings-content.js',
    find: 'followedAreaIds(territory.areas, row.cluster).slice(0, 32)',
    replace: 'followedAreaIds(territory.areas, row.cluster).slice(1, 32)',
  },
  {
    name: 'what sounds is not stopped by a cancellation',
    file: arbitrate,
    find: "[cancelledAt, 'cancelled'],",
    replace: '',
  },
  {
    name: 'an emergency waits for the end of what sounds',
    file: precedence,
    find: "if (onAir.class !== 'emergency')\n            return 'at-once';",
    replace: "if (onAir.class !== 'emergency')\n            return 'wait';",
  },
  {
    name: 'urgent interrupts in the middle of a part',
    file: precedence,
    find: "return 'at-boundary';",
    replace: "return 'at-once';",
  },
  {
    name: 'what was interrupted never begins again',
    file: arbitrate,
    find: "if (onAir.candidate.plan.onInterrupted === 'cut')",
    replace: "if (onAir.candidate.plan.onInterrupted !== 'cut')",
  },
  {
    name: 'what was interrupted begins again from the first part',
    file: arbitrate,
    find: 'items: itemsLeft(run, at)',
    replace: 'items: candidate.items',
  },
  {
    name: 'a restart that does not fit its window begins all the same',
    file: arbitrate,
    find: "kind === 'restart' && at + lengthOf(firstPartOf(items)) > plan.endsAt",
    replace: 'false',
  },
  {
    name: 'a start is postponed for ever',
    file: arbitrate,
    find: 'if (at > latestStartAt || at >= plan.endsAt)',
    replace: 'if (at >= plan.endsAt)',
  },
  {
    name: 'repetitions are left out',
    file: arbitrate,
    find: 'const next = at + repeat.everyMs;',
    replace: 'const next = Infinity;',
  },
  {
    name: 'classes are taken in the opposite order',
    file: precedence,
    find: 'const byClass = classRank(a) - classRank(b);',
    replace: 'const byClass = classRank(b) - classRank(a);',
  },
  {
    name: 'of two equal ones the later start goes first',
    file: precedence,
    find: 'return a.startAt - b.startAt;',
    replace: 'return b.startAt - a.startAt;',
  },
  {
    name: 'a lock does not stop what sounds',
    file: silence,
    find: 'next = Math.min(next, Math.max(latch.since, at));',
    replace: '',
  },
  {
    name: 'what fell due under a lock starts when it is lifted',
    file: arbitrate,
    find: "if (silencedWithin(this.#merged.latches, plan, dueAt, at))\n            return 'silenced';",
    replace: '',
  },
  {
    name: 'an emergency passes a lock of its own level',
    file: silence,
    find: 'levelRank(broadcast.level) < levelRank(latch.level)',
    replace: 'levelRank(broadcast.level) <= levelRank(latch.level)',
  },
  {
    name: 'every cluster is meant',
    file: merge,
    find: "broadcast.targets === 'all' || broadcast.targets.only.includes(clusterId)",
    replace: 'true',
  },
  {
    name: 'a cancellation in a plan is overlooked',
    file: merge,
    find: 'cancelledAt.set(broadcast.id, Math.min(broadcast.cancelledAt, cancelledAt.get(broadcast.id) ?? Infinity));',
    replace: '',
  },
  {
    name: 'who comes late joins whatever the bound',
    file: 'schemas/dist/timeline/joining.js',
    find: '(wasSoundingBefore || now <= run.joinUntilAt)',
    replace: 'true',
  },
  {
    name: 'who was sounding before a power cut does not come back',
    file: 'schemas/dist/timeline/joining.js',
    find: '(wasSoundingBefore || now <= run.joinUntilAt)',
    replace: 'now <= run.joinUntilAt',
  },
  {
    name: 'a new disk plays what began before it',
    file: playback,
    find: 'if (bornAt !== undefined && run.startAt < bornAt)',
    replace: 'if (false)',
  },
  {
    name: 'plans reach twelve hours ahead',
    file: planContent,
    find: 'export const HORIZON_MS = 84 * 3600_000;',
    replace: 'export const HORIZON_MS = 12 * 3600_000;',
  },
  {
    name: 'plans forget what has begun',
    file: planContent,
    find: 'endsAt + KEEP_HISTORY_MS <= now',
    replace: 'startAt <= now',
  },
  {
    name: 'a clock whose battery is empty is believed',
    file: 'device-agent/dist/domain/clock-offset-timekeeper.js',
    find: "if (this.#trust !== 'none' || lastKnown === undefined || !(wall >= lastKnown))",
    replace: "if (this.#trust !== 'none')",
  },
];
