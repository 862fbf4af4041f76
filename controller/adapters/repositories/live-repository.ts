/** Lives in PostgreSQL. */
import type { LiveEndReason } from '@loa-lang/schemas/http/live';
import type { ListenerReach } from '../../domain/live/delay.ts';
import type { PersonRef } from '../../domain/people/person.ts';
import type { Live as LiveRow, Prisma } from '../../generated/prisma/client.ts';
import type { Live, LiveEnded, LiveStore, OpenLive } from '../../ports/live-store.ts';
import type { Database } from '../postgres/database.ts';
import { json } from './approval-rows.ts';
import { TARGETS, withTargets } from './broadcast-rows.ts';
import { toDate } from './row-values.ts';

const include = { broadcast: { include: TARGETS } } as const;

function liveOf(row: LiveRow): Live {
  const { id, chimeMs, maxMs, delayMs, record, holder, endedAt, endReason } = row;
  return {
    ...{ id, chimeMs, maxMs, delayMs, record, holder },
    speaker: row.speaker as unknown as PersonRef,
    openedAt: row.openedAt.getTime(),
    ended: endedAt === null ? undefined : { at: endedAt.getTime(), reason: endReason as LiveEndReason },
  };
}

const openLiveOf = ({ broadcast, ...row }: Prisma.LiveGetPayload<{ include: typeof include }>): OpenLive => ({
  live: liveOf(row),
  ...withTargets(broadcast),
});

export class LiveRepository implements LiveStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async create({ ended: _, speaker, openedAt, ...live }: Live, seenAt: number): Promise<void> {
    const instants = { openedAt: toDate(openedAt), seenAt: toDate(seenAt) };
    await this.#database.live.create({ data: { ...live, ...instants, speaker: json(speaker) } });
  }

  async find(id: string): Promise<OpenLive | undefined> {
    const row = await this.#database.live.findUnique({ where: { id }, include });
    return row === null ? undefined : openLiveOf(row);
  }

  async open(): Promise<OpenLive[]> {
    const where = { endedAt: null };
    return (await this.#database.live.findMany({ where, include, orderBy: { openedAt: 'asc' } })).map(openLiveOf);
  }

  async take(id: string, holder: string, at: number): Promise<boolean> {
    const data = { holder, seenAt: toDate(at) };
    return (await this.#database.live.updateMany({ where: { id, endedAt: null }, data })).count === 1;
  }

  async see(id: string, holder: string, at: number, spokenMs: number): Promise<boolean> {
    const data = { seenAt: toDate(at), spokenMs };
    return (await this.#database.live.updateMany({ where: { id, holder, endedAt: null }, data })).count === 1;
  }

  async abandoned(since: number): Promise<string[]> {
    const where = { endedAt: null, seenAt: { lt: toDate(since) } };
    return (await this.#database.live.findMany({ where, select: { id: true } })).map(({ id }) => id);
  }

  async end(id: string, { at, reason, overAt, spokenMs }: LiveEnded): Promise<boolean> {
    return this.#database.$transaction(async (transaction) => {
      const data = { endedAt: toDate(at), endReason: reason, ...(spokenMs !== undefined && { spokenMs }) };
      const { count } = await transaction.live.updateMany({ where: { id, endedAt: null }, data });
      if (count === 0) return false;
      await transaction.broadcast.updateMany({ where: { id }, data: { overAt: toDate(overAt) } });
      return true;
    });
  }

  async spokenMs(ids: readonly string[]): Promise<Map<string, number>> {
    const where = { id: { in: [...ids] } };
    const rows = await this.#database.live.findMany({ where, select: { id: true, spokenMs: true } });
    return new Map(rows.map(({ id, spokenMs }) => [id, spokenMs]));
  }

  async soundingOn(id: string): Promise<string[]> {
    const rows = await this.#database.$queryRaw<{ clusterId: string }[]>`
      SELECT last.cluster_id AS "clusterId"
      FROM (
        SELECT DISTINCT ON (cluster_id) cluster_id, state FROM receipt
        WHERE broadcast_id = ${id} ORDER BY cluster_id, run DESC
      ) last
      WHERE last.state = 'started' AND EXISTS (
        SELECT 1 FROM device WHERE device.cluster_id = last.cluster_id AND online AND revoked_at IS NULL
      )`;
    return rows.map(({ clusterId }) => clusterId);
  }

  async reachOf(clusterIds: readonly string[]): Promise<ListenerReach[]> {
    const rows = await this.#database.$queryRaw<{ p95: number | null; ahead: number | null }[]>`
      SELECT (health -> 'roundTripMs' ->> 'p95')::float8 AS p95, (health ->> 'outputAheadMs')::float8 AS ahead FROM device
      WHERE cluster_id = ANY(${[...clusterIds]}) AND online AND revoked_at IS NULL`;
    return rows.map(({ p95, ahead }) => ({ roundTripP95Ms: p95 ?? undefined, outputAheadMs: ahead ?? undefined }));
  }
}
