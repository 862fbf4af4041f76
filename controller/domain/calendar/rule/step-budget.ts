/** An end to look-ups of hostile rules. */

/** Periods, days and starts looked at in one look-up: every day of a thousand years, a fifth of a second. */
const MAX_STEPS = 1_000_000;

/** A rule that takes more steps than one look-up may take: nothing that a schedule needs. */
export class RecurrenceTooHard extends Error {
  readonly code = 'recurrence-too-hard';
}

/** Counts what is looked at. @throws RecurrenceTooHard */
export type Tick = () => void;

export function stepBudget(what: string): Tick {
  let steps = 0;
  return () => {
    steps += 1;
    if (steps > MAX_STEPS) throw new RecurrenceTooHard(`${what} takes more than ${MAX_STEPS} steps`);
  };
}
