/**
 * What this controller knows of silence, whether the database knows it or not: in memory at once, in a file of its own
 * as soon as the disk takes it, and in the database before anything else is published.
 */
import type { PlanId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { compareRevisions, type Revision } from '@loa-lang/schemas/wire/common';
import { KEEP_CANCELLED_MS } from '../../domain/plan-content/plan-content.ts';
import { joined, tellsMore } from '../../domain/silence/latches.ts';
import type { JournalEntry, LatchRecord, SilenceJournal, SilenceStore } from '../../ports/silence-store.ts';

export interface SilenceRecordDeps {
  store: SilenceStore;
  journal: SilenceJournal;
  onProblem?: (problem: string, cause?: unknown) => void;
}

export class SilenceRecord {
  readonly #deps: SilenceRecordDeps;
  readonly #latches = new Map<string, LatchRecord>();
  /** of which the database may not know all */
  readonly #unstored = new Map<string, LatchRecord>();
  /** plans signed so high without being recorded */
  readonly #unrecorded = new Map<PlanId, Revision>();

  constructor(deps: SilenceRecordDeps) {
    this.#deps = deps;
  }

  /**
   * Reads the file. What it holds is told to the database again even if it was told before: an older copy of the
   * database must not end a silence.
   */
  async open(now: EpochMillis): Promise<void> {
    const { journal } = this.#deps;
    for (const entry of await journal.read()) {
      if ('latch' in entry) this.#know(entry.latch);
      else this.#raise(entry.planId, entry.revision);
    }
    for (const [id, latch] of this.#latches) {
      if ((latch.liftedAt ?? Infinity) < now - KEEP_CANCELLED_MS) this.#latches.delete(id);
      else this.#unstored.set(id, latch);
    }
    const entries: JournalEntry[] = [
      ...[...this.#latches.values()].map((latch) => ({ latch })),
      ...[...this.#unrecorded].map(([planId, revision]) => ({ planId, revision })),
    ];
    await journal.replace(entries);
  }

  get latches(): LatchRecord[] {
    return [...this.#latches.values()];
  }

  find(id: string): LatchRecord | undefined {
    return this.#latches.get(id);
  }

  of(areaId: string): LatchRecord[] {
    return this.latches.filter((latch) => latch.areaId === areaId);
  }

  /** Known when it returns. @returns whether it is durable in the file */
  async hold(latch: LatchRecord): Promise<boolean> {
    const known = this.#know(latch);
    this.#unstored.set(latch.id, known);
    return this.#write({ latch: known });
  }

  /** The database knows it. */
  learn(latch: LatchRecord): void {
    this.#know(latch);
  }

  /** A plan was signed so high, here or elsewhere, and the ledger may not know it. */
  async claim(planId: PlanId, revision: Revision): Promise<void> {
    if (this.#raise(planId, revision)) await this.#write({ planId, revision });
  }

  above(planId: PlanId): Revision | undefined {
    return this.#unrecorded.get(planId);
  }

  /** The ledger has this revision now. */
  recorded(planId: PlanId, revision: Revision): void {
    const claimed = this.#unrecorded.get(planId);
    if (claimed !== undefined && compareRevisions(revision, claimed) > 0) this.#unrecorded.delete(planId);
  }

  /** Plans that must be published once more as soon as the database answers. */
  get unsettled(): PlanId[] {
    const areas = [...this.#unstored.values()].map((latch) => latch.areaId);
    return [...new Set([...this.#unrecorded.keys(), ...areas])];
  }

  isStored(id: string): boolean {
    return this.#latches.has(id) && !this.#unstored.has(id);
  }

  /** @throws when the database does not answer */
  async bringIn(): Promise<void> {
    if (this.#unstored.size === 0) return;
    const taken = [...this.#unstored.values()];
    await this.#deps.store.take(taken);
    for (const latch of taken) if (this.#unstored.get(latch.id) === latch) this.#unstored.delete(latch.id);
  }

  #know(latch: LatchRecord): LatchRecord {
    const known = this.#latches.get(latch.id);
    if (known !== undefined && !tellsMore(known, latch)) return known;
    const now = { ...latch, ...joined(known, latch), ...(latch.liftedBy && { liftedBy: latch.liftedBy }) };
    this.#latches.set(latch.id, now);
    return now;
  }

  #raise(planId: PlanId, revision: Revision): boolean {
    const before = this.#unrecorded.get(planId);
    if (before !== undefined && compareRevisions(revision, before) <= 0) return false;
    this.#unrecorded.set(planId, revision);
    return true;
  }

  async #write(entry: JournalEntry): Promise<boolean> {
    try {
      await this.#deps.journal.append(entry);
      return true;
    } catch (error) {
      this.#deps.onProblem?.('silence not written down', error);
      return false;
    }
  }
}
