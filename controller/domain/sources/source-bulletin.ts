/** A bulletin that a central or provincial system delivers, and what became of it in one commune. */
import { createHash } from 'node:crypto';
import type { AreaId, BroadcastId, BulletinId } from '@loa-lang/schemas/ids';
import type { SourceLevel, SourceRank, SourceState } from '@loa-lang/schemas/states/source-bulletin';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { communeOf, hamletsWithin, servedHamletIds, type Territory } from '../areas/territory.ts';
import type { PersonRef } from '../people/person.ts';
import type { RequestedTargets } from '../placement/placement.ts';

/** Either a text or a recording. */
export type SourceContent = { text: string } | { fileName: string; audio: Uint8Array };

export interface SourceNotice {
  /** the system, and its own identifier of the bulletin */
  sourceId: string;
  externalId: string;
  level: SourceLevel;
  rank: SourceRank;
  title: string;
  content: SourceContent;
  language: string;
  validUntil: EpochMillis | undefined;
}

export interface SourceBulletin extends SourceNotice {
  id: string;
  /** counts its contents */
  version: number;
  contentHash: string;
  receivedAt: EpochMillis;
  receivedBy: PersonRef;
  withdrawn: { at: EpochMillis; reason: string } | undefined;
}

export interface SourceDelivery {
  id: string;
  communeId: AreaId;
  requested: RequestedTargets;
  bulletinId: BulletinId;
  /** content that was taken in last; 0: none yet */
  version: number;
  state: SourceState;
  /** something is still to be done with it */
  pending: boolean;
  /** a later content is not for this commune */
  dropped: boolean;
  broadcastId: BroadcastId | undefined;
  reason: string | undefined;
  decided: { by: PersonRef; at: EpochMillis } | undefined;
}

/** Of what a commune hears: the same again is the same. */
export function contentHash(notice: SourceNotice, places: readonly SourcePlace[]): string {
  const { level, rank, title, content, language, validUntil } = notice;
  const said = 'text' in content ? content.text : createHash('sha256').update(content.audio).digest('hex');
  const where = places.map(({ communeId, requested }) => [
    communeId,
    ...[requested.areaIds, requested.groupIds, requested.clusterIds].map((ids) => [...ids].sort()),
  ]);
  const all = [level, rank, title, 'text' in content, said, language, validUntil ?? null, where];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex');
}

export interface SourcePlace {
  communeId: AreaId;
  requested: RequestedTargets;
}

/**
 * What is asked for, commune by commune, in the order of their ids. An area above communes is every commune in it that
 * has hamlets. @returns the ids that are not known, if any
 */
export function placesOf(
  territory: Territory,
  { areaIds, groupIds, clusterIds }: RequestedTargets,
): { ok: true; places: SourcePlace[] } | { ok: false; unknown: string[] } {
  const { areas, groups, clusters } = territory;
  const unknown = [
    ...areaIds.filter((id) => !areas.has(id)),
    ...groupIds.filter((id) => !groups.has(id)),
    ...clusterIds.filter((id) => !clusters.has(id)),
  ];
  if (unknown.length > 0) return { ok: false, unknown };
  const found = new Map<AreaId, RequestedTargets>();
  const add = (hamletId: AreaId, kind: keyof RequestedTargets, id: string) => {
    const communeId = communeOf(areas, hamletId);
    if (communeId === undefined) return;
    const requested = found.get(communeId) ?? { areaIds: [], groupIds: [], clusterIds: [] };
    if (!requested[kind].includes(id)) requested[kind].push(id);
    found.set(communeId, requested);
  };
  for (const id of areaIds) {
    const above = areas.get(id)?.kind === 'province';
    for (const { id: hamletId } of hamletsWithin(areas, id)) {
      add(hamletId, 'areaIds', above ? (communeOf(areas, hamletId) ?? '') : id);
    }
  }
  for (const id of clusterIds) {
    const cluster = clusters.get(id);
    const [hamletId] = cluster === undefined ? [] : servedHamletIds(cluster);
    if (hamletId !== undefined) add(hamletId, 'clusterIds', id);
  }
  for (const id of groupIds) {
    const group = groups.get(id);
    const poles = (group?.clusterIds ?? []).flatMap((clusterId) => clusters.get(clusterId)?.hamletId ?? []);
    const within = (group?.areaIds ?? []).flatMap((areaId) => hamletsWithin(areas, areaId).map((hamlet) => hamlet.id));
    const [hamletId] = [...poles, ...within];
    if (hamletId !== undefined) add(hamletId, 'groupIds', id);
  }
  const places = [...found].map(([communeId, requested]) => ({ communeId, requested }));
  return { ok: true, places: places.sort((a, b) => (a.communeId < b.communeId ? -1 : 1)) };
}
