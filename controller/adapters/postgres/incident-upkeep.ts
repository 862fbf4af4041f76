/** Statements that go through all open incidents at once. `$1` is the instant. */
import { INCIDENT_KINDS, INCIDENTS } from '@loa-lang/schemas/states/incident';
import { dueAt } from '../../domain/incidents/ageing.ts';
import { coveredBy } from './incident-statements.ts';

const AT = '$1::timestamptz';

/** How long each kind may be open. */
export const DUE = `(CASE i.kind ${INCIDENT_KINDS.filter((kind) => INCIDENTS[kind].severity !== 'notice')
  .map((kind) => `WHEN '${kind}' THEN ${AT} + interval '${dueAt(kind, 0)} milliseconds'`)
  .join(' ')} END)`;

/** What is open, and whether it is to be expected now. */
const OUTLOOK = `
  outlook AS (
    SELECT i.id, i.expected AS was, ${coveredBy({
      ...{ kind: 'i.kind', cluster: 'i.cluster_id', commune: 'i.commune_id', at: AT },
      hamlet: 'coalesce(c.hamlet_id, i.subject)',
    })} AS now
    FROM incident i LEFT JOIN cluster c ON c.id = i.cluster_id
    WHERE i.cleared_at IS NULL AND i.commune_id IS NOT NULL
  )`;

/** Somebody began to work there, or an outage was announced: nobody is called any more. */
export const MARK_EXPECTED = `
  WITH ${OUTLOOK}
  UPDATE incident i SET expected = true FROM outlook o WHERE o.id = i.id AND o.now AND NOT o.was`;

/** It is over, and the fault is not: from now on it is one. */
export const MARK_UNEXPECTED = `
  WITH ${OUTLOOK}, turned AS (
    UPDATE incident i SET expected = false, due_at = ${DUE}
    FROM outlook o WHERE o.id = i.id AND o.was AND NOT o.now RETURNING i.id, i.kind, i.subject, i.detail
  ), told AS (
    INSERT INTO incident_event (incident_id, at, event, text) SELECT id, ${AT}, 'reopened', 'expected-over' FROM turned
  )
  SELECT kind, subject, detail FROM turned`;

/** Once for each time that it was opened. */
export const ESCALATE = `
  WITH overdue AS (
    SELECT i.id, i.kind, i.subject, i.detail FROM incident i
    WHERE i.cleared_at IS NULL AND i.due_at <= ${AT} AND NOT i.expected AND i.explained_by IS NULL
      AND NOT EXISTS (
        SELECT FROM incident_event e WHERE e.incident_id = i.id AND e.event = 'escalated' AND e.at >= i.due_at)
  ), told AS (
    INSERT INTO incident_event (incident_id, at, event) SELECT id, ${AT}, 'escalated' FROM overdue
  )
  SELECT kind, subject, detail FROM overdue`;

/** `$2` id. The time in which somebody must see to it begins. */
export const UNEXPLAIN = `
  WITH turned AS (
    UPDATE incident i SET explained_by = NULL, due_at = ${DUE}
    WHERE i.id = $2 AND i.explained_by IS NOT NULL AND i.cleared_at IS NULL RETURNING i.id
  )
  INSERT INTO incident_event (incident_id, at, event, text) SELECT id, ${AT}, 'reopened', 'explained-over' FROM turned`;
