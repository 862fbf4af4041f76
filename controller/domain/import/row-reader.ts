/** Reads the cells of one row and gathers every fault in it, not only the first. */
import { type ErrorCode, type ErrorParameters, errorText, type Words } from '@loa-lang/schemas/errors/codes';
import type { RowFault } from '@loa-lang/schemas/http/imports';
import { tidyName } from '../text/names.ts';
import type { Column, TableRow } from './columns.ts';

const HINTS = {
  whole: { vi: 'Điền một số nguyên không âm.', en: 'Enter a whole number, 0 or more.' },
  number: { vi: 'Điền một số từ {min} đến {max}.', en: 'Enter a number from {min} to {max}.' },
  long: { vi: 'Rút ngắn dưới {max} ký tự.', en: 'Shorten it to {max} characters.' },
  choice: { vi: 'Chọn một trong: {choices}.', en: 'Use one of: {choices}.' },
  form: { vi: 'Viết như: {example}.', en: 'Write it like: {example}.' },
} as const;

export class RowReader<Key extends string> {
  readonly faults: RowFault[] = [];
  readonly #row: TableRow<Key>;
  readonly #columns: Record<Key, Column>;

  constructor(row: TableRow<Key>, columns: Record<Key, Column>) {
    this.#row = row;
    this.#columns = columns;
  }

  /** Tidied text; `undefined` for an empty cell, which is a fault where the column is required. */
  text(key: Key, maxLength: number): string | undefined {
    const value = tidyName(this.#row.cells[key]);
    if (value === '') {
      if (this.#columns[key].required) this.fault(key, 'import-value-missing');
      return undefined;
    }
    if (value.length > maxLength) this.wrong(key, 'long', { max: maxLength });
    return value;
  }

  /** Whole number as Vietnamese and English write it: 1250, 1.250, 1,250, 1 250. */
  whole(key: Key, max: number): number | undefined {
    const value = this.text(key, 40);
    if (value === undefined) return undefined;
    const number = parseWhole(value);
    if (number === undefined || number > max) this.wrong(key, 'whole');
    return number;
  }

  /** Number with a decimal point or comma. */
  number(key: Key, min: number, max: number): number | undefined {
    const value = this.text(key, 40);
    if (value === undefined) return undefined;
    const number = /^[+-]?\d+([.,]\d+)?$/.test(value) ? Number(value.replace(',', '.')) : Number.NaN;
    if (!(number >= min && number <= max)) this.wrong(key, 'number', { min, max });
    return number;
  }

  wrong(key: Key, hint: keyof typeof HINTS, parameters: ErrorParameters = {}): void {
    const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => String(parameters[name] ?? ''));
    const value = this.#row.cells[key].slice(0, 60);
    const column = this.#columns[key].title;
    const words = (language: keyof Words) =>
      errorText('import-value-wrong', { value, column, hint: fill(HINTS[hint][language]) })[language];
    this.faults.push({
      row: this.#row.row,
      column,
      code: 'import-value-wrong',
      message: { vi: words('vi'), en: words('en') },
    });
  }

  fault(key: Key, code: ErrorCode, parameters: ErrorParameters = {}): void {
    const column = this.#columns[key].title;
    this.faults.push({ row: this.#row.row, column, code, message: errorText(code, { column, ...parameters }) });
  }
}

/** `undefined` for what is no whole number; groups of three may be set apart by a point, comma or space. */
export function parseWhole(value: string): number | undefined {
  if (/^\d{1,9}$/.test(value)) return Number(value);
  if (/^\d{1,3}([., \u00a0]\d{3})+$/.test(value)) return Number(value.replace(/\D/g, ''));
  return undefined;
}
