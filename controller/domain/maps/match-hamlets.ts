/** Which hamlet an outline is of: by the code or the name that stands anywhere in its properties. */
import type { MapFault, MapReport } from '@loa-lang/schemas/http/map';
import type { AreaId } from '@loa-lang/schemas/ids';
import { nameKey, searchName } from '../text/names.ts';
import { mapFault, type RawFeature } from './read-geojson.ts';
import { pointInside } from './rings.ts';
import type { HamletOutline } from './shape.ts';

export interface HamletToMatch {
  id: AreaId;
  name: string;
  code: string | undefined;
  hamletKind: string | undefined;
}

export interface Matching extends Pick<MapReport, 'matched' | 'unmatched' | 'without'> {
  outlines: HamletOutline[];
  faults: MapFault[];
}

type By = MapReport['matched'][number]['by'];

export function matchHamlets(features: readonly RawFeature[], hamlets: readonly HamletToMatch[]): Matching {
  const result: Matching = { outlines: [], matched: [], unmatched: [], without: [], faults: [] };
  const taken = new Map<AreaId, number>();
  for (const each of features) {
    const { feature, name, polygons } = each;
    if (polygons === undefined) {
      result.faults.push(mapFault(each, 'map-not-an-outline', {}));
      continue;
    }
    const { by, found } = hamletOf(textsOf(each), hamlets);
    const [hamlet] = found;
    if (hamlet === undefined) {
      result.unmatched.push({ feature, ...(name !== undefined && { name }) });
      continue;
    }
    if (found.length > 1) {
      const names = found.map((one) => one.name).join(', ');
      result.faults.push(mapFault(each, 'map-hamlet-ambiguous', { value: name ?? '', names }));
      continue;
    }
    const other = taken.get(hamlet.id);
    if (other !== undefined) {
      result.faults.push(mapFault(each, 'map-hamlet-twice', { value: hamlet.name, other }));
      continue;
    }
    taken.set(hamlet.id, feature);
    result.matched.push({ hamletId: hamlet.id, hamletName: hamlet.name, by });
    result.outlines.push({ hamletId: hamlet.id, polygons, labelAt: pointInside(polygons) });
  }
  const missing = hamlets.filter(({ id }) => !taken.has(id));
  result.without = missing.map(({ id, name }) => ({ hamletId: id, hamletName: name }));
  return result;
}

/** The exact kinds of likeness go before the loose ones. */
function hamletOf(texts: readonly string[], hamlets: readonly HamletToMatch[]): { by: By; found: HamletToMatch[] } {
  const codes = new Set(texts);
  const steps: [By, (hamlet: HamletToMatch) => boolean][] = [
    ['code', ({ code }) => code !== undefined && codes.has(code)],
    ['name', (hamlet) => texts.some((text) => nameKey(text) === nameKey(hamlet.name))],
    ['name', (hamlet) => texts.some((text) => bare(nameKey(text), hamlet) === bare(nameKey(hamlet.name), hamlet))],
    ['plain-name', (hamlet) => texts.some((text) => plain(text, hamlet) === plain(hamlet.name, hamlet))],
  ];
  for (const [by, is] of steps) {
    const found = hamlets.filter(is);
    if (found.length > 0) return { by, found };
  }
  return { by: 'name', found: [] };
}

const plain = (name: string, hamlet: HamletToMatch): string => bare(searchName(name), hamlet);

/** What a hamlet may be called besides its own kind; see the words of the domain. */
const KINDS = 'thôn|xóm|bản|làng|ấp|buôn|khu phố|khu|tổ dân phố|tdp|khối phố|khối|khóm|tiểu khu'.split('|');

/** Without the kind in front. */
function bare(name: string, { hamletKind }: HamletToMatch): string {
  const kinds = [...(hamletKind === undefined ? [] : [hamletKind]), ...KINDS];
  const forms = kinds.flatMap((kind) => [nameKey(kind), searchName(kind)]);
  const kind = forms.find((each) => name.startsWith(`${each} `));
  return kind === undefined ? name : name.slice(kind.length + 1);
}

/** Texts and numbers of the properties: field names differ from program to program, and are cut off by some. */
const textsOf = ({ name, properties }: RawFeature): string[] => [
  ...(name === undefined ? [] : [name]),
  ...Object.values(properties).flatMap((value) => {
    if (typeof value === 'number') return [String(value)];
    return typeof value === 'string' && value.length <= 200 && value.trim() !== '' ? [value.trim()] : [];
  }),
];
