/** Schedules as HTTP shows them. */
import type { ConflictBody, Notice } from '@loa-lang/schemas/errors/body';
import { type ErrorCode, type ErrorParameters, errorText } from '@loa-lang/schemas/errors/codes';
import type { ScheduleBody } from '@loa-lang/schemas/http/schedules';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { longestRunMs } from '../domain/broadcasts/broadcast.ts';
import { describeRecurrence } from '../domain/calendar/words/describe-recurrence.ts';
import type { Conflict } from '../domain/schedules/conflicts.ts';
import type { OccurrenceProblem } from '../domain/schedules/plan-occurrence.ts';
import type { Repetition } from '../domain/schedules/repeated-content.ts';
import type { Schedule } from '../domain/schedules/schedule.ts';
import { Refusal } from '../services/refusal.ts';
import type { Collisions } from '../services/schedules/check-schedule.ts';
import type { PreviewedOccurrence, SchedulePreview } from '../services/schedules/preview-schedule.ts';
import type { NotSaved, Saved } from '../services/schedules/schedules.ts';
import { outInstant, outOptional } from './instants.ts';
import { useBody } from './present-broadcast.ts';
import { airDateBody } from './present-reading.ts';
import { leftOutBody, skippedBody } from './present-skipped.ts';

const MINUTE_MS = 60_000;
const DATES_SHOWN = 3;
/** Clusters named in a sentence; all are in the list beside it. */
const MOST_CODES = 8;

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
      ...relayNotices(schedule),
      ...problems.map(problemNotice),
    ],
  };
}

const onAirBody = ({ broadcast, outcome }: NonNullable<Saved['onAir']>, now: EpochMillis) => ({
  ...useBody(broadcast, now),
  outcome,
  message: errorText(outcome === 'stopped' ? 'on-air-stopped' : 'on-air-plays-on', { title: broadcast.title }),
});

const relayNotices = ({ programme }: Schedule): Notice[] =>
  programme.flatMap((part) =>
    part.kind === 'relay' ? [notice('relay-silent', { title: part.title, minutes: part.minutes })] : [],
  );

const inWords = (instant: EpochMillis): string => outInstant(instant).slice(0, 16).replace('T', ' ');

export const collisionBodies = (collisions: Collisions): ConflictBody[] => [
  ...collisions.conflicts.map((conflict) => conflictBody(conflict, collisions)),
  ...collisions.repetitions.map((repetition) => repetitionBody(repetition)),
];

function conflictBody(
  { effect, loser, winner, why, clusterIds, dates }: Conflict,
  { codes }: Collisions,
): ConflictBody {
  const named = clusterIds.map((id) => codes.get(id) ?? id).sort();
  const code = `conflict-${effect}` as const;
  const reason = errorText(`conflict-why-${why}`);
  const more = named.length > MOST_CODES ? ` +${named.length - MOST_CODES}` : '';
  const message = errorText(code, {
    ...{ loser: loser.title, winner: winner.title, date: dates.slice(0, DATES_SHOWN).map(inWords).join(', ') },
    ...{ clusters: named.slice(0, MOST_CODES).join(', ') + more, count: dates.length },
    ...{ why: reason.vi, 'why.en': reason.en },
  });
  const shown = dates.slice(0, DATES_SHOWN).map(outInstant);
  return { ...{ code, message, effect, loser, winner, why }, clusters: named, count: dates.length, dates: shown };
}

function repetitionBody({ bulletin, with: winner, dates }: Repetition): ConflictBody {
  const { title, bulletinId } = bulletin;
  const [first = 0] = dates;
  const parameters = { title, winner: winner.title, date: outInstant(first).slice(0, 10), count: dates.length };
  const message = errorText('conflict-repeated', parameters);
  const shown = dates.slice(0, DATES_SHOWN).map(outInstant);
  return {
    ...{ code: 'conflict-repeated', message, effect: 'repeated', why: 'content' },
    ...{ loser: { id: bulletinId, title }, winner, clusters: [], count: dates.length, dates: shown },
  };
}

function problemNotice(problem: OccurrenceProblem): Notice {
  if (problem === 'quiet-hours') return notice('slot-quiet-hours');
  if (problem === 'slot-empty' || problem === 'cluster-hours-none') return notice(problem);
  return notice('slot-targets');
}

export function previewBody({ schedule, occurrences, collisions }: SchedulePreview) {
  return {
    schedule: scheduleBody(schedule),
    occurrences: occurrences.map((each) => occurrenceBody(each, collisions)),
  };
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
    contentEndsAt: outInstant(startAt + durationMs),
    ...(broadcastId !== undefined && { broadcastId }),
    parts: content.parts,
    approved: !waiting,
    planned: plan.ok,
    problems: [...(plan.ok ? [] : [problemNotice(plan.problem)]), ...(waiting ? [notice('slot-not-approved')] : [])],
    skipped: content.skipped.map(skippedBody),
    leftOut: plan.ok ? plan.place.leftOut.map(leftOutBody) : [],
    conflicts: collisionBodies(here),
    warnings: warnings.map(airDateBody),
  };
}
