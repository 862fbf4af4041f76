/** The journal as an append-only file. Its first record binds it to one store. */
import type { StoreId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Journal, JournalEntry } from '../../ports/device-store.ts';
import type { AppendLog } from './append-log.ts';
import { isJournalEntry, relevantEntries } from './journal-entries.ts';

export const journalRecords = (storeId: StoreId, entries: readonly JournalEntry[]): unknown[] => [
  { log: 'journal', storeId },
  ...entries,
];

export interface ReadJournal {
  storeId: StoreId | undefined;
  entries: JournalEntry[];
}

/** Entries of kinds that this agent does not know (written by a newer one before a roll-back) are passed over. */
export function parseJournal(records: readonly unknown[]): ReadJournal {
  const head = records[0] as { log?: unknown; storeId?: unknown } | undefined;
  const known = head?.log === 'journal' && typeof head.storeId === 'string';
  return { storeId: known ? (head.storeId as StoreId) : undefined, entries: records.filter(isJournalEntry) };
}

export class FileJournal implements Journal {
  readonly #log: AppendLog;
  readonly #storeId: StoreId;
  #entries: JournalEntry[];

  constructor(log: AppendLog, storeId: StoreId, entries: JournalEntry[]) {
    this.#log = log;
    this.#storeId = storeId;
    this.#entries = entries;
  }

  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  append(entry: JournalEntry): Promise<void> {
    return this.#log.append(
      () => entry,
      () => this.#entries.push(entry),
    );
  }

  async compact(before: EpochMillis): Promise<void> {
    if (relevantEntries(this.#entries, before).length === this.#entries.length) return;
    let kept: JournalEntry[] = [];
    await this.#log.replace(() => {
      kept = relevantEntries(this.#entries, before);
      return journalRecords(this.#storeId, kept);
    });
    // No append can have come between: the log does one thing at a time and this runs before its next step.
    this.#entries = kept;
  }
}
