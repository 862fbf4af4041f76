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
    name: 'what was interrupted begins again from the first part',
    file: arbitrate,
    find: 'withReturning(itemsLeft(run, at), returning)',
    replace: 'candidate.items',
  },
  {
    name: 'a restart that does not fit its window begins all the same',
    file: arbitrate,
    find: "kind === 'restart' && !items.slice(0, 1).some(isStream) && at + lengthOf(firstPartOf(items)) > plan.endsAt",
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
    name: 'every cluster is meant',
    file: merge,
    find: "broadcast.targets === 'all' || broadcast.targets.only.includes(clusterId)",
    replace: 'true',
  },
  {
    name: 'who was away at the start does not join',
    file: 'schemas/dist/timeline/joining.js',
    find: '(wasSoundingBefore || now <= run.joinUntilAt)',
    replace: 'wasSoundingBefore',
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
    name: 'a clock whose battery is empty is believed',
    file: 'device-agent/dist/domain/clock-offset-timekeeper.js',
    find: "if (this.#trust !== 'none' || lastKnown === undefined || !(wall >= lastKnown))",
    replace: "if (this.#trust !== 'none')",
  },
  {
    name: 'a higher emergency waits for a lower one',
    file: precedence,
    find: "levelRank(challenger.level) < levelRank(onAir.level) ? 'at-once' : 'wait'",
    replace: "'wait'",
  },
  {
    name: 'parts that nobody approved sound',
    file: 'controller/dist/domain/schedules/judge-part.js',
    find: 'sources.isApproved([version.assetId])',
    replace: 'true',
  },
  {
    name: 'an approval holds for other places',
    file: 'controller/dist/domain/approval/binding.js',
    find: 'targetsText(approved.targets) === targetsText(asked.targets) &&',
    replace: '',
  },
  {
    name: 'a broadcast that nobody approved enters the plans',
    file: planContent,
    find: "placement === undefined || broadcast.approval !== 'approved'",
    replace: 'placement === undefined',
  },
  {
    name: 'bulletins that are not valid any more sound',
    file: 'controller/dist/domain/schedules/judge-part.js',
    find: 'bulletin.validUntil !== undefined && bulletin.validUntil <= startAt',
    replace: 'false',
  },
  {
    name: 'a session whose time was changed after it was heard is heard again',
    file: 'controller/dist/domain/schedules/slots.js',
    find: 'return left === 0;',
    replace: 'return true;',
  },
  {
    name: 'days off are forgotten',
    file: 'controller/dist/domain/calendar/occurrences.js',
    find: 'spec.skipDaysOff === true &&',
    replace: 'false &&',
  },
  {
    name: 'the other time of a season is forgotten',
    file: 'controller/dist/domain/calendar/occurrences.js',
    find: 'season === undefined ? nominal',
    replace: 'true ? nominal',
  },
  {
    name: 'an emergency goes out under a lock without a word',
    file: 'controller/dist/services/emergency/emergencies.js',
    find: 'if (blocking.length > 0)',
    replace: 'if (false)',
  },
  {
    name: 'what is stopped in one hamlet is stopped everywhere',
    file: 'controller/dist/services/silence/stop.js',
    find: 'if (isPart) {',
    replace: 'if (false) {',
  },
  {
    name: 'a priority bulletin of the source goes with the last session of the day',
    file: 'controller/dist/services/sources/plan-source.js',
    find: 'soonestFirst: true,',
    replace: '',
  },
];
