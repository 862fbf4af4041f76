/** What events change in rows that have been read: no register is read anew because a pole has blinked. */
import type { ClusterStatusBody } from '@loa-lang/schemas/http/cluster-health';
import { CLUSTER_STATES, type ClusterState } from '@loa-lang/schemas/states/cluster';

export type Row = ClusterStatusBody;

/** Of the events that rows show; others change nothing here. */
export type RowEvent =
  | { type: 'presence'; deviceId: string; state: 'online' | 'offline' }
  | { type: 'receipt'; clusterId: string; state: string };

/** Without what is not known here: incidents come with events of their own, and are read. */
function stateOf(row: Row, sounds: boolean): ClusterState {
  if (row.condition === 'critical') return 'fault';
  if (row.deviceId === undefined) return 'empty';
  if (row.maintenanceUntil !== undefined) return 'maintenance';
  if (!row.online) return 'offline';
  if (row.openIncidents.major > 0 || row.openIncidents.minor > 0) return 'degraded';
  if (row.muted || row.locked) return 'silenced';
  return sounds ? 'sounding' : 'ready';
}

/** @param at RFC 3339 @returns the same row when nothing changes */
export function afterEvent(row: Row, event: RowEvent, at: string): Row {
  if (event.type === 'presence') {
    const online = event.state === 'online';
    if (row.deviceId !== event.deviceId || row.online === online) return row;
    const next = { ...row, online, since: at, condition: conditionOf(row, online) };
    return { ...next, state: stateOf(next, false) };
  }
  if (row.clusterId !== event.clusterId) return row;
  const sink = event.state === 'started' ? 'sounding' : event.state === 'ready' ? row.sink : 'idle';
  if (sink === row.sink) return row;
  const next = { ...row, ...(sink !== undefined && { sink }) };
  return { ...next, state: stateOf(next, sink === 'sounding') };
}

function conditionOf(row: Row, online: boolean): Row['condition'] {
  if (row.condition === 'critical' || row.condition === 'empty') return row.condition;
  if (!online) return 'offline';
  return row.openIncidents.major > 0 ? 'major' : row.openIncidents.minor > 0 ? 'minor' : 'well';
}

const RANK: Readonly<Record<ClusterState, number>> = Object.fromEntries(
  CLUSTER_STATES.map((state, rank) => [state, rank]),
) as Record<ClusterState, number>;

/** What matters first; of one state the most households first, then by code. */
export const inOrder = (rows: readonly Row[]): Row[] =>
  [...rows].sort(
    (a, b) =>
      RANK[a.state] - RANK[b.state] ||
      b.households - a.households ||
      a.code.localeCompare(b.code, 'vi', { numeric: true }),
  );

/** States in which somebody has to do something. */
export const ILL: readonly ClusterState[] = ['fault', 'offline', 'degraded'];

export const countOf = (byState: Readonly<Record<string, number>>, states: readonly ClusterState[]): number =>
  states.reduce((sum, state) => sum + (byState[state] ?? 0), 0);
