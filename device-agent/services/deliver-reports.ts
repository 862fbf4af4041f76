/**
 * Brings reports to the controller: written down first, sent until the controller says that they are committed.
 */

import type { KeyRing } from '@loa-lang/schemas/sealing/key-ring';
import { openDocument } from '@loa-lang/schemas/sealing/seal';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { MAX_REPORTS_PER_MESSAGE, type ReportBody, type ReportEntry } from '@loa-lang/schemas/wire/report';
import { subjects } from '@loa-lang/schemas/wire/topics';
import type { Clock } from '../ports/clock.ts';
import type { DeviceStore } from '../ports/device-store.ts';
import { Alarm } from './alarm.ts';
import type { FaultLedger } from './fault-ledger.ts';
import type { Speaker } from './identity.ts';
import type { LogLines } from './log-lines.ts';
import { Serial } from './serial.ts';

export interface DeliverReportsDeps {
  clock: Clock;
  store: DeviceStore;
  speaker: Speaker;
  log: LogLines;
  faults(): FaultLedger;
  ring(): KeyRing | undefined;
  now(): EpochMillis | undefined;
  /** a sound is about to start, and nothing may delay it */
  startsSoon(): boolean;
}

/** Reports of one moment share a message. */
const GATHER_MS = 30;
/** Sound first: reports wait so long when one is about to start. */
const STAND_ASIDE_MS = 300;
/** Unacknowledged reports are sent again after this. */
const RESEND_MS = 10_000;
/** JSON of the reports in one message, bytes: signed and in base64url it stays within the 256 KiB of the wire. */
const MAX_MESSAGE_BYTES = 160 * 1024;
/** Messages under way before an acknowledgement is awaited: a long outage is caught up without flooding the broker. */
const MAX_UNDER_WAY = 4 * MAX_REPORTS_PER_MESSAGE;
/** A disk that refused is tried again after this. */
const RETRY_DISK_MS = 10_000;
/** Reports kept in memory while the disk refuses. */
const MAX_UNWRITTEN = 1000;
/** Reports handed to the disk at once: they share one sync. */
const MAX_WRITTEN_AT_ONCE = 64;

interface Unwritten {
  body: ReportBody;
  at: EpochMillis | undefined;
  done: () => void;
}

export class DeliverReports {
  readonly #deps: DeliverReportsDeps;
  readonly #gather: Alarm;
  readonly #resend: Alarm;
  readonly #retryDisk: Alarm;
  readonly #sending: Serial;
  readonly #writing: Serial;
  #unwritten: Unwritten[] = [];
  /** highest number sent on this connection */
  #sentUpTo = 0;

  constructor(deps: DeliverReportsDeps) {
    this.#deps = deps;
    this.#gather = new Alarm(deps.clock, () => (deps.startsSoon() ? this.#gather.after(STAND_ASIDE_MS) : this.#send()));
    this.#resend = new Alarm(deps.clock, () => this.#sendAgain());
    this.#retryDisk = new Alarm(deps.clock, () => void this.#write());
    this.#sending = new Serial((error) => deps.log.error('report not sent', error));
    this.#writing = new Serial((error) => deps.log.error('report not written', error));
  }

  stop(): void {
    for (const alarm of [this.#gather, this.#resend, this.#retryDisk]) alarm.end();
  }

  /** Resolves when the report is durable; while the disk refuses it waits in memory. */
  add(body: ReportBody): Promise<void> {
    return new Promise((done) => {
      if (this.#unwritten.length >= MAX_UNWRITTEN) this.#unwritten.shift()?.done();
      this.#unwritten.push({ body, at: this.#deps.now(), done });
      void this.#write();
    });
  }

  connected(isConnected: boolean): void {
    this.#sentUpTo = 0;
    if (isConnected) this.#gather.after(GATHER_MS);
    else this.#resend.cancel();
  }

  /** The controller's signed word on what it has committed. */
  async receiveAck(bytes: Uint8Array): Promise<void> {
    const { ring: currentRing, speaker, store, faults, now } = this.#deps;
    const ring = currentRing();
    if (ring === undefined) return;
    const { deviceId, deploymentId } = speaker.identity;
    const opened = await openDocument('ack', bytes, {
      deploymentId,
      subject: subjects.device(deviceId, 'ack'),
      publicKey: (kid) => ring.find(kid, 'ack', undefined, now()),
    });
    if (!opened.ok) {
      faults().count(`ack:${opened.fault}`);
      faults().raise('bad-document', `ack: ${opened.fault}`, 3_600_000);
      return;
    }
    const { storeId, contiguous } = opened.payload;
    // an ack of another life of the disk, or of reports never written, says nothing about ours
    const highest = store.outbox.pending().at(-1)?.number ?? 0;
    if (storeId !== store.storeId || contiguous < store.outbox.lowestHeld() || contiguous > highest) return;
    await store.outbox.acknowledge(contiguous).catch((error: unknown) => this.#diskRefused(error));
    if (store.outbox.pending().length === 0) this.#resend.cancel();
    else this.#send();
  }

  /** Reports not yet acknowledged. */
  get pending(): number {
    return this.#deps.store.outbox.pending().length + this.#unwritten.length;
  }

  /** Resolves when all that was handed over has been written and sent once, or could not be. */
  async flushed(): Promise<void> {
    await this.#writing.idle();
    this.#send();
    await this.#sending.idle();
  }

  #write(): Promise<void> {
    return this.#writing.run(() => this.#writeSome());
  }

  /** Every report asks for a turn, so whatever is left here has its turn still to come, or waits for the disk. */
  async #writeSome(): Promise<void> {
    const some = this.#unwritten.slice(0, MAX_WRITTEN_AT_ONCE);
    const { outbox } = this.#deps.store;
    const outcomes = await Promise.allSettled(some.map(({ body, at }) => outbox.append(body, at)));
    const written = new Set(some.filter((_, index) => outcomes[index]?.status === 'fulfilled'));
    this.#unwritten = this.#unwritten.filter((report) => !written.has(report));
    for (const { done } of written) done();
    if (written.size > 0 && this.#gather.at === undefined) this.#gather.after(GATHER_MS);
    const refused = outcomes.find((outcome) => outcome.status === 'rejected');
    if (refused === undefined) return;
    this.#diskRefused(refused.reason);
    this.#retryDisk.after(RETRY_DISK_MS);
  }

  #diskRefused(error: unknown): void {
    this.#deps
      .faults()
      .raise('disk-full', `outbox: ${error instanceof Error ? error.message : error}`, 6 * RETRY_DISK_MS);
  }

  #sendAgain(): void {
    this.#sentUpTo = 0;
    this.#send();
  }

  #send(): void {
    if (!this.#deps.speaker.connected) return;
    void this.#sending.run(() => this.#sendPending());
  }

  async #sendPending(): Promise<void> {
    const { store, speaker } = this.#deps;
    const { outbox } = store;
    const window = outbox.pending().slice(0, MAX_UNDER_WAY);
    const fresh = window.filter((entry) => entry.number > this.#sentUpTo);
    for (const reports of inMessages(fresh)) {
      this.#sentUpTo = Math.max(this.#sentUpTo, reports.at(-1)?.number ?? 0);
      const { storeId } = store;
      const { installationId } = speaker.identity;
      const sent = await speaker.say('report', { storeId, installationId, lowestHeld: outbox.lowestHeld(), reports });
      if (sent !== 'sent') break;
    }
    if (outbox.pending().length > 0 && this.#resend.at === undefined) this.#resend.after(RESEND_MS);
  }
}

function inMessages(entries: readonly ReportEntry[]): ReportEntry[][] {
  const messages: ReportEntry[][] = [];
  let left = 0;
  for (const entry of entries) {
    const bytes = Buffer.byteLength(JSON.stringify(entry));
    const last = messages.at(-1);
    if (last !== undefined && last.length < MAX_REPORTS_PER_MESSAGE && bytes <= left) last.push(entry);
    else {
      messages.push([entry]);
      left = MAX_MESSAGE_BYTES;
    }
    left -= bytes;
  }
  return messages;
}
