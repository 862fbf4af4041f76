/** What is not in a broadcast, and where it is not played, with the reasons in words. */
import { errorText } from '@loa-lang/schemas/errors/codes';
import type { LeftOut } from '../domain/placement/cluster-hours.ts';
import type { SkippedPart } from '../domain/schedules/programme.ts';

export const skippedBody = (skipped: SkippedPart) => ({ ...skipped, message: errorText(`skip-${skipped.reason}`) });

export const leftOutBody = (leftOut: LeftOut) => ({
  ...leftOut,
  message: errorText(leftOut.reason, { code: leftOut.code }),
});
