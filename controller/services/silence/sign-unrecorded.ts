/** Signs a plan with its silence from memory alone, when the database does not answer, and sends it. */

import type { PlanId } from '@loa-lang/schemas/ids';
import { sealDocument } from '@loa-lang/schemas/sealing/seal';
import type { Millis } from '@loa-lang/schemas/units';
import { compareRevisions, type Revision, UNRECORDED_STRIDE } from '@loa-lang/schemas/wire/common';
import type { Plan } from '@loa-lang/schemas/wire/plan';
import { subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import { wireLatch, withLatches } from '../../domain/silence/latches.ts';
import type { BroadcastTransport, PublishResult } from '../../ports/broadcast-transport.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeploymentKeys } from '../../ports/key-store.ts';
import type { HeldPlans } from '../publishing/held-plans.ts';
import type { SilenceRecord } from './silence-record.ts';

export interface UnrecordedDeps {
  record: SilenceRecord;
  held: HeldPlans;
  transport: BroadcastTransport;
  keys: DeploymentKeys;
  clock: Clock;
  /** told of the revision before it is sent */
  noteSigned?: (subject: string, revision: Revision) => void;
  pauseAudio?: () => void;
}

export type Sent = PublishResult | { ok: false; reason: 'no-plan' };

/** A person waits for the answer, which has to come within 3 s. */
const PUBACK_TIMEOUT_MS: Millis = 1_500;

export class UnrecordedPlans {
  readonly #deps: UnrecordedDeps;
  readonly #turns = new Map<PlanId, Promise<unknown>>();

  constructor(deps: UnrecordedDeps) {
    this.#deps = deps;
  }

  /** As it was last signed, with all silence that is known; above every revision that is known. */
  send(planId: PlanId): Promise<Sent> {
    const before = this.#turns.get(planId) ?? Promise.resolve();
    const sent = before.then(() => this.#send(planId));
    this.#turns.set(
      planId,
      sent.catch(() => undefined),
    );
    return sent;
  }

  /** Sends once more what is held, as it is. */
  async again(planId: PlanId): Promise<Sent> {
    const held = this.#deps.held.find(planId);
    return held === undefined ? { ok: false, reason: 'no-plan' } : this.#publish(planId, held.bytes);
  }

  async #send(planId: PlanId): Promise<Sent> {
    const { held, record, clock, noteSigned } = this.#deps;
    const last = held.find(planId);
    const plan = await held.plan(planId);
    if (last === undefined || plan === undefined) return { ok: false, reason: 'no-plan' };
    const silence = withLatches(plan.silence, record.of(planId).map(wireLatch));
    const revision = above(last.revision, record.above(planId));
    const signed = await this.#sealed({ ...plan, ...revision, issuedAt: clock.now(), silence });
    held.note(planId, revision, signed.bytes, signed.plan);
    noteSigned?.(subjects.plan(planId), revision);
    // not waited for: silence must not wait for a disk
    void record.claim(planId, revision);
    return this.#publish(planId, signed.bytes);
  }

  #publish(planId: PlanId, bytes: Uint8Array): Promise<PublishResult> {
    const { transport, pauseAudio } = this.#deps;
    pauseAudio?.();
    const options = { qos: 1, retain: true, timeoutMs: PUBACK_TIMEOUT_MS } as const;
    return transport.publish(topicOf(subjects.plan(planId)), bytes, options);
  }

  /** A plan that silence makes too large loses what is furthest ahead until the database has made it anew. */
  async #sealed(plan: Plan): Promise<{ bytes: Uint8Array; plan: Plan }> {
    const { keys } = this.#deps;
    for (let fitted = plan; ; fitted = { ...fitted, broadcasts: nearer(fitted.broadcasts) }) {
      try {
        const subject = subjects.plan(plan.areaId);
        return {
          bytes: await sealDocument('plan', subject, keys.deploymentId, fitted, keys.signer('plan')),
          plan: fitted,
        };
      } catch (error) {
        if (!(error instanceof RangeError) || fitted.broadcasts.length === 0) throw error;
      }
    }
  }
}

/** Plans are in the order of their starts. */
const nearer = (broadcasts: Plan['broadcasts']): Plan['broadcasts'] =>
  broadcasts.slice(0, Math.floor((broadcasts.length * 3) / 4));

function above(held: Revision, claimed: Revision | undefined): Revision {
  const highest = claimed !== undefined && compareRevisions(claimed, held) > 0 ? claimed : held;
  return { epoch: highest.epoch, revision: highest.revision + UNRECORDED_STRIDE };
}
