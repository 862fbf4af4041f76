/** What make-ups need to know beside broadcasts. */
import type { AreaId, BroadcastId, ClusterId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { Level } from '@loa-lang/schemas/wire/plan';
import type { Broadcast } from '../domain/broadcasts/broadcast.ts';
import type { Position } from '../domain/make-up/neighbours.ts';

/** Of a pole that is still there. */
export interface PoleNow {
  muted: boolean;
  position: Position | undefined;
  online: boolean;
  onlineSince: EpochMillis | undefined;
}

export interface MakeUpStore {
  poles(clusterIds: readonly ClusterId[]): Promise<Map<ClusterId, PoleNow>>;
  /** latches of silence that are not lifted */
  latches(): Promise<{ areaId: AreaId; level: Level }[]>;
  /** of any of these, by round, cancelled ones among them */
  makeUpsOf(ids: readonly BroadcastId[]): Promise<Broadcast[]>;
  /** ended in [from, until), approved, not cancelled, no make-up or emergency, with a bulletin marked important; latest last */
  important(from: EpochMillis, until: EpochMillis): Promise<BroadcastId[]>;
}
