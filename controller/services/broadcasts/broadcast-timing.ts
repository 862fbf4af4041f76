/** When a broadcast can be heard. */
import type { ClusterId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { PlanItem } from '@loa-lang/schemas/wire/plan';
import { assetsOf, longestRunMs } from '../../domain/broadcasts/broadcast.ts';
import { CACHED_LEAD_MS, leadMs, type Pace } from '../../domain/broadcasts/lead.ts';
import { planWindow, type Window, type WindowRequest } from '../../domain/broadcasts/window.ts';
import type { Audience } from '../../domain/placement/audience.ts';
import type { AudioHoldings } from '../../ports/broadcast-store.ts';
import type { Clock } from '../../ports/clock.ts';
import { Refusal } from '../refusal.ts';
import type { BroadcastRules } from './broadcast-rules.ts';

interface TimingDeps {
  holdings: AudioHoldings;
  clock: Clock;
  pace: Pace;
}

type TimesAsked = Pick<WindowRequest, 'start' | 'latestStartAt' | 'joinUntilAt' | 'endsAt' | 'repeat'>;

export interface Timing extends Window {
  startsWhenReady: boolean;
  createdAt: EpochMillis;
}

export class BroadcastTiming {
  readonly #deps: TimingDeps;

  constructor(deps: TimingDeps) {
    this.#deps = deps;
  }

  /** The time is read last: what was looked up before must not eat into the lead of "now". */
  async of(
    request: TimesAsked,
    items: PlanItem[],
    audience: Audience,
    clusterIds: readonly ClusterId[],
    rules: Pick<BroadcastRules, 'inHours'>,
  ): Promise<Timing> {
    const { holdings, clock, pace } = this.#deps;
    const assets = assetsOf(items);
    const missing =
      request.start === 'now'
        ? await holdings.missing(
            clusterIds,
            assets.map((each) => each.assetId),
          )
        : [];
    const missingBytes = assets
      .filter((each) => missing.includes(each.assetId))
      .reduce((total, each) => total + each.sizeBytes, 0);
    const now = clock.now();
    const durationMs = longestRunMs(items, audience);
    const lead = leadMs(missingBytes, pace);
    const planned = planWindow({ ...request, durationMs, leadMs: lead }, now);
    if (!planned.ok) throw new Refusal(planned.fault, { durationSeconds: Math.ceil(durationMs / 1000) });
    // a caller who sets instants of the window means just these
    const fixed = request.latestStartAt ?? request.joinUntilAt ?? request.endsAt;
    const startsWhenReady = request.start === 'now' && lead > CACHED_LEAD_MS && fixed === undefined;
    return { ...rules.inHours(planned.window, durationMs), startsWhenReady, createdAt: now };
  }
}
