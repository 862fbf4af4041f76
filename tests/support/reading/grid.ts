/** Grids of generated inputs and the readings they must have. */
import { readText } from '@loa-lang/controller/domain/reading/read-text';
import { expect, it } from 'vitest';
import { accepts } from './same-reading.ts';

/** What is written, and the readings as `accepts` takes them. */
export type Cell = readonly [written: string, readings: string];

/** Where something may stand in a sentence; what is around it is read as it is written. */
const PLACES = [
  'Kết quả ghi nhận là _',
  '_ được ghi nhận',
  'Đã ghi nhận _ theo báo cáo',
  'Kết quả (_) đã báo cáo',
  'Kết quả: _',
  'Kết quả là _.',
  'Kết quả là _; báo cáo sau',
  'Kết quả là _, báo cáo sau',
];

/** More cells than this take the places in turn, so that a grid stays a matter of a second. */
const MANY = 250;

/** Every cell in every place, or in the next one; `_` stands for it. */
export const placed = (cells: readonly Cell[], places: readonly string[] = PLACES): Cell[] =>
  cells.flatMap(([written, readings], index) =>
    places
      .filter((_, at) => cells.length <= MANY || at === index % places.length)
      .map(
        (place): Cell => [place.replace('_', () => written), place.replace(/[()]/g, '').replace('_', () => readings)],
      ),
  );

/** Of the cells that are read otherwise so many are named, from all over the grid. */
const SHOWN = 30;

/** One test for a whole grid. */
export function grid(name: string, cells: readonly Cell[]): void {
  it(`${name}: ${cells.length} cells`, () => {
    expect(cells.length, 'an empty grid proves nothing').toBeGreaterThan(0);
    const wrong = cells.flatMap(([written, readings]) => {
      const { spoken } = readText(written);
      return accepts(readings, spoken) ? [] : [`${written} → ${spoken} ≠ ${readings}`];
    });
    const step = Math.ceil(wrong.length / SHOWN);
    expect(
      wrong.filter((_, index) => index % step === 0),
      `${wrong.length} wrong`,
    ).toEqual([]);
  });
}
