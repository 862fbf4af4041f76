/** Import of a commune's hamlets. */

import type { RowFault } from '@loa-lang/schemas/http/imports';
import type { AreaId } from '@loa-lang/schemas/ids';
import { nameKey } from '../text/names.ts';
import { type Column, readColumns } from './columns.ts';
import { RowReader } from './row-reader.ts';

export const HAMLET_COLUMNS = {
  name: { title: 'Tên thôn', required: true, aliases: ['Tên', 'Thôn', 'Tên địa bàn', 'Name', 'Hamlet', 'Hamlet name'] },
  households: { title: 'Số hộ', required: true, aliases: ['Số hộ dân', 'Tổng số hộ', 'Households'] },
  code: { title: 'Mã thôn', required: false, aliases: ['Mã', 'Mã địa bàn', 'Code', 'Hamlet code'] },
  kind: { title: 'Loại', required: false, aliases: ['Loại địa bàn', 'Kind', 'Type'] },
  languages: { title: 'Ngôn ngữ', required: false, aliases: ['Tiếng', 'Languages', 'Language'] },
} as const satisfies Record<string, Column>;

/** Names of languages as communes write them → BCP 47. */
const LANGUAGE_NAMES: Record<string, string> = {
  'tiếng việt': 'vi',
  việt: 'vi',
  kinh: 'vi',
  tày: 'tyz',
  nùng: 'nut',
  thái: 'blt',
  mường: 'mtq',
  dao: 'ium',
  mông: 'hmn',
  "h'mông": 'hmn',
  khmer: 'km',
  hoa: 'yue',
  chăm: 'cjm',
  'ê đê': 'rad',
  'gia rai': 'jra',
  'ba na': 'bdq',
};

export interface HamletRow {
  row: number;
  name: string;
  households: number;
  code: string | undefined;
  kind: string | undefined;
  languages: string[] | undefined;
}

export type ReadHamlets = { ok: true; rows: HamletRow[] } | { ok: false; faults: RowFault[] };

/** @param table cells as text, the heading row among them */
export function readHamlets(table: readonly (readonly string[])[]): ReadHamlets {
  const read = readColumns(table, HAMLET_COLUMNS);
  if (!read.ok) return read;
  const faults: RowFault[] = [];
  const rows: HamletRow[] = [];
  const seen = new Map<string, number>();
  for (const tableRow of read.rows) {
    const reader = new RowReader(tableRow, HAMLET_COLUMNS);
    const name = reader.text('name', 200) ?? '';
    const households = reader.whole('households', 1_000_000) ?? 0;
    const code = reader.text('code', 32);
    const kind = reader.text('kind', 40)?.toLowerCase();
    const languages = readLanguages(reader.text('languages', 200));
    if (languages === 'wrong') reader.wrong('languages', 'form', { example: 'vi; hmn' });
    for (const [key, value] of [['name', nameKey(name)] as const, ['code', code && `#${code}`] as const]) {
      if (!value) continue;
      const otherRow = seen.get(value);
      if (otherRow !== undefined) reader.fault(key, 'import-duplicate', { value: tableRow.cells[key], otherRow });
      seen.set(value, tableRow.row);
    }
    faults.push(...reader.faults);
    rows.push({
      row: tableRow.row,
      name,
      households,
      code,
      kind,
      languages: languages === 'wrong' ? undefined : languages,
    });
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, rows };
}

function readLanguages(text: string | undefined): string[] | undefined | 'wrong' {
  if (text === undefined) return undefined;
  const found = text
    .split(/[;,/]/)
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '')
    .map((part) => LANGUAGE_NAMES[part] ?? (/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/.test(part) ? part : undefined));
  if (found.length === 0 || found.length > 8) return 'wrong';
  return found.every((language) => language !== undefined) ? [...new Set(found)] : 'wrong';
}

/** A hamlet that is already there. */
export interface KnownHamlet {
  id: AreaId;
  name: string;
  code: string | undefined;
  households: number;
  hamletKind: string | undefined;
  languages: string[];
}

export interface HamletMerge {
  create: HamletRow[];
  update: { id: AreaId; row: HamletRow }[];
  unchanged: number;
}

/** By code where the row has one that is known, else by name: the same file twice changes nothing the second time. */
export function mergeHamlets(known: readonly KnownHamlet[], rows: readonly HamletRow[]): HamletMerge {
  const byCode = new Map(known.flatMap((hamlet) => (hamlet.code === undefined ? [] : [[hamlet.code, hamlet]])));
  const byName = new Map(known.map((hamlet) => [nameKey(hamlet.name), hamlet]));
  const merge: HamletMerge = { create: [], update: [], unchanged: 0 };
  for (const row of rows) {
    const hamlet = (row.code === undefined ? undefined : byCode.get(row.code)) ?? byName.get(nameKey(row.name));
    if (hamlet === undefined) merge.create.push(row);
    else if (same(hamlet, row)) merge.unchanged++;
    else merge.update.push({ id: hamlet.id, row });
  }
  return merge;
}

const same = (hamlet: KnownHamlet, row: HamletRow): boolean =>
  hamlet.name === row.name &&
  hamlet.households === row.households &&
  (row.code === undefined || hamlet.code === row.code) &&
  (row.kind === undefined || hamlet.hamletKind === row.kind) &&
  (row.languages === undefined || hamlet.languages.join() === row.languages.join());
