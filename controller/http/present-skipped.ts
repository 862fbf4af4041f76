/** What is not in a broadcast, and where it is not played, with the reasons in words. */
import { errorText } from '@loa-lang/schemas/errors/codes';
import type { LeftOut } from '../domain/placement/cluster-hours.ts';
import type { SkippedPart, SkipReason } from '../domain/schedules/content.ts';
import { SKIP_CODES } from '../services/schedules/slot-words.ts';

/** Reasons that leave time to something else, or to nothing. */
const LEAVE_TIME: readonly SkipReason[] = ['not-approved', 'expired', 'no-audio', 'bulletin-removed', 'category-empty'];

export function skippedBody(skipped: SkippedPart) {
  const { reason, filledBy } = skipped;
  const why = errorText(SKIP_CODES[reason]);
  if (!LEAVE_TIME.includes(reason)) return { ...skipped, message: why };
  const then = filledBy === undefined ? errorText('skip-shorter') : errorText('skip-filled', { title: filledBy });
  return { ...skipped, message: { vi: `${why.vi} ${then.vi}`, en: `${why.en} ${then.en}` } };
}

export const leftOutBody = (leftOut: LeftOut) => ({
  ...leftOut,
  message: errorText(leftOut.reason, { code: leftOut.code }),
});
