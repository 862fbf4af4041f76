/** A commune of one hamlet with clusters that have no devices yet. */
import type { Api } from '#deploy/demo/api';

export interface Place {
  communeId: string;
  hamletId: string;
  clusterIds: string[];
}

export async function makePlace(api: Api, clusters: number): Promise<Place> {
  const area = async (body: object): Promise<string> =>
    (await api.post<{ area: { id: string } }>('/areas', body)).area.id;
  const communeId = await area({ kind: 'commune', name: 'Xã ghi danh', code: 'G1', trial: true });
  const hamletId = await area({
    kind: 'hamlet',
    hamletKind: 'thôn',
    name: 'Thôn Trại',
    parentId: communeId,
    households: 90,
  });
  const clusterIds: string[] = [];
  for (let n = 1; n <= clusters; n++) {
    const body = { hamletId, code: `C${n}`, name: `Cụm ${n}`, services: [{ hamletId, households: 20 }] };
    clusterIds.push((await api.post<{ cluster: { id: string } }>('/clusters', body)).cluster.id);
  }
  return { communeId, hamletId, clusterIds };
}
