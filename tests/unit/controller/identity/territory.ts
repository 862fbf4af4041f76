/** A province with two communes, one of which has a hamlet. */
import type { Area, Territory } from '@loa-lang/controller/domain/areas/territory';

const area = (id: string, kind: Area['kind'], parentId?: string): Area => ({
  ...{ id, kind, name: id, parentId },
  hamletKind: undefined,
  households: 0,
  languages: ['vi'],
});

export const territoryOf = (): Territory['areas'] =>
  new Map(
    [
      area('tinh', 'province'),
      area('xa-1', 'commune', 'tinh'),
      area('xa-2', 'commune', 'tinh'),
      area('thon-1', 'hamlet', 'xa-1'),
    ].map((each) => [each.id, each]),
  );
