/** Codes that change every 30 s (RFC 6238, HOTP of RFC 4226), as every authenticator app makes them: SHA-1, six digits. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { toBase32 } from './base32.ts';

/** RFC 4226, R6: 160 bits are recommended. */
export const TOTP_SECRET_BYTES = 20;
const STEP_MS = 30_000;
const DIGITS = 6;
/** A telephone that is half a minute off, and the seconds of typing. */
const STEPS_OFF = 1;

export const stepAt = (now: EpochMillis): number => Math.floor(now / STEP_MS);

export function totpCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  // dynamic truncation, RFC 4226 §5.3
  const at = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 10 ** DIGITS).padStart(DIGITS, '0');
}

/**
 * The step whose code this is, or `undefined`. @param after the last step that was accepted: a code that was read over a
 * shoulder does not work again
 */
export function acceptedStep(
  secret: Uint8Array,
  code: string,
  now: EpochMillis,
  after: number | undefined,
): number | undefined {
  const given = Buffer.from(code.replace(/\s/g, ''));
  const steps = Array.from({ length: 2 * STEPS_OFF + 1 }, (_, index) => stepAt(now) - STEPS_OFF + index);
  // all are compared, so that the time taken tells nothing
  const fitting = steps.filter((step) => {
    const expected = Buffer.from(totpCode(secret, step));
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return fitting.find((step) => step > (after ?? -1));
}

/** What the QR code says (the Key Uri Format that apps share). */
export function totpUri(secret: Uint8Array, issuer: string, account: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${toBase32(secret)}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=${DIGITS}&period=${STEP_MS / 1000}`;
}
