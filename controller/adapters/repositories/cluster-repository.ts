/** Clusters in PostgreSQL. */
import type { Horn, Sim } from '@loa-lang/schemas/http/clusters';
import type { DailyHours } from '@loa-lang/schemas/http/commune-rules';
import { searchName } from '../../domain/text/names.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type { ClusterFields, ClusterRecord, ClusterStore } from '../../ports/register.ts';
import type { Database } from '../postgres/database.ts';
import { written } from './database-faults.ts';
import { orNull, orUndefined, toDate } from './row-values.ts';

const PARTS = {
  services: { orderBy: { hamletId: 'asc' } },
  devices: { where: { revokedAt: null }, select: { id: true, online: true } },
} as const satisfies Prisma.ClusterInclude;
type ClusterRow = Prisma.ClusterGetPayload<{ include: typeof PARTS }>;

export const hoursOf = (stored: Prisma.JsonValue): DailyHours | undefined =>
  (stored ?? undefined) as DailyHours | undefined;
const hoursRow = (hours: DailyHours | undefined) => (hours === undefined ? Prisma.DbNull : json(hours));

const simRow = (sim: Sim | undefined) => (sim === undefined ? Prisma.DbNull : json(sim));

const clusterOf = (row: ClusterRow): ClusterRecord => ({
  id: row.id,
  hamletId: row.hamletId,
  code: row.code,
  name: row.name,
  kind: row.kind,
  latitude: orUndefined(row.latitude),
  longitude: orUndefined(row.longitude),
  horns: row.horns as unknown as Horn[],
  details: row.details as Record<string, string>,
  services: row.services.map(({ hamletId, households }) => ({ hamletId, households })),
  muted: row.muted,
  volumeDb: row.volumeDb,
  listen: row.listen,
  hours: hoursOf(row.hours),
  model: orUndefined(row.model),
  sim: (row.sim ?? undefined) as Sim | undefined,
  deviceId: row.devices[0]?.id,
  online: row.devices[0]?.online ?? false,
});

const json = (value: unknown): Prisma.InputJsonValue => value as Prisma.InputJsonValue;

const rowOf = ({ services, ...cluster }: ClusterFields & { id: string }): Prisma.ClusterUncheckedCreateInput => ({
  ...cluster,
  latitude: orNull(cluster.latitude),
  longitude: orNull(cluster.longitude),
  horns: json(cluster.horns),
  details: json(cluster.details),
  hours: hoursRow(cluster.hours),
  model: orNull(cluster.model),
  sim: simRow(cluster.sim),
  searchName: searchName(cluster.name),
  services: { create: services },
});

function changeOf(fields: Partial<ClusterFields>): Prisma.ClusterUncheckedUpdateInput {
  const { services, horns, details, name, hours, model, sim, ...plain } = fields;
  return {
    ...(Object.fromEntries(
      Object.entries(plain).filter(([, value]) => value !== undefined),
    ) as Prisma.ClusterUncheckedUpdateInput),
    ...(name !== undefined && { name, searchName: searchName(name) }),
    ...(horns !== undefined && { horns: json(horns) }),
    ...(details !== undefined && { details: json(details) }),
    ...('hours' in fields && { hours: hoursRow(hours) }),
    ...('model' in fields && { model: orNull(model) }),
    ...('sim' in fields && { sim: simRow(sim) }),
    ...(services !== undefined && { services: { deleteMany: {}, create: services } }),
  };
}

export class ClusterRepository implements ClusterStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async all(): Promise<ClusterRecord[]> {
    const rows = await this.#database.cluster.findMany({
      where: { deletedAt: null },
      include: PARTS,
      orderBy: [{ code: 'asc' }, { id: 'asc' }],
    });
    return rows.map(clusterOf);
  }

  async find(id: string): Promise<ClusterRecord | undefined> {
    const row = await this.#database.cluster.findFirst({ where: { id, deletedAt: null }, include: PARTS });
    return row === null ? undefined : clusterOf(row);
  }

  create(cluster: ClusterFields & { id: string }) {
    return written(() => this.#database.cluster.create({ data: rowOf(cluster) }));
  }

  change(id: string, fields: Partial<ClusterFields>) {
    return written(() => this.#database.cluster.update({ where: { id }, data: changeOf(fields) }));
  }

  async remove(id: string, at: number): Promise<void> {
    await this.#database.$transaction([
      this.#database.device.updateMany({ where: { clusterId: id }, data: { clusterId: null } }),
      this.#database.groupCluster.deleteMany({ where: { clusterId: id } }),
      this.#database.clusterService.deleteMany({ where: { clusterId: id } }),
      this.#database.cluster.update({ where: { id }, data: { deletedAt: toDate(at) } }),
    ]);
  }

  writeAll(
    create: readonly (ClusterFields & { id: string })[],
    change: readonly ({ id: string } & Partial<ClusterFields>)[],
  ) {
    return written(() =>
      this.#database.$transaction([
        ...change.map(({ id, ...fields }) => this.#database.cluster.update({ where: { id }, data: changeOf(fields) })),
        ...create.map((cluster) => this.#database.cluster.create({ data: rowOf(cluster) })),
      ]),
    );
  }
}
