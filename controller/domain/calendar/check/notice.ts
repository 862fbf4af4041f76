/** What is to be said about the times of a schedule, and about which of its fields. */
import type { ErrorCode, ErrorParameters } from '@loa-lang/schemas/errors/codes';

export interface RecurrenceNotice {
  code: Extract<ErrorCode, `recurrence-${string}`>;
  /** field, with the part of the rule or the place in the list: `rrule.BYDAY`, `seasons.0`, `exdate.3` */
  path: string;
  /** for the words of the code */
  parameters: ErrorParameters;
}

export const notice = (
  code: RecurrenceNotice['code'],
  path: string,
  parameters: ErrorParameters = {},
): RecurrenceNotice => ({ code, path, parameters });
