/**
 * Several controllers on one outside broker: what one of them has recorded and cannot send, because its own way to the
 * broker is cut or it died in between, another one sends.
 */
import type { Millis } from '@loa-lang/schemas/units';
import type { BroadcastTransport } from '../../ports/broadcast-transport.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DocumentLedger } from '../../ports/document-ledger.ts';
import { RegularLook } from '../regular-look.ts';
import type { BrokerHolds } from './broker-holds.ts';
import type { DocumentPublisher } from './publish-documents.ts';
import { targetOf } from './publish-documents-target.ts';

export interface HandOverDeps {
  ledger: Pick<DocumentLedger, 'all'>;
  publisher: Pick<DocumentPublisher, 'resend'>;
  transport: Pick<BroadcastTransport, 'connected' | 'onConnection'>;
  holds: BrokerHolds;
  clock: Clock;
  onProblem?: (problem: string, cause?: unknown) => void;
}

/** Somebody may have pressed Stop. */
const LOOK_EVERY_MS: Millis = 2_000;
/** Whoever recorded it publishes it within milliseconds. */
const ON_ITS_WAY_MS: Millis = 1_000;
/** Whoever comes to the broker later republishes everything anyway. */
const LOOK_BACK_MS: Millis = 60_000;

export class HandOver {
  readonly #deps: HandOverDeps;
  readonly #looks: RegularLook;

  constructor(deps: HandOverDeps) {
    this.#deps = deps;
    this.#looks = new RegularLook(
      LOOK_EVERY_MS,
      () => this.#look(),
      (cause) => deps.onProblem?.('not looked for what others could not send', cause),
    );
  }

  start(): void {
    this.#deps.transport.onConnection((connected) => {
      if (connected) this.#deps.holds.forget();
    });
    this.#looks.start();
  }

  async stop(): Promise<void> {
    await this.#looks.stop();
  }

  async #look(): Promise<void> {
    const { ledger, publisher, transport, holds, clock } = this.#deps;
    if (!transport.connected) return;
    const now = clock.now();
    for (const { subject, issuedAt, ...revision } of await ledger.all(now - LOOK_BACK_MS)) {
      const target = targetOf(subject);
      if (target === undefined || now - issuedAt < ON_ITS_WAY_MS || !holds.lacks(subject, revision)) continue;
      await publisher.resend(target);
    }
  }
}
