/** What plans and settings must say, read from the database. */
import type { CancelledBroadcast, Latch, Level } from '@loa-lang/schemas/wire/plan';
import { type Cluster, communeOf, followers, type Territory } from '../../domain/areas/territory.ts';
import { currentVersions } from '../../domain/bulletins/current-versions.ts';
import { gapsAskedFor, KEEP_CANCELLED_MS, planContent } from '../../domain/plan-content/plan-content.ts';
import { settingsContent, unboundSettings } from '../../domain/plan-content/settings-content.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { DocumentSource, PlanContent, SettingsContent } from '../../ports/document-ledger.ts';
import type { TerritoryReader } from '../../ports/register.ts';
import type { StreamGaps } from '../../ports/stream-gaps.ts';
import type { Database } from '../postgres/database.ts';
import { AwaitedAssets } from './awaited-assets.ts';
import { OnTheSpotSource } from './on-the-spot-source.ts';
import { toDate, toInstant } from './row-values.ts';

export class DocumentSourceRepository implements DocumentSource {
  readonly #database: Database;
  readonly #broadcasts: BroadcastStore;
  readonly #reader: TerritoryReader;
  readonly #awaited: AwaitedAssets;
  readonly #gaps: Pick<StreamGaps, 'of'>;
  readonly #onTheSpot: OnTheSpotSource;

  constructor(database: Database, broadcasts: BroadcastStore, reader: TerritoryReader, gaps: Pick<StreamGaps, 'of'>) {
    this.#database = database;
    this.#broadcasts = broadcasts;
    this.#reader = reader;
    this.#gaps = gaps;
    this.#awaited = new AwaitedAssets(database, reader);
    this.#onTheSpot = new OnTheSpotSource(database, reader);
  }

  /** Of live areas and groups; the ledger remembers the plans of removed ones. */
  async planIds(): Promise<string[]> {
    const { areas, groups } = await this.#reader.territory();
    return [...areas.keys(), ...groups.keys()];
  }

  async planContent(planId: string, now: number): Promise<PlanContent> {
    const [area, group, broadcasts, latches, keepAssets, stops, onTheSpot] = await Promise.all([
      this.#database.area.findFirst({ where: { id: planId, deletedAt: null }, select: { id: true } }),
      this.#database.group.findFirst({ where: { id: planId, deletedAt: null }, select: { communeId: true } }),
      this.#broadcasts.inPlan(planId, now - KEEP_CANCELLED_MS),
      this.#latches(planId, now),
      this.#keepAssets(planId, now),
      this.#stops(planId, now),
      this.#onTheSpot.of(planId, now),
    ]);
    const ownerId = area?.id ?? group?.communeId;
    const asked = gapsAskedFor(broadcasts);
    const [awaited, streamGaps] = await Promise.all([
      ownerId === undefined ? [] : this.#awaited.of(planId, ownerId, now),
      asked === undefined ? [] : this.#gaps.of(asked.streamIds, asked.since),
    ]);
    const removed = ownerId === undefined;
    return planContent(
      { planId, removed, broadcasts, latches, keepAssets, awaited, stops, streamGaps, onTheSpot },
      now,
    );
  }

  /** Unbound and revoked devices too: their settings say that nothing may sound. */
  async deviceIds(): Promise<string[]> {
    return (await this.#database.device.findMany({ select: { id: true } })).map((row) => row.id);
  }

  async settingsContent(deviceId: string): Promise<SettingsContent | undefined> {
    const device = await this.#database.device.findUnique({ where: { id: deviceId }, include: { cluster: true } });
    if (device === null) return undefined;
    const territory = await this.#reader.territory();
    const cluster = device.clusterId === null ? undefined : territory.clusters.get(device.clusterId);
    if (cluster === undefined || device.cluster === null || device.revokedAt !== null) return unboundSettings();
    const { muted, volumeDb, listen } = device.cluster;
    const row = { cluster, muted, volumeDb, listen, audienceSize: audienceSize(territory, cluster) };
    return settingsContent(territory, row);
  }

  async #latches(areaId: string, now: number): Promise<Latch[]> {
    const recently = { liftedAt: { gt: toDate(now - KEEP_CANCELLED_MS) } };
    const where = { areaId, OR: [{ liftedAt: null }, recently] };
    // a silence that holds is never crowded out by those that were lifted
    const orderBy = { liftedAt: { sort: 'desc', nulls: 'first' } } as const;
    const rows = await this.#database.silenceLatch.findMany({ where, orderBy, take: 64 });
    return rows.map(({ id, level, since, reason, liftedAt }) => {
      const lifted = toInstant(liftedAt);
      const base = { id, areaId, level: level as Level, since: since.getTime(), reason };
      return lifted === undefined ? base : { ...base, liftedAt: lifted };
    });
  }

  async #stops(planId: string, now: number): Promise<CancelledBroadcast[]> {
    const where = { planId, keepUntil: { gte: toDate(now) } };
    const rows = await this.#database.partialStop.findMany({ where });
    return rows.map((row) => ({ id: row.broadcastId, cancelledAt: row.stoppedAt.getTime(), reason: row.reason }));
  }

  /** Latest versions of the commune's bulletins that are to be on every device ahead of use. */
  async #keepAssets(communeId: string, now: number) {
    const rows = await this.#database.bulletin.findMany({
      where: {
        communeId,
        keep: true,
        deletedAt: null,
        OR: [{ validUntil: null }, { validUntil: { gt: toDate(now) } }],
      },
      select: { versions: { select: { version: true, language: true, removedAt: true, asset: true } } },
    });
    // while a new version is being made, the one before it stays on the devices
    return rows.flatMap(({ versions }) => {
      const current = currentVersions(versions).map((version) => version.language);
      const made = currentVersions(versions.filter((version) => version.asset !== null));
      return made
        .filter((version) => current.includes(version.language))
        .flatMap(({ asset }) => (asset === null ? [] : [{ assetId: asset.id, sizeBytes: asset.sizeBytes }]));
    });
  }
}

/** Clusters of the same commune: they are who asks for the same audio at the same moment. */
function audienceSize(territory: Territory, cluster: Cluster): number {
  const communeId = communeOf(territory.areas, cluster.hamletId);
  return communeId === undefined ? 1 : followers(territory, communeId).length;
}
