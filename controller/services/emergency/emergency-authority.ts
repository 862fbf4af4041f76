/** Who may send which emergency where, at which level, and over which locks. */

import type { AreaId } from '@loa-lang/schemas/ids';
import { levelRank } from '@loa-lang/schemas/timeline/precedence';
import type { Level } from '@loa-lang/schemas/wire/plan';
import { lineage, type Territory } from '../../domain/areas/territory.ts';
import type { Caller } from '../../domain/people/person.ts';
import { hasRight, may } from '../../domain/permissions/permissions.ts';
import { type Sight, seesFolder } from '../../domain/permissions/sight.ts';
import type { Audience } from '../../domain/placement/audience.ts';
import type { RequestedTargets } from '../../domain/placement/placement.ts';
import { mayLift } from '../../domain/silence/latches.ts';
import { isPrepared } from '../../domain/templates/prepared.ts';
import type { Template } from '../../domain/templates/template.ts';
import type { LatchRecord } from '../../ports/silence-store.ts';
import { levelOf } from '../people/caller.ts';
import { Refusal } from '../refusal.ts';
import type { EmergencyRequest } from './emergency-content.ts';

/**
 * A hamlet's head may trigger what is prepared, for the own hamlet; then the commune must have delegated it.
 * @param template the one that is asked for
 * @returns whether a delegation is needed @throws Refusal
 */
export function needsDelegation(
  request: EmergencyRequest,
  { areaIds, groupIds, clusterIds }: RequestedTargets,
  audience: Audience,
  by: Caller,
  { areas }: Territory,
  template: Template | undefined,
): boolean {
  if (hasRight(by, 'emergency')) {
    // a pole that stands elsewhere and serves one of them is theirs
    const named: AreaId[] = [...areaIds, ...audience.hamlets.map(({ id }) => id)];
    if (named.every((id) => may(by, 'emergency', id, areas))) return false;
    throw new Refusal('not-allowed');
  }
  const { values = {} } = request.template ?? {};
  const isPlain = template !== undefined && isPrepared(template) && Object.keys(values).length === 0;
  const isHamlets = groupIds.length === 0 && clusterIds.length === 0;
  const isOwn = areaIds.every((each) => areas.get(each)?.kind === 'hamlet' && may(by, 'trigger', each, areas));
  if (!isHamlets || !isPlain || !isOwn) throw new Refusal('not-allowed');
  return true;
}

/** What is filed in a commune sounds there: its people answer for it. @throws Refusal */
export function refuseElsewhere(communeId: AreaId, audience: Audience, { areas }: Territory, sight: Sight): void {
  if (!areas.has(communeId) || !seesFolder(sight, communeId)) throw new Refusal('area-unknown');
  const isThere = audience.hamlets.some(({ id }) => lineage(areas, id).includes(communeId));
  if (!isThere) throw new Refusal('targets-apart');
}

export function targetsOf(
  territory: Territory,
  { targets, communeId }: EmergencyRequest,
  by: Caller,
): RequestedTargets {
  if (targets !== 'everywhere') {
    const count = targets.areaIds.length + targets.groupIds.length + targets.clusterIds.length;
    if (count === 0) throw new Refusal('emergency-nowhere');
    return targets;
  }
  const roots = [...territory.areas.values()].filter((area) => area.parentId === undefined).map((area) => area.id);
  const areaIds = communeId !== undefined ? [communeId] : by.areaIds === 'everywhere' ? roots : [...by.areaIds];
  return { areaIds, groupIds: [], clusterIds: [] };
}

/** Never above the caller's own; where somebody may speak at several, as the commune. */
export function levelFor({ level }: EmergencyRequest, by: Caller): Level {
  const own = levelOf(by);
  if (level !== undefined && levelRank(level) < levelRank(own)) throw new Refusal('not-allowed');
  return level ?? (by.kind === 'station' ? 'commune' : own);
}

/** Whoever lifts a lock in the same act must be able to lift it: by level, and where it lies. @throws Refusal */
export function refuseLocked(
  blocking: readonly LatchRecord[],
  request: EmergencyRequest,
  by: Caller,
  { areas }: Territory,
): void {
  if (request.drill) throw new Refusal('drill-lifts-nothing');
  if (!request.liftAndSend) {
    const details = blocking.map(({ id, reason }) => ({ path: `silence/${id}`, problem: reason }));
    throw new Refusal('emergency-silenced', { reasons: blocking.map(({ reason }) => reason).join('; ') }, { details });
  }
  if (blocking.some((latch) => !mayLift(levelOf(by), latch))) throw new Refusal('silence-level');
  if (blocking.some((latch) => !may(by, 'lift', latch.areaId, areas))) throw new Refusal('not-allowed');
}
