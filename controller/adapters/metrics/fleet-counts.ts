/** Devices and incidents as the database has them, for who watches the controller. */
import { INCIDENTS, type IncidentKind } from '@loa-lang/schemas/states/incident';
import type { Database } from '../postgres/database.ts';
import type { CountedLine, CountedNow } from './controller-metrics.ts';

/** Communes told apart; a province has a hundred. The others are counted together. */
const MOST_COMMUNES = 200;

async function devicesByCommune(database: Database): Promise<CountedLine[]> {
  const rows = await database.$queryRaw<{ commune: string; online: number; all: number }[]>`
    WITH counted AS (
      SELECT coalesce(commune.id, 'none') AS commune, count(*) FILTER (WHERE online)::int AS online, count(*)::int AS all
      FROM device LEFT JOIN cluster ON cluster.id = cluster_id
      LEFT JOIN area hamlet ON hamlet.id = cluster.hamlet_id LEFT JOIN area commune ON commune.id = hamlet.parent_id
      WHERE revoked_at IS NULL GROUP BY 1
    ), ranked AS (
      SELECT *, row_number() OVER (ORDER BY counted.all DESC, commune) AS place FROM counted
    )
    SELECT CASE WHEN place > ${MOST_COMMUNES} THEN 'others' ELSE commune END AS commune,
      sum(online)::int AS online, sum(ranked.all)::int AS all
    FROM ranked GROUP BY 1`;
  return rows.flatMap(({ commune, online, all }) => [
    { labels: { commune, state: 'online' }, value: online },
    { labels: { commune, state: 'offline' }, value: all - online },
  ]);
}

async function openIncidents(database: Database): Promise<CountedLine[]> {
  const rows = await database.incident.groupBy({ by: ['kind'], where: { clearedAt: null }, _count: true });
  return rows.map(({ kind, _count: value }) => ({
    labels: { kind, severity: INCIDENTS[kind as IncidentKind]?.severity ?? 'unknown' },
    value,
  }));
}

export const fleetCounts = (database: Database): CountedNow[] => [
  {
    name: 'loa_devices',
    help: 'Devices by commune, there or away',
    labels: ['commune', 'state'],
    read: () => devicesByCommune(database),
  },
  {
    name: 'loa_incidents_open',
    help: 'Incidents that are not over',
    labels: ['kind', 'severity'],
    read: () => openIncidents(database),
  },
];
