/** The rules that hold for something planned by an area: its own, and the quiet hours of every commune it reaches. */
import type { CommuneRules, DailyHours } from '@loa-lang/schemas/http/commune-rules';
import type { AreaId } from '@loa-lang/schemas/ids';
import { communeOf, lineage, type Territory } from '../../domain/areas/territory.ts';
import { USUAL_RULES } from '../../domain/rules/commune-rules.ts';
import type { CommuneRulesStore } from '../../ports/schedule-store.ts';

export interface AreaRules {
  /** none for what lies above the communes: each counts its own sessions */
  sessions: CommuneRules['sessions'];
  /** all that must be kept, each once */
  quiet: DailyHours[];
}

export async function rulesOfArea(
  areaId: AreaId,
  { areas }: Pick<Territory, 'areas'>,
  store: CommuneRulesStore,
): Promise<AreaRules> {
  const own = communeOf(areas, areaId);
  const below = () =>
    [...areas.values()].filter(({ id, kind }) => kind === 'commune' && lineage(areas, id).includes(areaId));
  const communeIds = own === undefined ? below().map(({ id }) => id) : [own];
  const stored = await store.findAll(communeIds);
  const rules = communeIds.map((id) => stored.get(id) ?? USUAL_RULES);
  const quiet = new Map(
    rules.flatMap(({ quietHours }) => (quietHours === null ? [] : [[JSON.stringify(quietHours), quietHours] as const])),
  );
  return { sessions: own === undefined ? null : (rules[0]?.sessions ?? null), quiet: [...quiet.values()] };
}
