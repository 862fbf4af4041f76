/** Versions of the agent and their rollouts. Nothing of a rollout is held in memory. */
import type { AssetId, DeviceId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { AgentRelease, DeviceFacts, Rollout, RolloutDevice } from '../domain/rollouts/rollout.ts';

export interface ReleaseStore {
  /** newest first, withdrawn ones too */
  all(): Promise<AgentRelease[]>;
  find(id: AssetId): Promise<AgentRelease | undefined>;
  /** What was withdrawn counts again when it is added again. */
  add(release: AgentRelease): Promise<void>;
  withdraw(id: AssetId, at: EpochMillis): Promise<void>;
}

export interface RolloutStore {
  /** All or nothing; `taken`: one of the devices is in another rollout that is not over. */
  create(rollout: Rollout, devices: readonly RolloutDevice[]): Promise<'written' | 'taken'>;
  find(id: string): Promise<Rollout | undefined>;
  /** newest first, a bounded number */
  list(): Promise<Rollout[]>;
  /** running ones, and others with devices under way */
  unsettled(): Promise<Rollout[]>;
  devices(rolloutIds: readonly string[]): Promise<RolloutDevice[]>;
  change(
    id: string,
    fields: Partial<Pick<Rollout, 'state' | 'pause' | 'forgiven' | 'firstClusterId'>>,
    at: EpochMillis,
  ): Promise<void>;
  /** only of a rollout that is in this state still: whether it was */
  move(id: string, from: Rollout['state'], to: Pick<Rollout, 'state' | 'pause'>, at: EpochMillis): Promise<boolean>;
  saveDevice(device: RolloutDevice): Promise<void>;
  /** A device that was ordered this has asked for it. @returns the rollouts of which that is news */
  noteAsked(deviceId: DeviceId, releaseId: AssetId, at: EpochMillis): Promise<string[]>;
  /** From the database alone, so that it is the same after a restart. */
  facts(
    rollout: Rollout,
    devices: readonly RolloutDevice[],
    now: EpochMillis,
  ): Promise<ReadonlyMap<DeviceId, DeviceFacts>>;
}
