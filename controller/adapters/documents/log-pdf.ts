/**
 * The programme log on A4 across, set like the documents of offices (Decree 30/2020/NĐ-CP): quốc hiệu, name of the
 * office, signatures; in a face with the widths of Times New Roman that has all Vietnamese letters.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Content, Definition } from 'pdfmake';
import type { MonthLog } from '../../ports/programme-log.ts';
import {
  closingWords,
  LOG_COLUMNS,
  monthWords,
  rowsOf,
  SIGNATURES,
  STATISTICS_TITLE,
  statisticsTables,
} from './log-words.ts';

const require = createRequire(import.meta.url);

/** In points of 1/72 inch; what is left of 842 − 2 × 28 goes to the title. */
const WIDTHS = [48, 40, 32, 48, '*', 38, 62, 76, 38, 92, 84];

const fontFile = (folder: string): string => {
  const root = dirname(require.resolve('@expo-google-fonts/tinos/package.json'));
  return join(root, folder, `Tinos_${folder}.ttf`);
};

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

const table = (columns: readonly string[], rows: string[][], widths: (number | string)[]): Content => ({
  table: {
    headerRows: 1,
    dontBreakRows: true,
    widths,
    body: [columns.map((text) => ({ text, bold: true, alignment: 'center' })), ...rows],
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
      .map(({ columns, rows }) => table(columns, rows, [180, ...columns.slice(1).map(() => 60)])),
    { text: closingWords(log), italics: true, margin: [0, 4, 0, 12] },
    { unbreakable: true, stack: [{ columns: SIGNATURES.map((text) => ({ text, bold: true, alignment: 'center' })) }] },
  ],
  footer: (page, pages) => ({ text: `${page}/${pages}`, alignment: 'center', fontSize: 8 }),
});

export async function logPdf(log: MonthLog): Promise<Uint8Array> {
  // it takes a while to load, and most controllers print once a month
  const { default: pdfmake } = await import('pdfmake');
  pdfmake.setFonts({
    Tinos: {
      normal: fontFile('400Regular'),
      bold: fontFile('700Bold'),
      italics: fontFile('400Regular_Italic'),
      bolditalics: fontFile('700Bold_Italic'),
    },
  });
  // documents name nothing but those fonts, and nothing of the network
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => path.endsWith('.ttf'));
  return pdfmake.createPdf(definitionOf(log)).getBuffer();
}
