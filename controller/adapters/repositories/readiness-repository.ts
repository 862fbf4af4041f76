/** What devices said of coming broadcasts, and planned outages, in PostgreSQL. */
import type { ReceiptState } from '@loa-lang/schemas/wire/report';
import type { PlannedOutage } from '../../domain/readiness/outages.ts';
import type { DeviceFacts } from '../../domain/readiness/readiness.ts';
import type { PlannedOutage as OutageRow } from '../../generated/prisma/client.ts';
import type { OutageStore, ReadinessStore } from '../../ports/readiness-store.ts';
import type { Database } from '../postgres/database.ts';
import { orUndefined, toDate, toInstant } from './row-values.ts';

const outageOf = ({ fromAt, untilAt, ...rest }: OutageRow): PlannedOutage => ({
  ...rest,
  fromAt: fromAt.getTime(),
  untilAt: untilAt.getTime(),
});

/** What a device says of itself besides is large. */
const DEVICE = { id: true, clusterId: true, storeId: true, online: true, lastSeenAt: true } as const;

export class ReadinessRepository implements ReadinessStore, OutageStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async facts(
    broadcasts: readonly { id: string; clusterIds: readonly string[]; assetIds: readonly string[] }[],
  ): Promise<Map<string, Map<string, DeviceFacts>>> {
    const clusterIds = [...new Set(broadcasts.flatMap((each) => each.clusterIds))];
    const assetIds = [...new Set(broadcasts.flatMap((each) => each.assetIds))];
    const devices = await this.#database.device.findMany({
      where: { clusterId: { in: clusterIds }, revokedAt: null },
      select: { ...DEVICE, cluster: { select: { muted: true } } },
    });
    const [receipts, held] = await Promise.all([
      this.#database.receiptRow.findMany({
        where: { broadcastId: { in: broadcasts.map((each) => each.id) }, run: 1 },
        omit: { body: true },
      }),
      this.#database.deviceAsset.findMany({
        where: { deviceId: { in: devices.map((each) => each.id) }, assetId: { in: assetIds }, state: 'cached' },
        select: { deviceId: true, assetId: true },
      }),
    ]);
    const cached = new Map<string, Set<string>>();
    for (const { deviceId, assetId } of held) {
      cached.set(deviceId, (cached.get(deviceId) ?? new Set()).add(assetId));
    }
    const said = new Map(receipts.map((row) => [`${row.broadcastId}/${row.clusterId}`, row]));
    const byCluster = new Map(devices.map((device) => [device.clusterId, device]));
    return new Map(
      broadcasts.map(({ id, clusterIds: wanted }) => [
        id,
        new Map(
          wanted.flatMap((clusterId): [string, DeviceFacts][] => {
            const device = byCluster.get(clusterId);
            if (device === undefined) return [];
            const receipt = said.get(`${id}/${clusterId}`);
            const facts: DeviceFacts = {
              deviceId: device.id,
              storeId: orUndefined(device.storeId),
              online: device.online,
              lastSeenAt: toInstant(device.lastSeenAt),
              muted: device.cluster?.muted ?? false,
              said: receipt && { ...receipt, state: receipt.state as ReceiptState },
              cached: cached.get(device.id) ?? new Set(),
            };
            return [[clusterId, facts]];
          }),
        ),
      ]),
    );
  }

  async create(outages: readonly PlannedOutage[]): Promise<void> {
    await this.#database.plannedOutage.createMany({
      data: outages.map(({ fromAt, untilAt, ...rest }) => ({
        ...rest,
        fromAt: toDate(fromAt),
        untilAt: toDate(untilAt),
      })),
    });
  }

  async coming(at: number, hamletIds?: readonly string[]): Promise<PlannedOutage[]> {
    const rows = await this.#database.plannedOutage.findMany({
      where: { untilAt: { gt: toDate(at) }, ...(hamletIds && { hamletId: { in: [...hamletIds] } }) },
      orderBy: [{ fromAt: 'asc' }, { id: 'asc' }],
    });
    return rows.map(outageOf);
  }

  async find(id: string): Promise<PlannedOutage | undefined> {
    const row = await this.#database.plannedOutage.findUnique({ where: { id } });
    return row === null ? undefined : outageOf(row);
  }

  async remove(id: string): Promise<boolean> {
    return (await this.#database.plannedOutage.deleteMany({ where: { id } })).count === 1;
  }
}
