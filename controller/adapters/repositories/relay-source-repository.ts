/** Relay sources in PostgreSQL. */
import type { AreaId, StreamId } from '@loa-lang/schemas/ids';
import type { RelayCheck, RelayOnAir, RelaySource } from '../../domain/streams/relay-source.ts';
import { Prisma, type RelaySource as Row } from '../../generated/prisma/client.ts';
import type { RelaySourceStore } from '../../ports/relay-source-store.ts';
import type { Database } from '../postgres/database.ts';
import { orUndefined, toDate, toInstant } from './row-values.ts';

const json = (value: unknown): Prisma.InputJsonValue => value as Prisma.InputJsonValue;

const sourceOf = (row: Row): RelaySource => ({
  ...row,
  createdAt: row.createdAt.getTime(),
  changedAt: row.changedAt.getTime(),
  removedAt: toInstant(row.removedAt),
  lastCheck: orUndefined(row.lastCheck as RelayCheck | null),
  onAir: orUndefined(row.onAir as RelayOnAir | null),
});

const said = ({ name, addresses, enabled, changedAt, removedAt }: RelaySource) => ({
  ...{ name, addresses, enabled },
  changedAt: toDate(changedAt),
  removedAt: removedAt === undefined ? null : toDate(removedAt),
});

export class RelaySourceRepository implements RelaySourceStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async create(source: RelaySource): Promise<void> {
    const { id, areaId, createdAt } = source;
    await this.#database.relaySource.create({ data: { id, areaId, createdAt: toDate(createdAt), ...said(source) } });
  }

  async find(ids: readonly StreamId[]): Promise<RelaySource[]> {
    return (await this.#database.relaySource.findMany({ where: { id: { in: [...ids] } } })).map(sourceOf);
  }

  async list(areaIds?: readonly AreaId[]): Promise<RelaySource[]> {
    const where = { removedAt: null, ...(areaIds !== undefined && { areaId: { in: [...areaIds] } }) };
    const orderBy = [{ name: 'asc' } as const, { id: 'asc' } as const];
    return (await this.#database.relaySource.findMany({ where, orderBy })).map(sourceOf);
  }

  async change(source: RelaySource): Promise<void> {
    await this.#database.relaySource.update({ where: { id: source.id }, data: said(source) });
  }

  async noteCheck(id: StreamId, check: RelayCheck): Promise<void> {
    await this.#database.relaySource.updateMany({ where: { id }, data: { lastCheck: json(check) } });
  }

  async noteOnAir(id: StreamId, onAir: RelayOnAir | undefined): Promise<void> {
    const data = { onAir: onAir === undefined ? Prisma.DbNull : json(onAir) };
    await this.#database.relaySource.updateMany({ where: { id }, data });
  }
}
