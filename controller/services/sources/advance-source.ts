/**
 * What has been delivered goes its way: into the commune's bulletins, its inbox or its plans. What is to be done is told
 * by the database alone and each step may be done twice, so a process killed anywhere loses nothing.
 */
import type { SourceRank, SourceState } from '@loa-lang/schemas/states/source-bulletin';
import type { Millis } from '@loa-lang/schemas/units';
import { mayBeReversioned } from '../../domain/broadcasts/broadcast.ts';
import type { SourceBulletin, SourceDelivery } from '../../domain/sources/source-bulletin.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { BulletinRecord, BulletinStore } from '../../ports/bulletin-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IncidentLog } from '../../ports/device-registry.ts';
import type { Exclusive } from '../../ports/exclusive.ts';
import type { PendingDelivery, SourceEntry, SourceStore } from '../../ports/source-store.ts';
import type { BroadcastCancelling } from '../broadcasts/cancel-broadcast.ts';
import type { BulletinVersions } from '../bulletins/bulletin-versions.ts';
import type { Bulletins } from '../bulletins/bulletins.ts';
import type { BulletinRemoval } from '../bulletins/remove-bulletins.ts';
import { Refusal, unless } from '../refusal.ts';
import type { SourcePlanning } from './plan-source.ts';

export interface AdvanceDeps {
  sources: SourceStore;
  bulletinStore: Pick<BulletinStore, 'find' | 'communeOf'>;
  bulletins: Bulletins;
  versions: BulletinVersions;
  removal: BulletinRemoval;
  broadcasts: Pick<BroadcastStore, 'find' | 'using'>;
  cancelling: BroadcastCancelling;
  sourcePlanning: SourcePlanning;
  incidentLog: IncidentLog;
  locks: Exclusive;
  clock: Clock;
  onProblem: (problem: string, cause: unknown) => void;
}

/** Somebody waits for what failed for a moment; what is made goes on by itself. */
export const SOURCES_EVERY_MS: Millis = 60_000;
/** What is said of a broadcast that a later content replaces. */
const REPLACED = 'Nguồn đã gửi nội dung mới thay thế';

export class SourceAdvance {
  readonly #deps: AdvanceDeps;
  /**
   * One at a time in this process: each holds a connection of the few for background work while it needs others. An
   * emergency waits for no other rank.
   */
  readonly #turns = new Map<'emergency' | 'other', Promise<unknown>>();

  constructor(deps: AdvanceDeps) {
    this.#deps = deps;
  }

  /** Of one delivery, as far as it goes now. What fails is tried again when looked for. */
  async advance({ id, rank }: PendingDelivery): Promise<void> {
    const step = async (entry: SourceEntry) => {
      if (entry.delivery.pending) await this.#deps.sources.save(await this.#next(entry), entry.source);
    };
    try {
      await this.exclusively(id, step, rank);
    } catch (cause) {
      this.#deps.onProblem(`source delivery ${id} did not go on`, cause);
    }
  }

  /** One at a time, whatever the controller. */
  exclusively<T>(id: string, work: (entry: SourceEntry) => Promise<T>, rank: SourceRank = 'routine'): Promise<T> {
    const { sources, locks } = this.#deps;
    const lane = rank === 'emergency' ? rank : 'other';
    const alone = () =>
      locks.run(`source-delivery/${id}`, async () => {
        const entry = await sources.find(id);
        if (entry === undefined) throw new Refusal('source-unknown');
        return work(entry);
      });
    const turn = (this.#turns.get(lane) ?? Promise.resolve()).then(alone);
    this.#turns.set(
      lane,
      turn.catch(() => undefined),
    );
    return turn;
  }

  /** What was left, and what the inbox holds that is no longer valid. */
  async look(): Promise<void> {
    const { sources, clock } = this.#deps;
    for (const pending of await sources.pending()) await this.advance(pending);
    for (const id of await sources.outOfDate(clock.now())) {
      await this.exclusively(id, async ({ source, delivery }) => {
        if (delivery.state === 'inbox') await sources.save({ ...delivery, state: 'expired' }, source);
      });
    }
  }

  /** The audio of this bulletin is there. */
  async ready(bulletinId: string): Promise<void> {
    const entry = await this.#deps.sources.ofBulletin(bulletinId);
    if (entry?.delivery.pending) await this.advance({ id: entry.delivery.id, rank: entry.source.rank });
  }

  async #next(entry: SourceEntry): Promise<SourceDelivery> {
    const { source } = entry;
    if (source.withdrawn !== undefined || entry.delivery.dropped) return this.#withdrawn(entry);
    const delivery = await this.#takeIn(entry);
    const done = (state: SourceState, reason?: string): SourceDelivery => ({
      ...delivery,
      state,
      reason,
      pending: false,
    });
    if (delivery.state === 'planned') return done('planned');
    const isExpired = source.validUntil !== undefined && source.validUntil <= this.#deps.clock.now();
    if (isExpired && delivery.state !== 'taken') return done('expired');
    if (source.rank === 'routine') return done(delivery.state === 'taken' ? 'taken' : 'inbox');
    return this.#onAir({ source, delivery });
  }

  /** The commune's own bulletin: made, or another content of it. */
  async #takeIn({ source, delivery }: SourceEntry): Promise<SourceDelivery> {
    const { bulletinStore } = this.#deps;
    if (delivery.version >= source.version) return delivery;
    if (!(await bulletinStore.communeOf(delivery.bulletinId))) await this.#create(source, delivery);
    else await this.#change(source, delivery);
    await this.#stopReplaced(source, delivery);
    const state = source.rank === 'routine' && delivery.state === 'taken' ? 'taken' : 'received';
    return { ...delivery, version: source.version, state, reason: undefined };
  }

  async #create(source: SourceBulletin, { bulletinId, communeId }: SourceDelivery): Promise<void> {
    const { bulletins } = this.#deps;
    const { title, language, validUntil, content } = source;
    // an emergency is read three times, the instruction first; the rest sounds as it was sent
    const kind = source.rank === 'emergency' ? ('emergency' as const) : ('plain' as const);
    const input = { id: bulletinId, communeId, title, language, validUntil, kind };
    if ('text' in content) await bulletins.fromText({ ...input, text: content.text });
    else await bulletins.fromUpload(once(content.audio), never, async () => ({ ...input, fileName: content.fileName }));
  }

  async #change(source: SourceBulletin, { bulletinId }: SourceDelivery): Promise<void> {
    const { bulletins, versions, removal } = this.#deps;
    const { title, language, content } = source;
    const { versions: before } = await removal.restore(bulletinId);
    await bulletins.change(bulletinId, { title, validUntil: source.validUntil ?? null }, true);
    const current = before.find((each) => each.language === language);
    if (!('text' in content)) {
      const file = async () => ({ fileName: content.fileName });
      await versions.fromUpload({ bulletinId, language }, once(content.audio), never, file);
    } else if (current?.text !== content.text.normalize('NFC')) {
      await versions.fromText({ bulletinId, language }, { text: content.text });
    }
    for (const other of before) {
      if (other.language !== language) await removal.removeLanguage(bulletinId, other.language, true);
    }
  }

  async #onAir(entry: SourceEntry): Promise<SourceDelivery> {
    const { bulletinStore, sourcePlanning, incidentLog, clock } = this.#deps;
    const { source, delivery } = entry;
    const failed = async (reason: string): Promise<SourceDelivery> => {
      const detail = `${source.title} (${source.sourceId}/${source.externalId}): ${reason}`;
      await incidentLog.raise('source-bulletin-failed', delivery.id, detail, clock.now());
      return { ...delivery, state: 'failed', reason, pending: false };
    };
    const bulletin = await bulletinStore.find(delivery.bulletinId);
    if (bulletin === undefined) return failed('bulletin-unknown');
    if (bulletin.versions.some((each) => each.state === 'processing')) return { ...delivery, state: 'received' };
    if (!bulletin.versions.some((each) => each.state === 'ready')) return failed(faultOf(bulletin));
    try {
      const broadcastId = await sourcePlanning.plan(entry, bulletin);
      if (source.rank === 'emergency' && delivery.broadcastId !== broadcastId) await this.#stop(delivery, REPLACED);
      await incidentLog.clear('source-bulletin-failed', delivery.id, clock.now());
      return { ...delivery, state: 'planned', broadcastId, reason: undefined, pending: false };
    } catch (cause) {
      if (cause instanceof Refusal) return failed(cause.code);
      throw cause;
    }
  }

  /** What has not begun never starts, and what sounds stops, be it in a programme that an officer made. */
  async #withdrawn({ source, delivery }: SourceEntry): Promise<SourceDelivery> {
    const { broadcasts, bulletinStore, removal, cancelling, clock } = this.#deps;
    const reason = source.withdrawn?.reason ?? REPLACED;
    await this.#stop(delivery, reason);
    const now = clock.now();
    for (const { id, occurrence, startAt } of await broadcasts.using(delivery.bulletinId, now)) {
      // an occurrence that has not begun leaves it out by itself once the bulletin is removed
      if (occurrence === undefined || startAt <= now) await unless('broadcast-over', cancelling.cancel(id, reason));
    }
    if ((await bulletinStore.find(delivery.bulletinId)) !== undefined) await removal.remove(delivery.bulletinId, true);
    const { version } = source;
    return { ...delivery, version, state: 'withdrawn', reason, pending: false };
  }

  async #stop({ broadcastId }: SourceDelivery, reason: string): Promise<void> {
    if (broadcastId !== undefined) await unless('broadcast-over', this.#deps.cancelling.cancel(broadcastId, reason));
  }

  /** What has not begun; and an emergency that is none any more, for which nothing will take its place on air. */
  async #stopReplaced({ rank }: SourceBulletin, delivery: SourceDelivery): Promise<void> {
    const { broadcasts, clock } = this.#deps;
    const before = delivery.broadcastId === undefined ? undefined : await broadcasts.find(delivery.broadcastId);
    if (before === undefined) return;
    const isOver = before.class === 'emergency' && rank !== 'emergency';
    if (isOver || mayBeReversioned(before, clock.now())) await this.#stop(delivery, REPLACED);
  }
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
/** Its size was looked at when it came. */
const never = (): boolean => false;

const faultOf = ({ versions }: BulletinRecord): string =>
  versions.find((each) => each.fault)?.fault ?? 'bulletin-failed';
