/** At which level a caller speaks, and where. */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { Level } from '@loa-lang/schemas/wire/plan';
import { lineage, type Territory } from '../../domain/areas/territory.ts';
import type { Caller } from '../../domain/people/person.ts';

/** The highest level at which somebody speaks; whoever is alone speaks at any. */
export function levelOf({ kind, roles }: Caller): Level {
  if (kind === 'station') return 'central';
  if (roles.includes('province')) return 'province';
  return roles.some((role) => role !== 'hamlet-head') ? 'commune' : 'hamlet';
}

/** Whether the area, or one above it, is the caller's. */
export function reaches({ areaIds }: Caller, areaId: AreaId, areas: Territory['areas']): boolean {
  if (areaIds === 'everywhere') return true;
  const line = lineage(areas, areaId);
  return areaIds.some((own) => line.includes(own));
}

/** Who may act on the air at all: not a technician, not a source, and a hamlet's head only by delegation. */
export const onAirRoles = ({ roles }: Caller): boolean =>
  roles.some((role) => role === 'officer' || role === 'approver' || role === 'province');
