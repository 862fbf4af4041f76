/** An incident as the API shows it: with words for people. */
import type { Words } from '@loa-lang/schemas/errors/codes';
import { INCIDENT_WORDS } from '@loa-lang/schemas/errors/incidents';
import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import type { IncidentRecord } from '../ports/incident-reader.ts';
import { outInstant, outOptional } from './instants.ts';

/** Does not compile when a kind has no words. */
const WORDS: Record<IncidentKind, Words> = INCIDENT_WORDS;

export const presentIncident = ({ raisedAt, lastAt, clearedAt, cluster, ...incident }: IncidentRecord) => ({
  ...incident,
  ...(cluster !== undefined && { cluster }),
  // a kind of another version is shown as it is
  ...(Object.hasOwn(WORDS, incident.kind) && { message: WORDS[incident.kind as IncidentKind] }),
  raisedAt: outInstant(raisedAt),
  lastAt: outInstant(lastAt),
  ...outOptional('clearedAt', clearedAt),
});
