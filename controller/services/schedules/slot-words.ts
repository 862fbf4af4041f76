/** Why something does not sound, as codes of the one table of words. */
import type { ErrorCode } from '@loa-lang/schemas/errors/codes';
import type { SkipReason } from '../../domain/schedules/content.ts';
import type { OccurrenceProblem } from '../../domain/schedules/plan-occurrence.ts';

export const SKIP_CODES: Record<SkipReason, ErrorCode> = {
  'not-approved': 'skip-not-approved',
  'language-not-approved': 'skip-language-not-approved',
  expired: 'skip-expired',
  'no-audio': 'skip-no-audio',
  'bulletin-removed': 'skip-bulletin-removed',
  'no-room': 'skip-no-room',
  'no-words': 'skip-no-words',
  'relay-silent': 'skip-relay-silent',
  'relay-off': 'skip-relay-off',
  'category-empty': 'skip-category-empty',
};

export const PROBLEM_CODES: Record<OccurrenceProblem, ErrorCode> = {
  'quiet-hours': 'slot-quiet-hours',
  'slot-empty': 'slot-empty',
  'cluster-hours-none': 'cluster-hours-none',
  'no-targets': 'slot-targets',
  'targets-unknown': 'slot-targets',
  'targets-apart': 'slot-targets',
  'targets-outside': 'slot-targets',
};
