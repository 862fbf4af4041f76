/** Signs for poles on A4: a code to point a telephone at, and what it is for. Black on white, to be laminated. */
import pdfmake, { type Content, type Definition } from 'pdfmake';
import { encode } from 'uqr';
import type { PoleSigns, Sign } from '../../ports/pole-signs.ts';
import { tinos } from './tinos.ts';

interface Size {
  /** side of the code with its quiet zone, points */
  code: number;
  title: number;
  text: number;
  small: number;
}

/** At arm's length; from the foot of the pole. */
const SIZES: Readonly<Record<PoleSigns['layout'], Size>> = {
  sheet: { code: 150, title: 15, text: 10, small: 9 },
  page: { code: 360, title: 34, text: 20, small: 15 },
};
/** Two across and three down. */
const ON_A_SHEET = 6;
/** Scratched, wet and sun-bleached it is still read: a quarter of it may be gone. */
const REPAIR = 'Q';
/** What the standard asks for around a code (ISO/IEC 18004), modules. */
const QUIET = 4;

/** Runs of dark modules as rectangles. */
function codeOf(url: string, side: number): Content {
  const { data, size } = encode(url, { ecc: REPAIR, border: QUIET });
  const module = side / size;
  const canvas = data.flatMap((row, y) => {
    const runs: { x: number; length: number }[] = [];
    row.forEach((dark, x) => {
      const last = runs.at(-1);
      if (!dark) return;
      if (last !== undefined && last.x + last.length === x) last.length += 1;
      else runs.push({ x, length: 1 });
    });
    return runs.map(({ x, length }) => ({
      ...{ type: 'rect' as const, x: x * module, y: y * module, w: length * module, h: module },
      color: '#000000',
    }));
  });
  // what is drawn is as wide as its last rectangle: a white one gives it the quiet zone
  const ground = { type: 'rect' as const, x: 0, y: 0, w: side, h: side, color: '#ffffff' };
  return { canvas: [ground, ...canvas], alignment: 'center' };
}

const grouped = (code: string): string => (code.length === 10 ? `${code.slice(0, 5)}-${code.slice(5)}` : code);

function signOf(sign: Sign, { code, title, text, small }: Size): Content {
  const { hamletKind, hamletName, communeName } = sign;
  const hamlet = [hamletKind, hamletName].filter((word) => word !== undefined).join(' ');
  return {
    unbreakable: true,
    alignment: 'center',
    stack: [
      { text: `LOA ${sign.code}`, bold: true, fontSize: title, margin: [0, 8, 0, 0] },
      { text: `${capital(hamlet)}, ${communeName}`, fontSize: text, margin: [0, 0, 0, 2] },
      codeOf(sign.url, code),
      { text: 'Quét mã để nghe lại bản tin và phản ánh về loa này', bold: true, fontSize: text, margin: [0, 2, 0, 0] },
      { text: `Hoặc mở ${sign.url.replace(/^https?:\/\//, '')}`, fontSize: small },
      { text: `Mã loa: ${grouped(sign.publicCode)}`, fontSize: small, margin: [0, 0, 0, 8] },
    ],
  };
}

const capital = (text: string): string => text.slice(0, 1).toLocaleUpperCase('vi') + text.slice(1);

function contentOf({ layout, signs }: PoleSigns): Content[] {
  const size = SIZES[layout];
  if (layout === 'page')
    return signs.map((sign, index) => ({
      stack: [signOf(sign, size)],
      margin: [0, 60, 0, 0],
      ...(index > 0 && { pageBreak: 'before' }),
    }));
  const pages = Array.from({ length: Math.ceil(signs.length / ON_A_SHEET) }, (_, page) =>
    signs.slice(page * ON_A_SHEET, (page + 1) * ON_A_SHEET),
  );
  return pages.map((page, index) => ({
    table: {
      headerRows: 0,
      widths: ['*', '*'],
      heights: 248,
      body: Array.from({ length: Math.ceil(page.length / 2) }, (_, row) =>
        [page[row * 2], page[row * 2 + 1]].map((sign) => (sign === undefined ? '' : signOf(sign, size))),
      ),
    },
    ...(index > 0 && { pageBreak: 'before' }),
  }));
}

const definitionOf = (signs: PoleSigns): Definition => ({
  pageSize: 'A4',
  pageOrientation: 'portrait',
  pageMargins: [28, 28, 28, 28],
  defaultStyle: { font: 'Tinos', fontSize: 10 },
  info: { title: `Biển mã cụm loa ${signs.communeName}`, author: signs.communeName },
  content: contentOf(signs),
  footer: () => '',
});

export async function signsPdf(signs: PoleSigns): Promise<Uint8Array> {
  tinos();
  return pdfmake.createPdf(definitionOf(signs)).getBuffer();
}
