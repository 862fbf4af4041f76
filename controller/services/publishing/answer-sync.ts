/** Sync answers: the time, and the latest revisions of all that the device follows. */

import { sealDocument } from '@loa-lang/schemas/sealing/seal';
import type { Millis } from '@loa-lang/schemas/units';
import { compareRevisions, type Revision } from '@loa-lang/schemas/wire/common';
import type { SyncAnswer, SyncRequest } from '@loa-lang/schemas/wire/sync';
import { subjects, topicOf } from '@loa-lang/schemas/wire/topics';
import { newsFor } from '../../domain/publishing/sync-news.ts';
import type { BroadcastTransport } from '../../ports/broadcast-transport.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeviceRegistry } from '../../ports/device-registry.ts';
import type { DeploymentKeys } from '../../ports/key-store.ts';
import type { DeviceMessage, DeviceMessages } from '../device-traffic/device-messages.ts';
import type { KnownDevice } from '../device-traffic/device-messages-known.ts';
import { Throttle } from '../device-traffic/device-messages-throttle.ts';
import { isOfNow } from '../device-traffic/sign-of-life.ts';
import type { SilenceConfirmations } from '../silence/confirm-silence.ts';
import type { LatestRevisions } from './answer-sync-latest.ts';
import type { DocumentPublisher } from './publish-documents.ts';
import type { EpochKeeper } from './publish-documents-epoch.ts';
import { targetOf } from './publish-documents-target.ts';

export interface SyncDeps {
  messages: DeviceMessages;
  transport: BroadcastTransport;
  registry: DeviceRegistry;
  latest: LatestRevisions;
  keys: DeploymentKeys;
  clock: Clock;
  publisher: DocumentPublisher;
  epochs: EpochKeeper;
  confirmations: SilenceConfirmations;
  onProblem?: (problem: string, cause?: unknown) => void;
}

/** One publish serves every device that is behind, so once in this time is enough for a subject. */
const RESEND_PAUSE_MS: Millis = 2000;
/** "Last seen" is written this often for a device, not with each of its syncs. */
const RECORD_PAUSE_MS: Millis = 30_000;

export class SyncAnswerer {
  private readonly deps: SyncDeps;
  private readonly resends: Throttle;
  private readonly records: Throttle;

  constructor(deps: SyncDeps) {
    this.deps = deps;
    this.resends = new Throttle(deps.clock, RESEND_PAUSE_MS);
    this.records = new Throttle(deps.clock, RECORD_PAUSE_MS);
  }

  start(): void {
    this.deps.messages.on('sync-request', { shared: true }, (message) => this.answer(message));
  }

  private async answer({ device, payload, receivedAt }: DeviceMessage<'sync-request'>): Promise<void> {
    const { messages, keys, transport, clock } = this.deps;
    if (!(await messages.acceptInstallation(device, payload.installationId))) return;
    const latest = await this.latestFor(device);
    const subject = subjects.device(device.deviceId, 'sync');
    const news = newsFor(payload.held, latest);
    const answer: SyncAnswer = { nonce: payload.nonce, receivedAt, answeredAt: clock.preciseNow(), latest: news };
    const sealed = await sealDocument('sync', subject, keys.deploymentId, answer, keys.signer('sync'));
    await transport.publish(topicOf(subject), sealed, { qos: 0 });
    if (isOfNow(payload, receivedAt)) this.record(device, payload);
    await this.deps.confirmations.note(device, payload.held.plans);
    await this.compare(device, payload, latest);
  }

  private async latestFor(device: KnownDevice): Promise<SyncAnswer['latest']> {
    const settings = subjects.device(device.deviceId, 'settings');
    const planSubjects = device.planIds.map((planId) => subjects.plan(planId));
    const found = await this.deps.latest.of([subjects.keys(), settings, ...planSubjects]);
    const plans: Record<string, Revision> = {};
    for (const planId of device.planIds) {
      const revision = found.get(subjects.plan(planId));
      if (revision !== undefined) plans[planId] = revision;
    }
    const own = found.get(settings);
    return {
      keys: found.get(subjects.keys()) ?? { epoch: 0, revision: 0 },
      ...(own === undefined ? {} : { settings: own }),
      plans,
    };
  }

  /** A device that is behind gets the documents again; one that is ahead has seen what the database forgot. */
  private async compare(device: KnownDevice, { held }: SyncRequest, latest: SyncAnswer['latest']): Promise<void> {
    const pairs: [string, Revision | undefined, Revision | undefined][] = [
      [subjects.keys(), held.keys, latest.keys],
      [subjects.device(device.deviceId, 'settings'), held.settings, latest.settings],
      ...device.planIds.map((id): [string, Revision | undefined, Revision | undefined] => [
        subjects.plan(id),
        held.plans[id],
        latest.plans[id],
      ]),
    ];
    for (const [subject, has, last] of pairs) {
      if (has !== undefined && (last === undefined || compareRevisions(has, last) > 0)) {
        await this.deps.epochs.observe(subject, has, 'device', `held by ${device.deviceId}`);
      } else if (has === undefined || (last !== undefined && compareRevisions(has, last) < 0)) {
        await this.resend(subject);
      }
    }
  }

  private async resend(subject: string): Promise<void> {
    const target = targetOf(subject);
    if (target === undefined || !this.resends.allows(subject)) return;
    await this.deps.publisher.resend(target);
  }

  /** Settings that are new there are written at once: somebody waits to see them applied. */
  private record(device: KnownDevice, { storeId, held: { settings } }: SyncRequest): void {
    if (!this.records.allows(`${device.deviceId}/${storeId}/${settings?.epoch}.${settings?.revision}`)) return;
    void this.deps.registry
      .recordSync(device.deviceId, storeId, this.deps.clock.now(), settings)
      .catch((error) => this.deps.onProblem?.('sync not recorded', error));
  }
}
