/** The console as it was built: every file with what it is, compressed beforehand. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILT = new URL('../../site/', import.meta.url);

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
};

export type Encoding = 'br' | 'gzip' | 'identity';
const ENDINGS: Readonly<Record<Encoding, string>> = { br: '.br', gzip: '.gz', identity: '' };

export interface SiteFile {
  body: Buffer;
  encoding: Encoding;
  type: string;
  /** of what it says, whatever the encoding */
  tag: string;
}

/** Read when first asked for, and kept: all of it is a few megabytes. */
export class Site {
  readonly #names: ReadonlySet<string>;
  readonly #kept = new Map<string, SiteFile>();

  /** Empty where the console was not built. */
  constructor() {
    const root = fileURLToPath(BUILT);
    const names = existsSync(root) ? readdirSync(root, { recursive: true }).map(String) : [];
    this.#names = new Set(names.filter((name) => /\.\w+$/.test(name)).map((name) => name.replaceAll('\\', '/')));
  }

  /** @param path below the root, without a stroke in front @param accepts the header of RFC 9110, 12.5.3 */
  file(path: string, accepts: string | undefined): SiteFile | undefined {
    const type = TYPES[extname(path)];
    if (type === undefined || !this.#names.has(path)) return undefined;
    const encoding = this.#encoding(path, accepts ?? '');
    const key = `${encoding} ${path}`;
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const tag = createHash('sha256').update(this.#read(path, 'identity')).digest('base64url').slice(0, 22);
    const file = { body: this.#read(path, encoding), encoding, type, tag: `"${tag}"` };
    this.#kept.set(key, file);
    return file;
  }

  #encoding(path: string, accepts: string): Encoding {
    const wanted = (['br', 'gzip'] as const).filter((each) =>
      new RegExp(`\\b${each}\\b(?!\\s*;\\s*q=0(\\.0*)?\\b)`).test(accepts),
    );
    return wanted.find((each) => this.#names.has(path + ENDINGS[each])) ?? 'identity';
  }

  #read(path: string, encoding: Encoding): Buffer {
    return readFileSync(new URL(path + ENDINGS[encoding], BUILT));
  }
}
