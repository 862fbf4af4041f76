/** Hamlets out of GeoJSON: what is missing is named row by row, and what was renamed in the table goes to the map renamed. */

import {
  outlinesFor,
  outlineTemplate,
  readOutlines,
} from '@loa-lang/controller/console/parts/register/hamlet-outlines';
import { describe, expect, it } from 'vitest';

const AREA = { type: 'Polygon', coordinates: [] };
const POINT = { type: 'Point', coordinates: [106, 21] };
const collection = (...figures: [properties: unknown, geometry: unknown][]): string =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: figures.map(([properties, geometry]) => ({ type: 'Feature', properties, geometry })),
  });

describe('a file of outlines', () => {
  it('makes a row of each figure, by the names that offices give', () => {
    const read = readOutlines(
      collection(
        [{ 'Tên thôn': 'Thôn Trại', 'Số hộ': 150 }, AREA],
        [{ TEN: 'Xóm Bến', so_ho: '80', Loai: 'xóm' }, AREA],
      ),
    );
    expect(read?.rows).toEqual([
      ['Thôn Trại', '150', '', ''],
      ['Xóm Bến', '80', 'xóm', ''],
    ]);
    expect(read?.faults).toEqual([]);
  });

  it('names what is missing, row by row', () => {
    const read = readOutlines(collection([{ name: 'A' }, AREA], [null, AREA], [{ name: 'a' }, POINT]));
    expect(read?.faults).toEqual([
      { row: 2, name: '', code: 'no-name' },
      { row: 3, name: 'a', code: 'name-twice' },
      { row: 3, name: 'a', code: 'no-area' },
    ]);
  });

  it.each(['', '{', '[]', '{"type":"Feature"}', 'null'])('is nothing else: %s', (text) => {
    expect(readOutlines(text)).toBeUndefined();
  });

  it('goes to the map without what is no area, under the names of the table', async () => {
    const read = readOutlines(collection([{ name: 'A' }, AREA], [{ name: 'B' }, POINT], [{}, AREA]));
    if (read === undefined) throw new Error('it is one');
    const sent = JSON.parse(await outlinesFor(read, [['A mới'], ['B'], ['C']]).text());
    expect(sent.features.map(({ properties }: { properties: object }) => properties)).toEqual([
      { name: 'A mới' },
      { name: 'C' },
    ]);
    const shorter = JSON.parse(await outlinesFor(read, [['C']]).text());
    expect(shorter.features).toHaveLength(1);
  });

  it('is offered as a template that is read without a fault', async () => {
    expect(readOutlines(await outlineTemplate().text())).toMatchObject({
      faults: [],
      rows: [['Thôn Trại', '150', 'thôn', '']],
    });
  });
});
