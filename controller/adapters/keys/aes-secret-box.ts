/** AES-256-GCM (NIST SP 800-38D). A sealed text is `loa1.` and base64url of nonce (12 bytes), ciphertext, tag (16). */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { SealedSecretError, type SecretBox } from '../../ports/secret-box.ts';

const CIPHER = 'aes-256-gcm';
const PREFIX = 'loa1.';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export class AesSecretBox implements SecretBox {
  readonly #key: Uint8Array;

  /** @param key 32 bytes */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  seal(plain: string, boundTo = ''): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(boundTo, 'utf8'));
    const body = [nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()];
    return PREFIX + Buffer.concat(body).toString('base64url');
  }

  open(sealed: string, boundTo = ''): string {
    try {
      if (!sealed.startsWith(PREFIX)) throw new Error('not a sealed text');
      const body = Buffer.from(sealed.slice(PREFIX.length), 'base64url');
      const tagAt = body.length - TAG_BYTES;
      if (tagAt < NONCE_BYTES) throw new Error('too short');
      const cipher = createDecipheriv(CIPHER, this.#key, body.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(boundTo, 'utf8'));
      cipher.setAuthTag(body.subarray(tagAt));
      return Buffer.concat([cipher.update(body.subarray(NONCE_BYTES, tagAt)), cipher.final()]).toString('utf8');
    } catch (cause) {
      throw new SealedSecretError(cause);
    }
  }
}

/** Whether a text is what {@link AesSecretBox} makes; says nothing about which key opens it. */
export const isSealed = (text: string): boolean => text.startsWith(PREFIX);
