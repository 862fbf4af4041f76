/**
 * Latest revisions by subject, for sync answers: remembered for at most a second (other controllers write too),
 * refreshed at once by this controller's own writes, and read from the database in batches.
 */
import type { Millis, MonotonicMillis } from '@loa-lang/schemas/units';
import { compareRevisions, type Revision } from '@loa-lang/schemas/wire/common';
import type { Clock } from '../../ports/clock.ts';
import type { DocumentLedger } from '../../ports/document-ledger.ts';

interface Entry {
  revision: Revision | undefined;
  readAtMs: MonotonicMillis;
}

interface Batch {
  subjects: Set<string>;
  done: Promise<void>;
}

const FRESH_MS: Millis = 1000;
/** Settings and plans of the largest deployment, and room for subjects that nobody has. */
const MAX_ENTRIES = 40_000;
/** Questions that come within this time go to the database together. */
const GATHER_MS: Millis = 5;

export class LatestRevisions {
  private readonly ledger: DocumentLedger;
  private readonly clock: Clock;
  private readonly entries = new Map<string, Entry>();
  private batch: Batch | undefined;

  private readonly unrecorded: (subject: string) => Revision | undefined;

  /** @param unrecorded what was signed here and the database does not know yet: devices are to have it all the same */
  constructor(
    ledger: DocumentLedger,
    clock: Clock,
    unrecorded: (subject: string) => Revision | undefined = () => undefined,
  ) {
    this.ledger = ledger;
    this.clock = clock;
    this.unrecorded = unrecorded;
  }

  /** Subjects that are remembered. */
  get size(): number {
    return this.entries.size;
  }

  /** A revision this controller has just committed. */
  note(subject: string, revision: Revision): void {
    this.entries.set(subject, { revision, readAtMs: this.clock.monotonicNow() });
  }

  /** @throws when something is not remembered at all and the database does not answer. */
  async of(subjects: readonly string[]): Promise<Map<string, Revision>> {
    const now = this.clock.monotonicNow();
    const old = subjects.filter((subject) => now - (this.entries.get(subject)?.readAtMs ?? -Infinity) >= FRESH_MS);
    if (old.length > 0) {
      try {
        await this.read(old);
      } catch (error) {
        if (old.some((subject) => !this.entries.has(subject))) throw error;
      }
    }
    const found = new Map<string, Revision>();
    for (const subject of subjects) {
      const revision = higher(this.entries.get(subject)?.revision, this.unrecorded(subject));
      if (revision !== undefined) found.set(subject, revision);
    }
    return found;
  }

  private read(subjects: readonly string[]): Promise<void> {
    this.batch ??= this.startBatch();
    for (const subject of subjects) this.batch.subjects.add(subject);
    return this.batch.done;
  }

  private startBatch(): Batch {
    const subjects = new Set<string>();
    const done = new Promise<void>((resolve) => setTimeout(resolve, GATHER_MS)).then(async () => {
      this.batch = undefined;
      const askedAtMs = this.clock.monotonicNow();
      const latest = await this.ledger.latest([...subjects]);
      for (const subject of subjects) this.keep(subject, latest.get(subject), askedAtMs);
    });
    return { subjects, done };
  }

  /** What was noted while the question was under way is newer than its answer. */
  private keep(subject: string, revision: Revision | undefined, askedAtMs: MonotonicMillis): void {
    const known = this.entries.get(subject);
    if (known !== undefined && known.readAtMs > askedAtMs) return;
    if (revision === undefined && this.entries.size >= MAX_ENTRIES) this.forgetUnknown();
    this.entries.set(subject, { revision, readAtMs: askedAtMs });
  }

  /** Whoever owns the broker asks about subjects that nobody has. */
  private forgetUnknown(): void {
    for (const [subject, { revision }] of this.entries) if (revision === undefined) this.entries.delete(subject);
  }
}

const higher = (a: Revision | undefined, b: Revision | undefined): Revision | undefined =>
  a === undefined || (b !== undefined && compareRevisions(b, a) > 0) ? b : a;
