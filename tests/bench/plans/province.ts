/** A province in a database: communes, hamlets, clusters, bulletins and daily sessions. */
import type { Database } from '@loa-lang/controller/adapters/postgres/database';
import { v7 as uuidv7 } from 'uuid';

export interface ProvinceSize {
  communes: number;
  hamletsPerCommune: number;
  clustersPerHamlet: number;
  bulletinsPerCommune: number;
  schedulesPerCommune: number;
}

const CATEGORIES = 5;
const HOURS = ['05', '06', '07', '08', '09', '10', '11', '15', '17', '18'];

/** @returns the areas that have a plan */
export async function makeProvince(database: Database, size: ProvinceSize, now: number): Promise<string[]> {
  const named = (id: string) => ({ id, name: id, searchName: id });
  await database.area.create({ data: { ...named('tinh'), kind: 'province' } });
  const planIds = ['tinh'];
  for (let c = 0; c < size.communes; c++) {
    const communeId = uuidv7();
    await database.area.create({ data: { ...named(communeId), kind: 'commune', parentId: 'tinh' } });
    planIds.push(communeId);
    const hamletIds = Array.from({ length: size.hamletsPerCommune }, () => uuidv7());
    await database.area.createMany({
      data: hamletIds.map((id) => ({ ...named(id), kind: 'hamlet' as const, parentId: communeId, households: 100 })),
    });
    planIds.push(...hamletIds);
    const clusters = hamletIds.flatMap((hamletId) =>
      Array.from({ length: size.clustersPerHamlet }, () => ({ hamletId, id: uuidv7() })),
    );
    await database.cluster.createMany({
      data: clusters.map(({ id, hamletId }, index) => ({ ...named(id), hamletId, code: `C${index}` })),
    });
    await database.clusterService.createMany({
      data: clusters.map(({ id, hamletId }) => ({ clusterId: id, hamletId, households: 20 })),
    });
    await addBulletins(database, communeId, size.bulletinsPerCommune, now);
    await addSchedules(database, communeId, size.schedulesPerCommune, now);
  }
  return planIds;
}

async function addBulletins(database: Database, communeId: string, count: number, now: number): Promise<void> {
  const ids = Array.from({ length: count }, () => uuidv7());
  const assetOf = (id: string) => id.replaceAll('-', '').padEnd(64, '0');
  const facts = { sizeBytes: 200_000, durationMs: 60_000, levelDbfs: -20, loudness: {}, provenance: {} };
  await database.asset.createMany({ data: ids.map((id) => ({ id: assetOf(id), ...facts })) });
  await database.bulletin.createMany({
    data: ids.map((id, index) => ({
      ...{ id, communeId, title: `Bản tin ${index}`, searchTitle: `ban tin ${index}` },
      ...{ category: `Tin ${index % CATEGORIES}`, createdAt: new Date(now - index * 60_000) },
    })),
  });
  await database.bulletinVersion.createMany({
    data: ids.map((id) => ({
      id: uuidv7(),
      bulletinId: id,
      version: 1,
      state: 'ready' as const,
      assetId: assetOf(id),
    })),
  });
}

/** A playlist of ten minutes each, one after another through the day. */
async function addSchedules(database: Database, communeId: string, count: number, now: number): Promise<void> {
  const startDate = new Date(now).toISOString().slice(0, 10);
  await database.schedule.createMany({
    data: Array.from({ length: count }, (_, index) => ({
      ...{ id: uuidv7(), communeId, kind: 'session', name: `Buổi ${index}`, class: 'scheduled', level: 'commune' },
      ...{ windowMs: 30 * 60_000, savedBy: 'station', createdAt: new Date(now), changedAt: new Date(now) },
      recurrence: {
        ...{ zone: 'Asia/Ho_Chi_Minh', startDate, rrule: 'FREQ=DAILY' },
        time: `${HOURS[index % HOURS.length]}:${index >= HOURS.length ? '30' : '00'}`,
      },
      programme: [{ kind: 'playlist', category: `Tin ${index % CATEGORIES}`, maxMinutes: 10 }],
      requested: { areaIds: [communeId], groupIds: [], clusterIds: [] },
    })),
  });
}
