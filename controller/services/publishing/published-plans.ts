/** Whether what the broker was given says what it must. */
import type { PlanId } from '@loa-lang/schemas/ids';
import { openDocument } from '@loa-lang/schemas/sealing/seal';
import { isCancelled } from '@loa-lang/schemas/wire/plan';
import type { Broadcast } from '../../domain/broadcasts/broadcast.ts';
import type { DocumentLedger } from '../../ports/document-ledger.ts';
import type { DeploymentKeys } from '../../ports/key-store.ts';
import { subjectOf } from './publish-documents-target.ts';

export interface PublishedPlansDeps {
  ledger: Pick<DocumentLedger, 'last'>;
  keys: Pick<DeploymentKeys, 'deploymentId' | 'ring'>;
  /** subjects that should be with the broker and are not yet */
  unsent: () => readonly string[];
}

export class PublishedPlans {
  readonly #deps: PublishedPlansDeps;

  constructor(deps: PublishedPlansDeps) {
    this.#deps = deps;
  }

  /** Plans that must carry this broadcast and were last signed without it, or signed and not taken by the broker. */
  async lacking({ id, version, placements }: Pick<Broadcast, 'id' | 'version' | 'placements'>): Promise<PlanId[]> {
    const unsent = new Set(this.#deps.unsent());
    const lacking: PlanId[] = [];
    for (const { planId } of placements) {
      const subject = subjectOf({ kind: 'plan', planId });
      if (unsent.has(subject) || !(await this.#carries(planId, id, version))) lacking.push(planId);
    }
    return lacking;
  }

  async #carries(planId: PlanId, id: string, version: number): Promise<boolean> {
    const { ledger, keys } = this.#deps;
    const subject = subjectOf({ kind: 'plan', planId });
    const last = await ledger.last(subject);
    if (last === undefined) return false;
    const opened = await openDocument('plan', last.bytes, {
      deploymentId: keys.deploymentId,
      subject,
      publicKey: (kid) => keys.ring.known(kid, 'plan', planId),
    });
    if (!opened.ok) return false;
    return opened.payload.broadcasts.some((each) => !isCancelled(each) && each.id === id && each.version >= version);
  }
}
