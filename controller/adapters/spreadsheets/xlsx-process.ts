/**
 * A process of its own: reads an XLSX from standard input and writes its first sheet, string[][] as JSON. A kilobyte can
 * name a cell so far away that the table up to it fills all memory; then this process ends, and not the controller.
 */
import { buffer } from 'node:stream/consumers';
import { MAX_IMPORT_ROWS } from '@loa-lang/schemas/http/imports';
// of the two entries the one that believes the directory of the zip file, which has been checked
import { readSheet } from 'read-excel-file/universal';
import { checkZip } from './zip-bounds.ts';

/** A table of the largest commune is under one megabyte; formats of empty rows take the rest. */
const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

const bytes = new Uint8Array(await buffer(process.stdin));
checkZip(bytes, MAX_INFLATED_BYTES);
const rows = await readSheet(bytes.buffer);
// one more than may be, and the headings
const table = rows
  .slice(0, MAX_IMPORT_ROWS + 2)
  .map((row) => row.map((cell) => (cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell ?? ''))));
process.stdout.write(JSON.stringify(table));
