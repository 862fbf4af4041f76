/** A workbook of one sheet, made in the browser: Office Open XML in a zip without compression (APPNOTE.TXT 4.3). */

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const NS = 'http://schemas.openxmlformats.org';
const DOCUMENT = `${NS}/officeDocument/2006/relationships`;
const PACKAGE = `${NS}/package/2006`;
const MAIN = `${NS}/spreadsheetml/2006/main`;
const KIND = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
export const XLSX_TYPE = `${KIND}.sheet`;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function sheet(rows: readonly (readonly string[])[]): string {
  const cell = (text: string, row: number, column: number) =>
    text === ''
      ? ''
      : `<c r="${String.fromCharCode(65 + column)}${row + 1}" t="inlineStr"><is><t>${escaped(text)}</t></is></c>`;
  const lines = rows.map((cells, row) => `<row r="${row + 1}">${cells.map((c, i) => cell(c, row, i)).join('')}</row>`);
  return `${XML}<worksheet xmlns="${MAIN}"><cols><col min="1" max="26" width="22" customWidth="1"/></cols><sheetData>${lines.join('')}</sheetData></worksheet>`;
}

/** @param rows no more than 26 columns */
export function xlsxFile(name: string, rows: readonly (readonly string[])[]): Blob {
  const relation = (id: string, kind: string, target: string) =>
    `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="${id}" Type="${DOCUMENT}/${kind}" Target="${target}"/></Relationships>`;
  const files = {
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${KIND}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${KIND}.worksheet+xml"/></Types>`,
    '_rels/.rels': relation('rId1', 'officeDocument', 'xl/workbook.xml'),
    'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${DOCUMENT}"><sheets><sheet name="${escaped(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relation('rId1', 'worksheet', 'worksheets/sheet1.xml'),
    'xl/worksheets/sheet1.xml': sheet(rows),
  };
  return new Blob([zip(files)], { type: XLSX_TYPE });
}

function zip(files: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const local: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let at = 0;
  for (const [path, text] of Object.entries(files)) {
    const [name, data] = [encoder.encode(path), encoder.encode(text)];
    const facts = [20, 0, 0, 0, 0x21].flatMap(two).concat(four(crc32(data)), four(data.length), four(data.length));
    const sizes = [...two(name.length), ...two(0)];
    const head = [...four(0x04034b50), ...facts, ...sizes];
    central.push(
      Uint8Array.from([...four(0x02014b50), ...two(20), ...facts, ...sizes, ...Array(10).fill(0), ...four(at)]),
      name,
    );
    local.push(Uint8Array.from(head), name, data);
    at += head.length + name.length + data.length;
  }
  const count = Object.keys(files).length;
  const size = central.reduce((sum, each) => sum + each.length, 0);
  const end = [
    ...four(0x06054b50),
    ...two(0),
    ...two(0),
    ...two(count),
    ...two(count),
    ...four(size),
    ...four(at),
    ...two(0),
  ];
  return joined([...local, ...central, Uint8Array.from(end)]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, each) => sum + each.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const two = (value: number): number[] => [value & 255, (value >> 8) & 255];
const four = (value: number): number[] => [...two(value), ...two(value >>> 16)];

/** ISO 3309. */
function crc32(data: Uint8Array): number {
  let crc = -1;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
