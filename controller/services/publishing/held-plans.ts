/** The last signed plan of every area and group, in memory: what a silence is built on while the database is away. */
import type { PlanId } from '@loa-lang/schemas/ids';
import { compareRevisions, type Revision } from '@loa-lang/schemas/wire/common';
import type { Plan } from '@loa-lang/schemas/wire/plan';
import type { DocumentLedger } from '../../ports/document-ledger.ts';
import { eachLimited } from '../each-limited.ts';
import type { OpenOwnPlan } from './own-plans.ts';
import { targetOf } from './publish-documents-target.ts';

interface Held {
  revision: Revision;
  /** as signed: a few kilobytes each, and most are never opened */
  bytes: Uint8Array;
  plan: Plan | undefined;
}

const READ_AT_ONCE = 4;

export class HeldPlans {
  readonly #open: OpenOwnPlan;
  readonly #plans = new Map<PlanId, Held>();

  constructor(open: OpenOwnPlan) {
    this.#open = open;
  }

  /** All that were ever signed, by whichever controller. @throws when the database does not answer */
  async load(ledger: DocumentLedger): Promise<void> {
    await eachLimited(await ledger.all(), READ_AT_ONCE, async ({ subject }) => {
      const target = targetOf(subject);
      if (target?.kind !== 'plan') return;
      const last = await ledger.last(subject);
      if (last !== undefined) this.note(target.planId, last, last.bytes);
    });
  }

  /** A newer one counts; the rest is forgotten. */
  note(planId: PlanId, { epoch, revision }: Revision, bytes: Uint8Array, plan?: Plan): void {
    const held = this.#plans.get(planId);
    if (held !== undefined && compareRevisions({ epoch, revision }, held.revision) <= 0) return;
    this.#plans.set(planId, { revision: { epoch, revision }, bytes, plan });
  }

  find(planId: PlanId): { revision: Revision; bytes: Uint8Array } | undefined {
    return this.#plans.get(planId);
  }

  async plan(planId: PlanId): Promise<Plan | undefined> {
    const held = this.#plans.get(planId);
    if (held !== undefined) held.plan ??= await this.#open(planId, held.bytes);
    return held?.plan;
  }
}
