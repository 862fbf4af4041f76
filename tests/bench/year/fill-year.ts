/** A year of one commune in PostgreSQL: copies of a broadcast that was really planned, with a receipt of each cluster. */
import { runSql } from '../../support/migrated-postgres.ts';

export interface Year {
  /** a broadcast to the whole commune */
  patternId: string;
  days: number;
  /** broadcasts a day; of every third a hamlet is the target */
  daily: number;
}

/** The last of a day begins some two hours before now. */
const EVERY_MINUTES = 70;

/** @returns rows that were written */
export async function fillYear(databaseUrl: string, { patternId, days, daily }: Year): Promise<Record<string, number>> {
  const run = async (sql: string, values: unknown[] = []) => Number((await runSql(databaseUrl, sql, values))[0]?.rows);
  const broadcasts = await run(
    `WITH pattern AS (SELECT * FROM broadcast WHERE id = $1),
     slots AS (
       SELECT day, part, date_trunc('minute', now()) - make_interval(days => day, mins => 120 + part * ${EVERY_MINUTES}) AS at
       FROM generate_series(0, $2::int - 1) AS day, generate_series(0, $3::int - 1) AS part
     ),
     made AS (
       INSERT INTO broadcast (id, commune_id, version, title, class, level, start_at, latest_start_at, join_until_at,
         ends_at, rank, on_interrupted, gain_db, items, bulletins, requested, placements, audience, approval, created_at)
       SELECT 'nam-' || day || '-' || part, commune_id, version, title, class, level, at,
         at + (latest_start_at - start_at), at + (join_until_at - start_at), at + (ends_at - start_at),
         rank, on_interrupted, gain_db, items, bulletins, requested, placements, audience, 'approved', at - interval '1 hour'
       FROM pattern, slots RETURNING 1
     ) SELECT count(*) AS rows FROM made`,
    [patternId, days, daily],
  );
  const targets = await run(
    `WITH made AS (
       INSERT INTO broadcast_target (broadcast_id, cluster_id)
       SELECT b.id, t.cluster_id FROM broadcast b, broadcast_target t
       WHERE b.id LIKE 'nam-%' AND t.broadcast_id = $1 RETURNING 1
     ) SELECT count(*) AS rows FROM made`,
    [patternId],
  );
  // every fiftieth report says that the power was lost, every sixtieth never came
  const receipts = await run(
    `WITH meant AS (
       SELECT t.broadcast_id, t.cluster_id, b.start_at, b.items, row_number() OVER () AS n
       FROM broadcast_target t JOIN broadcast b ON b.id = t.broadcast_id WHERE b.id LIKE 'nam-%'
     ),
     made AS (
       INSERT INTO receipt (broadcast_id, cluster_id, run, device_id, version, state, reason, store_id, number, body, received_at)
       SELECT broadcast_id, cluster_id, 1, 'may-' || substr(cluster_id, 5), 1,
         CASE WHEN n % 50 = 0 THEN 'missed' ELSE 'finished' END, CASE WHEN n % 50 = 0 THEN 'power-lost' END, 's', n,
         jsonb_build_object('kind', 'receipt', 'broadcastId', broadcast_id, 'clusterId', cluster_id, 'version', 1, 'run', 1,
           'state', CASE WHEN n % 50 = 0 THEN 'missed' ELSE 'finished' END, 'outputLevelDbfs', -20,
           'startedAt', (extract(epoch FROM start_at) * 1000)::bigint,
           'endedAt', (extract(epoch FROM start_at) * 1000)::bigint + 60000,
           'items', CASE WHEN n % 50 = 0 THEN '[]'::jsonb ELSE (
             SELECT jsonb_agg(jsonb_build_object('index', i - 1, 'part', item->'part', 'playedMs', item->'durationMs'))
             FROM jsonb_array_elements(items::jsonb) WITH ORDINALITY AS each(item, i)) END)
           || CASE WHEN n % 50 = 0 THEN '{"reason": "power-lost"}'::jsonb ELSE '{}'::jsonb END,
         start_at + interval '65 seconds'
       FROM meant WHERE n % 60 <> 0 RETURNING 1
     ) SELECT count(*) AS rows FROM made`,
  );
  // as what looks after a real one does sooner or later
  await runSql(databaseUrl, 'VACUUM ANALYZE');
  return { broadcasts, targets, receipts };
}
