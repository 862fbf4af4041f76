/**
 * Keeps the newest signed keys, settings and plans. Whatever is unsigned, spliced, older or not meant for this device
 * changes nothing and is counted. A newer key document re-judges everything held: what its keys no longer cover stops
 * counting, while its revision is remembered.
 */
import { DOCUMENT_TYPES } from '@loa-lang/schemas/sealing/document-types';
import { type KeyRing, keyRingOf, openKeyDocument } from '@loa-lang/schemas/sealing/key-ring';
import { type DocumentFault, openDocument } from '@loa-lang/schemas/sealing/seal';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { compareRevisions, type Revision } from '@loa-lang/schemas/wire/common';
import type { RootKey } from '@loa-lang/schemas/wire/keys';
import type { Plan } from '@loa-lang/schemas/wire/plan';
import type { Settings } from '@loa-lang/schemas/wire/settings';
import { parseTopic, subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import type { DocumentStore } from '../ports/device-store.ts';
import type { FaultLedger } from './fault-ledger.ts';
import type { AgentIdentity } from './identity.ts';
import type { LogLines } from './log-lines.ts';
import { Serial } from './serial.ts';
import type { Subscriptions } from './subscriptions.ts';

type Refusal = DocumentFault | 'older' | 'no-keys' | 'no-settings' | 'not-followed';
type Verified<T> = { ok: true; payload: T } | { ok: false; fault: Refusal };

interface Held<T> {
  revision: Revision;
  bytes: Uint8Array;
  /** absent when today's keys no longer vouch for it */
  payload: T | undefined;
}

export interface KeepDocumentsDeps {
  identity: AgentIdentity;
  store: DocumentStore;
  subscriptions: Subscriptions;
  faults: FaultLedger;
  log: LogLines;
  /** controller time, when trusted; keys are then checked for validity */
  now(): EpochMillis | undefined;
  /** a newer key document exists: whoever signed by the older ones may no longer be one of us */
  keysAreOutdated(): boolean;
  /** something that is held has changed */
  changed(kind: 'keys' | 'settings' | 'plan'): void;
}

/** Long enough that a flood of bad documents is one fault, short enough that it clears the same day. */
const BAD_DOCUMENT_QUIET_MS = 3_600_000;

/** Settings and the plans a device can follow (32 areas, 64 groups). */
const MAX_PARKED = 97;

export class KeepDocuments {
  readonly #deps: KeepDocumentsDeps;
  readonly #saving: Serial;
  readonly #subjects: { keys: string; settings: string };
  /** the one it was given, and after a rotation the one that this led to: what was replaced must not speak again */
  #root: RootKey;
  #ring: KeyRing | undefined;
  #keys: Held<true> | undefined;
  #settings: Held<Settings> | undefined;
  readonly #plans = new Map<string, Held<Plan>>();
  #generation = 0;
  #timeWasKnown = false;
  /** came before the keys, the settings or the time by which they are judged; tried again when these are there */
  readonly #parked = new Map<string, Uint8Array>();

  constructor(deps: KeepDocumentsDeps) {
    this.#deps = deps;
    this.#root = deps.identity.root;
    this.#subjects = { keys: subjects.keys(), settings: subjects.device(deps.identity.deviceId, 'settings') };
    this.#saving = new Serial((error) => this.#deps.faults.raise('disk-full', `document not saved: ${error}`, 60_000));
  }

  /** Reads what was kept and verifies all of it again; what does not verify is left out and counted. */
  async load(): Promise<void> {
    const documents = await this.#deps.store.load();
    for (const first of [this.#subjects.keys, this.#subjects.settings]) {
      const bytes = documents.get(first);
      documents.delete(first);
      if (bytes !== undefined) await this.#take(first, bytes, false);
    }
    for (const [subject, bytes] of documents) await this.#take(subject, bytes, false);
    this.#subscribe();
  }

  /** A document has arrived. Calls must not overlap. */
  async receive(subject: string, bytes: Uint8Array): Promise<void> {
    // an empty retained payload means nothing
    if (bytes.length > 0) await this.#take(subject, bytes, true);
  }

  /** The time is trusted: keys with an end can be judged. Must not overlap with `receive`. */
  async timeKnown(): Promise<void> {
    if (this.#timeWasKnown) return;
    this.#timeWasKnown = true;
    await this.#takeParked();
  }

  ring(): KeyRing | undefined {
    return this.#ring;
  }

  settings(): Settings | undefined {
    return this.#settings?.payload;
  }

  /** Areas and groups whose plans count now, lowest area first. */
  followed(): string[] {
    const settings = this.settings();
    return settings === undefined ? [] : [...settings.areaIds, ...settings.groupIds];
  }

  followedPlans(): Plan[] {
    const plans = this.followed().map((id) => this.#plans.get(id)?.payload);
    return plans.filter((plan) => plan !== undefined);
  }

  /** Revisions held, for sync; also those of plans no longer followed. */
  held(): { keys?: Revision; settings?: Revision; plans: Record<string, Revision> } {
    const plans: Record<string, Revision> = {};
    for (const id of this.followed()) {
      const held = this.#plans.get(id);
      if (held?.payload !== undefined) plans[id] = held.revision;
    }
    return {
      ...(this.#keys === undefined ? {} : { keys: this.#keys.revision }),
      ...(this.#settings?.payload === undefined ? {} : { settings: this.#settings.revision }),
      plans,
    };
  }

  /** A followed plan as it was signed. */
  signedPlan(planId: string): Uint8Array | undefined {
    return this.#plans.get(planId)?.bytes;
  }

  /** Grows with every change of what counts; for caches. */
  get generation(): number {
    return this.#generation;
  }

  /** Resolves when everything accepted so far is on disk, or has failed. */
  saved(): Promise<void> {
    return this.#saving.idle();
  }

  async #take(subject: string, bytes: Uint8Array, fresh: boolean): Promise<void> {
    const outcome = await this.#accept(subject, bytes, fresh);
    if (outcome === 'same') return;
    if (typeof outcome === 'object') {
      const needsTime = fresh && outcome.fault === 'unknown-key' && this.#deps.now() === undefined;
      const isEarly = outcome.fault === 'no-keys' || outcome.fault === 'no-settings' || needsTime;
      if (fresh && (isEarly || outcome.fault === 'unknown-key')) this.#park(subject, bytes);
      if (isEarly) return;
      this.#deps.faults.count(`document:${outcome.fault}`);
      this.#deps.faults.raise('bad-document', `${subject}: ${outcome.fault}`, BAD_DOCUMENT_QUIET_MS);
      this.#deps.log.warn(`refused ${subject}: ${outcome.fault}`);
      return;
    }
    this.#generation++;
    if (fresh) {
      // acted upon at once: were it lost in a power cut before it is written, sync would bring it again
      void this.#saving.run(() => this.#deps.store.save(subject, bytes));
      this.#subscribe();
      this.#deps.changed(outcome);
      if (outcome !== 'plan') await this.#takeParked();
    }
  }

  #park(subject: string, bytes: Uint8Array): void {
    if (this.#parked.size < MAX_PARKED) this.#parked.set(subject, bytes);
  }

  async #takeParked(): Promise<void> {
    const parked = [...this.#parked];
    this.#parked.clear();
    for (const [subject, bytes] of parked) await this.#take(subject, bytes, true);
  }

  #accept(
    subject: string,
    bytes: Uint8Array,
    fresh: boolean,
  ): Promise<'same' | 'keys' | 'settings' | 'plan' | { fault: Refusal }> {
    if (subject === this.#subjects.keys) return this.#acceptKeys(bytes);
    // before it is set aside to wait for anything
    if (bytes.length > DOCUMENT_TYPES.plan.maxBytes) return Promise.resolve({ fault: 'too-large' });
    if (fresh && this.#deps.keysAreOutdated()) return Promise.resolve({ fault: 'no-keys' });
    if (subject === this.#subjects.settings) return this.#acceptSettings(bytes, fresh);
    return this.#acceptPlan(subject, bytes, fresh);
  }

  async #acceptKeys(bytes: Uint8Array): Promise<'same' | 'keys' | { fault: Refusal }> {
    const { identity } = this.#deps;
    const opened = await openKeyDocument(bytes, identity.deploymentId, this.#root);
    if (!opened.ok) return { fault: opened.fault };
    const order = this.#keys === undefined ? 1 : compareRevisions(opened.payload, this.#keys.revision);
    if (order <= 0) return order === 0 ? 'same' : { fault: 'older' };
    this.#keys = { revision: revisionOf(opened.payload), bytes, payload: true };
    this.#root = opened.root ?? this.#root;
    this.#ring = await keyRingOf(opened.payload);
    await this.#judgeAgain();
    return 'keys';
  }

  async #acceptSettings(bytes: Uint8Array, fresh: boolean): Promise<'same' | 'settings' | { fault: Refusal }> {
    const opened = await this.#openSettings(bytes, fresh);
    if (!opened.ok) return { fault: opened.fault };
    const verdict = judge(this.#settings, opened.payload);
    if (verdict !== 'newer') return verdict === 'same' ? 'same' : { fault: 'older' };
    this.#settings = { revision: revisionOf(opened.payload), bytes, payload: opened.payload };
    return 'settings';
  }

  async #acceptPlan(subject: string, bytes: Uint8Array, fresh: boolean): Promise<'same' | 'plan' | { fault: Refusal }> {
    const topic = parseTopic(topicOf(subject));
    if (topic?.kind !== 'plan') return { fault: 'wrong-subject' };
    // a plan followed earlier stays on disk and is judged when it is followed again; only the present ones come by wire
    if (fresh && !this.followed().includes(topic.planId)) {
      // new keys have put the settings out of force, and those that follow are on their way
      const settingsAreComing = this.#settings !== undefined && this.settings() === undefined;
      return { fault: settingsAreComing ? 'no-settings' : 'not-followed' };
    }
    const opened = await this.#openPlan(subject, topic.planId, bytes, fresh);
    if (!opened.ok) return { fault: opened.fault };
    const verdict = judge(this.#plans.get(topic.planId), opened.payload);
    if (verdict !== 'newer') return verdict === 'same' ? 'same' : { fault: 'older' };
    this.#plans.set(topic.planId, { revision: revisionOf(opened.payload), bytes, payload: opened.payload });
    return 'plan';
  }

  async #openSettings(bytes: Uint8Array, fresh: boolean): Promise<Verified<Settings>> {
    const ring = this.#ring;
    if (ring === undefined) return { ok: false, fault: 'no-keys' };
    const now = fresh ? this.#deps.now() : 'whenever';
    return openDocument('settings', bytes, {
      deploymentId: this.#deps.identity.deploymentId,
      subject: this.#subjects.settings,
      // no key of an area: settings say what lies above what, and whose keys count follows from them
      publicKey: (kid) => ring.find(kid, 'settings', undefined, now),
    });
  }

  async #openPlan(subject: string, planId: string, bytes: Uint8Array, fresh: boolean): Promise<Verified<Plan>> {
    const ring = this.#ring;
    if (ring === undefined) return { ok: false, fault: 'no-keys' };
    const areaIds = this.settings()?.areaIds ?? [];
    // lowest first: a key of a hamlet below must not sign for the commune above it, nor for a group that reaches beyond it
    const at = areaIds.indexOf(planId);
    const ancestry = at === -1 ? [planId] : areaIds.slice(at);
    const now = fresh ? this.#deps.now() : 'whenever';
    const opened = await openDocument('plan', bytes, {
      deploymentId: this.#deps.identity.deploymentId,
      subject,
      publicKey: (kid) => ring.find(kid, 'plan', ancestry, now),
    });
    return opened.ok && opened.payload.areaId !== planId ? { ok: false, fault: 'wrong-subject' } : opened;
  }

  /** With new keys: what they do not cover no longer counts, what they cover again does. */
  async #judgeAgain(): Promise<void> {
    if (this.#settings !== undefined) {
      const opened = await this.#openSettings(this.#settings.bytes, false);
      this.#settings.payload = opened.ok ? opened.payload : undefined;
    }
    for (const [planId, held] of this.#plans) {
      const opened = await this.#openPlan(subjects.plan(planId), planId, held.bytes, false);
      held.payload = opened.ok ? opened.payload : undefined;
    }
  }

  #subscribe(): void {
    const { deviceId } = this.#deps.identity;
    const own = (['settings', 'command', 'sync', 'ack'] as const).map((kind) => subjects.device(deviceId, kind));
    const plans = this.followed().map((id) => subjects.plan(id));
    this.#deps.subscriptions.set('documents', [this.#subjects.keys, ...own, ...plans].map(topicOf));
  }
}

const revisionOf = ({ epoch, revision }: Revision): Revision => ({ epoch, revision });

function judge(held: Held<unknown> | undefined, incoming: Revision): 'newer' | 'same' | 'older' {
  if (held === undefined) return 'newer';
  const order = compareRevisions(incoming, held.revision);
  if (order < 0) return 'older';
  return order > 0 || held.payload === undefined ? 'newer' : 'same';
}
