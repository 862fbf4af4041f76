/** From what was compared to a word: was it heard? Thresholds are set on spoken Vietnamese in rooms made by formula. Pure. */
import type { Dbfs } from '@loa-lang/schemas/units';
import type { HeardReport } from '@loa-lang/schemas/wire/report';
import { decibels } from './frame-levels.ts';
import type { Compared } from './likeness.ts';

/** The right programme has 0.42 and more down to 10 dB under the noise; another one 0.26 and less. */
const LIKE = 0.38;
const UNLIKE = 0.3;
/** So much less of it than usual is a horn that has gone, or a microphone that was covered. */
const LOST_DB = 10;
/** Who stands before a horn hears it at least so loud, dB from the output to the microphone; while nothing is known yet. */
const LEAST_COUPLING_DB = -50;
/** What moves less is a steady noise: rain, a fan, a pump. */
const STEADY_DB = 4.5;
/** Noise so far above what was to be heard may hide it. */
const HIDES_DB = 12;

export interface Judged {
  verdict: HeardReport['verdict'];
  /** dB from the output to the microphone; only when it was heard for certain */
  couplingDb: number | undefined;
}

/**
 * @param levelDbfs of the whole recording
 * @param usualDb coupling as it was before
 */
export function judgeHeard(compared: Compared, levelDbfs: Dbfs, usualDb: number | undefined): Judged {
  const { likeness, played, recorded, ours, movementDb } = compared;
  if (recorded === 0) return { verdict: 'uncertain', couplingDb: undefined };
  if (likeness >= LIKE) {
    const couplingDb = decibels(ours) - decibels(played);
    const isWeak = couplingDb < (usualDb ?? -Infinity) - LOST_DB || couplingDb < LEAST_COUPLING_DB - LOST_DB;
    return isWeak ? { verdict: 'weak', couplingDb: undefined } : { verdict: 'heard', couplingDb };
  }
  if (likeness > UNLIKE) return { verdict: 'uncertain', couplingDb: undefined };
  const expectedDb = decibels(played) + (usualDb ?? LEAST_COUPLING_DB);
  const above = levelDbfs - expectedDb;
  const mayHide = above > HIDES_DB && (usualDb !== undefined || movementDb < STEADY_DB);
  return { verdict: mayHide ? 'uncertain' : 'not-heard', couplingDb: undefined };
}
