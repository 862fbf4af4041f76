/** What collides with what, in words. */
import type { ConflictBody } from '@loa-lang/schemas/errors/body';
import { type ErrorCode, errorText, type Words } from '@loa-lang/schemas/errors/codes';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { civilDay } from '../domain/broadcasts/civil-time.ts';
import { dayWords, instantWords } from '../domain/calendar/words/date-words.ts';
import type { Conflict, ConflictCause, ConflictEffect } from '../domain/schedules/conflicts.ts';
import type { Repetition } from '../domain/schedules/repeated-content.ts';
import type { Collisions } from '../services/schedules/check-schedule.ts';
import { outInstant } from './instants.ts';

const MINUTE_MS = 60_000;
const DATES_SHOWN = 3;
/** Clusters named in a sentence; all are in the list beside it. */
const MOST_CODES = 8;

const EFFECTS: Record<ConflictEffect, ErrorCode> = {
  postponed: 'conflict-postponed',
  interrupted: 'conflict-interrupted',
  cut: 'conflict-cut',
  prevented: 'conflict-prevented',
};
const CAUSES: Record<ConflictCause, ErrorCode> = {
  class: 'conflict-why-class',
  level: 'conflict-why-level',
  rank: 'conflict-why-rank',
  boundary: 'conflict-why-boundary',
  earlier: 'conflict-why-earlier',
  order: 'conflict-why-order',
};

/** "07:10 02/03/2026, 07:10 03/03/2026". */
function datesWords(dates: readonly EpochMillis[], zone: string): Words {
  const words = dates.slice(0, DATES_SHOWN).map((instant) => instantWords(instant, zone));
  return { vi: words.map(({ vi }) => vi).join(', '), en: words.map(({ en }) => en).join(', ') };
}

export const collisionBodies = (collisions: Collisions): ConflictBody[] => [
  ...collisions.conflicts.map((conflict) => conflictBody(conflict, collisions)),
  ...collisions.repetitions.map((repetition) => repetitionBody(repetition, collisions)),
];

function conflictBody(
  { effect, loser, winner, why, clusterIds, dates, delayMs }: Conflict,
  { codes, zone }: Collisions,
): ConflictBody {
  const named = clusterIds.map((id) => codes.get(id) ?? id).sort();
  const code = EFFECTS[effect];
  const reason = errorText(CAUSES[why]);
  const more = named.length > MOST_CODES ? ` +${named.length - MOST_CODES}` : '';
  const message = errorText(code, {
    ...{ loser: loser.title, winner: winner.title, date: datesWords(dates, zone) },
    ...{ clusters: named.slice(0, MOST_CODES).join(', ') + more, count: dates.length },
    ...{ why: reason, minutes: Math.ceil(delayMs / MINUTE_MS) },
  });
  const shown = dates.slice(0, DATES_SHOWN).map(outInstant);
  return { ...{ code, message, effect, loser, winner, why }, clusters: named, count: dates.length, dates: shown };
}

function repetitionBody({ bulletin, with: winner, dates }: Repetition, { zone }: Collisions): ConflictBody {
  const { title, bulletinId } = bulletin;
  const [first = 0] = dates;
  const date = dayWords(civilDay(first, zone));
  const parameters = { title, winner: winner.title, date, count: dates.length };
  const message = errorText('conflict-repeated', parameters);
  const shown = dates.slice(0, DATES_SHOWN).map(outInstant);
  return {
    ...{ code: 'conflict-repeated', message, effect: 'repeated', why: 'content' },
    ...{ loser: { id: bulletinId, title }, winner, clusters: [], count: dates.length, dates: shown },
  };
}
