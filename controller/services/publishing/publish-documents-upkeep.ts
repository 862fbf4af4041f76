/**
 * Keeps the broker's copies as the database has them: all is published on start and on each reconnect, plans are made
 * anew before their horizon gets short, and what could not be sent is tried again until its PUBACK.
 */
import type { Millis } from '@loa-lang/schemas/units';
import { PLAN_MAX_AGE_MS } from '../../domain/publishing/issue-decision.ts';
import type { BroadcastTransport } from '../../ports/broadcast-transport.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IncidentLog } from '../../ports/device-registry.ts';
import type { DocumentLedger, DocumentSource } from '../../ports/document-ledger.ts';
import { eachLimited } from '../each-limited.ts';
import { type DocumentPublisher, HOPELESS } from './publish-documents.ts';
import { type DocumentTarget, subjectOf, targetOf } from './publish-documents-target.ts';

export interface UpkeepDeps {
  publisher: DocumentPublisher;
  ledger: DocumentLedger;
  source: DocumentSource;
  transport: BroadcastTransport;
  clock: Clock;
  incidents: IncidentLog;
  /** resolves when what the broker holds has been looked at */
  lookedAt?: () => Promise<void>;
  onProblem?: (problem: string, cause?: unknown) => void;
}

export interface UpkeepOptions {
  /** how often plans are looked through for old ones; a plan is re-issued at most this long before it is 12 h old */
  sweepEveryMs?: Millis;
  retryFirstMs?: Millis;
  retryMaxMs?: Millis;
}

/** Ten minutes leave a sweep that fails many further chances before the horizon is short. */
const SWEEP_EVERY_MS = 10 * 60 * 1000;
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 30_000;
const CONCURRENCY = 8;

export class DocumentUpkeep {
  private readonly deps: UpkeepDeps;
  private readonly options: Required<UpkeepOptions>;
  private readonly unsent = new Map<string, DocumentTarget>();
  /** subjects whose content no device would take; looked at again with every sweep, since content shrinks with time */
  private readonly refused = new Set<string>();
  private retryTimer: NodeJS.Timeout | undefined;
  private sweepTimer: NodeJS.Timeout | undefined;
  private retries = 0;
  private refreshed = false;
  /** the broker may hold nothing of ours: a connection was made since the last republishing began */
  private republishDue = false;
  private stopped = false;
  private republishing: Promise<void> | undefined;

  constructor(deps: UpkeepDeps, options: UpkeepOptions = {}) {
    this.deps = deps;
    this.options = {
      sweepEveryMs: options.sweepEveryMs ?? SWEEP_EVERY_MS,
      retryFirstMs: options.retryFirstMs ?? RETRY_FIRST_MS,
      retryMaxMs: options.retryMaxMs ?? RETRY_MAX_MS,
    };
  }

  /** Subjects that should be on the broker and are not yet. */
  get unsentSubjects(): string[] {
    return [...this.unsent.keys()];
  }

  start(): void {
    const { publisher, transport } = this.deps;
    publisher.onUnsent((target, { subject, reason, detail }) => {
      if (HOPELESS.has(reason)) return void this.noteRefused(subject, `${reason}: ${detail}`);
      this.unsent.set(subject, target);
      this.planRetry();
    });
    transport.onConnection((connected) => {
      if (connected) this.whenConnected();
    });
    this.sweepTimer = setInterval(() => void this.sweep(), this.options.sweepEveryMs);
    if (transport.connected) this.whenConnected();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retryTimer);
    clearInterval(this.sweepTimer);
    await this.republishing;
  }

  /** All documents anew, changed or not: after a new epoch was opened. */
  async reissueAll(): Promise<void> {
    const targets = await this.allTargets();
    await this.deps.publisher.publishAll(targets);
  }

  private whenConnected(): void {
    this.retries = 0;
    this.republishDue = true;
    this.republish();
  }

  private republish(): void {
    this.republishing ??= this.republishWhileDue()
      .catch((error) => {
        this.republishDue = true;
        this.deps.onProblem?.('documents not republished', error);
        this.planRetry();
      })
      .finally(() => {
        this.republishing = undefined;
      });
  }

  /** A connection that comes in the middle starts it over: what was sent before it may be lost with the broker. */
  private async republishWhileDue(): Promise<void> {
    while (this.republishDue && !this.stopped) {
      this.republishDue = false;
      await this.deps.lookedAt?.();
      if (!this.stopped && !this.republishDue) await this.republishAll();
    }
  }

  /** The first time everything is brought up to date; later the recorded bytes are enough. */
  private async republishAll(): Promise<void> {
    const { publisher } = this.deps;
    const targets = await this.allTargets();
    const update = !this.refreshed;
    await eachLimited(targets, CONCURRENCY, async (target) => {
      if (this.stopped || this.republishDue) return;
      await (update ? publisher.publish(target) : publisher.resend(target));
    });
    if (!this.republishDue) this.refreshed = true;
  }

  /** Keys first: without them nothing else can be verified. Then plans, then settings. */
  private async allTargets(): Promise<DocumentTarget[]> {
    const { ledger, source } = this.deps;
    const [entries, planIds, deviceIds] = await Promise.all([ledger.all(), source.planIds(), source.deviceIds()]);
    const targets = new Map<string, DocumentTarget>();
    const add = (target: DocumentTarget | undefined) => target && targets.set(subjectOf(target), target);
    add({ kind: 'keys' });
    for (const planId of planIds) add({ kind: 'plan', planId });
    for (const deviceId of deviceIds) add({ kind: 'settings', deviceId });
    // plans of deleted areas live on: a signed empty plan is what silences a device that comes late
    for (const { subject } of entries) add(targetOf(subject));
    const order = { keys: 0, plan: 1, settings: 2 };
    return [...targets.values()].sort((a, b) => order[a.kind] - order[b.kind]);
  }

  /** Looks for plans that will be too old before the next look. */
  private async sweep(): Promise<void> {
    const { ledger, clock, publisher, onProblem } = this.deps;
    try {
      const oldest = clock.now() - PLAN_MAX_AGE_MS + this.options.sweepEveryMs;
      for (const entry of await ledger.all()) {
        const target = targetOf(entry.subject);
        if (target?.kind === 'plan' && entry.issuedAt <= oldest) await publisher.publish(target, { force: true });
      }
      for (const subject of this.refused) await this.tryRefused(subject);
    } catch (error) {
      onProblem?.('plans not looked through', error);
    }
  }

  private async noteRefused(subject: string, detail: string): Promise<void> {
    const { incidents, clock, onProblem } = this.deps;
    this.refused.add(subject);
    await incidents
      .raise('document-refused', subject, detail, clock.now())
      .catch((error) => onProblem?.(`${subject} cannot be published: ${detail}`, error));
  }

  private async tryRefused(subject: string): Promise<void> {
    const { publisher, incidents, clock } = this.deps;
    const target = targetOf(subject);
    const outcome = target && (await publisher.publish(target));
    if (outcome !== undefined && !outcome.ok && HOPELESS.has(outcome.reason)) return;
    this.refused.delete(subject);
    await incidents.clear('document-refused', subject, clock.now());
  }

  private planRetry(): void {
    if (this.stopped || this.retryTimer !== undefined) return;
    const ceiling = Math.min(this.options.retryMaxMs, this.options.retryFirstMs * 2 ** Math.min(this.retries, 20));
    this.retryTimer = setTimeout(
      () => {
        this.retryTimer = undefined;
        this.retries++;
        void this.retry();
      },
      ceiling * (0.5 + Math.random() / 2),
    );
  }

  private async retry(): Promise<void> {
    if (!this.deps.transport.connected) return this.planRetry();
    if (this.republishDue) this.republish();
    const targets = [...this.unsent.values()];
    this.unsent.clear();
    await this.deps.publisher.publishAll(targets);
    if (this.unsent.size === 0) this.retries = 0;
  }
}
