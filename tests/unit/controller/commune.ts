/** A small commune for domain tests: province P, commune C with hamlets A, B, D (no pole in D). */
import type { Area, Cluster, Group, Territory } from '@loa-lang/controller/domain/areas/territory';

export const area = (id: string, kind: Area['kind'], parentId?: string, more: Partial<Area> = {}): Area => ({
  id,
  parentId,
  kind,
  name: id,
  hamletKind: undefined,
  households: kind === 'hamlet' ? 100 : 0,
  languages: ['vi'],
  ...more,
});

export const cluster = (id: string, services: Record<string, number>, more: Partial<Cluster> = {}): Cluster => ({
  id,
  hamletId: Object.keys(services)[0] ?? 'A',
  code: id,
  name: id,
  kind: 'horns',
  services: Object.entries(services).map(([hamletId, households]) => ({ hamletId, households })),
  ...more,
});

export const territory = (areas: Area[], clusters: Cluster[], groups: Group[] = []): Territory => ({
  areas: new Map(areas.map((each) => [each.id, each])),
  clusters: new Map(clusters.map((each) => [each.id, each])),
  groups: new Map(groups.map((each) => [each.id, each])),
});

export const COMMUNE = [
  area('P', 'province'),
  area('C', 'commune', 'P'),
  area('A', 'hamlet', 'C'),
  area('B', 'hamlet', 'C'),
  area('D', 'hamlet', 'C'),
];
/** a1 and a2 serve A, b serves B, ab stands between A and B. */
export const CLUSTERS = [
  cluster('a1', { A: 50 }),
  cluster('a2', { A: 30 }),
  cluster('b', { B: 80 }),
  cluster('ab', { A: 10, B: 20 }),
];
