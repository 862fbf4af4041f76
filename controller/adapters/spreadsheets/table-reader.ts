/** XLSX and CSV files as tables of text. */

import { MAX_IMPORT_ROWS } from '@loa-lang/schemas/http/imports';
import { parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/node';
import type { TableReader } from '../../ports/uploads.ts';
import { inflatedBytes } from './zip-size.ts';

/** A zip file's first bytes: an XLSX is one. */
const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** Inflated bytes of an XLSX, at most: a table of the largest commune is under one megabyte. */
const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

export class SpreadsheetReader implements TableReader {
  async read(bytes: Uint8Array): Promise<{ ok: true; table: string[][] } | { ok: false; detail: string }> {
    try {
      const isZip = ZIP.every((byte, index) => bytes[index] === byte);
      return { ok: true, table: isZip ? await readXlsx(bytes) : readCsv(bytes) };
    } catch (error) {
      return { ok: false, detail: error instanceof Error ? error.message : String(error) };
    }
  }
}

async function readXlsx(bytes: Uint8Array): Promise<string[][]> {
  if ((inflatedBytes(bytes) ?? Infinity) > MAX_INFLATED_BYTES) throw new RangeError('inflates to too much');
  const rows = await readSheet(Buffer.from(bytes));
  return rows.map((row) =>
    row.map((cell) => (cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell ?? ''))),
  );
}

/** UTF-8 with or without a byte order mark, or UTF-16 as Excel's "Unicode text"; separated by `;`, `,` or tab. */
function readCsv(bytes: Uint8Array): string[][] {
  const text = decode(bytes);
  const heading = text.split(/\r?\n/).find((line) => line.trim() !== '') ?? '';
  const count = (mark: string) => heading.split(mark).length;
  const delimiter = [';', ',', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
  return parse(text, {
    delimiter,
    bom: true,
    relax_column_count: true,
    skip_empty_lines: false,
    to: MAX_IMPORT_ROWS + 2,
  }) as string[][];
}

/** @throws TypeError for what is no text of these encodings */
function decode(bytes: Uint8Array): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = new TextDecoder(utf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  if (text.includes('\u0000')) throw new TypeError('not text');
  return text;
}
