/** The latest state of the devices, from the one row that each has. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Health } from '@loa-lang/schemas/wire/health';
import type { DeviceChange, DeviceRow } from '../../domain/incidents/watched-device.ts';
import type { DeviceStates } from '../../ports/device-states.ts';
import type { Database } from '../postgres/database.ts';
import { toInstant } from './row-values.ts';

const MOVED = `d.id, d.online, d.online_since AS "onlineSince", d.offline_since AS "offlineSince",
  d.said_goodbye AS "saidGoodbye", d.health_at AS "healthAt"`;
/** Of a province, between two of which the event loop has its turn. */
const PAGE = 500;

type Known = (deviceId: string) => EpochMillis | undefined;

/** Instants are read alone: samples of some hundred bytes each only of those that said something else by now. */
export class DeviceStateRepository implements DeviceStates {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async all(known: Known): Promise<DeviceRow[]> {
    const rows: DeviceRow[] = [];
    for (let page: Placed[] = [], last = ''; last === '' || page.length === PAGE; ) {
      page = await this.#database.$queryRawUnsafe<Placed[]>(
        `SELECT ${MOVED}, c.id AS "clusterId", h.id AS "hamletId", h.name AS "hamletName", h.parent_id AS "communeId"
         FROM device d JOIN cluster c ON c.id = d.cluster_id JOIN area h ON h.id = c.hamlet_id
         WHERE d.id > $1 AND d.revoked_at IS NULL AND c.deleted_at IS NULL AND h.parent_id IS NOT NULL
         ORDER BY d.id LIMIT ${PAGE}`,
        last,
      );
      const places = new Map(page.map((row) => [row.id, row]));
      for (const change of await this.#sampled(page, known)) {
        const row = places.get(change.deviceId);
        if (row === undefined) continue;
        const { clusterId, hamletId, hamletName, communeId } = row;
        rows.push({ ...change, clusterId, hamletId, hamletName, communeId });
      }
      last = page.at(-1)?.id ?? '-';
    }
    return rows;
  }

  async hanging(deviceIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.#database.$queryRaw<{ id: string }[]>`
      SELECT device.id FROM device JOIN cluster ON cluster.id = cluster_id
      WHERE device.id = ANY(${[...deviceIds]}::text[]) AND revoked_at IS NULL AND deleted_at IS NULL`;
    return new Set(rows.map(({ id }) => id));
  }

  async changedSince(instant: EpochMillis, known: Known): Promise<DeviceChange[]> {
    const moved = await this.#database.$queryRawUnsafe<Moved[]>(
      `SELECT ${MOVED} FROM device d
       WHERE d.revoked_at IS NULL AND (d.health_at > $1::timestamptz OR d.online_since > $1::timestamptz
         OR d.offline_since > $1::timestamptz)`,
      new Date(instant).toISOString(),
    );
    return this.#sampled(moved, known);
  }

  async #sampled(moved: readonly Moved[], known: Known): Promise<DeviceChange[]> {
    const said = moved.flatMap(({ id, healthAt }) => (healthAt !== null && known(id) !== healthAt.getTime() ? id : []));
    const samples = new Map<string, { health: unknown; healthAt: Date | null }>();
    for (let from = 0; from < said.length; from += PAGE) {
      const rows = await this.#database.device.findMany({
        where: { id: { in: said.slice(from, from + PAGE) } },
        select: { id: true, health: true, healthAt: true },
      });
      for (const row of rows) samples.set(row.id, row);
    }
    return moved.map(({ id, online, saidGoodbye, onlineSince, offlineSince, healthAt }) => ({
      ...{ deviceId: id, online, saidGoodbye },
      ...{ onlineSince: toInstant(onlineSince), offlineSince: toInstant(offlineSince) },
      health: sampleOf(samples.get(id)?.health),
      healthAt: toInstant(samples.get(id)?.healthAt ?? healthAt),
    }));
  }
}

/** It passed the schema when it came. */
const sampleOf = (health: unknown): Health | undefined => (health ?? undefined) as Health | undefined;

interface Moved {
  id: string;
  online: boolean;
  onlineSince: Date | null;
  offlineSince: Date | null;
  saidGoodbye: boolean;
  healthAt: Date | null;
}

interface Placed extends Moved {
  clusterId: string;
  hamletId: string;
  hamletName: string;
  communeId: string;
}
