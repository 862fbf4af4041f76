import { itemsOf, type SpokenVersion } from '@loa-lang/controller/domain/broadcasts/items';
import { languageGaps } from '@loa-lang/controller/domain/broadcasts/language-gaps';
import { placeBroadcast } from '@loa-lang/controller/domain/placement/placement';
import { describe, expect, it } from 'vitest';
import { area, cluster, territory } from '../commune.ts';

const version = (language: string): SpokenVersion => ({
  language,
  assetId: 'a'.repeat(64),
  sizeBytes: 1,
  durationMs: 1000,
});
const items = (...parts: string[][]) =>
  itemsOf(parts.map((languages) => ({ readings: 2, versions: languages.map(version) })));

/** A speaks Tày, then Vietnamese; B Vietnamese; D Tày and has only the pole that stands in B; E has no pole. */
const commune = territory(
  [
    area('P', 'province'),
    area('C', 'commune', 'P'),
    area('A', 'hamlet', 'C', { languages: ['tyz', 'vi'] }),
    area('B', 'hamlet', 'C', { languages: ['vi'] }),
    area('D', 'hamlet', 'C', { languages: ['tyz'] }),
    area('E', 'hamlet', 'C', { languages: ['hmn'] }),
  ],
  [cluster('a', { A: 10 }), cluster('bd', { B: 10, D: 10 })],
);
const gaps = (...parts: string[][]) => {
  const placed = placeBroadcast(commune, { areaIds: ['C'], groupIds: [], clusterIds: [] });
  if (!placed.ok) throw new Error(placed.fault);
  return languageGaps(items(...parts), placed.audience).map(
    ({ part, wanted, heard, hamlets }) => `${part}: ${hamlets.map((hamlet) => hamlet.id)} ${wanted} → ${heard}`,
  );
};

describe('language gaps', () => {
  it('a missing version falls back to Vietnamese, and the hamlets are named together', () => {
    expect(gaps(['vi'])).toEqual(['0: A,D tyz → vi']);
  });

  it('a hamlet whose only pole stands where another language is played is told, although the version exists', () => {
    expect(gaps(['vi', 'tyz'])).toEqual(['0: D tyz → vi']);
  });

  it('nothing at all is told as such', () => {
    expect(gaps(['tyz'])).toEqual(['0: B vi → ', '0: D tyz → ']);
  });

  it('parts are judged each by itself', () => {
    expect(gaps(['vi', 'tyz'], ['vi'])).toEqual(['1: A,D tyz → vi', '0: D tyz → vi']);
  });

  it('what was planned before the hamlets’ languages were kept says nothing', () => {
    const hamlets = [{ id: 'A', name: 'A', households: 1 }];
    const clusters = [
      {
        id: 'a',
        code: 'a',
        name: 'a',
        kind: 'horns' as const,
        hamletId: 'A',
        hamletName: 'A',
        languages: ['tyz'],
        services: [],
      },
    ];
    expect(languageGaps(items(['vi']), { hamlets, clusters })).toEqual([]);
  });
});
