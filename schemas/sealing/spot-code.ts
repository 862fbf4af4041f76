/**
 * The code on the card of somebody who may speak on the spot: fifteen digits, in groups of three. Digits, since an old
 * telephone has big keys for them and no keyboard for Vietnamese turns them into something else. Fourteen are chosen by
 * lot (46 bits), the last one tells a slip of the finger from an attempt at somebody else's code.
 *
 * Whoever owns the broker reads the hash: at 5,000 tries a second, which is what scrypt leaves to one graphics card,
 * the half of all codes takes three hundred years. Each code has its salt, so nobody tries all cards at once.
 */
import { scrypt, timingSafeEqual } from 'node:crypto';
import type { SpotVerifier } from '../wire/on-the-spot.ts';

const RANDOM_DIGITS = 14;
const CODE = new RegExp(`^[0-9]{${RANDOM_DIGITS + 1}}$`);
const LOG_N = 15;
const R = 8;
const HASH_BYTES = 32;

/** A new code, without its spaces. @param randomDigit 0 … 9, that nobody can guess */
export function newSpotCode(randomDigit: () => number): string {
  const digits = Array.from({ length: RANDOM_DIGITS }, randomDigit).join('');
  return `${digits}${damm(digits)}`;
}

/** In groups of three, as it is printed. */
export const spotCodeInGroups = (code: string): string => code.match(/.{1,3}/g)?.join(' ') ?? '';

/** As it was typed → as it is compared; `undefined` for what is no code: a digit is missing or wrong. */
export function readSpotCode(typed: string): string | undefined {
  const code = typed.replace(/[\s.\-–]/g, '');
  return CODE.test(code) && damm(code) === 0 ? code : undefined;
}

/** @param salt 16 bytes, of this card alone */
export async function makeSpotVerifier(code: string, salt: Uint8Array): Promise<SpotVerifier> {
  const hash = await stretch(code, salt, LOG_N, 1);
  return { salt: Buffer.from(salt).toString('base64url'), logN: LOG_N, p: 1, hash: hash.toString('base64url') };
}

/** Takes as long for a wrong code as for the right one. */
export async function isSpotCode(code: string, verifier: SpotVerifier): Promise<boolean> {
  const { salt, logN, p, hash } = verifier;
  const expected = Buffer.from(hash, 'base64url');
  const got = await stretch(code, Buffer.from(salt, 'base64url'), logN, p);
  return expected.length === got.length && timingSafeEqual(expected, got);
}

function stretch(code: string, salt: Uint8Array, logN: number, p: number): Promise<Buffer> {
  const N = 2 ** logN;
  return new Promise((resolve, reject) => {
    scrypt(code, salt, HASH_BYTES, { N, r: R, p, maxmem: 2 * 128 * N * R }, (error, hash) =>
      error === null ? resolve(hash) : reject(error),
    );
  });
}

/**
 * Quasigroup of Damm's check digit: finds every single wrong digit and every exchange of neighbours.
 * H. M. Damm, Total anti-symmetrische Quasigruppen, Marburg 2004.
 */
const QUASIGROUP = [
  [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
  [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
  [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
  [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
  [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
  [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
  [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
  [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
  [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
  [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
] as const;

/** The check digit of these digits; 0 for digits that end with theirs. */
const damm = (digits: string): number => [...digits].reduce((row, digit) => QUASIGROUP[row]?.[Number(digit)] ?? 0, 0);
