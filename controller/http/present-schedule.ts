/** Schedules as HTTP shows them. */
import type { Notice } from '@loa-lang/schemas/errors/body';
import { type ErrorCode, type ErrorParameters, errorText, type Words } from '@loa-lang/schemas/errors/codes';
import type { ScheduleBody } from '@loa-lang/schemas/http/schedules';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { longestRunMs } from '../domain/broadcasts/broadcast.ts';
import { civilDay } from '../domain/broadcasts/civil-time.ts';
import { type DayNumber, parseDate } from '../domain/calendar/civil-date.ts';
import { toLunar } from '../domain/calendar/lunar/lunar-date.ts';
import { lunarDayWords } from '../domain/calendar/lunar/lunar-words.ts';
import { FIRST_LUNAR_YEAR, LAST_LUNAR_YEAR } from '../domain/calendar/lunar/lunar-year.ts';
import type { CivilDate } from '../domain/calendar/recurrence-spec.ts';
import { describeRecurrence } from '../domain/calendar/words/describe-recurrence.ts';
import type { Schedule } from '../domain/schedules/schedule.ts';
import { Refusal } from '../services/refusal.ts';
import type { Collisions } from '../services/schedules/check-schedule.ts';
import type { PreviewedOccurrence, SchedulePreview } from '../services/schedules/preview-schedule.ts';
import type { NotSaved, Saved } from '../services/schedules/schedule-asks.ts';
import { PROBLEM_CODES } from '../services/schedules/slot-words.ts';
import { outInstant, outOptional } from './instants.ts';
import { useBody } from './present-broadcast.ts';
import { collisionBodies } from './present-conflicts.ts';
import { airDateBody } from './present-reading.ts';
import { leftOutBody, skippedBody } from './present-skipped.ts';

const MINUTE_MS = 60_000;

const notice = (code: ErrorCode, parameters: ErrorParameters = {}): Notice => ({
  code,
  message: errorText(code, parameters),
});

export function scheduleBody(schedule: Schedule): ScheduleBody {
  const { recurrence, rank, paused, removedAt, changes, requested, windowMs, ruleReason } = schedule;
  const { zone: _, ...rule } = recurrence;
  return {
    id: schedule.id,
    communeId: schedule.communeId,
    version: schedule.version,
    kind: schedule.kind,
    name: schedule.name,
    class: schedule.class,
    level: schedule.level,
    ...(rank !== undefined && { rank }),
    recurrence: rule,
    recurrenceText: describeRecurrence(recurrence),
    windowMinutes: windowMs / MINUTE_MS,
    programme: schedule.programme,
    targets: requested,
    gainDb: schedule.gainDb,
    state: removedAt !== undefined ? 'removed' : paused ? 'paused' : 'active',
    changes: Object.fromEntries(
      Object.entries(changes).map(([id, { startAt, ...change }]) => [
        id,
        { ...change, ...outOptional('startAt', startAt) },
      ]),
    ),
    ...(ruleReason !== undefined && { ruleReason }),
    createdAt: outInstant(schedule.createdAt),
    changedAt: outInstant(schedule.changedAt),
  };
}

/** @throws Refusal with the conflicts when nothing was stored */
export function savedBody(result: Saved | NotSaved, now: EpochMillis) {
  if (!result.saved) {
    const { conflicts } = result.collisions;
    throw new Refusal(
      'schedule-conflicts',
      { count: conflicts.length },
      { conflicts: collisionBodies(result.collisions) },
    );
  }
  const { schedule, delivery, planned, cancelled, onAir, appliesFrom, collisions, problems, warnings } = result;
  return {
    schedule: scheduleBody(schedule),
    ...{ delivery, planned, cancelled },
    ...outOptional('appliesFrom', appliesFrom),
    ...(onAir !== undefined && { onAir: onAirBody(onAir, now) }),
    conflicts: collisions === undefined ? [] : collisionBodies(collisions),
    warnings: [
      ...warnings.map(({ code, parameters }) => notice(code, parameters)),
      ...problems.map((problem) => notice(PROBLEM_CODES[problem])),
    ],
  };
}

const ON_AIR_WORDS = {
  'plays-on': 'on-air-plays-on',
  stopped: 'on-air-stopped',
  over: 'on-air-over',
} as const;

const onAirBody = ({ broadcast, outcome }: NonNullable<Saved['onAir']>, now: EpochMillis) => ({
  ...useBody(broadcast, now),
  outcome,
  message: errorText(ON_AIR_WORDS[outcome], { title: broadcast.title }),
});

export function previewBody({ schedule, occurrences, collisions }: SchedulePreview) {
  return {
    schedule: scheduleBody(schedule),
    occurrences: occurrences.map((each) => occurrenceBody(each, collisions)),
  };
}

/** Where the calendar is known. */
function lunarDay(day: CivilDate): { lunar?: Words } {
  const year = Number(day.slice(0, 4));
  if (year <= FIRST_LUNAR_YEAR || year > LAST_LUNAR_YEAR) return {};
  return { lunar: lunarDayWords(toLunar(parseDate(day) as DayNumber)) };
}

function occurrenceBody({ plan, broadcastId, warnings }: PreviewedOccurrence, collisions: Collisions) {
  const { slot, content } = plan;
  const { startAt, endsAt, recurrenceId, moved, replaced } = slot;
  const durationMs = plan.ok ? longestRunMs(content.items, plan.place.audience) : 0;
  const here = {
    ...collisions,
    conflicts: collisions.conflicts.filter(({ dates }) => dates.includes(startAt)),
    repetitions: collisions.repetitions.filter(({ dates }) => dates.includes(startAt)),
  };
  const waiting = content.skipped.some(({ reason }) => reason === 'not-approved' || reason === 'language-not-approved');
  return {
    ...{ recurrenceId, moved, replaced, startAt: outInstant(startAt), endsAt: outInstant(endsAt) },
    ...lunarDay(civilDay(startAt, collisions.zone)),
    contentEndsAt: outInstant(startAt + durationMs),
    ...(broadcastId !== undefined && { broadcastId }),
    parts: content.parts,
    approved: !waiting,
    planned: plan.ok,
    problems: [
      ...(plan.ok ? [] : [notice(PROBLEM_CODES[plan.problem])]),
      ...(waiting ? [notice('slot-not-approved')] : []),
    ],
    skipped: content.skipped.map(skippedBody),
    leftOut: plan.ok ? plan.place.leftOut.map(leftOutBody) : [],
    conflicts: collisionBodies(here),
    warnings: warnings.map(airDateBody),
  };
}
