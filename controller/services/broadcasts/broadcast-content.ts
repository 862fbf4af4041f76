/** What a broadcast is made of, and what its approval binds. */
import type { AreaId, BulletinId, ClusterId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { BroadcastClass } from '@loa-lang/schemas/wire/plan';
import type { Submission } from '../../domain/approval/approval-request.ts';
import { ON_APPROVAL } from '../../domain/approval/binding.ts';
import { communeOf, type Territory } from '../../domain/areas/territory.ts';
import { assetsOf, type Broadcast } from '../../domain/broadcasts/broadcast.ts';
import type { Audience } from '../../domain/placement/audience.ts';
import { lowestCommonArea } from '../../domain/placement/placement.ts';
import type { BulletinRecord } from '../../ports/bulletin-store.ts';
import { found, Refusal } from '../refusal.ts';

/** What is asked for. */
interface Asked {
  class: BroadcastClass;
  bulletins: readonly { bulletinId: BulletinId; readings: number }[];
}

/** A version that could not be made is a missing one: @throws Refusal for a bulletin that is unknown or has no audio */
export function contentsOf(request: Asked, known: readonly BulletinRecord[]) {
  if (request.bulletins.length === 0) throw new Refusal('nothing-to-play');
  return request.bulletins.map(({ bulletinId, readings }) => {
    const bulletin = found(
      known.find((each) => each.id === bulletinId),
      'bulletin-unknown',
    );
    const { title } = bulletin;
    const versions = bulletin.versions.flatMap(({ state, asset, language }) => {
      if (state === 'processing') throw new Refusal('bulletin-not-ready', { title });
      if (asset === undefined) return [];
      const { assetId, sizeBytes, durationMs } = asset;
      return [{ language, assetId, sizeBytes, durationMs }];
    });
    if (versions.length === 0) throw new Refusal('bulletin-failed', { title });
    return { versions, readings };
  });
}

/** An emergency's first words are the instruction; nothing may hold it up, so this is only said. */
export function afterTune(request: Asked, known: readonly BulletinRecord[]): BulletinRecord[] {
  if (request.class !== 'emergency') return [];
  return known.filter(({ versions }) => versions.some(({ parts }) => parts !== undefined && parts[0]?.kind !== 'body'));
}

export function refuseExpired(bulletins: readonly BulletinRecord[], startAt: EpochMillis): void {
  const expired = bulletins.find((each) => each.validUntil !== undefined && each.validUntil <= startAt);
  if (expired !== undefined) throw new Refusal('bulletin-expired', { title: expired.title });
}

export const polesOf = ({ clusters }: Audience): AreaId[] => clusters.map((cluster) => cluster.hamletId);

/** What one act of approval binds of a broadcast. */
export function submissionOf(broadcast: Broadcast, onApproval: boolean): Submission {
  const { communeId, id, title, items, requested, startAt } = broadcast;
  return {
    communeId,
    subjectKind: 'broadcast',
    subjectId: id,
    title,
    binding: {
      assets: assetsOf(items).map((asset) => asset.assetId),
      targets: requested,
      times: onApproval ? ON_APPROVAL : { once: startAt },
    },
    startAt: onApproval ? undefined : startAt,
  };
}

/** The commune of all targets; above that the lowest area that has them all. */
export function communeFor(territory: Territory, audience: Audience, clusterIds: readonly ClusterId[]): AreaId {
  const communes = new Set(audience.hamlets.map((hamlet) => communeOf(territory.areas, hamlet.id)));
  const [only] = communes;
  const areaId = communes.size === 1 ? only : lowestCommonArea(territory, clusterIds);
  return found(areaId, 'targets-apart');
}
