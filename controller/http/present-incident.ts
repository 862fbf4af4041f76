/** Incidents as the API shows them: with words for people. */
import type { Words } from '@loa-lang/schemas/errors/codes';
import { INCIDENT_EVENT_WORDS, INCIDENT_TURN_WORDS } from '@loa-lang/schemas/errors/incident-events';
import { INCIDENT_WORDS } from '@loa-lang/schemas/errors/incidents';
import { WHAT_TO_BRING } from '@loa-lang/schemas/errors/visits';
import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { isOverdue, rowOf, stateOf } from '../domain/incidents/incident-state.ts';
import type { IncidentEventRecord, IncidentRecord } from '../ports/incident-reader.ts';
import type { ClusterRecord } from '../ports/register.ts';
import { detailWords } from '../services/incidents/detail-words.ts';
import type { NamedWindow } from '../services/incidents/maintenance.ts';
import type { Visits } from '../services/incidents/visits.ts';
import { outInstant, outOptional } from './instants.ts';

/** Does not compile when a kind has no words. */
const WORDS: Record<IncidentKind, Words> = INCIDENT_WORDS;
const EVENTS: Readonly<Record<string, Words>> = INCIDENT_EVENT_WORDS;

export function presentIncident(record: IncidentRecord, now: EpochMillis) {
  const { raisedAt, lastAt, clearedAt, acknowledgedAt, dueAt, ...rest } = record;
  const { cluster, communeId, acknowledgedBy, assignee, resolvedBy, explainedBy, ...plain } = rest;
  return {
    ...plain,
    detailWords: detailWords(plain.detail),
    // a kind of another version is shown as it is
    ...rowOf(record.kind),
    ...(Object.hasOwn(WORDS, record.kind) && { message: WORDS[record.kind as IncidentKind] }),
    ...(cluster !== undefined && { cluster }),
    ...(communeId !== undefined && { communeId }),
    ...(acknowledgedBy !== undefined && { acknowledgedBy }),
    ...(assignee !== undefined && { assignee }),
    ...(resolvedBy !== undefined && { resolvedBy }),
    ...(explainedBy !== undefined && { explainedBy }),
    state: stateOf(record),
    raisedAt: outInstant(raisedAt),
    lastAt: outInstant(lastAt),
    ...outOptional('clearedAt', clearedAt),
    ...outOptional('acknowledgedAt', acknowledgedAt),
    ...outOptional('dueAt', dueAt),
    openMs: Math.max(0, (clearedAt ?? now) - raisedAt),
    overdue: isOverdue(record, now),
  };
}

/** What the system itself wrote is said in words; what somebody wrote stays as it is. */
export const presentIncidentEvent = ({ at, event, by, text }: IncidentEventRecord) => {
  const message = (text === undefined ? undefined : INCIDENT_TURN_WORDS[text]) ?? EVENTS[event];
  return {
    ...{ at: outInstant(at), event },
    ...(message !== undefined && { message }),
    ...(by !== undefined && { by }),
    ...(text !== undefined && text !== '' && !Object.hasOwn(INCIDENT_TURN_WORDS, text) && { text }),
  };
};

export const presentWindow = ({ communeId: _, fromAt, untilAt, endedAt, areaId, clusterId, ...rest }: NamedWindow) => ({
  ...rest,
  ...(areaId !== undefined && { areaId }),
  ...(clusterId !== undefined && { clusterId }),
  from: outInstant(fromAt),
  until: outInstant(untilAt),
  ...outOptional('endedAt', endedAt),
});

const poleOf = ({ id, code, name }: ClusterRecord) => ({ id, code, name });

export const presentVisits = ({ visits, explained }: Visits, now: EpochMillis) => ({
  visits: visits.map(({ cluster, incidents, ...rest }) => ({
    ...rest,
    cluster: poleOf(cluster),
    ...(cluster.latitude !== undefined && { latitude: cluster.latitude }),
    ...(cluster.longitude !== undefined && { longitude: cluster.longitude }),
    details: cluster.details,
    bring: [...new Set(incidents.flatMap(({ kind }) => WHAT_TO_BRING[kind as IncidentKind] ?? []))],
    incidents: incidents.map((each) => presentIncident(each, now)),
  })),
  explained: explained.map(({ by, clusters, households }) => ({
    ...{ by: presentIncident(by, now), clusters: clusters.map(poleOf), households },
  })),
});
