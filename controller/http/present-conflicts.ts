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

/** In the place of a title that is not told. */
const ANOTHER = {
  loser: { vi: 'Một lượt phát ở nơi khác', en: 'A broadcast elsewhere' },
  winner: { vi: 'một lượt phát ở nơi khác', en: 'a broadcast elsewhere' },
} as const satisfies Record<string, Words>;

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
  { codes, zone, untold }: Collisions,
): ConflictBody {
  const named = clusterIds.map((id) => codes.get(id) ?? id).sort();
  const code = EFFECTS[effect];
  const reason = errorText(CAUSES[why]);
  const more = named.length > MOST_CODES ? ` +${named.length - MOST_CODES}` : '';
  const message = errorText(code, {
    ...{ loser: nameWords(loser, untold, 'loser'), winner: nameWords(winner, untold, 'winner') },
    date: datesWords(dates, zone),
    ...{ clusters: named.slice(0, MOST_CODES).join(', ') + more, count: dates.length },
    ...{ why: reason, minutes: Math.ceil(delayMs / MINUTE_MS) },
  });
  const shown = dates.slice(0, DATES_SHOWN).map(outInstant);
  const told = { loser: ownerBody(loser, untold), winner: ownerBody(winner, untold) };
  return { ...{ code, message, effect, ...told, why }, clusters: named, count: dates.length, dates: shown };
}

const ownerBody = ({ id, title }: Conflict['loser'], untold: Collisions['untold']) =>
  untold?.has(id) ? { id } : { id, title };

const nameWords = ({ id, title }: Conflict['loser'], untold: Collisions['untold'], as: keyof typeof ANOTHER): Words =>
  untold?.has(id) ? ANOTHER[as] : { vi: `"${title}"`, en: `"${title}"` };

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
