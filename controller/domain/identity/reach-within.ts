/** Of the areas of a token those that its person still has. */
import { lineage, type Territory } from '../areas/territory.ts';
import type { Reach } from '../people/person.ts';

/** @param areasOf asked only where both reaches are lists */
export async function reachWithin(
  asked: Reach,
  own: Reach,
  areasOf: () => Promise<Territory['areas']>,
): Promise<Reach> {
  if (own === 'everywhere') return asked;
  if (asked === 'everywhere') return own;
  if (asked.every((areaId) => own.includes(areaId))) return asked;
  const areas = await areasOf();
  return asked.filter((areaId) => lineage(areas, areaId).some((above) => own.includes(above)));
}
