/** What is not in a broadcast, and where it is not played, with the reasons in words. */
import { type ErrorCode, errorText } from '@loa-lang/schemas/errors/codes';
import type { LeftOut } from '../domain/placement/cluster-hours.ts';
import type { SkippedPart, SkipReason } from '../domain/schedules/content.ts';

const CODES: Record<SkipReason, ErrorCode> = {
  'not-approved': 'skip-not-approved',
  'language-not-approved': 'skip-language-not-approved',
  expired: 'skip-expired',
  'no-audio': 'skip-no-audio',
  'bulletin-removed': 'skip-bulletin-removed',
  'no-room': 'skip-no-room',
  'no-words': 'skip-no-words',
  'relay-silent': 'skip-relay-silent',
  'category-empty': 'skip-category-empty',
};

/** Reasons that leave time to something else, or to nothing. */
const LEAVE_TIME: readonly SkipReason[] = ['not-approved', 'expired', 'no-audio', 'bulletin-removed', 'category-empty'];

export function skippedBody(skipped: SkippedPart) {
  const { reason, filledBy } = skipped;
  const why = errorText(CODES[reason]);
  if (!LEAVE_TIME.includes(reason)) return { ...skipped, message: why };
  const then = filledBy === undefined ? errorText('skip-shorter') : errorText('skip-filled', { title: filledBy });
  return { ...skipped, message: { vi: `${why.vi} ${then.vi}`, en: `${why.en} ${then.en}` } };
}

export const leftOutBody = (leftOut: LeftOut) => ({
  ...leftOut,
  message: errorText(leftOut.reason, { code: leftOut.code }),
});
