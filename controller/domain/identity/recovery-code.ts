/** Codes on paper for who has lost the telephone: each works once. 120 bits, so that a stolen hash is of no use. */
import { toBase32 } from './base32.ts';

/** Enough for years of lost telephones, few enough for a piece of paper. */
export const RECOVERY_CODES = 10;
export const RECOVERY_CODE_BYTES = 15;

/** Twenty-four characters in groups of four. */
export const recoveryCodeOf = (bytes: Uint8Array): string => (toBase32(bytes).match(/.{4}/g) ?? []).join('-');

/** Sixteen characters: codes of 80 bits, which lie in drawers still. As it is hashed, however it was typed; `undefined` for what is none. 0, 1 and 8 are none of its characters. */
export function bareRecoveryCode(text: string): string | undefined {
  const bare = text.toUpperCase().replace(/[\s-]/g, '').replaceAll('0', 'O').replaceAll('1', 'I').replaceAll('8', 'B');
  return /^[A-Z2-7]{16}([A-Z2-7]{8})?$/.test(bare) ? bare : undefined;
}
