/** Which journal entries still matter. */
import type { BroadcastId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { runKey } from '../../domain/run-key.ts';
import type { JournalEntry } from '../../ports/device-store.ts';

const KINDS: ReadonlySet<unknown> = new Set<JournalEntry['kind']>([
  ...(['position', 'closed', 'gap', 'command', 'time'] as const),
  ...(['local-act', 'local-dated', 'local-stopped', 'local-attempts', 'faults'] as const),
]);

/** The checksum says that an agent wrote it; this, that it was one whose entries we know. */
export const isJournalEntry = (record: unknown): record is JournalEntry =>
  typeof record === 'object' && record !== null && KINDS.has((record as { kind?: unknown }).kind);

/**
 * What remains, in its order: the last time, commands that expire and gaps that end at `before` or later, and of
 * broadcasts with an entry at `before` or later which runs are closed, what was started at the device itself, and every
 * position of runs that are not closed: they tell what sounded. And the last count of wrong codes, and the last
 * list of faults.
 */
export function relevantEntries(entries: readonly JournalEntry[], before: EpochMillis): JournalEntry[] {
  const lastSeenAt = new Map<string, number>();
  const closed = new Set<string>();
  let latestTime = 0;
  for (const entry of entries) {
    if (entry.kind === 'time') latestTime = Math.max(latestTime, entry.at);
    if (entry.kind === 'closed') closed.add(runKey(entry));
    const broadcastId = broadcastOf(entry);
    if (broadcastId !== undefined && 'at' in entry) {
      lastSeenAt.set(broadcastId, Math.max(lastSeenAt.get(broadcastId) ?? 0, entry.at));
    }
  }
  const lastAttempts = entries.findLast((entry) => entry.kind === 'local-attempts');
  const lastFaults = entries.findLast((entry) => entry.kind === 'faults');
  const kept = new Set<string>();
  const once = (key: string): boolean => !kept.has(key) && kept.add(key) !== undefined;
  return entries.filter((entry) => {
    if (entry.kind === 'command') return entry.expiresAt >= before && once(`command ${entry.commandId}`);
    if (entry.kind === 'gap') return entry.to >= before;
    if (entry.kind === 'time') return entry.at === latestTime && once('time');
    if (entry.kind === 'local-attempts') return entry === lastAttempts;
    if (entry.kind === 'faults') return entry === lastFaults;
    if ((lastSeenAt.get(broadcastOf(entry) ?? '') ?? 0) < before) return false;
    if (entry.kind === 'closed') return once(`closed ${runKey(entry)}`);
    return entry.kind !== 'position' || !closed.has(runKey(entry));
  });
}

const broadcastOf = (entry: JournalEntry): BroadcastId | undefined =>
  entry.kind === 'local-act' ? entry.act.broadcastId : 'broadcastId' in entry ? entry.broadcastId : undefined;
