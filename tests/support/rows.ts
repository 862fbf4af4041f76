/** Rows that tests of the database need first: a commune, clusters with devices, a broadcast, an asset. */
import type { Database } from '@loa-lang/controller/adapters/postgres/database';

/** Province `tinh`, commune `xa`, hamlets `thon-1` and `thon-2`. */
export const addAreas = async (database: Database): Promise<void> => {
  const rows = [
    { id: 'tinh', parentId: null, kind: 'province' as const },
    { id: 'xa', parentId: 'tinh', kind: 'commune' as const },
    { id: 'thon-1', parentId: 'xa', kind: 'hamlet' as const },
    { id: 'thon-2', parentId: 'xa', kind: 'hamlet' as const },
  ];
  for (const row of rows) await database.area.create({ data: { ...row, name: row.id, searchName: row.id } });
};

/** Cluster `cum-N` in `thon-1` with device `may-N`. */
export const addDevice = async (database: Database, n: number): Promise<void> => {
  const cluster = { id: `cum-${n}`, hamletId: 'thon-1', code: `${n}`, name: `Cụm ${n}`, searchName: `cum ${n}` };
  await database.cluster.create({ data: cluster });
  await database.device.create({ data: { id: `may-${n}`, clusterId: cluster.id, publicKey: `khoa-${n}` } });
};

/** A broadcast of one minute for the given clusters. */
export const addBroadcast = async (database: Database, id: string, clusterIds: string[]): Promise<void> => {
  const startAt = new Date('2026-03-02T07:00:00+07:00');
  const endsAt = new Date('2026-03-02T07:01:00+07:00');
  await database.broadcast.create({
    data: {
      id,
      communeId: 'xa',
      title: id,
      class: 'scheduled',
      level: 'commune',
      startAt,
      latestStartAt: startAt,
      joinUntilAt: startAt,
      endsAt,
      items: [],
      requested: {},
      placements: [],
      audience: [],
      targets: { create: clusterIds.map((clusterId) => ({ clusterId })) },
    },
  });
};

export const addAsset = async (database: Database, id: string): Promise<void> => {
  const facts = { sizeBytes: 1000, durationMs: 1000, levelDbfs: -20, loudness: {}, provenance: {} };
  await database.asset.create({ data: { id, ...facts } });
};
