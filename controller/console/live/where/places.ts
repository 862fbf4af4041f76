/** Where somebody may speak, and who would hear it there. */
import type { AreaBody, GroupBody } from '@loa-lang/schemas/http/areas';
import type { ClusterBody } from '@loa-lang/schemas/http/clusters';

export interface Register {
  areas: readonly AreaBody[];
  groups: readonly GroupBody[];
  clusters: readonly Pick<ClusterBody, 'id' | 'hamletId' | 'services'>[];
  /** of the speaker */
  own: readonly string[] | 'everywhere';
}

export interface Place {
  kind: 'commune' | 'hamlet' | 'group';
  id: string;
  name: string;
}

export interface Commune {
  id: string;
  name: string;
  /** the commune as a whole where it may be spoken to, its hamlets, its groups */
  places: Place[];
}

export interface Audience {
  clusters: number;
  households: number;
}

/** Communes with a place that may be spoken to. */
export function communesOf(register: Register): Commune[] {
  const { areas, groups } = register;
  const byId = new Map(areas.map((area) => [area.id, area]));
  const byName = new Intl.Collator('vi', { numeric: true });
  const sorted = <Item extends { name: string }>(items: Item[]): Item[] =>
    items.sort((a, b) => byName.compare(a.name, b.name));
  const isOwn = (id: string | undefined): boolean => {
    if (register.own === 'everywhere') return true;
    for (let at = id; at !== undefined; at = byId.get(at)?.parentId) if (register.own.includes(at)) return true;
    return false;
  };
  const communes = areas.filter(({ kind }) => kind === 'commune');
  return sorted(
    communes.map(({ id, name }): Commune => {
      const isMine = isOwn(id);
      const hamlets = areas.filter((area) => area.parentId === id && area.kind === 'hamlet' && isOwn(area.id));
      return {
        ...{ id, name },
        places: [
          ...(isMine ? [{ kind: 'commune' as const, id, name }] : []),
          ...sorted(hamlets.map((area): Place => ({ kind: 'hamlet', id: area.id, name: hamletName(area) }))),
          // a group may reach into any hamlet
          ...(isMine ? sorted(groups.filter(({ communeId }) => communeId === id).map(groupPlace)) : []),
        ],
      };
    }),
  ).filter(({ places }) => places.length > 0);
}

const groupPlace = ({ id, name }: GroupBody): Place => ({ kind: 'group', id, name });

/** `Thôn Trại`; once, where the name says what it is */
function hamletName({ name, hamletKind }: AreaBody): string {
  if (hamletKind === undefined || name.toLowerCase().startsWith(hamletKind.toLowerCase())) return name;
  return `${hamletKind.charAt(0).toUpperCase()}${hamletKind.slice(1)} ${name}`;
}

/** Of each hamlet no more households than it has, however many poles serve it. */
export function audienceOf({ areas, groups, clusters }: Register, chosen: readonly Place[]): Audience {
  const parents = new Map(areas.map(({ id, parentId }) => [id, parentId]));
  const members = chosen.flatMap(({ kind, id }) => {
    const group = kind === 'group' ? groups.find((each) => each.id === id) : undefined;
    return group === undefined ? [id] : [...group.areaIds, ...group.clusterIds];
  });
  const isMeant = (id: string | undefined): boolean => {
    for (let at = id; at !== undefined; at = parents.get(at)) if (members.includes(at)) return true;
    return false;
  };
  const meant = clusters.filter(({ id, hamletId }) => members.includes(id) || isMeant(hamletId));
  const served = new Map<string, number>();
  for (const { hamletId, households } of meant.flatMap(({ services }) => services)) {
    served.set(hamletId, (served.get(hamletId) ?? 0) + households);
  }
  const most = new Map(areas.map(({ id, households }) => [id, households]));
  const households = [...served].reduce((sum, [id, count]) => sum + Math.min(count, most.get(id) ?? count), 0);
  return { clusters: meant.length, households };
}

/** As `POST /live` takes it. A commune contains all else that could be chosen of it. */
export function targetsOf(chosen: readonly Place[]): { communeId?: string; areaIds?: string[]; groupIds?: string[] } {
  const commune = chosen.find(({ kind }) => kind === 'commune');
  if (commune !== undefined) return { communeId: commune.id };
  const idsOf = (kind: Place['kind']): string[] => chosen.filter((each) => each.kind === kind).map(({ id }) => id);
  const [areaIds, groupIds] = [idsOf('hamlet'), idsOf('group')];
  return { ...(areaIds.length > 0 && { areaIds }), ...(groupIds.length > 0 && { groupIds }) };
}
