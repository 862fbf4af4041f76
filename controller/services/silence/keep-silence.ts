/**
 * The lock of silence towards the devices: out at once, by the database where it answers and from memory where it does
 * not, and settled with the database as soon as it is back.
 */
import type { PlanId } from '@loa-lang/schemas/ids';
import type { Millis } from '@loa-lang/schemas/units';
import { wireLatch } from '../../domain/silence/latches.ts';
import type { BroadcastTransport } from '../../ports/broadcast-transport.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DocumentLedger } from '../../ports/document-ledger.ts';
import type { LatchRecord, SilenceStore } from '../../ports/silence-store.ts';
import type { HeldPlans } from '../publishing/held-plans.ts';
import type { DocumentPublisher, PublishFailure } from '../publishing/publish-documents.ts';
import type { UnrecordedPlans } from './sign-unrecorded.ts';
import type { SilenceRecord } from './silence-record.ts';

export interface KeepSilenceDeps {
  record: SilenceRecord;
  held: HeldPlans;
  unrecorded: UnrecordedPlans;
  publisher: DocumentPublisher;
  store: SilenceStore;
  ledger: DocumentLedger;
  transport: BroadcastTransport;
  clock: Clock;
  onProblem?: (problem: string, cause?: unknown) => void;
}

export interface Carried {
  planId: PlanId;
  /** the broker has confirmed the plan with it */
  sent: boolean;
  reason?: PublishFailure | 'no-plan';
  /** the database knows it */
  stored: boolean;
  /** it would survive a crash: in the database or in the file */
  durable: boolean;
}

/**
 * So long the database may take before the plan is signed without it: twice what a usual publish takes. On a busy
 * machine the way through the database took up to 2.6 s, the one from memory 0.2 s.
 */
const HEDGE_MS: Millis = 150;
/** Silence is out by then; so much longer the answer waits for the database, to say more. */
const STORED_WITHIN_MS: Millis = 600;
/** A person waits for the answer, within 3 s. */
const ANSWER_WITHIN_MS: Millis = 2_500;
const SETTLE_EVERY_MS: Millis = 1_000;

export class KeepSilence {
  readonly #deps: KeepSilenceDeps;
  #timer: NodeJS.Timeout | undefined;
  #settling: Promise<void> | undefined;

  constructor(deps: KeepSilenceDeps) {
    this.#deps = deps;
  }

  get record(): SilenceRecord {
    return this.#deps.record;
  }

  /** Whether the plan of an area is known, so that it can be silenced without the database. */
  holds(planId: PlanId): boolean {
    return this.#deps.held.find(planId) !== undefined;
  }

  /** Before anything is published. */
  async start(): Promise<void> {
    const { record, held, store, ledger, transport, clock } = this.#deps;
    await record.open(clock.now());
    await held.load(ledger);
    for (const latch of await store.list(clock.now())) record.learn(latch);
    transport.onConnection((connected) => {
      if (connected) void this.#sendUnsettled();
    });
    this.#timer = setInterval(() => this.#settle(), SETTLE_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#settling;
  }

  /** Answers within 3 s, come what may; what could not be done by then goes on in the background. */
  async carry(latch: LatchRecord): Promise<Carried> {
    const { record, publisher, unrecorded } = this.#deps;
    const planId = latch.areaId;
    const deadline = after(ANSWER_WITHIN_MS);
    const written = record.hold(latch);
    const published = publisher.publish({ kind: 'plan', planId }, { urgent: true });
    let outcome: { ok: boolean; reason?: Carried['reason'] } = await Promise.race([
      published,
      after(HEDGE_MS).then(() => ({ ok: false, reason: 'database-unavailable' }) as const),
    ]);
    if (!outcome.ok && outcome.reason !== 'not-connected' && outcome.reason !== 'timed-out') {
      const late = deadline.then(() => ({ ok: false, reason: 'timed-out' }) as const);
      outcome = await Promise.race([unrecorded.send(planId), late]);
    }
    const isWritten = await Promise.race([written, deadline.then(() => false)]);
    if (!record.isStored(latch.id)) await Promise.race([published, after(STORED_WITHIN_MS), deadline]);
    const stored = record.isStored(latch.id);
    const { ok, reason } = outcome;
    return { planId, sent: ok, ...(reason !== undefined && { reason }), stored, durable: isWritten || stored };
  }

  /** What the database could not be told yet is told as soon as it answers. */
  #settle(): void {
    const { record, publisher, onProblem } = this.#deps;
    const planIds = record.unsettled;
    if (planIds.length === 0 || this.#settling !== undefined) return;
    this.#settling = publisher
      .publishPlans(planIds, { urgent: true })
      .then(() => undefined)
      .catch((error) => onProblem?.('silence not settled', error))
      .finally(() => {
        this.#settling = undefined;
      });
  }

  /** A broker that is back may have forgotten, and the database that would remind it may still be away. */
  async #sendUnsettled(): Promise<void> {
    const { record, held, unrecorded, publisher } = this.#deps;
    const published = publisher.publishPlans(record.unsettled, { urgent: true });
    await Promise.race([published.catch(() => undefined), after(HEDGE_MS)]);
    for (const planId of record.unsettled) {
      const plan = await held.plan(planId);
      const latches = record.of(planId).map(wireLatch);
      const carried = latches.every((latch) =>
        plan?.silence.some(({ id, liftedAt }) => id === latch.id && liftedAt === latch.liftedAt),
      );
      await (carried ? unrecorded.again(planId) : unrecorded.send(planId));
    }
  }
}

const after = (ms: Millis): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
