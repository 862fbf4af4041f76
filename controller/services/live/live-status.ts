/** What a speaker is told, and in which state a live is. */
import type { LiveEndReason, LiveState } from '@loa-lang/schemas/http/live';
import type { AreaId, BulletinId, ClusterId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Audience } from '../../domain/placement/audience.ts';
import type { LiveLook } from './live-looks.ts';

export interface LiveStatus {
  state: LiveState;
  startAt: EpochMillis;
  endsAt: EpochMillis;
  waitsFor: { title: string; until: EpochMillis } | undefined;
  heard: number;
  of: number;
  households: number;
  delayMs: Millis;
  reason?: LiveEndReason;
  bulletinId?: BulletinId;
}

/** Whoever speaks: a WebSocket. */
export interface LiveListener {
  tell(status: LiveStatus): void;
  /** @param code of the WebSocket */
  close(code: number): void;
}

export function stateAt({ onAirAt, waitsFor }: Pick<LiveLook, 'onAirAt' | 'waitsFor'>, now: EpochMillis): LiveState {
  if (now >= onAirAt) return 'on-air';
  return waitsFor === undefined ? 'starting' : 'waiting';
}

/** Households that hear it now: of each hamlet as many as its sounding poles serve, never more than it has. */
export function householdsOf({ hamlets, clusters }: Audience, heard: ReadonlySet<ClusterId>): number {
  const served = new Map<AreaId, number>();
  for (const { services } of clusters.filter(({ id }) => heard.has(id))) {
    for (const { hamletId, households } of services) served.set(hamletId, (served.get(hamletId) ?? 0) + households);
  }
  return hamlets.reduce((total, { id, households }) => total + Math.min(households, served.get(id) ?? 0), 0);
}
