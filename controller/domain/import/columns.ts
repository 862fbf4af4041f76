/** Headings of an imported table, in Vietnamese or English, with or without diacritics. */
import { errorText } from '@loa-lang/schemas/errors/codes';
import type { RowFault } from '@loa-lang/schemas/http/imports';
import { searchName } from '../text/names.ts';

export interface Column {
  /** as shown in faults */
  title: string;
  required: boolean;
  /** other headings that mean the same */
  aliases: readonly string[];
}

/** A cell by the column's key; an empty cell is the empty text. */
export type Cells<Key extends string> = Record<Key, string>;

export interface TableRow<Key extends string> {
  /** as a spreadsheet counts: the heading is row 1 */
  row: number;
  cells: Cells<Key>;
}

export type ReadColumns<Key extends string> = { ok: true; rows: TableRow<Key>[] } | { ok: false; faults: RowFault[] };

const plain = (heading: string): string =>
  searchName(heading)
    .replace(/\(.*?\)/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Finds the columns in the first row that is not empty and reads the rows below it; empty rows are skipped. */
export function readColumns<Key extends string>(
  table: readonly (readonly string[])[],
  columns: Record<Key, Column>,
): ReadColumns<Key> {
  const headingIndex = table.findIndex((row) => row.some((cell) => cell.trim() !== ''));
  const headings = (table[headingIndex] ?? []).map(plain);
  const keys = Object.keys(columns) as Key[];
  const faults: RowFault[] = [];
  const places = new Map<Key, number>();
  for (const key of keys) {
    const { title, aliases, required } = columns[key];
    const names = new Set([title, ...aliases].map(plain));
    const found = headings.flatMap((heading, index) => (names.has(heading) ? [index] : []));
    const fault =
      found.length > 1 ? 'import-column-twice' : required && found.length === 0 ? 'import-column-missing' : '';
    if (fault !== '') {
      const message = errorText(fault, { column: title });
      faults.push({ row: headingIndex + 1 || 1, column: title, code: fault, message });
    }
    if (found[0] !== undefined) places.set(key, found[0]);
  }
  if (faults.length > 0) return { ok: false, faults };
  const rows = table.flatMap((cells, index): TableRow<Key>[] => {
    if (index <= headingIndex || cells.every((cell) => cell.trim() === '')) return [];
    const entries = keys.map((key) => [key, (cells[places.get(key) ?? -1] ?? '').normalize('NFC').trim()]);
    return [{ row: index + 1, cells: Object.fromEntries(entries) as Cells<Key> }];
  });
  return { ok: true, rows };
}
