/** The timeline of this device, worked out again only when documents change or time has moved on. */
import { mergePlans } from '@loa-lang/schemas/timeline/merge-plans';
import { timeline } from '@loa-lang/schemas/timeline/timeline';
import type { NeverStarted, Run } from '@loa-lang/schemas/timeline/types';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { isCancelled, type Plan, type PlanItem } from '@loa-lang/schemas/wire/plan';
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

/** What was started at the device itself. */
export interface LocalPlan {
  readonly generation: number;
  plan(): Plan;
}

const EMPTY: PlanView = { runs: [], neverStarted: [], cancelledAt: new Map(), muted: false, serial: 0 };

interface PlanParts {
  documents: Pick<KeepDocuments, 'generation' | 'settings' | 'followedPlans'>;
  /** streams that do not reach this device */
  gaps: Pick<OwnGaps, 'generation' | 'list'>;
  local: LocalPlan;
  /** whether the time is; without, there is only what was started at the device */
  isTrusted(): boolean;
}

export class ViewPlans {
  readonly #parts: PlanParts;
  #view: PlanView = EMPTY;
  #madeOf = '';
  #validUntil: EpochMillis = -Infinity;
  #madeFor: EpochMillis = Infinity;

  constructor(parts: PlanParts) {
    this.#parts = parts;
  }

  at(now: EpochMillis): PlanView {
    const { documents, gaps, local, isTrusted } = this.#parts;
    const trusted = isTrusted();
    const madeOf = `${documents.generation} ${gaps.generation} ${local.generation} ${trusted}`;
    if (madeOf === this.#madeOf && now < this.#validUntil && now >= this.#madeFor) return this.#view;
    this.#madeOf = madeOf;
    this.#madeFor = now;
    this.#validUntil = now + REFRESH_MS;
    const settings = documents.settings();
    const serial = this.#view.serial + 1;
    if (settings === undefined) {
      this.#view = { ...EMPTY, serial };
      return this.#view;
    }
    const { clusterId, languages, muted } = settings;
    const followed = documents.followedPlans();
    // by a time that is not trusted only locks and stops count: what they hold down they hold down whenever it is
    const plans = [local.plan(), ...(trusted ? followed : followed.map(onlyQuiet))];
    const [from, to] = [now - LOOK_BACK_MS, now + AHEAD_MS];
    // muted only silences the segments, which are made from the runs where they are needed
    const streamGaps = gaps.list();
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
    const { local, documents } = this.#parts;
    for (const plan of [local.plan(), ...documents.followedPlans()]) {
      for (const broadcast of plan.broadcasts) {
        if (isCancelled(broadcast) || broadcast.id !== broadcastId || broadcast.version !== version) continue;
        return broadcast.items[itemIndex];
      }
    }
    return undefined;
  }
}

const onlyQuiet = (plan: Plan): Plan => ({ ...plan, broadcasts: plan.broadcasts.filter(isCancelled), streamGaps: [] });
