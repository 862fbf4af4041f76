/** What stands on a device's box and what a person compares: text that survives being read aloud and typed. */
import { createHash } from 'node:crypto';
import type { InstallationId } from '../ids.ts';

/** Crockford's base 32: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 50 bits: among 5,000 boards two share a code once in 90 million deployments. */
const CODE_CHARACTERS = 10;
/** 80 bits: nobody finds a second key with the same one. */
const FINGERPRINT_CHARACTERS = 16;

export const CODE_PATTERN = '^[0-9A-HJKMNP-TV-Z]{6,20}$';
export const FINGERPRINT_PATTERN = `^[0-9A-HJKMNP-TV-Z]{${FINGERPRINT_CHARACTERS}}$`;
const CODE = new RegExp(CODE_PATTERN);
const FINGERPRINT = new RegExp(FINGERPRINT_PATTERN);
const LABEL_PREFIX = 'LOA:';

/** The code of a board, from what its hardware says of itself: known to a freshly flashed card and to its box alike. */
export const codeOfInstallation = (installationId: InstallationId): string =>
  encode(createHash('sha256').update(`loa-lang code ${installationId}`).digest(), CODE_CHARACTERS);

/** Fingerprint of a device's key: tells whether the device that asks is the one in the hand. @param x JWK coordinate */
export const keyFingerprint = (x: string): string =>
  encode(
    createHash('sha256').update('loa-lang key ').update(Buffer.from(x, 'base64url')).digest(),
    FINGERPRINT_CHARACTERS,
  );

/** As people write it → as it is compared: case, spaces and hyphens make no difference, nor do O and 0, I, L and 1. */
const plain = (typed: string): string =>
  typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');

/** @returns `undefined` for what is no code */
export function readCode(typed: string): string | undefined {
  const code = plain(typed);
  return CODE.test(code) ? code : undefined;
}

/** @returns `undefined` for what is no fingerprint */
export function readFingerprint(typed: string): string | undefined {
  const fingerprint = plain(typed);
  return FINGERPRINT.test(fingerprint) ? fingerprint : undefined;
}

/** In groups of four or five, as it is printed. */
export function inGroups(text: string): string {
  const size = text.length % 5 === 0 ? 5 : 4;
  return text.match(new RegExp(`.{1,${size}}`, 'g'))?.join('-') ?? '';
}

/** Text of the QR code on the label; upper case and digits only, which makes the smallest code. */
export const labelText = (code: string, fingerprint: string): string => `${LABEL_PREFIX}${code}:${fingerprint}`;

/** Reads what was scanned or typed: a label, or a code alone. */
export function readLabel(scanned: string): { code: string; fingerprint: string | undefined } | undefined {
  const text = scanned.trim();
  if (!text.toUpperCase().startsWith(LABEL_PREFIX)) {
    const code = readCode(text);
    return code === undefined ? undefined : { code, fingerprint: undefined };
  }
  const [typedCode = '', typedFingerprint = '', ...rest] = text.slice(LABEL_PREFIX.length).split(':');
  const code = readCode(typedCode);
  const fingerprint = readFingerprint(typedFingerprint);
  return code === undefined || fingerprint === undefined || rest.length > 0 ? undefined : { code, fingerprint };
}

function encode(bytes: Uint8Array, characters: number): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5 && text.length < characters) {
      bits -= 5;
      text += ALPHABET[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return text;
}
