/** Broadcasts as people see them: with their state and to whom they were played. */
import type { BroadcastId } from '@loa-lang/schemas/ids';
import type { BroadcastState } from '@loa-lang/schemas/states/broadcast';
import type { Millis } from '@loa-lang/schemas/units';
import type { PlanItem } from '@loa-lang/schemas/wire/plan';
import type { Receipt } from '@loa-lang/schemas/wire/report';
import { asSeen } from '../../domain/broadcasts/as-seen.ts';
import { type Broadcast, soundsUntil, stateOf } from '../../domain/broadcasts/broadcast.ts';
import { dayBounds } from '../../domain/broadcasts/civil-time.ts';
import { type Coverage, coverageOf } from '../../domain/coverage/coverage.ts';
import { hasStream, relayedItems, spokenItems } from '../../domain/coverage/stream-content.ts';
import type { Sight } from '../../domain/permissions/sight.ts';
import type { Audience } from '../../domain/placement/audience.ts';
import { streamsOf } from '../../domain/plan-content/plan-content.ts';
import { OUTPUT_FLOOR_DBFS } from '../../domain/plan-content/settings-content.ts';
import type { BroadcastQuery, BroadcastStore, StoppedPart } from '../../ports/broadcast-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LiveStore } from '../../ports/live-store.ts';
import type { AreaStore } from '../../ports/register.ts';
import type { StreamGaps } from '../../ports/stream-gaps.ts';
import { found, Refusal } from '../refusal.ts';

export interface BroadcastView {
  broadcast: Broadcast;
  state: BroadcastState;
  coverage: Coverage;
  /** per cluster, whatever its receipts say so far */
  receipts: ReadonlyMap<string, readonly Receipt[]>;
  /** where it was stopped while it plays on elsewhere */
  stoppedParts: readonly StoppedPart[];
}

export interface ViewDeps {
  broadcasts: BroadcastStore;
  areas: AreaStore;
  lives: Pick<LiveStore, 'spokenMs'>;
  streamGaps: Pick<StreamGaps, 'of'>;
  clock: Clock;
  /** of days when no commune is named */
  timeZone: string;
}

export class BroadcastViews {
  readonly #deps: ViewDeps;

  constructor(deps: ViewDeps) {
    this.#deps = deps;
  }

  async get(id: BroadcastId, sight: Sight): Promise<BroadcastView> {
    const broadcast = found(await this.#deps.broadcasts.find(id), 'broadcast-unknown');
    const [view] = await this.#views([asSeen(broadcast, sight)]);
    return found(view, 'broadcast-unknown');
  }

  /** @param day in the commune's zone; what starts on it, whatever the zone of the server */
  async list(query: Omit<BroadcastQuery, 'seen'> & { day?: string }, sight: Sight): Promise<BroadcastView[]> {
    const { broadcasts, areas, timeZone } = this.#deps;
    const { day, ...asked } = query;
    const rest = { ...asked, ...seenIn(sight) };
    const viewed = (rows: readonly Broadcast[]) => this.#views(rows.map((each) => asSeen(each, sight)));
    if (day === undefined) return viewed(await broadcasts.list(rest));
    const commune = query.communeId === undefined ? undefined : await areas.find(query.communeId);
    const bounds = dayBounds(day, commune?.timeZone ?? timeZone);
    if (bounds === undefined) throw new Refusal('bad-request', { detail: `day ${day}` });
    return viewed(await broadcasts.list({ ...rest, ...bounds }));
  }

  /** Of broadcasts that were found already, in their order. */
  of(broadcasts: readonly Broadcast[]): Promise<BroadcastView[]> {
    return this.#views(broadcasts);
  }

  async #views(broadcasts: readonly Broadcast[]): Promise<BroadcastView[]> {
    if (broadcasts.length === 0) return [];
    const ids = broadcasts.map((broadcast) => broadcast.id);
    const [receipts, stopped] = await Promise.all([
      this.#deps.broadcasts.receipts(ids),
      this.#deps.broadcasts.stoppedParts(ids),
    ]);
    const now = this.#deps.clock.now();
    const itemsOf = await this.#contents(broadcasts);
    return broadcasts.map((broadcast) => {
      const own = receipts.get(broadcast.id) ?? new Map<string, Receipt[]>();
      const items = itemsOf(broadcast, own.values());
      const judged = { ...broadcast, items, endsAt: soundsUntil(broadcast), floorDbfs: OUTPUT_FLOOR_DBFS, now };
      const coverage = coverageOf(judged, expectedOf(broadcast), own);
      const stoppedParts = stopped.filter(({ broadcastId }) => broadcastId === broadcast.id);
      return { broadcast, coverage, receipts: own, state: stateOf(broadcast, coverage, now), stoppedParts };
    });
  }

  /** What there was to be heard of each. */
  async #contents(broadcasts: readonly Broadcast[]) {
    const { lives, streamGaps } = this.#deps;
    const streaming = broadcasts.filter(hasStream);
    const since = Math.min(...streaming.map(({ startAt }) => startAt));
    const [spoken, gaps] =
      streaming.length === 0
        ? [new Map<BroadcastId, Millis>(), []]
        : await Promise.all([
            lives.spokenMs(streaming.map(({ id }) => id)),
            streamGaps.of([...new Set(streaming.flatMap(streamsOf))], since),
          ]);
    return (broadcast: Broadcast, receipts: Iterable<readonly Receipt[]>): PlanItem[] => {
      const spokenMs = spoken.get(broadcast.id);
      if (spokenMs !== undefined) return spokenItems(broadcast.items, spokenMs);
      const ids = new Set(streamsOf(broadcast));
      const own = gaps.filter(({ streamId }) => ids.has(streamId));
      return relayedItems(broadcast, own, receipts);
    };
  }
}

/** Bounds of a query to what is in sight. */
export function seenIn(sight: Sight): Pick<BroadcastQuery, 'seen'> {
  if (sight === 'everything') return {};
  const folders = [...sight.within];
  const above = [...sight.line].filter((id) => !sight.within.has(id));
  return { seen: { folders, above, hamlets: folders } };
}

/** What is not approved is played by nobody, so nobody is waited for; the households it was meant for stay. */
const expectedOf = ({ approval, audience }: Broadcast): Audience =>
  approval === 'approved' ? audience : { ...audience, clusters: [] };
