/**
 * A genuine plan, from the broker or from a device, may tell of a silence that the database does not know: a controller
 * signed it while the database was away, and died. Its latches are adopted, and the plan is continued above it.
 */
import { compareRevisions, type Revision } from '@loa-lang/schemas/wire/common';
import type { Latch, Plan } from '@loa-lang/schemas/wire/plan';
import { subjects } from '@loa-lang/schemas/wire/topics';
import { isUnrecorded } from '../../domain/publishing/claimed-revision.ts';
import { isOpen, tellsMore } from '../../domain/silence/latches.ts';
import type { DocumentLedger } from '../../ports/document-ledger.ts';
import type { SilenceStore } from '../../ports/silence-store.ts';
import type { HeldPlans } from '../publishing/held-plans.ts';
import type { DocumentPublisher } from '../publishing/publish-documents.ts';
import type { UnrecordedPlans } from '../silence/sign-unrecorded.ts';
import type { SilenceRecord } from '../silence/silence-record.ts';

export interface PlanNewsDeps {
  record: SilenceRecord;
  store: SilenceStore;
  held: HeldPlans;
  unrecorded: UnrecordedPlans;
  publisher: DocumentPublisher;
  ledger: DocumentLedger;
}

export class PlanNews {
  readonly #deps: PlanNewsDeps;

  constructor(deps: PlanNewsDeps) {
    this.#deps = deps;
  }

  /**
   * @param last the latest revision that is recorded
   * @returns whether it told something new and was continued; otherwise its revision is still to be judged
   */
  async consider(plan: Plan, bytes: Uint8Array, last: Revision | undefined): Promise<boolean> {
    const { record, held, publisher } = this.#deps;
    held.note(plan.areaId, plan, bytes, plan);
    const news = await this.#unknown(plan.silence);
    await Promise.all(news.map((latch) => record.hold({ ...latch, areaId: plan.areaId })));
    const latest = isUnrecorded(plan, last) ? await this.#latest(plan, last) : last;
    const isAhead = latest === undefined || compareRevisions(plan, latest) > 0;
    const isOwn = record.above(plan.areaId) !== undefined;
    if (news.length === 0 && !(isAhead && (isOwn || isUnrecorded(plan, latest)))) return this.#hasLost(plan);
    if (isAhead) await record.claim(plan.areaId, { epoch: plan.epoch, revision: plan.revision });
    const outcome = await publisher.publish({ kind: 'plan', planId: plan.areaId }, { force: true, urgent: true });
    if (!outcome.ok && outcome.reason === 'database-unavailable') await this.#hasLost(plan);
    return true;
  }

  /** What is remembered may be a second old: by then another controller may have continued above it. */
  async #latest({ areaId }: Plan, last: Revision | undefined): Promise<Revision | undefined> {
    const subject = subjects.plan(areaId);
    const found = await this.#deps.ledger.latest([subject]).catch(() => undefined);
    return found?.get(subject) ?? last;
  }

  /** Of these latches what the database does not know; all that memory does not know while it does not answer. */
  async #unknown(silence: readonly Latch[]): Promise<Latch[]> {
    const { record, store } = this.#deps;
    const fresh = silence.filter((latch) => tellsMore(record.find(latch.id), latch));
    if (fresh.length === 0) return [];
    const stored = await store.find(fresh.map((latch) => latch.id)).catch(() => []);
    for (const latch of stored) record.learn(latch);
    return fresh.filter((latch) => tellsMore(record.find(latch.id), latch));
  }

  /** Somebody who did not know of a silence here has published over it: it is signed anew above that. */
  async #hasLost(plan: Plan): Promise<boolean> {
    const { record, held, unrecorded } = this.#deps;
    const newest = held.find(plan.areaId);
    if (newest !== undefined && compareRevisions(plan, newest.revision) < 0) return false;
    const lost = record
      .of(plan.areaId)
      .some((latch) => isOpen(latch) && !record.isStored(latch.id) && !plan.silence.some(({ id }) => id === latch.id));
    if (lost) await unrecorded.send(plan.areaId);
    return lost;
  }
}
