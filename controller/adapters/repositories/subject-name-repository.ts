/** Names of things, as the database has them. */
import type { NamedKind, SubjectNames } from '../../ports/subject-names.ts';
import type { Database } from '../postgres/database.ts';

type Named = [id: string, name: string];
type Lookup = (database: Database, ids: string[]) => Promise<Named[]>;

const titled = async (rows: Promise<{ id: string; title: string }[]>): Promise<Named[]> =>
  (await rows).map(({ id, title }) => [id, title]);
const named = async (rows: Promise<{ id: string; name: string }[]>): Promise<Named[]> =>
  (await rows).map(({ id, name }) => [id, name]);

const title = { id: true, title: true } as const;
const name = { id: true, name: true } as const;
const pole = { code: true, name: true } as const;
const poleName = (cluster: { code: string; name: string }): string => `${cluster.code} · ${cluster.name}`;

const LOOKUPS: Readonly<Record<NamedKind, Lookup>> = {
  area: ({ area }, ids) => named(area.findMany({ where: { id: { in: ids } }, select: name })),
  group: ({ group }, ids) => named(group.findMany({ where: { id: { in: ids } }, select: name })),
  cluster: async ({ cluster }, ids) => {
    const rows = await cluster.findMany({ where: { id: { in: ids } }, select: { id: true, ...pole } });
    return rows.map((row) => [row.id, poleName(row)]);
  },
  // by the pole that it hangs on: of itself it has none
  device: async ({ device }, ids) => {
    const select = { id: true, cluster: { select: pole } } as const;
    const rows = await device.findMany({ where: { id: { in: ids } }, select });
    return rows.map(({ id, cluster }) => [id, cluster === null ? id : poleName(cluster)]);
  },
  bulletin: ({ bulletin }, ids) => titled(bulletin.findMany({ where: { id: { in: ids } }, select: title })),
  broadcast: ({ broadcast }, ids) => titled(broadcast.findMany({ where: { id: { in: ids } }, select: title })),
  approval: ({ approvalRequest }, ids) =>
    titled(approvalRequest.findMany({ where: { id: { in: ids } }, select: title })),
  schedule: ({ schedule }, ids) => named(schedule.findMany({ where: { id: { in: ids } }, select: name })),
  person: ({ person }, ids) => named(person.findMany({ where: { id: { in: ids } }, select: name })),
  'relay-source': ({ relaySource }, ids) => named(relaySource.findMany({ where: { id: { in: ids } }, select: name })),
  'notification-channel': ({ notificationChannel }, ids) =>
    named(notificationChannel.findMany({ where: { id: { in: ids } }, select: name })),
  incident: async (database, ids) => {
    const rows = await database.incident.findMany({
      where: { id: { in: ids }, clusterId: { not: null } },
      select: { id: true, clusterId: true },
    });
    return throughPole(database, rows);
  },
  complaint: async (database, ids) => {
    const rows = await database.complaint.findMany({
      where: { id: { in: ids }, clusterId: { not: null } },
      select: { id: true, clusterId: true },
    });
    return throughPole(database, rows);
  },
};

/** Known by the pole that they are about. */
async function throughPole(
  database: Database,
  rows: readonly { id: string; clusterId: string | null }[],
): Promise<Named[]> {
  const clusterIds = rows.flatMap(({ clusterId }) => clusterId ?? []);
  const poles = new Map(await LOOKUPS.cluster(database, [...new Set(clusterIds)]));
  return rows.flatMap(({ id, clusterId }): Named[] => {
    const said = poles.get(clusterId ?? '');
    return said === undefined ? [] : [[id, said]];
  });
}

export class SubjectNameRepository implements SubjectNames {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async of(kind: NamedKind, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return new Map(ids.length === 0 ? [] : await LOOKUPS[kind](this.#database, [...ids]));
  }
}
