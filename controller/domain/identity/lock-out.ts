/**
 * How often somebody may be wrong. Attempts are counted before they are looked at, so that many at once are not each the
 * first. Names that belong to nobody are counted like others.
 */
import type { Millis } from '@loa-lang/schemas/units';

export interface AttemptRule {
  /** the next one within the window is not looked at */
  most: number;
  windowMs: Millis;
}

const MINUTES: Millis = 60_000;

export const ATTEMPT_RULES = {
  /** at one name by one sender: whoever is wrong on purpose locks the door before himself */
  name: { most: 10, windowMs: 15 * MINUTES },
  /** at one name, from wherever: 5,760 guesses a day, of passwords that no list knows */
  everywhere: { most: 60, windowMs: 15 * MINUTES },
  /**
   * at one name from a telephone that is remembered there: others who try that name do not lock it out, so that nobody
   * keeps a leader from approving by being wrong on purpose
   */
  phone: { most: 10, windowMs: 15 * MINUTES },
  /** at the codes of one person: a million codes of which three fit */
  code: { most: 10, windowMs: 30 * MINUTES },
  /** at the password of somebody who has signed in */
  proof: { most: 10, windowMs: 15 * MINUTES },
  /** by one sender, whatever the names: an office behind one address has some dozen people */
  sender: { most: 60, windowMs: 15 * MINUTES },
} as const satisfies Record<string, AttemptRule>;

export type AttemptKind = keyof typeof ATTEMPT_RULES;
