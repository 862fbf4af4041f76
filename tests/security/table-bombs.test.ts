/** Tables of a few kilobytes that would fill the memory: each is refused, and a child process is all that may end of it. */
import { SpreadsheetReader } from '@loa-lang/controller/adapters/spreadsheets/table-reader';
import { expect, it } from 'vitest';
import { sheet, workbook } from '../support/xlsx.ts';

const TABLE = [
  ['Tên', 'Số hộ'],
  ['Đồng Gai', '120'],
];
const read = (bytes: Uint8Array) => new SpreadsheetReader().read(bytes);
const withRow = (row: string) => sheet(TABLE).replace('</sheetData>', `${row}</sheetData>`);
const spaces = (bytes: number) => withRow(' '.repeat(bytes));
const honest = (bytes: number) => bytes;

it('what is packed and says what it holds is read', async () => {
  expect(await read(workbook(spaces(1_000_000), honest))).toEqual({ ok: true, table: TABLE });
});

it.each([
  ['inflates to more than may be', workbook(spaces(70_000_000), honest)],
  ['inflates to more than it says', workbook(spaces(1_000_000), (bytes) => Math.min(bytes, 10_000))],
  [
    'has a cell at the far end of the sheet',
    workbook(withRow('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
  ],
  ['has a cell beyond every sheet', workbook(withRow('<row r="3"><c r="ZZZZZZ3"><v>1</v></c></row>'))],
])('what %s is refused', { timeout: 120_000 }, async (_what, bytes) => {
  expect(bytes.length).toBeLessThan(100_000);
  expect(await read(bytes)).toMatchObject({ ok: false });
});

it('a table of a million columns is read as far as it can mean anything, and no further', async () => {
  const wide = await read(Buffer.from(`Tên;Số hộ${';x'.repeat(1_000_000)}\na;1\n`));
  expect(wide.ok && wide.table.map((row) => row.length)).toEqual([200, 2]);
});
