/** What was started at a device as a broadcast among the others, and whether its card allowed it. Pure. */
import type { BulletinId, DeviceId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { PlanItem } from '@loa-lang/schemas/wire/plan';
import type { LocalAct } from '@loa-lang/schemas/wire/report';
import { type Cluster, communeOf, type Territory } from '../areas/territory.ts';
import type { Broadcast } from '../broadcasts/broadcast.ts';
import { audienceOf } from '../placement/audience.ts';
import type { SpotCredentialRecord } from './credential.ts';

export interface ActFacts {
  act: LocalAct;
  deviceId: DeviceId;
  receivedAt: EpochMillis;
  cluster: Cluster;
  card: SpotCredentialRecord | undefined;
  /** of the commune's own, that the template was made of */
  bulletinId: BulletinId | undefined;
}

const STOPPED_THERE = 'dừng tại loa';

/** `undefined` where the cluster lies in no commune. */
export function broadcastOfAct(territory: Territory, facts: ActFacts): Broadcast | undefined {
  const { act, deviceId, receivedAt, cluster, card, bulletinId } = facts;
  const communeId = communeOf(territory.areas, cluster.hamletId);
  if (communeId === undefined) return undefined;
  const { startAt, endedAt } = act;
  // somebody who has finished speaking has stopped nothing
  const stopped = act.stopped === true && act.source === 'template';
  const endsAt = Math.max(startAt + 1, endedAt ?? act.endsAt);
  const served = cluster.services.map(({ hamletId }) => hamletId);
  return {
    id: act.broadcastId,
    communeId,
    version: 1,
    title: act.title,
    class: act.class,
    level: 'hamlet',
    ...{ startAt, latestStartAt: endsAt, joinUntilAt: endsAt, endsAt },
    approval: 'approved',
    startsWhenReady: false,
    rank: undefined,
    repeat: undefined,
    onInterrupted: act.source === 'microphone' ? 'cut' : 'restart',
    gainDb: 0,
    items: itemsOf(act),
    bulletins: bulletinId === undefined ? [] : [{ bulletinId, title: act.title }],
    requested: { areaIds: [], groupIds: [], clusterIds: [cluster.id] },
    // where it is stopped from afar
    placements: [{ planId: cluster.hamletId, targets: { only: [cluster.id] } }],
    audience: audienceOf(territory, [cluster.id], new Set(served.length > 0 ? served : [cluster.hamletId])),
    cancelledAt: stopped ? endsAt : undefined,
    cancelReason: stopped ? STOPPED_THERE : undefined,
    createdAt: receivedAt,
    onTheSpot: {
      ...{ deviceId, credentialId: act.credentialId, source: act.source, timeBasis: act.timeBasis },
      ...(card !== undefined && { holder: card.holder }),
    },
  };
}

/** The content of a microphone is what was said, not the slot that was open for it. */
const itemsOf = ({ source, items, playedMs }: LocalAct): PlanItem[] =>
  source === 'microphone' && playedMs !== undefined
    ? items.map((item) => ({ ...item, durationMs: Math.max(1, playedMs) }))
    : items;

/** Why the card did not allow it; `undefined` when it did. What a device does on its own it may do wrongly. */
export function cardProblem(
  { startAt, timeBasis, source, areaId }: LocalAct,
  card: SpotCredentialRecord | undefined,
): string | undefined {
  if (card === undefined || card.hamletId !== areaId) return 'unknown card';
  if (!card.mayUse.includes(source === 'microphone' ? 'microphone' : 'templates')) return 'not what the card allows';
  const revokedBefore = card.revokedAt !== undefined && (card.revokedAt <= startAt || timeBasis === 'last-known');
  if (revokedBefore) return 'revoked card';
  return startAt < card.from || startAt >= card.until ? 'outside the dates of the card' : undefined;
}
