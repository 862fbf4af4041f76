/**
 * Watches what the broker holds under our retained topics: less than the database is published again, more proves an
 * older database, and what does not verify is overwritten or cleared.
 */
import { openFormerKeyDocument, openKeyDocument } from '@loa-lang/schemas/sealing/key-ring';
import { type DocumentFault, openDocument } from '@loa-lang/schemas/sealing/seal';
import type { Millis } from '@loa-lang/schemas/units';
import { compareRevisions, type Revision } from '@loa-lang/schemas/wire/common';
import type { Plan } from '@loa-lang/schemas/wire/plan';
import { filters, parseTopic, subjects, TOPIC_ROOT, topicOf } from '@loa-lang/schemas/wire/topics';
import type { BroadcastTransport, IncomingMessage } from '../../ports/broadcast-transport.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IncidentLog } from '../../ports/device-registry.ts';
import type { DeploymentKeys } from '../../ports/key-store.ts';
import type { PlanNews } from '../broadcasts/plan-news.ts';
import { UnknownNames } from '../device-traffic/unknown-names.ts';
import type { LatestRevisions } from './answer-sync-latest.ts';
import type { BrokerHolds } from './broker-holds.ts';
import type { DocumentPublisher } from './publish-documents.ts';
import type { EpochKeeper } from './publish-documents-epoch.ts';
import { type DocumentTarget, targetOf } from './publish-documents-target.ts';

export interface WatchDeps {
  transport: BroadcastTransport;
  latest: LatestRevisions;
  keys: DeploymentKeys;
  clock: Clock;
  incidents: IncidentLog;
  publisher: DocumentPublisher;
  epochs: EpochKeeper;
  news: PlanNews;
  /** told of what lies there */
  holds: BrokerHolds;
  onProblem?: (problem: string, cause?: unknown) => void;
}

/** Lets a burst on one subject settle, and bounds the war with somebody who keeps writing there. */
const SETTLE_MS: Millis = 300;
/** Never retained by us: a retained one is a trap for devices that connect later. */
const NEVER_RETAINED = ['command', 'sync', 'ack'] as const;
const ANY_ID = '+';
/** A broker that goes on sending must not keep the plans from it for ever. */
const LOOK_WITHIN_MS: Millis = 5_000;

interface Settling {
  message: IncomingMessage;
  /** our own newest document came after it and lies on the broker now */
  overtaken: boolean;
  timer: NodeJS.Timeout;
}

export class RetainedWatch {
  private readonly deps: WatchDeps;
  private readonly settling = new Map<string, Settling>();
  private readonly unknownNames: UnknownNames;
  private judging = 0;

  constructor(deps: WatchDeps) {
    this.deps = deps;
    this.unknownNames = new UnknownNames(deps.clock);
  }

  /** Call before the transport starts, so that nothing retained is missed. */
  start(): void {
    const { transport } = this.deps;
    const documents = [topicOf(subjects.keys()), filters.allPlans(), topicOf(subjects.device(ANY_ID, 'settings'))];
    for (const filter of documents) transport.subscribe(filter, { shared: false }, (message) => this.take(message));
    for (const kind of NEVER_RETAINED) {
      transport.subscribe(topicOf(subjects.device(ANY_ID, kind)), { shared: false }, (message) => {
        if (message.retained && message.payload.length > 0) this.take(message);
      });
    }
  }

  stop(): void {
    for (const { timer } of this.settling.values()) clearTimeout(timer);
    this.settling.clear();
  }

  /**
   * Resolves when what the broker holds has been looked at, after a connection was made: it may be a silence that only
   * the broker remembers, and publishing over it would end it.
   */
  async lookedAt(): Promise<void> {
    const deadline = this.deps.clock.monotonicNow() + LOOK_WITHIN_MS;
    do await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    while ((this.settling.size > 0 || this.judging > 0) && this.deps.clock.monotonicNow() < deadline);
  }

  private take(message: IncomingMessage): void {
    const waiting = this.settling.get(message.topic);
    const own = this.deps.publisher.sentLast(message.topic.slice(TOPIC_ROOT.length + 1), message.payload);
    if (waiting !== undefined) {
      // what was retained before ours came is evidence of what the world has seen, and must still be judged
      if (own) waiting.overtaken = true;
      else if (!waiting.message.retained) Object.assign(waiting, { message, overtaken: false });
      return;
    }
    if (own && !message.retained) return;
    const entry: Settling = {
      message,
      overtaken: false,
      timer: setTimeout(() => {
        this.settling.delete(message.topic);
        this.judging++;
        void this.judge(entry)
          .catch((error) => this.deps.onProblem?.('retained document not judged', error))
          .finally(() => this.judging--);
      }, SETTLE_MS),
    };
    this.settling.set(message.topic, entry);
  }

  private async judge({ message, overtaken }: Settling): Promise<void> {
    const { latest, publisher, epochs } = this.deps;
    if (parseTopic(message.topic) === undefined) return;
    const subject = message.topic.slice(TOPIC_ROOT.length + 1);
    const target = targetOf(subject);
    if (target === undefined) return this.refuse(subject, undefined, 'this kind is never retained');
    const last = (await latest.of([subject])).get(subject);
    if (message.payload.length === 0) {
      if (last !== undefined && !overtaken) await publisher.resend(target);
      return;
    }
    const seen = await this.open(subject, target, message.payload);
    if (typeof seen === 'string') return this.refuse(subject, last === undefined ? undefined : target, seen);
    this.deps.holds.note(subject, seen);
    if (seen.plan !== undefined && (await this.deps.news.consider(seen.plan, message.payload, last))) return;
    if (last !== undefined && compareRevisions(seen, last) < 0) {
      if (!overtaken) await publisher.resend(target);
    } else if (last === undefined || compareRevisions(seen, last) > 0) {
      await epochs.observe(subject, seen, 'broker', 'retained on the broker');
    }
  }

  private async open(
    subject: string,
    target: DocumentTarget,
    bytes: Uint8Array,
  ): Promise<(Revision & { plan?: Plan }) | DocumentFault> {
    const { deploymentId, root, ring, signed } = this.deps.keys;
    if (target.kind === 'keys') {
      const opened = await openKeyDocument(bytes, deploymentId, root);
      if (opened.ok) return opened.payload;
      const former = await openFormerKeyDocument(bytes, deploymentId, signed.bytes);
      return former.ok ? former.payload : opened.fault;
    }
    const { kind } = target;
    const opened = await openDocument(kind, bytes, {
      deploymentId,
      subject,
      publicKey: (kid) => ring.known(kid, kind, target.kind === 'plan' ? target.planId : undefined),
    });
    if (!opened.ok) return opened.fault;
    const { epoch, revision } = opened.payload;
    return { epoch, revision, ...('silence' in opened.payload && { plan: opened.payload }) };
  }

  /** Overwrites it with ours, or clears the topic where we have nothing. */
  private async refuse(subject: string, ours: DocumentTarget | undefined, why: string): Promise<void> {
    const { incidents, clock, publisher, transport } = this.deps;
    if (ours !== undefined) {
      await publisher.resend(ours);
      return incidents.raise('retained-poison', subject, why, clock.now());
    }
    await transport.publish(topicOf(subject), new Uint8Array(), { qos: 1, retain: true });
    const toldAs = this.unknownNames.subjectOf(subject);
    if (toldAs !== undefined) await incidents.raise('retained-poison', toldAs, `${subject}: ${why}`, clock.now());
  }
}
