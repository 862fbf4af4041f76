/** The label for the box: code, fingerprint, and both as a QR code. */
import { inGroups, labelText } from '@loa-lang/schemas/sealing/device-code';
import encodeQR from 'qr';

interface Labelled {
  code: string;
  fingerprint: string;
}

/** For a terminal. */
export const terminalLabel = ({ code, fingerprint }: Labelled): string =>
  [
    encodeQR(labelText(code, fingerprint), 'ascii', { ecc: 'medium' }).trimEnd(),
    `Mã / code:                ${inGroups(code)}`,
    `Vân tay / fingerprint:    ${inGroups(fingerprint)}`,
  ].join('\n');

const WIDTH = 100;
const QR_WIDTH = 84;

/** For printing, as SVG. */
export function svgLabel({ code, fingerprint }: Labelled): string {
  const rows = encodeQR(labelText(code, fingerprint), 'raw', { ecc: 'medium', border: 1 });
  const module = QR_WIDTH / rows.length;
  const dots = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  const line = (y: number, size: number, text: string) =>
    `<text x="${WIDTH / 2}" y="${y}" font-size="${size}" text-anchor="middle" font-family="monospace">${text}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} 116" width="50mm" height="58mm">`,
    `<rect width="${WIDTH}" height="116" fill="#fff"/>`,
    `<path transform="translate(8 8) scale(${module})" d="${dots.join('')}" shape-rendering="crispEdges"/>`,
    line(103, 9, inGroups(code)),
    line(111, 5, inGroups(fingerprint)),
    '</svg>',
    '',
  ].join('\n');
}
