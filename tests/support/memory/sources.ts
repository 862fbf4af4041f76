/** Source bulletins and what became of them, in memory. */
import type { SourceBulletin, SourceDelivery, SourcePlace } from '@loa-lang/controller/domain/sources/source-bulletin';
import type {
  PendingDelivery,
  SourceEntry,
  SourceQuery,
  SourceRecord,
  SourceStore,
} from '@loa-lang/controller/ports/source-store';
import { SOURCE_RANKS } from '@loa-lang/schemas/states/source-bulletin';
import { by, isBehind, kept } from './tables.ts';

type New = Omit<SourceBulletin, 'version' | 'withdrawn'>;

export class MemorySources implements SourceStore {
  readonly #sources = new Map<string, SourceBulletin>();
  readonly #deliveries = new Map<string, SourceDelivery & { sourceId: string }>();

  async add(source: New, places: readonly SourcePlace[], newId: () => string): Promise<boolean> {
    if ((await this.findExternal(source.sourceId, source.externalId)) !== undefined) return false;
    this.#sources.set(source.id, kept({ ...source, version: 1, withdrawn: undefined }));
    for (const place of places) this.#deliver(source.id, place, newId);
    return true;
  }

  async replace(source: New, version: number, places: readonly SourcePlace[], newId: () => string): Promise<boolean> {
    const known = this.#sources.get(source.id);
    if (known === undefined || known.version !== version || known.withdrawn !== undefined) return false;
    this.#sources.set(source.id, kept({ ...source, version: version + 1, withdrawn: undefined }));
    for (const each of this.#of(source.id)) this.#put({ ...each, pending: true, dropped: true });
    for (const place of places) {
      const before = this.#of(source.id).find((each) => each.communeId === place.communeId);
      if (before === undefined) this.#deliver(source.id, place, newId);
      else this.#put({ ...before, requested: place.requested, dropped: false });
    }
    return true;
  }

  async withdraw(id: string, at: number, reason: string): Promise<void> {
    const source = this.#sources.get(id);
    if (source !== undefined && source.withdrawn === undefined) {
      this.#sources.set(id, kept({ ...source, withdrawn: { at, reason } }));
    }
    for (const each of this.#of(id)) this.#put({ ...each, pending: true });
  }

  async findExternal(sourceId: string, externalId: string): Promise<SourceRecord | undefined> {
    const source = [...this.#sources.values()].find(
      (each) => each.sourceId === sourceId && each.externalId === externalId,
    );
    if (source === undefined) return undefined;
    return {
      source,
      deliveries: this.#of(source.id)
        .sort(by((each) => each.communeId))
        .map(deliveryOf),
    };
  }

  async find(deliveryId: string): Promise<SourceEntry | undefined> {
    const row = this.#deliveries.get(deliveryId);
    return row && this.#entry(row);
  }

  async ofBulletin(bulletinId: string): Promise<SourceEntry | undefined> {
    const row = [...this.#deliveries.values()].find((each) => each.bulletinId === bulletinId);
    return row && this.#entry(row);
  }

  async list({ communeId, state, limit, before }: SourceQuery): Promise<SourceEntry[]> {
    return [...this.#deliveries.values()]
      .filter((each) => communeId === undefined || each.communeId === communeId)
      .filter((each) => state === undefined || each.state === state)
      .map((each) => this.#entry(each))
      .sort(
        by(
          ({ source }) => source.receivedAt,
          ({ delivery }) => delivery.id,
        ),
      )
      .reverse()
      .filter(({ source, delivery }) => isBehind({ at: source.receivedAt, id: delivery.id }, before))
      .slice(0, limit);
  }

  async pending(): Promise<PendingDelivery[]> {
    return [...this.#deliveries.values()]
      .filter((each) => each.pending)
      .map((each) => this.#entry(each))
      .sort(
        by(
          ({ source }) => -SOURCE_RANKS.indexOf(source.rank),
          ({ source }) => source.receivedAt,
        ),
      )
      .map(({ source, delivery }) => ({ id: delivery.id, rank: source.rank }));
  }

  async save(delivery: SourceDelivery, seen: Pick<SourceBulletin, 'version' | 'withdrawn'>): Promise<void> {
    const row = this.#deliveries.get(delivery.id);
    if (row === undefined) throw new Error(`no delivery ${delivery.id}`);
    const source = this.#sources.get(row.sourceId);
    const unchanged =
      source?.version === seen.version && (seen.withdrawn !== undefined || source.withdrawn === undefined);
    const { version, state, broadcastId, reason, decided = row.decided } = delivery;
    const pending = unchanged ? delivery.pending : row.pending;
    this.#put({ ...row, version, state, broadcastId, reason, decided, pending });
  }

  async outOfDate(now: number): Promise<string[]> {
    return [...this.#deliveries.values()]
      .filter((each) => each.state === 'inbox')
      .filter((each) => (this.#sources.get(each.sourceId)?.validUntil ?? Number.POSITIVE_INFINITY) <= now)
      .map((each) => each.id);
  }

  #deliver(sourceId: string, { communeId, requested }: SourcePlace, newId: () => string): void {
    const fresh = { id: newId(), bulletinId: newId(), sourceId, communeId, requested };
    const state = { version: 0, state: 'received', pending: true, dropped: false } as const;
    this.#put({ ...fresh, ...state, broadcastId: undefined, reason: undefined, decided: undefined });
  }

  #of(sourceId: string) {
    return [...this.#deliveries.values()].filter((each) => each.sourceId === sourceId);
  }

  #put(row: SourceDelivery & { sourceId: string }): void {
    this.#deliveries.set(row.id, kept(row));
  }

  #entry(row: SourceDelivery & { sourceId: string }): SourceEntry {
    const source = this.#sources.get(row.sourceId);
    if (source === undefined) throw new Error(`no source of ${row.id}`);
    return { source, delivery: deliveryOf(row) };
  }
}

const deliveryOf = ({ sourceId: _, ...delivery }: SourceDelivery & { sourceId: string }): SourceDelivery => delivery;
