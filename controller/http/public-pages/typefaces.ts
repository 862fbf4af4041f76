/** The typeface of the pages, as files: two weights, each in two parts of which a page loads what it has letters of. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { FACE_FILES } from './addresses.ts';

const require = createRequire(import.meta.url);
const folder = join(dirname(require.resolve('@fontsource/be-vietnam-pro/package.json')), 'files');

/** As the maker of the package divides them. */
const PARTS = {
  vietnamese:
    'U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB',
  latin:
    'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
} as const;
const WEIGHTS = [400, 600] as const;

interface FaceFile {
  bytes: Buffer;
  url: string;
  rule: string;
}

export const TYPEFACES: readonly FaceFile[] = WEIGHTS.flatMap((weight) =>
  (['vietnamese', 'latin'] as const).map((part) => {
    const bytes = readFileSync(join(folder, `be-vietnam-pro-${part}-${weight}-normal.woff2`));
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    const url = `${FACE_FILES}/${hash}.woff2`;
    const rule = `@font-face{font-family:"Be Vietnam Pro";font-weight:${weight};font-display:swap;src:url(${url}) format("woff2");unicode-range:${PARTS[part]}}`;
    return { bytes, url, rule };
  }),
);
