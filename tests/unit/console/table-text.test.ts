import { SpreadsheetReader } from '@loa-lang/controller/adapters/spreadsheets/table-reader';
import { readTable, writeCsv } from '@loa-lang/controller/console/parts/table/table-text';
import { xlsxFile } from '@loa-lang/controller/console/parts/table/xlsx-file';
import { describe, expect, it } from 'vitest';

const ROWS = [
  ['Tên thôn', 'Số hộ'],
  ['Xóm "Mới", trên', '1.250'],
  ['Đồng <Gai> & Trại', '80'],
];

describe('a table', () => {
  it.each([
    ['of a spreadsheet on the clipboard', 'Trại\t80\r\nĐồng Gai\t120\r\n'],
    ['with commas', 'Trại,80\nĐồng Gai,120'],
    ['with semicolons and a byte order mark', '\uFEFFTrại;80\n\nĐồng Gai;120\n'],
    ['with quotes', '"Trại","80"\n"Đồng Gai","120"'],
  ])('is read %s', (_, text) => {
    expect(readTable(text)).toEqual([
      ['Trại', '80'],
      ['Đồng Gai', '120'],
    ]);
  });

  it('is read as it was written, with what divides inside of cells', () => {
    expect(readTable(writeCsv(ROWS))).toEqual(ROWS);
  });

  it('is a workbook that the controller reads', async () => {
    const bytes = new Uint8Array(await xlsxFile('danh-sach', ROWS).arrayBuffer());
    expect(await new SpreadsheetReader().read(bytes)).toMatchObject({ ok: true, table: ROWS });
  });
});
