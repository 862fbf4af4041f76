/** Which clusters are ready for what is to come. */
import type { AreaId, BroadcastId } from '@loa-lang/schemas/ids';
import type { Millis } from '@loa-lang/schemas/units';
import { asSeen } from '../../domain/broadcasts/as-seen.ts';
import { assetsOf, type Broadcast, longestRunMs } from '../../domain/broadcasts/broadcast.ts';
import type { Sight } from '../../domain/permissions/sight.ts';
import { streamsOf } from '../../domain/plan-content/plan-content.ts';
import { type Readiness, readinessOf } from '../../domain/readiness/readiness.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { OutageStore, ReadinessStore } from '../../ports/readiness-store.ts';
import type { Register } from '../../ports/register.ts';
import type { RelaySourceStore } from '../../ports/relay-source-store.ts';
import type { BroadcastRuling } from '../broadcasts/broadcast-rules.ts';
import { seenIn } from '../broadcasts/view-broadcasts.ts';
import { found, Refusal, unless } from '../refusal.ts';
import { type RelayReadiness, relayReadiness } from './relay-readiness.ts';

export interface ReadinessDeps {
  broadcasts: Pick<BroadcastStore, 'find' | 'list'>;
  readinessFacts: ReadinessStore;
  outages: OutageStore;
  ruling: Pick<BroadcastRuling, 'of'>;
  register: Pick<Register, 'reader'>;
  relaySources: Pick<RelaySourceStore, 'find'>;
  clock: Clock;
}

export interface ReadinessView {
  broadcast: Broadcast;
  readiness: Readiness;
  relays: RelayReadiness[];
}

const HOUR_MS: Millis = 3600_000;
const MOST = 200;

export class BroadcastReadiness {
  readonly #deps: ReadinessDeps;

  constructor(deps: ReadinessDeps) {
    this.#deps = deps;
  }

  /** @throws Refusal for a broadcast that was stopped or has begun: then coverage tells what happened */
  async get(id: BroadcastId): Promise<ReadinessView> {
    const broadcast = found(await this.#deps.broadcasts.find(id), 'broadcast-unknown');
    if (!this.#isComing(broadcast)) throw new Refusal('broadcast-not-coming');
    return found((await this.#views([broadcast]))[0], 'broadcast-unknown');
  }

  /** Soonest first. */
  async coming(
    hours: number,
    communeId: AreaId | undefined,
    sight: Sight,
    limit: number = MOST,
  ): Promise<ReadinessView[]> {
    const now = this.#deps.clock.now();
    const listed = await this.#deps.broadcasts.list({
      ...(communeId !== undefined && { communeId }),
      ...seenIn(sight),
      from: now,
      until: now + hours * HOUR_MS,
      soonestFirst: true,
      limit,
    });
    return this.#views(listed.filter((each) => this.#isComing(each)).map((each) => asSeen(each, sight)));
  }

  #isComing({ cancelledAt, startAt }: Broadcast): boolean {
    return cancelledAt === undefined && this.#deps.clock.now() < startAt;
  }

  async #views(broadcasts: readonly Broadcast[]): Promise<ReadinessView[]> {
    if (broadcasts.length === 0) return [];
    const { readinessFacts, outages, relaySources, clock } = this.#deps;
    const now = clock.now();
    const [facts, planned, sources] = await Promise.all([
      readinessFacts.facts(
        broadcasts.map(({ id, audience, items }) => ({
          id,
          clusterIds: audience.clusters.map((cluster) => cluster.id),
          assetIds: assetsOf(items).map((asset) => asset.assetId),
        })),
      ),
      outages.coming(now),
      relaySources.find(broadcasts.flatMap(streamsOf)),
    ]);
    return Promise.all(
      broadcasts.map(async (broadcast) => {
        const readiness = readinessOf(broadcast, facts.get(broadcast.id) ?? new Map(), planned, now);
        const relays = relayReadiness(broadcast, sources);
        return { broadcast, relays, readiness: await this.#inHours(broadcast, readiness) };
      }),
    );
  }

  /** Nobody is told to begin earlier than anything may sound. */
  async #inHours(broadcast: Broadcast, readiness: Readiness): Promise<Readiness> {
    const { earlierStartAt } = readiness;
    if (earlierStartAt === undefined) return readiness;
    const { ruling, register } = this.#deps;
    const { communeId, class: kind, requested, items, audience } = broadcast;
    const durationMs = longestRunMs(items, audience);
    const endsAt = earlierStartAt + durationMs;
    const window = { startAt: earlierStartAt, latestStartAt: earlierStartAt, joinUntilAt: endsAt, endsAt };
    const rules = await ruling.of(communeId, await register.reader.territory(), { class: kind, requested });
    const allowed = await unless(
      'quiet-hours',
      Promise.resolve().then(() => rules.inHours(window, durationMs)),
    );
    return allowed === undefined ? { ...readiness, earlierStartAt: undefined } : readiness;
  }
}
