/** Which journal entries still matter. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import { runKey } from '../../domain/run-key.ts';
import type { JournalEntry } from '../../ports/device-store.ts';

const KINDS: ReadonlySet<unknown> = new Set<JournalEntry['kind']>([
  'position',
  'closed',
  'gap',
  'command',
  'time',
]);

/** The checksum says that an agent wrote it; this, that it was one whose entries we know. */
export const isJournalEntry = (record: unknown): record is JournalEntry =>
  typeof record === 'object' && record !== null && KINDS.has((record as { kind?: unknown }).kind);

/**
 * What remains, in its order: the last time, commands that expire and gaps that end at `before` or later, and of broadcasts with an entry
 * at `before` or later which runs are closed, and every position of those that are not: they tell what sounded.
 */
export function relevantEntries(entries: readonly JournalEntry[], before: EpochMillis): JournalEntry[] {
  const lastSeenAt = new Map<string, number>();
  const closed = new Set<string>();
  let latestTime = 0;
  for (const entry of entries) {
    if (entry.kind === 'time') latestTime = Math.max(latestTime, entry.at);
    if (entry.kind === 'closed') closed.add(runKey(entry));
    if (entry.kind !== 'position' && entry.kind !== 'closed') continue;
    lastSeenAt.set(entry.broadcastId, Math.max(lastSeenAt.get(entry.broadcastId) ?? 0, entry.at));
  }
  const kept = new Set<string>();
  const once = (key: string): boolean => !kept.has(key) && kept.add(key) !== undefined;
  return entries.filter((entry) => {
    if (entry.kind === 'command') return entry.expiresAt >= before && once(`command ${entry.commandId}`);
    if (entry.kind === 'gap') return entry.to >= before;
    if (entry.kind === 'time') return entry.at === latestTime && once('time');
    if ((lastSeenAt.get(entry.broadcastId) ?? 0) < before) return false;
    return entry.kind === 'closed' ? once(`closed ${runKey(entry)}`) : !closed.has(runKey(entry));
  });
}
