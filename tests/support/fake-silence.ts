/** Silence in memory: a table of latches and a file of lines. */
import type {
  JournalEntry,
  LatchRecord,
  SilenceConfirmation,
  SilenceJournal,
  SilenceStore,
} from '@loa-lang/controller/ports/silence-store';
import { joinLatches } from '@loa-lang/schemas/timeline/merge-plans';

export class FakeSilenceStore implements SilenceStore {
  /** set to make every call fail: the database is away */
  down = false;
  readonly latches = new Map<string, LatchRecord>();
  readonly confirmed = new Map<string, SilenceConfirmation>();
  readonly reminders = new Map<string, number>();

  async list(liftedAfter: number): Promise<LatchRecord[]> {
    this.#check();
    return [...this.latches.values()].filter(({ liftedAt }) => liftedAt === undefined || liftedAt > liftedAfter);
  }
  async find(ids: readonly string[]): Promise<LatchRecord[]> {
    this.#check();
    return [...this.latches.values()].filter(({ id }) => ids.includes(id));
  }
  async take(latches: readonly LatchRecord[]): Promise<void> {
    this.#check();
    for (const latch of latches) {
      this.latches.set(latch.id, { ...latch, ...joinLatches(this.latches.get(latch.id), latch) });
    }
  }
  async confirmations(latchIds: readonly string[]): Promise<SilenceConfirmation[]> {
    this.#check();
    return [...this.confirmed.values()].filter(({ latchId }) => latchIds.includes(latchId));
  }
  async confirm(confirmations: readonly SilenceConfirmation[]): Promise<void> {
    this.#check();
    for (const each of confirmations) {
      const key = `${each.latchId}/${each.clusterId}`;
      this.confirmed.set(key, { ...each, ...this.confirmed.get(key) });
    }
  }
  async remind(latchId: string, count: number): Promise<boolean> {
    this.#check();
    const latch = this.latches.get(latchId);
    if (latch === undefined || latch.liftedAt !== undefined) return false;
    if ((this.reminders.get(latchId) ?? 0) >= count) return false;
    this.reminders.set(latchId, count);
    return true;
  }

  #check(): void {
    if (this.down) throw new Error('database away');
  }
}

export class FakeSilenceJournal implements SilenceJournal {
  entries: JournalEntry[] = [];
  /** the disk takes nothing */
  full = false;

  async read(): Promise<JournalEntry[]> {
    return structuredClone(this.entries);
  }
  async replace(entries: readonly JournalEntry[]): Promise<void> {
    this.entries = structuredClone([...entries]);
  }
  async append(entry: JournalEntry): Promise<void> {
    if (this.full) throw new Error('disk full');
    this.entries.push(structuredClone(entry));
  }
}
