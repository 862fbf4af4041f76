/** Where things lie, as the database has it. */
import type { Place } from '../../domain/permissions/sight.ts';
import type { Audience } from '../../domain/placement/audience.ts';
import type { Subject, Whereabouts } from '../../ports/whereabouts.ts';
import type { Database } from '../postgres/database.ts';

type Stored = Exclude<Subject, 'upload'>;
type Lookup = (database: Database, id: string) => Promise<Place | null | undefined>;

const folder = (row: { communeId: string } | null): Place | undefined =>
  row === null ? undefined : { folders: [row.communeId], at: [] };
const standing = (row: { hamletId: string } | null): Place | undefined =>
  row === null ? undefined : { at: [row.hamletId] };

const commune = { select: { communeId: true } } as const;
const hamlet = { select: { hamletId: true } } as const;
const pole = { select: { hamletId: true, services: hamlet } } as const;
const poleAt = ({ hamletId, services }: { hamletId: string; services: { hamletId: string }[] }): Place => ({
  at: [hamletId],
  nearby: services.map((service) => service.hamletId),
});

const LOOKUPS: Readonly<Record<Stored, Lookup>> = {
  area: async ({ area }, id) => {
    const row = await area.findUnique({ where: { id, deletedAt: null }, select: { id: true } });
    return row && { at: [row.id], downward: true };
  },
  group: async ({ group }, id) => folder(await group.findUnique({ where: { id, deletedAt: null }, ...commune })),
  cluster: async ({ cluster }, id) => {
    const row = await cluster.findUnique({ where: { id, deletedAt: null }, ...pole });
    return row && poleAt(row);
  },
  // one that hangs on no pole is nobody's but whose everything is
  device: async ({ device }, id) => {
    const row = await device.findUnique({ where: { id }, select: { cluster: pole } });
    return row && (row.cluster === null ? { at: [] } : poleAt(row.cluster));
  },
  bulletin: async ({ bulletin }, id) => folder(await bulletin.findUnique({ where: { id }, ...commune })),
  asset: async ({ bulletin }, assetId) => {
    const where = { versions: { some: { assetId } } };
    const rows = await bulletin.findMany({ where, ...commune, distinct: ['communeId'] });
    return rows.length === 0 ? undefined : { folders: rows.map((row) => row.communeId), at: [] };
  },
  broadcast: async ({ broadcast }, id) => {
    const row = await broadcast.findUnique({ where: { id }, select: { communeId: true, audience: true } });
    return row && { folders: [row.communeId], at: soundingAt(row.audience as unknown as Audience) };
  },
  schedule: async ({ schedule }, id) => folder(await schedule.findUnique({ where: { id }, ...commune })),
  approval: async ({ approvalRequest }, id) => folder(await approvalRequest.findUnique({ where: { id }, ...commune })),
  'dictionary-entry': async ({ dictionaryEntry }, id) =>
    folder(await dictionaryEntry.findUnique({ where: { id }, ...commune })),
  outage: async ({ plannedOutage }, id) => standing(await plannedOutage.findUnique({ where: { id }, ...hamlet })),
  silence: async ({ silenceLatch }, id) => {
    const row = await silenceLatch.findUnique({ where: { id }, select: { areaId: true } });
    return row && { at: [row.areaId], downward: true };
  },
  emergency: async ({ emergencyAct }, id) => folder(await emergencyAct.findUnique({ where: { id }, ...commune })),
  'emergency-delegation': async ({ emergencyDelegation }, id) =>
    standing(await emergencyDelegation.findUnique({ where: { id }, ...hamlet })),
  'source-delivery': async ({ sourceDelivery }, id) =>
    folder(await sourceDelivery.findUnique({ where: { id }, ...commune })),
};

/** The hamlets that it is meant for, and those where its poles stand. */
const soundingAt = ({ hamlets, clusters }: Audience): string[] => [
  ...new Set([...hamlets.map(({ id }) => id), ...clusters.map(({ hamletId }) => hamletId)]),
];

export class WhereaboutsRepository implements Whereabouts {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async of(subject: Subject, id: string): Promise<Place | undefined> {
    if (subject === 'upload') return undefined;
    return (await LOOKUPS[subject](this.#database, id)) ?? undefined;
  }
}
