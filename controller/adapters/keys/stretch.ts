/** Keys out of passphrases: scrypt (RFC 7914). */
import { scrypt } from 'node:crypto';

/** OWASP's cost for scrypt: 128 MiB and some 300 ms on a small server. */
export const PASSPHRASE_N = 2 ** 17;
/** What a guesser has to search is worth nothing below this. */
export const MIN_PASSPHRASE_CHARACTERS = 16;

export function stretch(passphrase: string, salt: Uint8Array, N: number, bytes: number): Promise<Uint8Array> {
  // the same letters typed elsewhere must be the same bytes: ế may be one code point or three
  const text = passphrase.normalize('NFC');
  return new Promise((resolve, reject) => {
    const options = { N, r: 8, p: 1, maxmem: 2 * 128 * 8 * N };
    scrypt(text, salt, bytes, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
