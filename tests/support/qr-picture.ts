/** Pictures of QR codes: painted from a label, shown to a camera, taken from a printed page. */
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import decodeQR from 'qr/decode.js';

export interface Picture {
  width: number;
  height: number;
  /** red, green, blue, alpha */
  data: Uint8ClampedArray;
}

const SCALE = 8;
const QUIET_MODULES = 4;

/** Paints the dark modules of a path of `M{x} {y}h1v1h-1z` onto a white picture. */
export function pictureOfSvg(svg: string): Picture {
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

/** Of a label in grey light, in the middle of what the camera sees (ITU-R BT.601: 16 is black, 235 is white). */
const VIEW = { width: 1280, height: 720 };
const [BLACK, WHITE, WALL, NO_COLOUR] = [40, 220, 120, 128];

/** What a camera sees that is held before it, as YUV4MPEG2; Chromium shows it over and over. */
export async function writeCameraView(path: string, { width, height, data }: Picture): Promise<void> {
  const light = Buffer.alloc(VIEW.width * VIEW.height, WALL);
  const [left, top] = [(VIEW.width - width) >> 1, (VIEW.height - height) >> 1];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      light[(top + y) * VIEW.width + left + x] = data[4 * (y * width + x)] === 0 ? BLACK : WHITE;
  const colour = Buffer.alloc((VIEW.width * VIEW.height) / 2, NO_COLOUR);
  const head = `YUV4MPEG2 W${VIEW.width} H${VIEW.height} F10:1 Ip A1:1 C420jpeg\nFRAME\n`;
  await writeFile(path, Buffer.concat([Buffer.from(head), light, colour]));
}

export const PDFTOPPM = '/usr/bin/pdftoppm';

/** The code on the first page of a PDF, as a telephone reads it from paper. @throws where it finds none */
export function codeInPdf(path: string): string {
  const ppm = execFileSync(PDFTOPPM, ['-r', '150', '-singlefile', path], { maxBuffer: 2 ** 26 });
  const [head = '', width, height] = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(ppm.subarray(0, 50).toString('latin1')) ?? [];
  const pixels = ppm.subarray(head.length);
  const data = new Uint8ClampedArray((pixels.length / 3) * 4).fill(255);
  for (let at = 0; at < pixels.length / 3; at++) data.set(pixels.subarray(3 * at, 3 * at + 3), 4 * at);
  return decodeQR({ width: Number(width), height: Number(height), data });
}
