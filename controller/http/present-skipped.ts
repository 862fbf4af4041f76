/** What is not in a broadcast, and where it is not played, with the reasons in words. */
import { type ErrorCode, errorText } from '@loa-lang/schemas/errors/codes';
import type { LeftOut } from '../domain/placement/cluster-hours.ts';
import type { SkippedPart, SkipReason } from '../domain/schedules/programme.ts';

const CODES: Record<SkipReason, ErrorCode> = {
  'not-approved': 'skip-not-approved',
  'language-not-approved': 'skip-language-not-approved',
  expired: 'skip-expired',
  'no-audio': 'skip-no-audio',
  'bulletin-removed': 'skip-bulletin-removed',
  'no-room': 'skip-no-room',
  'no-words': 'skip-no-words',
  'category-empty': 'skip-category-empty',
};

export const skippedBody = (skipped: SkippedPart) => ({ ...skipped, message: errorText(CODES[skipped.reason]) });

export const leftOutBody = (leftOut: LeftOut) => ({
  ...leftOut,
  message: errorText(leftOut.reason, { code: leftOut.code }),
});
