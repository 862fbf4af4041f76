/** How long an incident may be open before somebody must have seen to it. */
import { INCIDENTS, type IncidentKind, type Severity } from '@loa-lang/schemas/states/incident';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';

const HOUR_MS: Millis = 3600_000;

/**
 * - critical: half a working day, so that who missed the morning's session hears the evening's;
 * - major: a day, before it becomes critical;
 * - minor: a week, the usual round of a technician;
 * - notice: nothing is to be done.
 */
const DUE_WITHIN_MS: Readonly<Record<Severity, Millis | undefined>> = {
  critical: 4 * HOUR_MS,
  major: 24 * HOUR_MS,
  minor: 7 * 24 * HOUR_MS,
  notice: undefined,
};

/** @param since when it was opened, opened again, or began to be somebody's business */
export function dueAt(kind: IncidentKind, since: EpochMillis): EpochMillis | undefined {
  const within = DUE_WITHIN_MS[INCIDENTS[kind].severity];
  return within === undefined ? undefined : since + within;
}
