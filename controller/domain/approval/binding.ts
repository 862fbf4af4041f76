/** What one act of approval binds: the rendered audio, the targets and the times. Whatever differs in one of them is not approved. */
import { createHash } from 'node:crypto';
import type { AssetId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { RequestedTargets } from '../placement/placement.ts';

/** Once, or whenever a schedule's rule says; `rule` is the canonical text of its times (see `timesText`). */
export type BoundTimes = { once: EpochMillis } | { rule: string };

/** What is for "now" is for the moment of its approval, and for no other. */
export const ON_APPROVAL: BoundTimes = { rule: 'on-approval' };

export interface Binding {
  assets: readonly AssetId[];
  targets: RequestedTargets;
  times: BoundTimes;
}

/** Whether an approved binding lets this content sound there and then. Fewer assets are covered, others are not. */
export const covers = (approved: Binding, asked: Binding): boolean =>
  asked.assets.every((assetId) => approved.assets.includes(assetId)) &&
  targetsText(approved.targets) === targetsText(asked.targets) &&
  timesText(approved.times) === timesText(asked.times);

/** Equal for equal targets, whatever their order. */
export const targetsText = ({ areaIds, groupIds, clusterIds }: RequestedTargets): string =>
  JSON.stringify([areaIds, groupIds, clusterIds].map((ids) => [...new Set<string>(ids)].sort()));

const timesText = (times: BoundTimes): string => ('once' in times ? `once:${times.once}` : `rule:${times.rule}`);

/** Equal for bindings that cover each other; what somebody decides on is named by it. */
export const bindingHash = ({ assets, targets, times }: Binding): string =>
  createHash('sha256')
    .update(JSON.stringify([[...new Set(assets)].sort(), targetsText(targets), timesText(times)]))
    .digest('hex');
