/** A commune made over HTTP: hamlets, clusters and the devices in them, with the keys only the devices know. */
import { privateKeyFrom, type SigningIdentity } from '@loa-lang/schemas/sealing/seal';
import { exportJWK, generateKeyPair } from 'jose';
import type { Api } from '#deploy/demo/api';
import { forEachOf } from './for-each-of.ts';

export interface MadeDevice {
  deviceId: string;
  clusterId: string;
  hamletId: string;
  key: { x: string; d: string };
}

export interface Commune {
  provinceId: string;
  communeId: string;
  hamletIds: string[];
  devices: MadeDevice[];
}

export interface CommuneSize {
  hamlets: number;
  /** spread evenly over the hamlets */
  clusters: number;
  /** default 100 */
  householdsPerHamlet?: number;
  /** default 80; of those, each cluster serves an equal part */
  servedPerHamlet?: number;
}

/** Requests under way at once: the controller publishes a document for each. */
const AT_ONCE = 4;

export async function makeCommune(api: Api, size: CommuneSize): Promise<Commune> {
  const { householdsPerHamlet = 100, servedPerHamlet = 80 } = size;
  const area = async (body: object): Promise<string> =>
    (await api.post<{ area: { id: string } }>('/areas', body)).area.id;
  const provinceId = await area({ kind: 'province', name: 'Tỉnh thử', code: 'T0' });
  const communeId = await area({ kind: 'commune', name: 'Xã thử', code: 'T1', parentId: provinceId, trial: true });
  const hamletIds = await forEachOf(Array.from({ length: size.hamlets }), AT_ONCE, (_, index) =>
    area({
      kind: 'hamlet',
      hamletKind: 'thôn',
      name: `Thôn ${index + 1}`,
      parentId: communeId,
      households: householdsPerHamlet,
    }),
  );
  const perHamlet = Math.ceil(size.clusters / size.hamlets);
  const devices = await forEachOf(Array.from({ length: size.clusters }), AT_ONCE, async (_, index) => {
    const hamletId = hamletIds[index % size.hamlets] as string;
    const code = `C${String(index + 1).padStart(3, '0')}`;
    const { cluster } = await api.post<{ cluster: { id: string } }>('/clusters', {
      hamletId,
      code,
      name: `Cụm ${index + 1}`,
      services: [{ hamletId, households: Math.floor(servedPerHamlet / perHamlet) }],
    });
    const key = await newDeviceKey();
    const { device } = await api.post<{ device: { id: string } }>('/devices', {
      publicKey: key.x,
      clusterId: cluster.id,
    });
    return { deviceId: device.id, clusterId: cluster.id, hamletId, key };
  });
  return { provinceId, communeId, hamletIds, devices };
}

async function newDeviceKey(): Promise<MadeDevice['key']> {
  const { privateKey } = await generateKeyPair('Ed25519', { extractable: true });
  const { x, d } = await exportJWK(privateKey);
  if (x === undefined || d === undefined) throw new Error('an Ed25519 key without coordinates');
  return { x, d };
}

/** Signs as the device does. */
export const signerOf = async ({ deviceId, key }: MadeDevice): Promise<SigningIdentity> => ({
  kid: deviceId,
  privateKey: await privateKeyFrom(key),
});
