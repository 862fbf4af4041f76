/** What collides with what, in words. */
import type { ConflictBody } from '@loa-lang/schemas/errors/body';
import { type ErrorCode, errorText } from '@loa-lang/schemas/errors/codes';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Conflict, ConflictCause, ConflictEffect } from '../domain/schedules/conflicts.ts';
import type { Repetition } from '../domain/schedules/repeated-content.ts';
import type { Collisions } from '../services/schedules/check-schedule.ts';
import { outInstant } from './instants.ts';

const DATES_SHOWN = 3;
/** Clusters named in a sentence; all are in the list beside it. */
const MOST_CODES = 8;

const EFFECTS: Record<ConflictEffect, ErrorCode> = {
  postponed: 'conflict-postponed',
  interrupted: 'conflict-interrupted',
  prevented: 'conflict-prevented',
};
const CAUSES: Record<ConflictCause, ErrorCode> = {
  class: 'conflict-why-class',
  level: 'conflict-why-level',
  rank: 'conflict-why-rank',
  earlier: 'conflict-why-earlier',
  order: 'conflict-why-order',
};

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
  const code = EFFECTS[effect];
  const reason = errorText(CAUSES[why]);
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
