/** Who is meant by roles: whoever holds one nearest to the place. */
import type { AreaId } from '@loa-lang/schemas/ids';
import type { Person, PersonId } from '../people/person.ts';
import type { Audience } from './rule.ts';

export interface Place {
  /** the area and all above it, lowest first; empty: nowhere in particular */
  line: readonly AreaId[];
  /** of `line`, the commune and what lies in it */
  local: ReadonlySet<AreaId>;
  tops: ReadonlySet<AreaId>;
}

/** 0 is nearest; `undefined`: somewhere else. */
function distance({ areaIds }: Pick<Person, 'areaIds'>, { line, local, tops }: Place): number | undefined {
  if (line.length === 0) {
    if (areaIds === 'everywhere') return 0;
    return areaIds.some((id) => tops.has(id)) ? 1 : 2;
  }
  if (areaIds === 'everywhere') return 2;
  if (areaIds.some((id) => local.has(id))) return 0;
  return areaIds.some((id) => line.includes(id)) ? 1 : undefined;
}

/** @param people those who can be reached @param before who was told before, for their deputies */
export function peopleOf<P extends Person>(
  { roles, personIds, deputies = false }: Audience,
  place: Place,
  people: readonly P[],
  before: readonly PersonId[] = [],
): P[] {
  const ranked = people
    .filter((person) => roles.some((role) => person.roles.includes(role)))
    .map((person) => ({ person, at: distance(person, place) }));
  const nearest = Math.min(...ranked.map(({ at }) => at ?? Number.POSITIVE_INFINITY));
  const byRole = ranked.filter(({ at }) => at !== undefined && at === nearest).map(({ person }) => person);
  const named = new Set<PersonId | undefined>(personIds);
  if (deputies) for (const id of before) named.add(people.find((person) => person.id === id)?.deputyId);
  return [...new Set([...byRole, ...people.filter(({ id }) => named.has(id))])];
}
