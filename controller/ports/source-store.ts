/** Source bulletins and what became of them. */
import type { AreaId, BulletinId } from '@loa-lang/schemas/ids';
import type { SourceRank, SourceState } from '@loa-lang/schemas/states/source-bulletin';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { SourceBulletin, SourceDelivery, SourcePlace } from '../domain/sources/source-bulletin.ts';
import type { PageEnd } from './page-end.ts';

export interface SourceRecord {
  source: SourceBulletin;
  /** by commune */
  deliveries: SourceDelivery[];
}

/** One commune's. */
export interface SourceEntry {
  source: SourceBulletin;
  delivery: SourceDelivery;
}

export interface PendingDelivery {
  /** of the delivery */
  id: string;
  rank: SourceRank;
}

export interface SourceQuery {
  communeId?: AreaId;
  /** of any of these */
  communeIds?: readonly AreaId[];
  state?: SourceState;
  limit: number;
  /** behind this one, by when it was received */
  before?: PageEnd;
}

type New = Omit<SourceBulletin, 'version' | 'withdrawn'>;

export interface SourceStore {
  /** With a delivery a commune, all or nothing. @returns false when this bulletin of this source is known already */
  add(source: New, places: readonly SourcePlace[], newId: () => string): Promise<boolean>;
  /**
   * Another content in place of that version: communes that it is not for any more are dropped, all others are pending.
   * @returns false when it is not that version any more
   */
  replace(source: New, version: number, places: readonly SourcePlace[], newId: () => string): Promise<boolean>;
  /** Everything of it is pending; the first withdrawal counts. */
  withdraw(id: string, at: EpochMillis, reason: string): Promise<void>;
  findExternal(sourceId: string, externalId: string): Promise<SourceRecord | undefined>;
  find(deliveryId: string): Promise<SourceEntry | undefined>;
  ofBulletin(bulletinId: BulletinId): Promise<SourceEntry | undefined>;
  /** newest first, without recordings */
  list(query: SourceQuery): Promise<SourceEntry[]>;
  /** of which something is still to be done, emergencies first, then the oldest */
  pending(): Promise<PendingDelivery[]>;
  /** Unless a newer content came meanwhile, which leaves it pending. */
  save(delivery: SourceDelivery, seen: Pick<SourceBulletin, 'version' | 'withdrawn'>): Promise<void>;
  /** in the inbox, no longer valid */
  outOfDate(now: EpochMillis): Promise<string[]>;
}
