/** The programme log as a workbook: the log, and what the month came to. Every cell is text or a number, never a formula. */
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import type { MonthLog } from '../../ports/programme-log.ts';
import { closingWords, LOG_COLUMNS, monthWords, rowsOf, statisticsTables } from './log-words.ts';

const WIDTHS = [11, 13, 8, 12, 40, 12, 20, 28, 12, 34, 40];

const head = (texts: readonly string[]) => texts.map((value) => ({ value, fontWeight: 'bold' as const, wrap: true }));
const cells = (texts: readonly string[]) => texts.map((value) => ({ value, type: String, wrap: true }));
/** What counts is a number, so that it can be added up; what it counts is named, though the name be a number. */
const counted = (texts: readonly string[]) =>
  texts.map((text, column) =>
    column > 0 && /^\d+(,\d+)?$/.test(text)
      ? { value: Number(text.replace(',', '.')), type: Number }
      : { value: text, type: String, wrap: true },
  );

export async function logXlsx(log: MonthLog): Promise<Uint8Array> {
  const title = `Sổ nhật ký phát thanh – ${log.communeName} – ${monthWords(log.month)}`;
  const lines: SheetData = [
    head([title]),
    cells([closingWords(log)]),
    [],
    head(LOG_COLUMNS),
    ...rowsOf(log).map((row) => cells(row)),
  ];
  const statistics: SheetData = statisticsTables(log.statistics).flatMap(({ columns, rows }) => [
    head(columns),
    ...rows.map((row) => counted(row)),
    [],
  ]);
  return writeXlsxFile([
    { data: lines, sheet: 'Nhật ký', columns: WIDTHS.map((width) => ({ width })), stickyRowsCount: 4 },
    { data: statistics, sheet: 'Tổng hợp', columns: [{ width: 36 }, { width: 12 }] },
  ]).toBuffer();
}
