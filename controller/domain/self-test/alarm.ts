/** When a cluster's grades are an incident: silence at once, weakness when a second test agrees, and good news in either case. */
import type { SelfTestGrade } from '@loa-lang/schemas/states/self-test';

export type Verdict = 'raise' | 'clear' | 'keep';

/** @param grades newest first; those without a grade are left out */
export function selfTestAlarms(grades: readonly SelfTestGrade[]): { silent: Verdict; weak: Verdict } {
  const [last, before] = grades;
  switch (last) {
    case 'silent':
      // said by the other one, and better than nothing: a horn is not weak and silent at a time
      return { silent: 'raise', weak: 'clear' };
    case 'weak':
      return { silent: 'clear', weak: before === 'weak' || before === 'silent' ? 'raise' : 'keep' };
    case 'pass':
      return { silent: 'clear', weak: 'clear' };
    // whoever cannot hear does not know
    default:
      return { silent: 'keep', weak: 'keep' };
  }
}
