/** Incidents that follow from reports, in the transaction that stores them: an acknowledged fault is never forgotten. */

import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import type pg from 'pg';
import { faultIncident } from '../../domain/incidents/fault-incident.ts';
import type { IncomingReport } from '../../ports/report-store.ts';
import { CLEAR_INCIDENT, RAISE_INCIDENT, raised } from './incident-statements.ts';

export async function applyFaults(client: pg.PoolClient, added: readonly IncomingReport[]): Promise<void> {
  for (const { deviceId, entry, receivedAt } of added) {
    if (entry.body.kind !== 'fault') continue;
    const { kind, subject, detail } = faultIncident(deviceId, entry.body);
    if (entry.body.state === 'raised') await raise(client, kind, subject, detail, receivedAt);
    else await client.query(CLEAR_INCIDENT, [kind, subject, new Date(receivedAt).toISOString()]);
  }
}

/** One for each device, however many of its numbers were used twice. */
export async function applyConflicts(client: pg.PoolClient, conflicts: readonly IncomingReport[]): Promise<void> {
  const last = new Map(conflicts.map((conflict) => [conflict.deviceId, conflict]));
  for (const { deviceId, storeId, entry, receivedAt } of last.values()) {
    const detail = `another content under ${storeId}/${entry.number}; the first one stands`;
    await raise(client, 'receipt-conflict', deviceId, detail, receivedAt);
  }
}

const raise = (client: pg.PoolClient, kind: IncidentKind, subject: string, detail: string, at: number) =>
  client.query(RAISE_INCIDENT, raised({ kind, subject, detail, at }));
