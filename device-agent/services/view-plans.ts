/** The timeline of this device, worked out again only when documents change or time has moved on. */
import { mergePlans } from '@loa-lang/schemas/timeline/merge-plans';
import { timeline } from '@loa-lang/schemas/timeline/timeline';
import type { NeverStarted, Run } from '@loa-lang/schemas/timeline/types';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { isCancelled, type PlanItem } from '@loa-lang/schemas/wire/plan';
import type { OwnGaps } from '../domain/own-gaps.ts';
import type { KeepDocuments } from './keep-documents.ts';

/** Plans reach 84 h ahead at most when they are issued. */
const AHEAD_MS: Millis = 84 * 3_600_000;
/** What ended longer ago is not reported on any more: the controller keeps stopped broadcasts as long. */
export const LOOK_BACK_MS: Millis = 72 * 3_600_000;
/** Runs come into the window's far end this often. */
const REFRESH_MS: Millis = 3_600_000;

export interface PlanView {
  runs: readonly Run[];
  neverStarted: readonly NeverStarted[];
  cancelledAt: ReadonlyMap<string, EpochMillis>;
  muted: boolean;
  /** changes whenever the view does */
  serial: number;
}

const EMPTY: PlanView = { runs: [], neverStarted: [], cancelledAt: new Map(), muted: false, serial: 0 };

export class ViewPlans {
  readonly #documents: Pick<KeepDocuments, 'generation' | 'settings' | 'followedPlans'>;
  readonly #gaps: Pick<OwnGaps, 'generation' | 'list'>;
  #view: PlanView = EMPTY;
  #generation = -1;
  #gapGeneration = -1;
  #validUntil: EpochMillis = -Infinity;
  #madeFor: EpochMillis = Infinity;

  constructor(
    documents: Pick<KeepDocuments, 'generation' | 'settings' | 'followedPlans'>,
    gaps: Pick<OwnGaps, 'generation' | 'list'>,
  ) {
    this.#documents = documents;
    this.#gaps = gaps;
  }

  at(now: EpochMillis): PlanView {
    const { generation } = this.#documents;
    const { generation: gapGeneration } = this.#gaps;
    const isSame = generation === this.#generation && gapGeneration === this.#gapGeneration;
    if (isSame && now < this.#validUntil && now >= this.#madeFor) return this.#view;
    this.#generation = generation;
    this.#gapGeneration = gapGeneration;
    this.#madeFor = now;
    this.#validUntil = now + REFRESH_MS;
    const settings = this.#documents.settings();
    const serial = this.#view.serial + 1;
    if (settings === undefined) {
      this.#view = { ...EMPTY, serial };
      return this.#view;
    }
    const { clusterId, languages, muted } = settings;
    const plans = this.#documents.followedPlans();
    const [from, to] = [now - LOOK_BACK_MS, now + AHEAD_MS];
    // muted only silences the segments, which are made from the runs where they are needed
    const streamGaps = this.#gaps.list();
    const { runs, neverStarted } = timeline({ plans, clusterId, languages, muted: true, streamGaps, from, to });
    this.#view = { runs, neverStarted, cancelledAt: mergePlans(plans, clusterId).cancelledAt, muted, serial };
    return this.#view;
  }
  /** Whether a run begins so soon after `now`. */
  startsWithin(withinMs: Millis, now: EpochMillis | undefined): boolean {
    if (now === undefined) return false;
    return this.at(now).runs.some(({ startAt }) => startAt > now && startAt - now < withinMs);
  }

  /** The item as it was planned. */
  item({
    broadcastId,
    version,
    itemIndex,
  }: {
    broadcastId: string;
    version: number;
    itemIndex: number;
  }): PlanItem | undefined {
    for (const plan of this.#documents.followedPlans()) {
      for (const broadcast of plan.broadcasts) {
        if (isCancelled(broadcast) || broadcast.id !== broadcastId || broadcast.version !== version) continue;
        return broadcast.items[itemIndex];
      }
    }
    return undefined;
  }
}
