/** Removing a bulletin or one of its languages: what is planned with it is named first, and a removal can be undone. */
import type { BulletinId } from '@loa-lang/schemas/ids';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { BulletinRecord, BulletinStore } from '../../ports/bulletin-store.ts';
import type { Clock } from '../../ports/clock.ts';
import { noteChange } from '../audit/note-change.ts';
import type { DocumentDelivery } from '../publishing/deliver-documents.ts';
import { found, Refusal } from '../refusal.ts';
import type { BulletinMaking } from './make-bulletins.ts';

export interface RemovalDeps {
  bulletins: BulletinStore;
  broadcasts: BroadcastStore;
  making: Pick<BulletinMaking, 'drop' | 'take'>;
  delivery: DocumentDelivery;
  /** programmes of the commune are to be looked through */
  onChanged: (communeId: string) => Promise<void>;
  clock: Clock;
}

/**
 * `uses`: planned and sounding broadcasts, soonest first. Single ones keep their audio and play it, removed or not;
 * occurrences of schedules that have not begun leave it out.
 */
export interface Removal {
  removed: boolean;
  uses: Broadcast[];
}

export class BulletinRemoval {
  readonly #deps: RemovalDeps;

  constructor(deps: RemovalDeps) {
    this.#deps = deps;
  }

  /** Does nothing but answer the uses when there are some and nobody has confirmed. */
  async remove(id: BulletinId, confirmed: boolean): Promise<Removal> {
    const { bulletins, clock } = this.#deps;
    const bulletin = found(await bulletins.find(id), 'bulletin-unknown');
    const uses = await this.#uses(id);
    if (uses.length > 0 && !confirmed) return { removed: false, uses };
    await bulletins.remove(id, clock.now());
    noteRemoval(bulletin, {}, uses);
    this.#deps.making.drop(id);
    await this.#deliver(bulletin);
    return { removed: true, uses };
  }

  /** Hamlets of that language hear Vietnamese from the next broadcast on. */
  async removeLanguage(id: BulletinId, language: string, confirmed: boolean): Promise<Removal> {
    const { bulletins, clock } = this.#deps;
    const bulletin = found(await bulletins.find(id), 'bulletin-unknown');
    found(
      bulletin.versions.find((version) => version.language === language),
      'language-version-unknown',
      { language },
    );
    if (bulletin.versions.length === 1) throw new Refusal('version-is-last');
    const uses = await this.#uses(id);
    if (uses.length > 0 && !confirmed) return { removed: false, uses };
    await bulletins.removeLanguage(id, language, clock.now());
    noteRemoval(bulletin, { language }, uses);
    await this.#deliver(bulletin);
    return { removed: true, uses };
  }

  /** As it was, kept on the devices again if it was; twice is once. */
  async restore(id: BulletinId): Promise<BulletinRecord> {
    const { bulletins } = this.#deps;
    const there = await bulletins.find(id);
    if (there !== undefined) {
      noteChange({ areaId: there.communeId });
      return there;
    }
    const { removedAt, communeId, title } = found(await bulletins.findRemoved(id), 'bulletin-unknown');
    await bulletins.restore(id);
    noteChange({ areaId: communeId, before: { title, removedAt }, after: { title } });
    const restored = found(await bulletins.find(id), 'bulletin-unknown');
    const unfinished = restored.versions.filter((version) => version.state === 'processing');
    for (const version of unfinished) this.#deps.making.take(version, restored.kind);
    await this.#deliver(restored);
    return found(await bulletins.find(id), 'bulletin-unknown');
  }

  async #uses(id: BulletinId): Promise<Broadcast[]> {
    return this.#deps.broadcasts.using(id, this.#deps.clock.now());
  }

  async #deliver(bulletin: BulletinRecord): Promise<void> {
    if (bulletin.keep) await this.#deps.delivery.deliver({ plans: [bulletin.communeId] });
    await this.#deps.onChanged(bulletin.communeId);
  }
}

/** Planned with it, and confirmed by whoever removed it. */
function noteRemoval(
  { communeId, title }: BulletinRecord,
  what: { language?: string },
  uses: readonly Broadcast[],
): void {
  noteChange({ areaId: communeId, before: { title, ...what }, after: { removed: true, uses: uses.length } });
}
