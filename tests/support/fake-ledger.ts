/** A document ledger in memory, with a copy that can be taken and put back: a restored backup. */
import type { DocumentLedger, LedgerEntry } from '@loa-lang/controller/ports/document-ledger';
import { compareRevisions, type Revision } from '@loa-lang/schemas/wire/common';

export class FakeLedger implements DocumentLedger {
  /** set to make every call fail: the database is away */
  down = false;
  /** how often a subject's revisions were asked for */
  latestCalls = 0;
  private entries = new Map<string, LedgerEntry>();
  private readonly locks = new Map<string, Promise<unknown>>();
  private currentEpoch = 1;

  async underLock<T>(subject: string, work: () => Promise<T>): Promise<T> {
    this.check();
    const before = this.locks.get(subject) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.locks.set(
      subject,
      mine.catch(() => {}),
    );
    return mine;
  }

  async last(subject: string): Promise<LedgerEntry | undefined> {
    this.check();
    return this.entries.get(subject);
  }

  async record(entry: LedgerEntry): Promise<void> {
    this.check();
    const last = this.entries.get(entry.subject);
    if (last !== undefined && compareRevisions(entry, last) <= 0) throw new Error(`${entry.subject} does not advance`);
    this.entries.set(entry.subject, { ...entry });
  }

  async latest(subjects: readonly string[]): Promise<Map<string, Revision>> {
    this.check();
    this.latestCalls++;
    const found = new Map<string, Revision>();
    for (const subject of subjects) {
      const entry = this.entries.get(subject);
      if (entry !== undefined) found.set(subject, { epoch: entry.epoch, revision: entry.revision });
    }
    return found;
  }

  async all(since = -Infinity): Promise<LedgerEntry[]> {
    this.check();
    return [...this.entries.values()].filter(({ issuedAt }) => issuedAt >= since);
  }

  async epoch(): Promise<number> {
    this.check();
    return this.currentEpoch;
  }

  async openEpoch(atLeast: number): Promise<number> {
    this.check();
    this.currentEpoch = Math.max(this.currentEpoch + 1, atLeast);
    return this.currentEpoch;
  }

  /** Nothing was ever issued under this subject. */
  async forget(subject: string): Promise<void> {
    this.entries.delete(subject);
  }

  backup(): () => void {
    const entries = new Map(this.entries);
    const epoch = this.currentEpoch;
    return () => {
      this.entries = new Map(entries);
      this.currentEpoch = epoch;
    };
  }

  private check(): void {
    if (this.down) throw new Error('database away');
  }
}
