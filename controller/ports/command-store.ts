/** Orders to devices, as they are kept. Answers come with the reports and are written where these are stored. */
import type { BroadcastId, ClusterId, DeviceId } from '@loa-lang/schemas/ids';
import type { CommandOutcome } from '@loa-lang/schemas/states/command';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { PersonRef } from '../domain/people/person.ts';
import type { PageEnd } from './page-end.ts';

export interface CommandRecord {
  id: string;
  /** of those that were given together, the same */
  batchId: string;
  clusterId: ClusterId;
  deviceId: DeviceId | undefined;
  name: string;
  parameters: Record<string, unknown> | undefined;
  requestedBy: PersonRef;
  forcedBecause: string | undefined;
  issuedAt: EpochMillis;
  expiresAt: EpochMillis;
  answerDueAt: EpochMillis;
  sentAt: EpochMillis | undefined;
  /** absent while the answer is awaited */
  outcome: CommandOutcome | undefined;
  detail: string | undefined;
  answeredAt: EpochMillis | undefined;
}

export interface OrderOnce {
  key: string;
  /** of what was asked for */
  fingerprint: string;
}

export interface KnownOrder {
  commands: CommandRecord[];
  fingerprint: string | undefined;
}

export interface CommandStore {
  /** All or nothing. `taken`: the key has ordered before. */
  create(commands: readonly CommandRecord[], once: OrderOnce | undefined): Promise<'created' | 'taken'>;
  byKey(key: string): Promise<KnownOrder | undefined>;
  find(ids: readonly string[]): Promise<CommandRecord[]>;
  batch(batchId: string): Promise<CommandRecord[]>;
  /** newest first */
  ofCluster(clusterId: ClusterId, page: { limit: number; before?: PageEnd }): Promise<CommandRecord[]>;
  /** The broker has it. */
  sent(id: string, at: EpochMillis): Promise<void>;
  /** Unless something became of it already. */
  settle(id: string, outcome: CommandOutcome, detail: string | undefined): Promise<void>;
  /** Whose answer is due: unanswered from now on, or not sent where nothing left. @returns those of this call */
  giveUp(at: EpochMillis): Promise<CommandRecord[]>;
  /** Orders of this name since the instant that went out, by device; those without any are left out. */
  countSince(deviceIds: readonly DeviceId[], name: string, since: EpochMillis): Promise<ReadonlyMap<DeviceId, number>>;
  /** Approved broadcasts that such clusters have not finished, on air in [from, until): the first of each. */
  onAir(
    clusterIds: readonly ClusterId[],
    from: EpochMillis,
    until: EpochMillis,
  ): Promise<ReadonlyMap<ClusterId, { broadcastId: BroadcastId; startAt: EpochMillis }>>;
}
