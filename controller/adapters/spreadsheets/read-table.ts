/** XLSX and CSV files as tables of text. */
import { MAX_IMPORT_ROWS } from '@loa-lang/schemas/http/imports';
import { parse } from 'csv-parse/sync';
// of the library's two entries the one that believes the directory of the zip file, which has been checked
import { readSheet } from 'read-excel-file/universal';
import { checkZip } from './zip-bounds.ts';

/** A zip file's first bytes: an XLSX is one. */
const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** A table of the largest commune is under one megabyte; formats of empty rows take the rest. */
const MAX_INFLATED_BYTES = 64 * 1024 * 1024;
/** With the headings, and one more than may be, so that it is told. */
const MAX_ROWS = MAX_IMPORT_ROWS + 2;
/** Ten times what any of our tables has. */
const MAX_COLUMNS = 200;

/** @throws what is no table says why */
export async function readTable(bytes: Uint8Array<ArrayBuffer>): Promise<string[][]> {
  const isZip = ZIP.every((byte, index) => bytes[index] === byte);
  const rows = isZip ? await readXlsx(bytes) : readCsv(bytes);
  return rows.slice(0, MAX_ROWS).map((row) => row.slice(0, MAX_COLUMNS).map(textOf));
}

const textOf = (cell: unknown): string => (cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell ?? ''));

async function readXlsx(bytes: Uint8Array<ArrayBuffer>): Promise<unknown[][]> {
  checkZip(bytes, MAX_INFLATED_BYTES);
  return readSheet(bytes.buffer);
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
    to: MAX_ROWS,
  }) as string[][];
}

/** @throws TypeError for what is no text of these encodings */
function decode(bytes: Uint8Array): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = new TextDecoder(utf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  if (text.includes('\u0000')) throw new TypeError('not text');
  return text;
}
