/** Where things lie, as the database has it. */
import type { Place } from '../../domain/permissions/sight.ts';
import type { Audience } from '../../domain/placement/audience.ts';
import { INCIDENT_SUBJECTS, type Subject, type Whereabouts } from '../../ports/whereabouts.ts';
import type { Database } from '../postgres/database.ts';

type Stored = Exclude<Subject, 'upload'>;
type Found = [id: string, place: Place];
type Lookup = (database: Database, ids: string[]) => Promise<Found[]>;

const folders = async (rows: Promise<{ id: string; communeId: string }[]>): Promise<Found[]> =>
  (await rows).map(({ id, communeId }) => [id, { folders: [communeId], at: [] }]);
const standing = async (rows: Promise<{ id: string; hamletId: string }[]>): Promise<Found[]> =>
  (await rows).map(({ id, hamletId }) => [id, { at: [hamletId] }]);

/** Of an area, for all that lies below it. */
const above = async (rows: Promise<{ id: string; areaId: string }[]>): Promise<Found[]> =>
  (await rows).map(({ id, areaId }) => [id, { at: [areaId], downward: true }]);

const commune = { id: true, communeId: true } as const;
const hamlet = { id: true, hamletId: true } as const;
const pole = { id: true, hamletId: true, services: { select: { hamletId: true } } } as const;
const poleAt = ({ hamletId, services }: { hamletId: string; services: { hamletId: string }[] }): Place => ({
  at: [hamletId],
  nearby: services.map((service) => service.hamletId),
});

const LOOKUPS: Readonly<Record<Stored, Lookup>> = {
  area: async ({ area }, ids) => {
    const rows = await area.findMany({ where: { id: { in: ids }, deletedAt: null }, select: { id: true } });
    return rows.map(({ id }) => [id, { at: [id], downward: true }]);
  },
  group: ({ group }, ids) => folders(group.findMany({ where: { id: { in: ids }, deletedAt: null }, select: commune })),
  cluster: async ({ cluster }, ids) => {
    const rows = await cluster.findMany({ where: { id: { in: ids }, deletedAt: null }, select: pole });
    return rows.map((row) => [row.id, poleAt(row)]);
  },
  // one that hangs on no pole is nobody's but whose everything is
  device: async ({ device }, ids) => {
    const rows = await device.findMany({ where: { id: { in: ids } }, select: { id: true, cluster: { select: pole } } });
    return rows.map(({ id, cluster }) => [id, cluster === null ? { at: [] } : poleAt(cluster)]);
  },
  bulletin: ({ bulletin }, ids) => folders(bulletin.findMany({ where: { id: { in: ids } }, select: commune })),
  asset: async ({ bulletinVersion }, ids) => {
    const select = { assetId: true, bulletin: { select: { communeId: true } } } as const;
    const rows = await bulletinVersion.findMany({ where: { assetId: { in: ids } }, select });
    return ids.flatMap((id): Found[] => {
      const own = new Set(rows.filter(({ assetId }) => assetId === id).map(({ bulletin }) => bulletin.communeId));
      return own.size === 0 ? [] : [[id, { folders: [...own], at: [] }]];
    });
  },
  broadcast: async ({ broadcast }, ids) => {
    const select = { id: true, communeId: true, audience: true } as const;
    const rows = await broadcast.findMany({ where: { id: { in: ids } }, select });
    return rows.map(({ id, communeId, audience }) => [
      id,
      { folders: [communeId], ...soundingAt(audience as unknown as Audience) },
    ]);
  },
  live: async ({ live }, ids) => {
    const select = { id: true, broadcast: { select: { communeId: true, audience: true } } } as const;
    const rows = await live.findMany({ where: { id: { in: ids } }, select });
    return rows.map(({ id, broadcast: { communeId, audience } }) => [
      id,
      { folders: [communeId], ...soundingAt(audience as unknown as Audience) },
    ]);
  },
  schedule: ({ schedule }, ids) => folders(schedule.findMany({ where: { id: { in: ids } }, select: commune })),
  approval: ({ approvalRequest }, ids) =>
    folders(approvalRequest.findMany({ where: { id: { in: ids } }, select: commune })),
  'dictionary-entry': ({ dictionaryEntry }, ids) =>
    folders(dictionaryEntry.findMany({ where: { id: { in: ids } }, select: commune })),
  template: ({ ownTemplate }, ids) => folders(ownTemplate.findMany({ where: { id: { in: ids } }, select: commune })),
  outage: ({ plannedOutage }, ids) => standing(plannedOutage.findMany({ where: { id: { in: ids } }, select: hamlet })),
  silence: async ({ silenceLatch }, ids) => {
    const rows = await silenceLatch.findMany({ where: { id: { in: ids } }, select: { id: true, areaId: true } });
    return rows.map(({ id, areaId }) => [id, { at: [areaId], downward: true }]);
  },
  emergency: ({ emergencyAct }, ids) => folders(emergencyAct.findMany({ where: { id: { in: ids } }, select: commune })),
  'emergency-delegation': ({ emergencyDelegation }, ids) =>
    standing(emergencyDelegation.findMany({ where: { id: { in: ids } }, select: hamlet })),
  'on-the-spot-credential': ({ spotCredential }, ids) =>
    standing(spotCredential.findMany({ where: { id: { in: ids } }, select: hamlet })),
  'source-delivery': ({ sourceDelivery }, ids) =>
    folders(sourceDelivery.findMany({ where: { id: { in: ids } }, select: commune })),
  'relay-source': ({ relaySource }, ids) =>
    above(relaySource.findMany({ where: { id: { in: ids } }, select: { id: true, areaId: true } })),
  'notification-channel': ({ notificationChannel }, ids) =>
    above(notificationChannel.findMany({ where: { id: { in: ids } }, select: { id: true, areaId: true } })),
  'notification-rule': ({ notificationRule }, ids) =>
    above(notificationRule.findMany({ where: { id: { in: ids } }, select: { id: true, areaId: true } })),
  notification: async ({ notification }, ids) => {
    const rows = await notification.findMany({ where: { id: { in: ids } }, select: commune });
    return rows.map(({ id, communeId }) => [id, { folders: communeId === null ? [] : [communeId], at: [] }]);
  },
  complaint: async ({ complaint }, ids) => {
    const rows = await complaint.findMany({ where: { id: { in: ids } }, select: { ...commune, hamletId: true } });
    return rows.map(({ id, communeId, hamletId }) => [id, { at: [hamletId ?? communeId] }]);
  },
  'sound-reading': async ({ soundReading, cluster }, ids) => {
    const rows = await soundReading.findMany({ where: { id: { in: ids } }, select: { id: true, clusterId: true } });
    const where = { id: { in: rows.map(({ clusterId }) => clusterId) } };
    const poles = new Map((await cluster.findMany({ where, select: pole })).map((row) => [row.id, poleAt(row)]));
    return rows.map(({ id, clusterId }) => [id, poles.get(clusterId) ?? { at: [] }]);
  },
  incident: incidentPlaces,
  maintenance: async ({ maintenanceWindow, cluster }, ids) => {
    const rows = await maintenanceWindow.findMany({ where: { id: { in: ids } } });
    const named = rows.flatMap(({ clusterId }) => clusterId ?? []);
    const poles = new Map(
      (await cluster.findMany({ where: { id: { in: named } }, select: hamlet })).map((pole) => [
        pole.id,
        pole.hamletId,
      ]),
    );
    return rows.map(({ id, areaId, clusterId }) => [id, { at: [areaId ?? poles.get(clusterId ?? '') ?? []].flat() }]);
  },
  // of all the poles that it reaches: whoever has a part of them has none of it
  rollout: async ({ rolloutDevice, cluster }, ids) => {
    const rows = await rolloutDevice.findMany({ where: { rolloutId: { in: ids } } });
    const poles = await cluster.findMany({
      where: { id: { in: rows.map(({ clusterId }) => clusterId) } },
      select: hamlet,
    });
    const hamletOf = new Map(poles.map(({ id, hamletId }) => [id, hamletId]));
    return ids.flatMap((id): Found[] => {
      const own = rows.filter(({ rolloutId }) => rolloutId === id);
      const at = own.flatMap(({ clusterId }) => hamletOf.get(clusterId) ?? []);
      return own.length === 0 ? [] : [[id, { at: [...new Set(at)] }]];
    });
  },
};

/** Where the first part of its subject lies that is anywhere; nobody's but whose everything is where none does. */
async function incidentPlaces(database: Database, ids: string[]): Promise<Found[]> {
  const rows = await database.incident.findMany({ where: { id: { in: ids } }, select: { id: true, subject: true } });
  const partsOf = (subject: string) => subject.split(/[/:]/);
  const places = new Map<string, Place>();
  for (const kind of INCIDENT_SUBJECTS) {
    const open = rows.flatMap(({ subject }) => partsOf(subject)).filter((part) => part !== '' && !places.has(part));
    if (open.length === 0) break;
    for (const [part, place] of await LOOKUPS[kind](database, [...new Set(open)])) places.set(part, place);
  }
  return rows.map(({ id, subject }) => {
    const part = partsOf(subject).find((each) => places.has(each));
    return [id, (part === undefined ? undefined : places.get(part)) ?? { at: [] }];
  });
}

/** Whom it is meant for; it is heard besides where its poles stand, which may be elsewhere. */
function soundingAt({ hamlets, clusters }: Audience): Pick<Place, 'at' | 'nearby'> {
  const standing = clusters.map(({ hamletId }) => hamletId);
  return hamlets.length === 0 ? { at: standing } : { at: hamlets.map(({ id }) => id), nearby: standing };
}

export class WhereaboutsRepository implements Whereabouts {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async of(subject: Subject, ids: readonly string[]): Promise<ReadonlyMap<string, Place>> {
    return new Map(subject === 'upload' ? [] : await LOOKUPS[subject](this.#database, [...ids]));
  }
}
