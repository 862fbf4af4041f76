/**
 * Publishing of signed documents: under the subject's lock read → sign → record → publish → PUBACK. The database has
 * the revision before the broker has, so whatever the broker or a device holds beyond it proves an older database.
 */
import { createHash } from 'node:crypto';
import type { DeviceId, PlanId } from '@loa-lang/schemas/ids';
import { compareRevisions, type Revision } from '@loa-lang/schemas/wire/common';
import { topicOf } from '@loa-lang/schemas/wire/topics';
import { decideIssue } from '../../domain/publishing/issue-decision.ts';
import type { BroadcastTransport } from '../../ports/broadcast-transport.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DocumentLedger, DocumentSource, LedgerEntry } from '../../ports/document-ledger.ts';
import type { DeploymentKeys } from '../../ports/key-store.ts';
import { eachLimited } from '../each-limited.ts';
import type { SilenceRecord } from '../silence/silence-record.ts';
import type { BrokerHolds } from './broker-holds.ts';
import type { HeldPlans } from './held-plans.ts';
import { draftOf, type OwnTarget } from './publish-documents-draft.ts';
import { type DocumentTarget, subjectOf } from './publish-documents-target.ts';

/**
 * What became of one document. A failure is never "sent": the caller says so, and what a later try may cure is tried
 * again in the background. `recorded`: the new revision is in the database already, so
 * devices will learn it by sync.
 */
export type PublishOutcome =
  | ({ ok: true; subject: string; issued: boolean } & Revision)
  | { ok: false; subject: string; reason: PublishFailure; recorded: boolean; detail: string };

type PublishRefusal = Extract<PublishOutcome, { ok: false }>;

export type PublishFailure =
  | 'not-connected'
  | 'timed-out'
  | 'refused'
  | 'too-large'
  | 'invalid'
  | 'no-content'
  | 'database-unavailable';

export interface PublisherDeps {
  ledger: DocumentLedger;
  source: DocumentSource;
  transport: BroadcastTransport;
  keys: DeploymentKeys;
  clock: Clock;
  /** told of each revision as it is committed, before it is published */
  noteRecorded?: (subject: string, revision: Revision) => void;
  /** silence that the database may not know of: it learns of it before anything else is published */
  silence?: Pick<SilenceRecord, 'bringIn' | 'above' | 'recorded'>;
  /** remembers what was sent */
  held?: HeldPlans;
  /** told of what the broker has taken */
  holds?: BrokerHolds;
  /** called before an urgent publish, so that audio lets it pass */
  pauseAudio?: () => void;
}

export interface PublishOptions {
  /** makes a new revision although nothing changed */
  force?: boolean;
  /** somebody waits for sound: emergency, stop, immediate broadcast */
  urgent?: boolean;
}

/** Trying again changes nothing before the content changes. */
export const HOPELESS: ReadonlySet<PublishFailure> = new Set(['too-large', 'invalid', 'no-content']);
/** Documents published at once: enough to hide the round trips, few enough for a small pool of connections. */
const CONCURRENCY = 8;
/** Under the lock, so short: a broker that takes longer is retried later. */
const PUBACK_TIMEOUT_MS = 3000;

export class DocumentPublisher {
  private readonly deps: PublisherDeps;
  private readonly sentHashes = new Map<string, string>();
  private readonly unsentListeners: ((target: DocumentTarget, refusal: PublishRefusal) => void)[] = [];

  constructor(deps: PublisherDeps) {
    this.deps = deps;
  }

  /** Called with each document that should be on the broker and is not. */
  onUnsent(listener: (target: DocumentTarget, refusal: PublishRefusal) => void): void {
    this.unsentListeners.push(listener);
  }

  publishKeys(): Promise<PublishOutcome> {
    return this.publish({ kind: 'keys' });
  }

  publishPlans(planIds: readonly PlanId[], options: PublishOptions = {}): Promise<PublishOutcome[]> {
    return this.publishAll(
      planIds.map((planId) => ({ kind: 'plan', planId })),
      options,
    );
  }

  publishSettings(deviceIds: readonly DeviceId[], options: PublishOptions = {}): Promise<PublishOutcome[]> {
    return this.publishAll(
      deviceIds.map((deviceId) => ({ kind: 'settings', deviceId })),
      options,
    );
  }

  publishAll(targets: readonly DocumentTarget[], options: PublishOptions = {}): Promise<PublishOutcome[]> {
    return eachLimited(targets, CONCURRENCY, (target) => this.publish(target, options));
  }

  /** Brings the document up to date with the database and onto the broker. */
  async publish(target: DocumentTarget, options: PublishOptions = {}): Promise<PublishOutcome> {
    if (options.urgent) this.deps.pauseAudio?.();
    const outcome = await this.locked(target, () => this.renew(target, options.force ?? false));
    return this.outcomeOf(target, outcome);
  }

  /** Sends the last recorded document once more, as it is; makes one when there is none yet. */
  async resend(target: DocumentTarget): Promise<PublishOutcome> {
    const subject = subjectOf(target);
    const outcome = await this.locked(target, async () => {
      const last = await this.deps.ledger.last(subject);
      const stands = last !== undefined && this.above(target) === undefined;
      return stands && target.kind !== 'keys' ? this.send(last, target, false) : this.renew(target, false);
    });
    if (!outcome.ok && outcome.reason === 'database-unavailable' && target.kind === 'plan') {
      const held = this.deps.held?.find(target.planId);
      if (held !== undefined) return this.send({ subject, ...held.revision, bytes: held.bytes }, target, false);
    }
    return this.outcomeOf(target, outcome);
  }

  /** Whether these bytes are what this controller sent last under the subject. */
  sentLast(subject: string, bytes: Uint8Array): boolean {
    return this.sentHashes.get(subject) === digest(bytes);
  }

  /** Tells of what was not sent. The root has signed the keys whether the database answers or not. */
  private async outcomeOf(target: DocumentTarget, outcome: PublishOutcome): Promise<PublishOutcome> {
    if (outcome.ok) return outcome;
    for (const listener of this.unsentListeners) listener(target, outcome);
    if (target.kind !== 'keys' || outcome.reason !== 'database-unavailable') return outcome;
    return this.send({ subject: outcome.subject, ...this.deps.keys.signed }, target, false);
  }

  private async locked(target: DocumentTarget, work: () => Promise<PublishOutcome>): Promise<PublishOutcome> {
    const subject = subjectOf(target);
    try {
      return await this.deps.ledger.underLock(subject, work);
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      return { ok: false, subject, reason: 'database-unavailable', recorded: false, detail };
    }
  }

  private renew(target: DocumentTarget, forced: boolean): Promise<PublishOutcome> {
    return target.kind === 'keys' ? this.issueKeys(target) : this.issue(target, forced);
  }

  /**
   * The root has given it its revision. A newer one that another controller has recorded is sent in its place: this
   * one's file is older.
   */
  private async issueKeys(target: DocumentTarget): Promise<PublishOutcome> {
    const { ledger, keys, clock } = this.deps;
    const subject = subjectOf(target);
    const { signed } = keys;
    const last = await ledger.last(subject);
    const order = last === undefined ? 1 : compareRevisions(signed, last);
    if (last !== undefined && order < 0) return this.send(last, target, false);
    const entry = { subject, ...signed, contentHash: digest(signed.bytes), issuedAt: clock.now() };
    if (order > 0) {
      await ledger.record(entry);
      this.deps.noteRecorded?.(subject, { epoch: signed.epoch, revision: signed.revision });
    }
    return this.send(entry, target, order > 0);
  }

  private async issue(target: OwnTarget, forced: boolean): Promise<PublishOutcome> {
    const { ledger, source, keys, clock, silence } = this.deps;
    await silence?.bringIn();
    const subject = subjectOf(target);
    const now = clock.now();
    const [draft, last, epoch] = await Promise.all([
      draftOf(target, source, keys, now),
      ledger.last(subject),
      ledger.epoch(),
    ]);
    if (draft === undefined) {
      return { ok: false, subject, reason: 'no-content', recorded: false, detail: 'nothing to publish' };
    }
    const { maxAgeMs } = draft;
    const above = this.above(target);
    const decision = decideIssue({
      last,
      contentHash: draft.contentHash,
      epoch,
      now,
      forced,
      ...(maxAgeMs === undefined ? {} : { maxAgeMs }),
      ...(above === undefined ? {} : { above }),
    });
    if (decision.kind === 'stands' && last !== undefined) return this.send(last, target, false);
    if (decision.kind === 'stands') throw new Error('a document cannot stand before it was issued');
    const revision = { epoch: decision.epoch, revision: decision.revision };
    let bytes: Uint8Array;
    try {
      bytes = await draft.seal(revision, now);
    } catch (error) {
      const reason = error instanceof RangeError ? 'too-large' : error instanceof TypeError ? 'invalid' : undefined;
      if (reason === undefined) throw error;
      return { ok: false, subject, reason, recorded: false, detail: (error as Error).message };
    }
    const entry = { subject, ...revision, bytes, contentHash: draft.contentHash, issuedAt: now };
    await ledger.record(entry);
    this.deps.noteRecorded?.(subject, revision);
    if (target.kind === 'plan') silence?.recorded(target.planId, revision);
    return this.send(entry, target, true);
  }

  private above(target: DocumentTarget): Revision | undefined {
    return target.kind === 'plan' ? this.deps.silence?.above(target.planId) : undefined;
  }

  private async send(
    entry: Pick<LedgerEntry, 'subject' | 'epoch' | 'revision' | 'bytes'>,
    target: DocumentTarget,
    issued: boolean,
  ): Promise<PublishOutcome> {
    const { subject, epoch, revision, bytes } = entry;
    this.sentHashes.set(subject, digest(bytes));
    if (target.kind === 'plan') this.deps.held?.note(target.planId, entry, bytes);
    const options = { qos: 1, retain: true, timeoutMs: PUBACK_TIMEOUT_MS } as const;
    const result = await this.deps.transport.publish(topicOf(subject), bytes, options);
    if (result.ok) this.deps.holds?.note(subject, entry);
    if (result.ok) return { ok: true, subject, epoch, revision, issued };
    return { ok: false, subject, reason: result.reason, recorded: true, detail: `revision ${epoch}.${revision}` };
  }
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64');
