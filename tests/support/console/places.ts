/** The places of a stage: a commune with hamlets, clusters that stand somewhere, a device in each. */
import { createHash } from 'node:crypto';
import { searchName } from '@loa-lang/controller/domain/text/names';
import type { HttpApp } from '../http-app.ts';
import { hamletName, spotName } from './names.ts';
import type { StageSize } from './sizes.ts';

export interface StageCluster {
  id: string;
  deviceId: string;
  hamletId: string;
  code: string;
}

export interface StagePlaces {
  provinceId: string;
  communeId: string;
  hamletIds: string[];
  clusters: StageCluster[];
}

/** Middle of the commune. */
const MIDDLE = { latitude: 21.352, longitude: 106.094 };
const HAMLETS_APART_DEG = 0.011;
const CLUSTERS_APART_DEG = 0.0019;
/** Rows of one insertion. */
const AT_ONCE = 1000;

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

const spiral = (index: number, apart: number): { north: number; east: number } => {
  const turn = index * 2.4;
  const far = apart * Math.sqrt(index);
  return { north: far * Math.cos(turn), east: far * Math.sin(turn) };
};

/** Where a cluster stands; a hamlet's around its middle. */
const placeOf = (hamlet: number, within: number): { latitude: number; longitude: number } => {
  const [middle, own] = [spiral(hamlet, HAMLETS_APART_DEG), spiral(within, CLUSTERS_APART_DEG)];
  return {
    latitude: Number((MIDDLE.latitude + middle.north + own.north).toFixed(5)),
    longitude: Number((MIDDLE.longitude + middle.east + own.east).toFixed(5)),
  };
};

/** By the station, before anybody is on record. Every ninth cluster but the first has been away for three hours. */
export async function makePlaces(app: HttpApp, size: StageSize, now: number): Promise<StagePlaces> {
  const area = async (body: object): Promise<string> => (await app.call('POST', '/areas', body)).body.area.id;
  const provinceId = await area({ kind: 'province', name: 'Bắc Ninh', code: '24' });
  const commune = { kind: 'commune', name: 'Xã Ngọc Thiện', code: '07492', parentId: provinceId, trial: true };
  const communeId = await area(commune);
  const hamletIds: string[] = [];
  for (let index = 0; index < size.hamlets; index++) {
    const fields = { hamletKind: 'Thôn', name: hamletName(index), households: 80 + ((index * 37) % 140) };
    hamletIds.push(await area({ kind: 'hamlet', ...fields, parentId: communeId }));
  }
  const clusters = Array.from({ length: size.clusters }, (_, index): StageCluster => {
    const hamletId = hamletIds[index % size.hamlets] as string;
    const code = String(index + 1).padStart(2, '0');
    return { id: `cum-${code}`, deviceId: `may-${code}`, hamletId, code };
  });
  for (let first = 0; first < clusters.length; first += AT_ONCE) {
    await putClusters(app, clusters.slice(first, first + AT_ONCE), first, size, now);
  }
  return { provinceId, communeId, hamletIds, clusters };
}

async function putClusters(
  { database }: HttpApp,
  clusters: readonly StageCluster[],
  first: number,
  { hamlets, clusters: all }: StageSize,
  now: number,
): Promise<void> {
  const perHamlet = Math.ceil(all / hamlets);
  await database.cluster.createMany({
    data: clusters.map(({ id, hamletId, code }, index) => {
      const [hamlet, within] = [(first + index) % hamlets, Math.floor((first + index) / hamlets)];
      const name = `Cụm ${code} ${spotName(first + index)}`;
      return { id, hamletId, code, name, searchName: searchName(name), ...placeOf(hamlet, within) };
    }),
  });
  await database.clusterService.createMany({
    data: clusters.map(({ id, hamletId }) => ({ clusterId: id, hamletId, households: Math.floor(75 / perHamlet) + 1 })),
  });
  const longAgo = new Date(now - 3 * 3600_000);
  await database.device.createMany({
    data: clusters.map(({ id, deviceId }, index) => {
      const away = (first + index) % 9 === 8;
      const times = away
        ? { offlineSince: longAgo, lastSeenAt: longAgo }
        : { onlineSince: longAgo, lastSeenAt: new Date(now) };
      const said = { agentVersion: '1.0.0', health: { uptimeMs: 86_400_000, agentVersion: '1.0.0', at: now } };
      return {
        id: deviceId,
        clusterId: id,
        publicKey: digest(deviceId),
        online: !away,
        ...times,
        ...said,
        healthAt: times.lastSeenAt,
      };
    }),
  });
}
