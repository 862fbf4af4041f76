/** The label for the box, read back by a QR decoder. */
import { svgLabel, terminalLabel } from '@loa-lang/device-agent/enrolment/label';
import { labelText } from '@loa-lang/schemas/sealing/device-code';
import decodeQR from 'qr/decode.js';
import { expect, it } from 'vitest';

const device = { code: 'ABCDEFGHJK', fingerprint: '0123456789ABCDEF' };
const SCALE = 8;
const QUIET_MODULES = 4;

/** Paints the dark modules of a path of `M{x} {y}h1v1h-1z` onto a white picture. */
function paint(svg: string) {
  const dots = [...svg.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
  const modules = Math.max(...dots.flat()) + 1;
  const size = (modules + 2 * QUIET_MODULES) * SCALE;
  const data = new Uint8ClampedArray(size * size * 4).fill(255);
  for (const [x, y] of dots)
    for (let row = 0; row < SCALE; row++)
      for (let column = 0; column < SCALE; column++) {
        const at = ((y + QUIET_MODULES) * SCALE + row) * size + (x + QUIET_MODULES) * SCALE + column;
        data.fill(0, at * 4, at * 4 + 3);
      }
  return { width: size, height: size, data };
}

it('holds code and fingerprint, as text and as a QR code', () => {
  const svg = svgLabel(device);
  expect(svg).toContain('ABCDE-FGHJK');
  expect(svg).toContain('0123-4567-89AB-CDEF');
  expect(decodeQR(paint(svg))).toBe(labelText(device.code, device.fingerprint));
  expect(terminalLabel(device)).toContain('ABCDE-FGHJK');
});
