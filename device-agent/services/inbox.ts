/** Sorts what arrives by kind. Each kind is handled in order, and none waits behind another's work. */
import type { AssetId, StreamId } from '@loa-lang/schemas/ids';
import { parseTopic, TOPIC_ROOT } from '@loa-lang/schemas/wire/topics';
import type { IncomingMessage } from '../ports/controller-link.ts';
import type { FaultLedger } from './fault-ledger.ts';
import type { AgentIdentity } from './identity.ts';
import { Serial } from './serial.ts';

export interface InboxHandlers {
  document(subject: string, bytes: Uint8Array): Promise<void>;
  timeKnown(): Promise<void>;
  sync(message: IncomingMessage): Promise<void>;
  ack(bytes: Uint8Array): Promise<void>;
  command(message: IncomingMessage): Promise<void>;
  manifest(assetId: AssetId, bytes: Uint8Array): Promise<void>;
  chunk(assetId: AssetId, index: number, bytes: Uint8Array): Promise<void>;
  packet(streamId: StreamId, bytes: Uint8Array): Promise<void>;
}

type QueueName = 'document' | 'sync' | 'ack' | 'command' | 'audio' | 'stream';

/** Messages of one kind that wait to be handled; more are dropped and come again by resend, sync or want. */
const MAX_WAITING = 256;

export class Inbox {
  readonly #identity: AgentIdentity;
  readonly #faults: FaultLedger;
  readonly #handlers: InboxHandlers;
  readonly #queues: Record<QueueName, Serial>;

  constructor(identity: AgentIdentity, faults: FaultLedger, handlers: InboxHandlers, onBug: (error: unknown) => void) {
    this.#identity = identity;
    this.#faults = faults;
    this.#handlers = handlers;
    const queue = () => new Serial(onBug);
    this.#queues = {
      ...{ document: queue(), sync: queue(), ack: queue() },
      ...{ command: queue(), audio: queue(), stream: queue() },
    };
  }

  receive(message: IncomingMessage): void {
    const topic = parseTopic(message.topic);
    const { payload } = message;
    const subject = message.topic.slice(TOPIC_ROOT.length + 1);
    if (topic?.kind === 'keys' || topic?.kind === 'plan') {
      this.#enqueue('document', () => this.#handlers.document(subject, payload));
    } else if (topic?.kind === 'manifest') {
      this.#enqueue('audio', () => this.#handlers.manifest(topic.assetId, payload));
    } else if (topic?.kind === 'chunk') {
      this.#enqueue('audio', () => this.#handlers.chunk(topic.assetId, topic.index, payload));
    } else if (topic?.kind === 'live') {
      this.#enqueue('stream', () => this.#handlers.packet(topic.streamId, payload));
    } else if (topic?.kind === 'device' && topic.deviceId === this.#identity.deviceId) {
      this.#own(topic.message, subject, message);
    } else {
      this.#faults.count('inbox:foreign-topic');
    }
  }

  /** Behind what has arrived before: documents are handled one after another. */
  timeKnown(): void {
    this.#enqueue('document', () => this.#handlers.timeKnown());
  }

  async idle(): Promise<void> {
    await Promise.all(Object.values(this.#queues).map((queue) => queue.idle()));
  }

  #own(kind: string, subject: string, message: IncomingMessage): void {
    const { document, sync, ack, command } = this.#handlers;
    if (kind === 'settings') this.#enqueue('document', () => document(subject, message.payload));
    else if (kind === 'sync') this.#enqueue('sync', () => sync(message));
    else if (kind === 'ack') this.#enqueue('ack', () => ack(message.payload));
    else if (kind === 'command') this.#enqueue('command', () => command(message));
    else this.#faults.count('inbox:foreign-topic');
  }

  #enqueue(name: QueueName, work: () => Promise<void>): void {
    const queue = this.#queues[name];
    if (queue.waiting >= MAX_WAITING) this.#faults.count(`inbox:${name}-dropped`);
    else void queue.run(work);
  }
}
