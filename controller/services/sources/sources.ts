/** Source bulletins: delivered, changed, withdrawn by their source; taken or declined by the commune. */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { SourceState } from '@loa-lang/schemas/states/source-bulletin';
import type { Caller } from '../../domain/people/person.ts';
import { refOf, STATION } from '../../domain/people/person.ts';
import { inFolders, type Sight } from '../../domain/permissions/sight.ts';
import type { RequestedTargets } from '../../domain/placement/placement.ts';
import { contentHash, placesOf, type SourceBulletin, type SourceNotice } from '../../domain/sources/source-bulletin.ts';
import { tidyName } from '../../domain/text/names.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Register } from '../../ports/register.ts';
import type { SourceEntry, SourceQuery, SourceRecord, SourceStore } from '../../ports/source-store.ts';
import { noteChange, unnoted } from '../audit/note-change.ts';
import type { Permissions } from '../people/permissions.ts';
import { found, Refusal } from '../refusal.ts';
import type { SourceAdvance } from './advance-source.ts';
import type { SourcePlanning } from './plan-source.ts';

export interface SourcesDeps {
  sources: SourceStore;
  register: Register;
  permissions: Permissions;
  advance: SourceAdvance;
  sourcePlanning: SourcePlanning;
  clock: Clock;
  newId: () => string;
}

export type Delivered = SourceRecord & { outcome: 'new' | 'same' | 'changed' };

/** Two senders of the same at once settle in as many turns. */
const TURNS = 5;
/** A declined one may be taken after all. */
const TAKEABLE: readonly SourceState[] = ['inbox', 'declined', 'taken'];
const DECLINABLE: readonly SourceState[] = ['inbox', 'declined'];

export class Sources {
  readonly #deps: SourcesDeps;

  constructor(deps: SourcesDeps) {
    this.#deps = deps;
  }

  /** It is kept before anything else happens with it; the same again is the same. @throws Refusal */
  async deliver(given: SourceNotice, requested: RequestedTargets, by: Caller): Promise<Delivered> {
    const { sources, register, permissions, clock, newId } = this.#deps;
    const notice = { ...given, title: tidyName(given.title) };
    const where = placesOf(await register.reader.territory(), requested);
    if (!where.ok) throw new Refusal('targets-unknown', { ids: where.unknown.join(', ') });
    const { places } = where;
    if (places.length === 0) throw new Refusal('no-targets');
    await permissions.require(
      by,
      'deliver',
      places.map((place) => place.communeId),
    );
    if (notice.level === 'central' && by.areaIds !== 'everywhere') throw new Refusal('source-level-not-yours');
    const hash = contentHash(notice, places);
    for (let turn = 0; turn < TURNS; turn++) {
      const before = await sources.findExternal(notice.sourceId, notice.externalId);
      const id = before?.source.id ?? newId();
      const source = { ...notice, id, contentHash: hash, receivedAt: clock.now(), receivedBy: refOf(by) };
      const isSame = before?.source.contentHash === hash && before.source.withdrawn === undefined;
      if (!isSame && (notice.validUntil ?? Number.POSITIVE_INFINITY) <= clock.now()) {
        throw new Refusal('bulletin-expired', { title: notice.title });
      }
      if (before === undefined) {
        if (await sources.add(source, places, newId)) return this.#advanced(notice, 'new', by);
        continue;
      }
      refuseForeign(before.source, by);
      if (before.source.withdrawn !== undefined) throw new Refusal('source-withdrawn');
      if (before.source.contentHash === hash) return this.#advanced(notice, 'same', by);
      if (await sources.replace(source, before.source.version, places, newId)) {
        return this.#advanced(notice, 'changed', by, before.source);
      }
    }
    throw new Error(`source bulletin ${notice.sourceId}/${notice.externalId} changes faster than it can be kept`);
  }

  /** Cancels what has not begun and stops what sounds. Twice is once. @throws Refusal */
  async withdraw(sourceId: string, externalId: string, reason: string, by: Caller): Promise<Delivered> {
    const { sources, clock } = this.#deps;
    const { source } = found(await sources.findExternal(sourceId, externalId), 'source-unknown');
    refuseForeign(source, by);
    await sources.withdraw(source.id, clock.now(), reason);
    return this.#advanced(source, source.withdrawn === undefined ? 'changed' : 'same', by, source);
  }

  list(query: Omit<SourceQuery, 'communeIds'>, sight: Sight): Promise<SourceEntry[]> {
    return this.#deps.sources.list({ ...query, ...inFolders(sight) });
  }

  async get(deliveryId: string): Promise<SourceEntry> {
    return found(await this.#deps.sources.find(deliveryId), 'source-unknown');
  }

  /** From the inbox into the commune's bulletins, of which programmes are made. @throws Refusal */
  take(deliveryId: string, by: Caller): Promise<SourceEntry> {
    return this.#decide(deliveryId, by, TAKEABLE, 'taken', undefined);
  }

  /** @throws Refusal */
  decline(deliveryId: string, reason: string, by: Caller): Promise<SourceEntry> {
    return this.#decide(deliveryId, by, DECLINABLE, 'declined', reason);
  }

  /** Which goes first when a priority one meets a priority one of the commune: the lower. @throws Refusal */
  async order(deliveryId: string, rank: number, by: Caller): Promise<SourceEntry> {
    const { permissions, advance, sourcePlanning } = this.#deps;
    await advance.exclusively(deliveryId, async (entry) => {
      await permissions.require(by, 'schedule', [entry.delivery.communeId]);
      await sourcePlanning.order(entry, rank);
      // what has changed says the broadcast
      noteChange({ areaId: entry.delivery.communeId, subjectId: deliveryId });
    });
    return this.get(deliveryId);
  }

  async #decide(
    id: string,
    by: Caller,
    from: readonly SourceState[],
    state: SourceState,
    reason: string | undefined,
  ): Promise<SourceEntry> {
    const { sources, permissions, advance, clock } = this.#deps;
    await advance.exclusively(id, async ({ source, delivery }) => {
      await permissions.require(by, 'submit', [delivery.communeId]);
      if (source.withdrawn !== undefined || !from.includes(delivery.state)) {
        throw new Refusal('source-closed', { state: delivery.state });
      }
      const decided = { by: refOf(by), at: clock.now() };
      await sources.save({ ...delivery, state, reason, decided }, source);
      const { title } = source;
      noteChange({
        ...{ areaId: delivery.communeId, before: { title, state: delivery.state }, after: { title, state } },
      });
    });
    return this.get(id);
  }

  async #advanced(
    key: Pick<SourceNotice, 'sourceId' | 'externalId'>,
    outcome: Delivered['outcome'],
    by: Caller,
    before?: SourceBulletin,
  ): Promise<Delivered> {
    const { sources, advance } = this.#deps;
    const read = async () => found(await sources.findExternal(key.sourceId, key.externalId), 'source-unknown');
    const { source, deliveries } = await read();
    const [first, ...others] = deliveries.filter(({ dropped }) => !dropped);
    noteChange({
      // what is for several communes is seen by whoever has them all
      areaId: others.length === 0 ? first?.communeId : wholeOf(by),
      subjectId: source.id,
      before: before && told(before),
      after: { ...told(source), outcome, deliveries: deliveries.length },
    });
    // what the communes make of it is no part of the delivery
    const advanced = (id: string) => unnoted(() => advance.advance({ id, rank: source.rank }));
    for (const { id, pending } of deliveries) if (pending) await advanced(id);
    return { ...(await read()), outcome };
  }
}

/** All that it brings something to lies in it; `undefined` for who has no one area. */
const wholeOf = ({ areaIds }: Caller): AreaId | undefined =>
  areaIds !== 'everywhere' && areaIds.length === 1 ? areaIds[0] : undefined;

const told = ({ sourceId, externalId, title, rank, level, version, validUntil, withdrawn }: SourceBulletin) => ({
  ...{ sourceId, externalId, title, rank, level, version, validUntil, withdrawn },
});

/** What one system brought no other one changes. */
function refuseForeign({ receivedBy }: SourceBulletin, by: Caller): void {
  const isOwn = [by.personId, STATION.personId].includes(receivedBy.personId) || by.kind === 'station';
  if (!isOwn) throw new Refusal('source-not-yours');
}
