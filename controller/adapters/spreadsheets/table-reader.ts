/** XLSX and CSV files as tables of text. */

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { MAX_IMPORT_ROWS } from '@loa-lang/schemas/http/imports';
import { parse } from 'csv-parse/sync';
import type { TableReader } from '../../ports/uploads.ts';

const run = promisify(execFile);

/** A zip file's first bytes: an XLSX is one. */
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const XLSX_PROCESS = fileURLToPath(new URL('./xlsx-process.js', import.meta.url));
/** Sixty thousand rows, thirty times what may be, take 170 MB. */
const HEAP_MB = 256;
/** They take two seconds; a minute is a machine in trouble, or a file that is made to be slow. */
const DEADLINE_MS = 60_000;
/** Of a table as JSON: more than the largest upload can hold, were it not packed. */
const MAX_TABLE_BYTES = 32 * 1024 * 1024;

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
  const reading = run(process.execPath, [`--max-old-space-size=${HEAP_MB}`, XLSX_PROCESS], {
    ...{ env: {}, timeout: DEADLINE_MS, killSignal: 'SIGKILL', maxBuffer: MAX_TABLE_BYTES },
  });
  // it may end before it has read all
  reading.child.stdin?.on('error', () => undefined).end(bytes);
  const { stdout } = await reading.catch((cause) => {
    throw new Error('no workbook that can be read', { cause });
  });
  return JSON.parse(stdout);
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
