/**
 * The programme log on A4 across, set like the documents of offices (Decree 30/2020/NĐ-CP): quốc hiệu, name of the
 * office, signatures; in a face with the widths of Times New Roman that has all Vietnamese letters.
 */
import pdfmake, { type Content, type Definition } from 'pdfmake';
import type { MonthLog } from '../../ports/programme-log.ts';
import {
  closingWords,
  LOG_COLUMNS,
  monthWords,
  placeAndDay,
  rowsOf,
  SIGNATURES,
  STATISTICS_TITLE,
  statisticsTables,
} from './log-words.ts';
import { tinos } from './tinos.ts';

/** In points of 1/72 inch; what is left of 842 − 2 × 28 goes to the title. */
const WIDTHS = [46, 34, 32, 54, 130, 36, 60, 70, 38, 82, 88];
const LABEL_WIDTH = 180;
const NUMBER_WIDTH = 60;

/** The face has no pictures: they would stand there as empty boxes. */
const PICTURES = /\p{Extended_Pictographic}|\uFE0F/gu;
/** The widest letters are that wide, points. */
const WIDEST_LETTER = 7;

/** What has no place to break in its column is broken anywhere: it would push the others off the paper. */
function cell(text: string, width: number): Content {
  const shown = text.replace(PICTURES, '');
  const isTooLong = shown.split(/[\s–-]/).some((word) => word.length * WIDEST_LETTER > Math.max(width, 60));
  return isTooLong ? { text: shown, wordBreak: 'break-all' } : shown;
}

const heading = ({ communeName, provinceName }: MonthLog): Content => ({
  columns: [
    {
      alignment: 'center',
      stack: [
        ...(provinceName === undefined ? [] : [`UBND ${provinceName.toLocaleUpperCase('vi')}`]),
        { text: `UBND ${communeName.toLocaleUpperCase('vi')}`, bold: true },
      ],
    },
    {
      alignment: 'center',
      stack: [
        { text: 'CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM', bold: true },
        { text: 'Độc lập - Tự do - Hạnh phúc', bold: true },
      ],
    },
  ],
});

const table = (columns: readonly string[], rows: string[][], widths: number[]): Content => ({
  table: {
    headerRows: 1,
    widths,
    body: [
      columns.map((text) => ({ text, bold: true, alignment: 'center' })),
      ...rows.map((row) => row.map((text, column) => cell(text, widths[column] ?? NUMBER_WIDTH))),
    ],
  },
  margin: [0, 4, 0, 8],
});

const definitionOf = (log: MonthLog): Definition => ({
  pageSize: 'A4',
  pageOrientation: 'landscape',
  pageMargins: [28, 28, 28, 34],
  defaultStyle: { font: 'Tinos', fontSize: 9 },
  info: { title: `Sổ nhật ký phát thanh ${monthWords(log.month)}`, author: log.communeName },
  content: [
    heading(log),
    { text: 'SỔ NHẬT KÝ PHÁT THANH', bold: true, fontSize: 14, alignment: 'center', margin: [0, 10, 0, 0] },
    { text: monthWords(log.month), alignment: 'center', margin: [0, 0, 0, 6] },
    table(LOG_COLUMNS, rowsOf(log), WIDTHS),
    { text: STATISTICS_TITLE, bold: true, margin: [0, 6, 0, 0] },
    ...statisticsTables(log.statistics)
      .filter(({ rows }) => rows.length > 0)
      .map(({ columns, rows }) => table(columns, rows, [LABEL_WIDTH, ...columns.slice(1).map(() => NUMBER_WIDTH)])),
    {
      // signatures never stand on a sheet of their own
      unbreakable: true,
      stack: [
        { text: closingWords(log), italics: true, margin: [0, 4, 0, 12] },
        { text: placeAndDay(log), italics: true, alignment: 'right', margin: [0, 0, 60, 4] },
        { columns: SIGNATURES.map((text) => ({ text, bold: true, alignment: 'center' })) },
        { columns: SIGNATURES.map(() => ({ text: '(Ký, ghi rõ họ tên)', italics: true, alignment: 'center' })) },
        // room to sign
        { text: ' ', margin: [0, 0, 0, 60] },
      ],
    },
  ],
  footer: (page, pages) => ({ text: `${page}/${pages}`, alignment: 'center', fontSize: 8 }),
});

export async function logPdf(log: MonthLog): Promise<Uint8Array> {
  tinos();
  return pdfmake.createPdf(definitionOf(log)).getBuffer();
}
