/** Self-tests, what clusters are compared with, and when they test themselves. */
import type { SelfTestScheduleBody } from '@loa-lang/schemas/http/self-tests';
import type { AreaId, ClusterId, DeviceId } from '@loa-lang/schemas/ids';
import type { SelfTestGrade, SelfTestMode } from '@loa-lang/schemas/states/self-test';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { SelfTestReport } from '@loa-lang/schemas/wire/report';
import type { PersonRef } from '../domain/people/person.ts';
import type { Figures } from '../domain/self-test/grade.ts';
import type { Baseline } from '../domain/self-test/measurement.ts';
import type { PageEnd } from './page-end.ts';

export interface NewSelfTest {
  /** the command's */
  id: string;
  clusterId: ClusterId;
  deviceId: DeviceId;
  mode: SelfTestMode;
  orderedBy: PersonRef;
  orderedAt: EpochMillis;
  /** YYYY-MM-DD, of those that come by the commune's schedule */
  plannedFor: string | undefined;
  volumeDb: number;
}

export interface SelfTestRecord extends NewSelfTest {
  report: SelfTestReport | undefined;
  reportedAt: EpochMillis | undefined;
  judgedAt: EpochMillis | undefined;
  grade: SelfTestGrade | undefined;
  figures: Figures | undefined;
}

export interface BaselineRecord extends Baseline {
  id: string;
  clusterId: ClusterId;
  selfTestId: string;
  madeBy: PersonRef;
}

export interface Judgement {
  at: EpochMillis;
  grade: SelfTestGrade | undefined;
  figures: Figures;
  baselineId: string | undefined;
  /** from now on the cluster is compared with it */
  newBaseline: BaselineRecord | undefined;
}

export interface StoredSelfTestSchedule {
  communeId: AreaId;
  schedule: SelfTestScheduleBody;
  changedAt: EpochMillis;
  changedBy: PersonRef;
}

export interface LastTest {
  at: EpochMillis;
  /** the last day for which one was planned */
  plannedFor: string | undefined;
}

export interface SelfTestStore {
  /** @throws when the cluster has one planned for that day already */
  create(tests: readonly NewSelfTest[]): Promise<void>;
  find(id: string): Promise<SelfTestRecord | undefined>;
  /** newest first */
  ofCluster(clusterId: ClusterId, page: { limit: number; before?: PageEnd }): Promise<SelfTestRecord[]>;
  /** measured ones, oldest first, 1000 at most */
  measuredSince(clusterId: ClusterId, since: EpochMillis): Promise<SelfTestRecord[]>;
  /** reported and not judged yet, oldest first */
  unjudged(): Promise<SelfTestRecord[]>;
  /** @returns false when another controller was first */
  judge(id: string, judgement: Judgement): Promise<boolean>;
  /** newest first, of tests that were graded */
  grades(clusterId: ClusterId, most: number): Promise<SelfTestGrade[]>;
  baseline(clusterId: ClusterId): Promise<BaselineRecord | undefined>;
  /** of each cluster its last one */
  last(clusterIds: readonly ClusterId[]): Promise<ReadonlyMap<ClusterId, LastTest>>;
  orderedSince(at: EpochMillis): Promise<{ clusterId: ClusterId; at: EpochMillis }[]>;
  /** where somebody works */
  maintained(at: EpochMillis): Promise<{ areaId: AreaId | undefined; clusterId: ClusterId | undefined }[]>;
  schedules(): Promise<StoredSelfTestSchedule[]>;
  schedule(communeId: AreaId): Promise<StoredSelfTestSchedule | undefined>;
  putSchedule(schedule: StoredSelfTestSchedule): Promise<void>;
}
