/** The label for the box, read back by a QR decoder. */
import { svgLabel, terminalLabel } from '@loa-lang/device-agent/enrolment/label';
import { labelText } from '@loa-lang/schemas/sealing/device-code';
import decodeQR from 'qr/decode.js';
import { expect, it } from 'vitest';
import { pictureOfSvg } from '../../support/qr-picture.ts';

const device = { code: 'ABCDEFGHJK', fingerprint: '0123456789ABCDEF' };
it('holds code and fingerprint, as text and as a QR code', () => {
  const svg = svgLabel(device);
  expect(svg).toContain('ABCDE-FGHJK');
  expect(svg).toContain('0123-4567-89AB-CDEF');
  expect(decodeQR(pictureOfSvg(svg))).toBe(labelText(device.code, device.fingerprint));
  expect(terminalLabel(device)).toContain('ABCDE-FGHJK');
});
