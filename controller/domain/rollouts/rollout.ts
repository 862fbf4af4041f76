/** A rollout and its devices. */
import type { DailyHours } from '@loa-lang/schemas/http/commune-rules';
import type { AreaId, AssetId, ClusterId, DeviceId } from '@loa-lang/schemas/ids';
import type { RolloutDeviceState, RolloutPause, RolloutState } from '@loa-lang/schemas/states/rollout';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { CommandAnswer } from '@loa-lang/schemas/wire/report';
import type { PersonRef } from '../people/person.ts';

/** A version of the agent that devices may be given. */
export interface AgentRelease {
  /** SHA-256 of its artefact */
  id: AssetId;
  version: string;
  /** as its maker signed it */
  document: string;
  sizeBytes: number;
  madeAt: EpochMillis;
  addedAt: EpochMillis;
  addedBy: PersonRef;
  withdrawnAt: EpochMillis | undefined;
}

export interface Rollout {
  id: string;
  releaseId: AssetId;
  /** what it was asked for; the devices were settled then */
  areaId: AreaId | undefined;
  firstClusterId: ClusterId;
  state: RolloutState;
  pause: RolloutPause | undefined;
  /** so long the first is healthy before the rest follow */
  soakMs: Millis;
  /** in which devices are ordered; absent: at any time */
  hours: DailyHours | undefined;
  /** failures that somebody has looked at and gone on from */
  forgiven: number;
  createdAt: EpochMillis;
  createdBy: PersonRef;
  changedAt: EpochMillis;
}

export interface RolloutDevice {
  rolloutId: string;
  deviceId: DeviceId;
  clusterId: ClusterId;
  state: RolloutDeviceState;
  /** all commands it was given, the last one last */
  commandIds: string[];
  orderedAt: EpochMillis | undefined;
  /** the last command is obeyed until then */
  expiresAt: EpochMillis | undefined;
  healthyAt: EpochMillis | undefined;
  detail: string | undefined;
  changedAt: EpochMillis;
}

/** What is known of a device while it is looked at. */
export interface DeviceFacts {
  /** it still hangs where it did, and was not revoked */
  isThere: boolean;
  online: boolean;
  agentVersion: string | undefined;
  /** as its last presence said; `undefined` before the first */
  capabilities: readonly string[] | undefined;
  /** it went back from this very artefact before, in whatever rollout */
  hasRolledBack: boolean;
  /** something sounds at its cluster, or starts within minutes */
  isOnAir: boolean;
  /** somebody works there */
  inMaintenance: boolean;
  /** to its commands of this rollout */
  answers: readonly Pick<CommandAnswer, 'commandId' | 'outcome' | 'detail'>[];
  /** it said that it holds the artefact */
  hasArtefact: boolean;
}
