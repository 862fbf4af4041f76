/** What of the latest revisions an answer says: a device on a metered SIM card asks a hundred times a day. */
import { compareRevisions, isUnrecorded, type Revision } from '@loa-lang/schemas/wire/common';
import type { SyncAnswer, SyncRequest } from '@loa-lang/schemas/wire/sync';

/**
 * Leaves out settings and plans that the device holds as they are. A plan that was counted without the database is named
 * all the same: a device that is not told of it would take it for one that its controller has forgotten.
 */
export function newsFor(held: SyncRequest['held'], latest: SyncAnswer['latest']): SyncAnswer['latest'] {
  const { keys, settings, plans } = latest;
  const isNews = (last: Revision, has: Revision | undefined): boolean =>
    has === undefined || compareRevisions(last, has) !== 0 || isUnrecorded(has, undefined);
  return {
    keys,
    ...(settings !== undefined && isNews(settings, held.settings) && { settings }),
    plans: Object.fromEntries(Object.entries(plans).filter(([planId, last]) => isNews(last, held.plans[planId]))),
  };
}
