/** Statements of incidents: at most one open row for each kind and subject; each opening and closing leaves an event. */
import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { v7 as uuidv7 } from 'uuid';
import { dueAt } from '../../domain/incidents/ageing.ts';
import {
  EXPECTED_AT_WORK,
  EXPECTED_WITHOUT_POWER,
  OUTAGE_EARLY_MS,
  OUTAGE_LATE_MS,
  WORK_LATE_MS,
} from '../../domain/incidents/expected.ts';
import { storableText } from './safe-json.ts';

/** What comes back so soon is the same fault. */
const REOPENED_WITHIN = "interval '30 minutes'";

const listed = (kinds: readonly IncidentKind[]): string => kinds.map((kind) => `'${kind}'`).join(', ');
const interval = (ms: number): string => `interval '${ms} milliseconds'`;

/** Whether something of this kind there is to be expected at `at`. Arguments are SQL. */
export const coveredBy = (of: {
  kind: string;
  cluster: string;
  hamlet: string;
  commune: string;
  at: string;
}): string => `
  (${of.kind} IN (${listed(EXPECTED_AT_WORK)}) AND EXISTS (
    SELECT FROM maintenance_window w
    WHERE w.from_at <= ${of.at} AND coalesce(w.ended_at, w.until_at) + ${interval(WORK_LATE_MS)} > ${of.at}
      AND (w.cluster_id = ${of.cluster} OR w.area_id IN (${of.hamlet}, ${of.commune}))
  ) OR ${of.kind} IN (${listed(EXPECTED_WITHOUT_POWER)}) AND EXISTS (
    SELECT FROM planned_outage o
    WHERE o.hamlet_id = ${of.hamlet} AND o.from_at - ${interval(OUTAGE_EARLY_MS)} <= ${of.at}
      AND o.until_at + ${interval(OUTAGE_LATE_MS)} > ${of.at}
  ))`;

/** Where it is: a part of the subject names it, the nearer the better. `$3` subject */
const PLACE = `
  part AS (SELECT unnest(regexp_split_to_array($3, '[/:]')) AS id),
  place AS (
    SELECT found.cluster_id, coalesce(found.hamlet_id, hamlet.id) AS hamlet_id,
      coalesce(found.commune_id, commune.id) AS commune_id
    FROM (
      SELECT 1 AS n, c.id AS cluster_id, c.hamlet_id, h.parent_id AS commune_id, NULL AS area_id
        FROM part JOIN cluster c ON c.id = part.id JOIN area h ON h.id = c.hamlet_id
      UNION ALL SELECT 2, c.id, c.hamlet_id, h.parent_id, NULL
        FROM part JOIN device d ON d.id = part.id JOIN cluster c ON c.id = d.cluster_id JOIN area h ON h.id = c.hamlet_id
      UNION ALL SELECT 3, NULL, NULL, NULL, a.id FROM part JOIN area a ON a.id = part.id
      UNION ALL SELECT 4, NULL, NULL, g.commune_id, NULL FROM part JOIN cluster_group g ON g.id = part.id
      UNION ALL SELECT 4, NULL, NULL, b.commune_id, NULL FROM part JOIN broadcast b ON b.id = part.id
      UNION ALL SELECT 4, NULL, NULL, s.commune_id, NULL FROM part JOIN schedule s ON s.id = part.id
      UNION ALL SELECT 4, NULL, NULL, r.commune_id, NULL FROM part JOIN approval_request r ON r.id = part.id
      UNION ALL SELECT 4, NULL, NULL, e.commune_id, NULL FROM part JOIN emergency_act e ON e.id = part.id
      UNION ALL SELECT 4, NULL, NULL, v.commune_id, NULL FROM part JOIN source_delivery v ON v.id = part.id
      UNION ALL SELECT 4, NULL, NULL, NULL, r.area_id FROM part JOIN relay_source r ON r.id = part.id
      UNION ALL SELECT 4, NULL, NULL, NULL, l.area_id FROM part JOIN silence_latch l ON l.id = part.id
    ) found
    LEFT JOIN area hamlet ON hamlet.id = found.area_id AND hamlet.kind = 'hamlet'
    LEFT JOIN area commune ON commune.kind = 'commune' AND commune.id IN (found.area_id, hamlet.parent_id)
    ORDER BY found.n LIMIT 1
  )`;

/**
 * Parameters: see {@link raised}. One that was over a moment ago is opened again, so that a flapping fault is one line;
 * whoever had resolved it by hand hears of it again.
 */
export const RAISE_INCIDENT = `
  WITH ${PLACE}, outlook AS (
    SELECT coalesce((
      SELECT ${coveredBy({ kind: '$2', cluster: 'place.cluster_id', hamlet: 'place.hamlet_id', commune: 'place.commune_id', at: '$5::timestamptz' })}
      FROM place), false) AS expected
  ), recent AS (
    SELECT id FROM incident
    WHERE kind = $2 AND subject = $3 AND cleared_at > $5::timestamptz - ${REOPENED_WITHIN}
      AND NOT EXISTS (SELECT FROM incident WHERE kind = $2 AND subject = $3 AND cleared_at IS NULL)
    ORDER BY cleared_at DESC LIMIT 1 FOR UPDATE
  ), reopened AS (
    UPDATE incident i SET cleared_at = NULL, resolved_by = NULL, reopened = i.reopened + 1, count = i.count + 1,
      last_at = greatest(i.last_at, $5::timestamptz), detail = $4,
      acknowledged_at = CASE WHEN i.resolved_by IS NULL THEN i.acknowledged_at END,
      acknowledged_by = CASE WHEN i.resolved_by IS NULL THEN i.acknowledged_by END,
      explained_by = $6, due_at = $7::timestamptz, expected = (SELECT expected FROM outlook)
    FROM recent WHERE i.id = recent.id RETURNING i.id
  ), written AS (
    INSERT INTO incident AS open
      (id, kind, subject, detail, raised_at, last_at, cluster_id, commune_id, explained_by, due_at, expected)
    SELECT $1, $2, $3, $4, $5::timestamptz, $5::timestamptz,
      (SELECT cluster_id FROM place), (SELECT commune_id FROM place), $6, $7::timestamptz, (SELECT expected FROM outlook)
    WHERE NOT EXISTS (SELECT FROM reopened)
    ON CONFLICT (kind, subject) WHERE cleared_at IS NULL DO UPDATE SET
      count = open.count + 1, last_at = greatest(open.last_at, excluded.last_at), detail = excluded.detail
    RETURNING id
  )
  INSERT INTO incident_event (incident_id, at, event, text)
  SELECT id, $5::timestamptz, 'reopened', $4 FROM reopened
  UNION ALL SELECT id, $5::timestamptz, 'opened', $4 FROM written WHERE id = $1`;

export interface RaisedIncident {
  kind: IncidentKind;
  subject: string;
  detail: string;
  at: EpochMillis;
  /** the incident that explains it */
  explainedBy?: string | undefined;
}

/** Parameters of {@link RAISE_INCIDENT}. */
export function raised({ kind, subject, detail, at, explainedBy }: RaisedIncident): (string | null)[] {
  const due = dueAt(kind, at);
  return [
    ...[uuidv7(), kind, storableText(subject), storableText(detail), new Date(at).toISOString()],
    ...[explainedBy ?? null, due === undefined ? null : new Date(due).toISOString()],
  ];
}

/** `$1` kind, `$2` subject, `$3` instant */
export const CLEAR_INCIDENT = `
  WITH cleared AS (
    UPDATE incident SET cleared_at = $3::timestamptz WHERE kind = $1 AND subject = $2 AND cleared_at IS NULL
    RETURNING id
  )
  INSERT INTO incident_event (incident_id, at, event) SELECT id, $3::timestamptz, 'cleared' FROM cleared`;
