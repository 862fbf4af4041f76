/** Thousands of clusters with devices, written into the database at once. */
import { connect } from '@loa-lang/controller/adapters/postgres/database';
import { exportJWK, generateKeyPair } from 'jose';
import { v7 as uuidv7 } from 'uuid';
import { forEachOf } from '../../support/world/for-each-of.ts';
import type { CrowdOrder } from './messages.ts';

type Device = Omit<CrowdOrder['devices'][number], 'password'>;

const HAMLETS_PER_COMMUNE = 20;
const CLUSTERS_PER_HAMLET = 3;

export async function makeDevices(databaseUrl: string, count: number): Promise<Device[]> {
  const database = connect(databaseUrl);
  const named = (id: string) => ({ id, name: id, searchName: id });
  try {
    await database.area.create({ data: { ...named('tinh'), kind: 'province' } });
    const devices = await forEachOf(Array.from({ length: count }), 4, async () => {
      const { privateKey } = await generateKeyPair('Ed25519', { extractable: true });
      const { x = '', d = '' } = await exportJWK(privateKey);
      return { deviceId: uuidv7(), key: { x, d } };
    });
    const perCommune = HAMLETS_PER_COMMUNE * CLUSTERS_PER_HAMLET;
    for (let first = 0; first < count; first += perCommune) {
      const communeId = uuidv7();
      await database.area.create({ data: { ...named(communeId), kind: 'commune', parentId: 'tinh' } });
      const hamletIds = Array.from({ length: HAMLETS_PER_COMMUNE }, () => uuidv7());
      const parent = { kind: 'hamlet' as const, parentId: communeId, households: 100 };
      await database.area.createMany({ data: hamletIds.map((id) => ({ ...named(id), ...parent })) });
      const placed = devices.slice(first, first + perCommune).map((device, index) => ({
        ...{ device, clusterId: uuidv7(), hamletId: hamletIds[index % HAMLETS_PER_COMMUNE] as string },
        code: `C${index}`,
      }));
      await database.cluster.createMany({
        data: placed.map(({ clusterId, hamletId, code }) => ({ ...named(clusterId), hamletId, code })),
      });
      await database.clusterService.createMany({
        data: placed.map(({ clusterId, hamletId }) => ({ clusterId, hamletId, households: 30 })),
      });
      await database.device.createMany({
        data: placed.map(({ device, clusterId }) => ({ id: device.deviceId, clusterId, publicKey: device.key.x })),
      });
    }
    return devices;
  } finally {
    await database.$disconnect();
  }
}
