/** What is due and unreported, asked in one statement: with nothing amiss it answers no rows. */
import type { DueBroadcast, DueReader, SilentCluster } from '../../ports/due-reader.ts';
import type { Database } from '../postgres/database.ts';
import { toDate } from './row-values.ts';

interface Row {
  id: string;
  clusters: number;
  reported: number;
  silent: SilentCluster[];
}

export class DueRepository implements DueReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async due({ after, until, endingAfter }: Parameters<DueReader['due']>[0]): Promise<DueBroadcast[]> {
    const rows = await this.#database.$queryRaw<Row[]>`
      WITH target AS (
        SELECT b.id AS broadcast_id, b.start_at, c.id, c.code,
          coalesce(d.online OR d.last_sync_at >= b.start_at, false) AS online,
          EXISTS (
            SELECT 1 FROM receipt r WHERE r.broadcast_id = b.id AND r.cluster_id = c.id AND r.state <> 'ready'
          ) AS reported
        FROM broadcast b
        JOIN broadcast_target t ON t.broadcast_id = b.id
        JOIN cluster c ON c.id = t.cluster_id AND c.kind = 'horns' AND NOT c.muted AND c.deleted_at IS NULL
        LEFT JOIN device d ON d.cluster_id = c.id AND d.revoked_at IS NULL
        WHERE b.state = 'planned' AND b.on_the_spot IS NULL AND coalesce(b.over_at, b.ends_at) > ${toDate(endingAfter)}
          AND b.start_at > ${toDate(after)} AND b.start_at <= ${toDate(until)}
      )
      SELECT broadcast_id AS id, count(*)::int AS clusters, count(*) FILTER (WHERE reported)::int AS reported,
        json_agg(json_build_object('id', id, 'code', code, 'online', online) ORDER BY code, id)
          FILTER (WHERE NOT reported) AS silent
      FROM target GROUP BY broadcast_id, start_at HAVING bool_or(NOT reported) ORDER BY start_at, broadcast_id`;
    return rows;
  }
}
