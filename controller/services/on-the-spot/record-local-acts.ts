/**
 * What devices were made to say on the spot becomes a broadcast among the others, once its report is stored. Worked out
 * anew from the stored reports each time, so that no order, repetition or restart changes what comes of it.
 */

import type { IncidentKind } from '@loa-lang/schemas/states/incident';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import { broadcastOfAct, cardProblem } from '../../domain/on-the-spot/broadcast-of-act.ts';
import type { BroadcastStore } from '../../ports/broadcast-store.ts';
import type { BulletinStore } from '../../ports/bulletin-store.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeviceRegistry, IncidentLog } from '../../ports/device-registry.ts';
import type { EmergencyStore } from '../../ports/emergency-store.ts';
import type { OpenIncidents } from '../../ports/incident-reader.ts';
import type { ProgressFeed } from '../../ports/progress-feed.ts';
import type { TerritoryReader } from '../../ports/register.ts';
import type { IncomingReport } from '../../ports/report-store.ts';
import type { ActName, LocalActStore, SpotCredentialStore } from '../../ports/spot-store.ts';
import { answerFor } from './answer-for-emergency.ts';

export interface RecordLocalActsDeps {
  acts: LocalActStore;
  spotCredentials: Pick<SpotCredentialStore, 'find'>;
  broadcasts: Pick<BroadcastStore, 'find'>;
  bulletins: Pick<BulletinStore, 'find'>;
  emergencies: Pick<EmergencyStore, 'create' | 'attach'>;
  registry: Pick<DeviceRegistry, 'find'>;
  reader: TerritoryReader;
  incidents: IncidentLog;
  openIncidents: OpenIncidents;
  feed: ProgressFeed;
  clock: Clock;
  onProblem: (problem: string, cause: unknown) => void;
}

/** What a crash left between a report and its broadcast is found again. */
const LOOK_BACK_MS: Millis = 30 * 24 * 3600_000;
const LOOK_EVERY_MS: Millis = 10 * 60_000;
/** The office is told for a day. */
const TOLD_FOR_MS: Millis = 24 * 3600_000;
/** No device starts so often by its own rules: one that says so is broken, or not ours any more. */
const MOST_A_DAY = 200;

export class RecordLocalActs {
  readonly #deps: RecordLocalActsDeps;
  #work: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: RecordLocalActsDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#then('acts at devices not looked for', () => this.#look());
    this.#timer = setInterval(() => this.#then('acts at devices not looked for', () => this.#look()), LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#work;
  }

  /** Reports were stored. */
  added(reports: readonly IncomingReport[]): void {
    for (const { deviceId, entry } of reports) {
      const { body } = entry;
      if (body.kind !== 'local-act' && body.kind !== 'receipt') continue;
      const act = { deviceId, broadcastId: body.broadcastId };
      if (body.kind === 'local-act') this.#then('act at a device not recorded', () => this.#record(act));
      // it may have been stored while its broadcast was being made
      else if (this.#isFresh(act)) this.#then('receipts not taken', () => this.#deps.acts.applyReceipts(act));
    }
  }

  /** acts that became broadcasts in this life: the last few, whose receipts are on their way */
  readonly #fresh = new Map<string, ActName>();

  #isFresh({ deviceId, broadcastId }: ActName): boolean {
    return this.#fresh.get(broadcastId)?.deviceId === deviceId;
  }

  #then(problem: string, work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((cause: unknown) => this.#deps.onProblem(problem, cause));
  }

  async #look(): Promise<void> {
    const { acts, clock, openIncidents, broadcasts, incidents } = this.#deps;
    const now = clock.now();
    for (const act of await acts.unrecorded(now - LOOK_BACK_MS)) await this.#record(act);
    for (const { subject } of await openIncidents.openOf(['spoken-on-the-spot'])) {
      const broadcast = await broadcasts.find(subject.split('/')[1] ?? '');
      if (broadcast !== undefined && broadcast.createdAt > now - TOLD_FOR_MS) continue;
      await incidents.clear('spoken-on-the-spot', subject, now);
    }
  }

  async #record(act: ActName): Promise<void> {
    const { acts, spotCredentials, bulletins, registry, reader, feed, clock } = this.#deps;
    const last = await acts.last(act);
    const device = await registry.find(act.deviceId);
    if (last === undefined || device === undefined || device === 'revoked') return;
    const { body, receivedAt } = last;
    const now = clock.now();
    const card = await spotCredentials.find(body.credentialId);
    const problem = cardProblem(body, card);
    if (problem !== undefined) {
      await this.#raise('local-act-not-allowed', act, `${problem}: ${body.title} (${body.credentialId})`, now);
    }
    const territory = await reader.territory();
    const cluster = device.clusterId === undefined ? undefined : territory.clusters.get(device.clusterId);
    if (cluster === undefined) return;
    const bulletin = body.templateId === undefined ? undefined : await bulletins.find(body.templateId);
    const facts = { act: body, deviceId: act.deviceId, receivedAt, cluster, card };
    const broadcast = broadcastOfAct(territory, { ...facts, bulletinId: bulletin?.id });
    if (broadcast === undefined) return;
    const isTheirs = bulletin?.communeId === broadcast.communeId;
    const known = await this.#deps.broadcasts.find(act.broadcastId);
    if (known === undefined && (await acts.countSince(act.deviceId, now - TOLD_FOR_MS)) >= MOST_A_DAY) {
      await this.#raise('local-act-not-allowed', act, `more than ${MOST_A_DAY} a day`, now);
      return;
    }
    const own = isTheirs ? broadcast : { ...broadcast, bulletins: [] };
    const done = await acts.record(act, own, cluster.id);
    if (done === 'not-theirs') {
      await this.#raise('local-act-not-allowed', act, `${act.broadcastId} is another broadcast`, now);
      return;
    }
    this.#remember(act);
    await answerFor(this.#deps.emergencies, own);
    feed.emit({
      type: 'broadcast',
      broadcastId: act.broadcastId,
      state: body.endedAt === undefined ? 'playing' : 'done',
    });
    if (done === 'made') {
      const by = card?.holder ?? body.credentialId;
      await this.#raise('spoken-on-the-spot', act, `${by}: ${body.title} (${cluster.code})`, now);
    }
  }

  #remember(act: ActName): void {
    this.#fresh.delete(act.broadcastId);
    this.#fresh.set(act.broadcastId, act);
    const [oldest] = this.#fresh.keys();
    if (this.#fresh.size > MOST_A_DAY && oldest !== undefined) this.#fresh.delete(oldest);
  }

  async #raise(kind: IncidentKind, { deviceId, broadcastId }: ActName, detail: string, at: EpochMillis): Promise<void> {
    const subject = `${deviceId}/${broadcastId}`;
    await this.#deps.incidents.raise(kind, subject, detail, at);
    this.#deps.feed.emit({ type: 'incident', kind, subject, state: 'raised', detail });
  }
}
