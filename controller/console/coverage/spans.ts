/** Spans of coverage, and how their days are shown. */
import type { CoverageHistoryBody } from '@loa-lang/schemas/http/coverage-history';

export const SPANS = [7, 30, 90, 365] as const;

const DAY_MS = 86_400_000;

/** Days, YYYY-MM-DD, of the last so many, today included. */
export const spanEnding = (today: string, days: number): { from: string; to: string } => ({
  from: new Date(Date.parse(`${today}T00:00:00Z`) - (days - 1) * DAY_MS).toISOString().slice(0, 10),
  to: today,
});

/** More bars than this are no bars any more. */
const MOST_BARS = 92;
const WEEK = 7;

export type Piece = Omit<CoverageHistoryBody['days'][number], 'day'> & {
  /** its first day */
  day: string;
};

export const isByWeek = (days: readonly unknown[]): boolean => days.length > MOST_BARS;

/** Single days, or weeks of seven from the first day where there are many. */
export function piecesOf(days: CoverageHistoryBody['days']): Piece[] {
  if (!isByWeek(days)) return days;
  const pieces: Piece[] = [];
  for (let at = 0; at < days.length; at += WEEK) {
    const week = days.slice(at, at + WEEK);
    const sum = (key: 'broadcasts' | 'householdsMeant' | 'householdsReached') =>
      week.reduce((total, day) => total + day[key], 0);
    pieces.push({
      day: week[0]?.day ?? '',
      broadcasts: sum('broadcasts'),
      householdsMeant: sum('householdsMeant'),
      householdsReached: sum('householdsReached'),
    });
  }
  return pieces;
}

/** 0 to 1; `undefined` where nothing was meant for anybody. */
export const shareOf = ({
  householdsMeant,
  householdsReached,
}: {
  householdsMeant: number;
  householdsReached: number;
}): number | undefined => (householdsMeant === 0 ? undefined : householdsReached / householdsMeant);
