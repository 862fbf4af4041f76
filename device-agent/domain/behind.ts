/** Which documents of a device are older than the controller says they could be. Pure. */
import { compareRevisions, type Revision } from '@loa-lang/schemas/wire/common';
import type { SyncAnswer, SyncRequest } from '@loa-lang/schemas/wire/sync';

/** `keys`, `settings` and ids of followed plans; what the device does not follow is no concern of its. */
export function documentsBehind(
  latest: SyncAnswer['latest'],
  held: SyncRequest['held'],
  followed: ReadonlySet<string>,
): string[] {
  const behind: string[] = [];
  if (isNewer(latest.keys, held.keys)) behind.push('keys');
  if (latest.settings !== undefined && isNewer(latest.settings, held.settings)) behind.push('settings');
  for (const [planId, revision] of Object.entries(latest.plans)) {
    if (followed.has(planId) && isNewer(revision, held.plans[planId])) behind.push(planId);
  }
  return behind;
}

const isNewer = (latest: Revision, held: Revision | undefined): boolean =>
  held === undefined || compareRevisions(latest, held) > 0;
