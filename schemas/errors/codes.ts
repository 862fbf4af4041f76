/** The one table of errors: code → HTTP status and the words for people. */

import { APPROVAL_ERRORS } from './approval.ts';
import { AUDIT_ERRORS } from './audit.ts';
import { BROADCAST_ERRORS } from './broadcasts.ts';
import { BULLETIN_ERRORS } from './bulletins.ts';
import { COMPLAINT_ERRORS } from './complaints.ts';
import { COMPOSITION_ERRORS } from './composition.ts';
import { ENROLMENT_ERRORS } from './enrolment.ts';
import type { ErrorRow } from './error-row.ts';
import { GENERAL_ERRORS } from './general.ts';
import { IDENTITY_ERRORS } from './identity.ts';
import { IMPORT_ERRORS } from './imports.ts';
import { INCIDENT_ERRORS } from './incident-acts.ts';
import { LIVE_ERRORS } from './live.ts';
import { MAKE_UP_ERRORS } from './make-up.ts';
import { MAP_ERRORS } from './map.ts';
import { NOTIFICATION_ERRORS } from './notifications.ts';
import { SPOT_ERRORS } from './on-the-spot.ts';
import { PUBLIC_PAGE_ERRORS } from './public-pages.ts';
import { READINESS_ERRORS } from './readiness.ts';
import { READING_ERRORS } from './readings.ts';
import { RECURRENCE_ERRORS } from './recurrence.ts';
import { RELAY_ERRORS } from './relay.ts';
import { REMOTE_ERRORS } from './remote.ts';
import { ROLLOUT_ERRORS } from './rollouts.ts';
import { SCHEDULE_ERRORS } from './schedules.ts';
import { SILENCE_ERRORS } from './silence.ts';
import { SOURCE_ERRORS } from './source-bulletins.ts';
import { SPEECH_ERRORS } from './speech.ts';
import { TERRITORY_ERRORS } from './territory.ts';

export const ERRORS = {
  ...GENERAL_ERRORS,
  ...READINESS_ERRORS,
  ...INCIDENT_ERRORS,
  ...TERRITORY_ERRORS,
  ...ENROLMENT_ERRORS,
  ...BULLETIN_ERRORS,
  ...COMPOSITION_ERRORS,
  ...SPEECH_ERRORS,
  ...SOURCE_ERRORS,
  ...BROADCAST_ERRORS,
  ...APPROVAL_ERRORS,
  ...IDENTITY_ERRORS,
  ...IMPORT_ERRORS,
  ...READING_ERRORS,
  ...MAKE_UP_ERRORS,
  ...RECURRENCE_ERRORS,
  ...SCHEDULE_ERRORS,
  ...RELAY_ERRORS,
  ...ROLLOUT_ERRORS,
  ...SILENCE_ERRORS,
  ...LIVE_ERRORS,
  ...SPOT_ERRORS,
  ...AUDIT_ERRORS,
  ...REMOTE_ERRORS,
  ...NOTIFICATION_ERRORS,
  ...COMPLAINT_ERRORS,
  ...PUBLIC_PAGE_ERRORS,
  ...MAP_ERRORS,
} as const;

export type ErrorCode = keyof typeof ERRORS;
/** What fills the holes of a text; words where the languages differ. */
export type ErrorParameters = Record<string, string | number | Words>;

/** The same sentence in Vietnamese and English. */
export interface Words {
  vi: string;
  en: string;
}

const fill = (text: string, parameters: ErrorParameters, language: keyof Words): string =>
  text.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = parameters[name] ?? hole;
    return typeof value === 'object' ? value[language] : String(value);
  });

/** A sentence with its holes filled; a hole that nothing fills stays. */
export const fillWords = ({ vi, en }: Words, parameters: ErrorParameters): Words => ({
  vi: fill(vi, parameters, 'vi'),
  en: fill(en, parameters, 'en'),
});

/** Words of an error, its holes filled. */
export function errorText(code: ErrorCode, parameters: ErrorParameters = {}): Words {
  const { vi, en }: ErrorRow = ERRORS[code];
  return fillWords({ vi, en }, parameters);
}

/** Whether a stored text is a code of this version; codes of another version are shown as they are. */
export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code);
