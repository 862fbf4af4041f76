/** Secrets at rest: sealed before they are written anywhere, opened where they are used. */
export interface SecretBox {
  /**
   * Encrypts and authenticates; two seals of one text differ.
   * @param boundTo what it belongs to, as `totp/<person>`: sealed secrets cannot be exchanged for each other's
   */
  seal(plain: string, boundTo?: string): string;
  /** @throws {SealedSecretError} when it is damaged, of another box, or bound to something else */
  open(sealed: string, boundTo?: string): string;
}

export class SealedSecretError extends Error {
  constructor(cause?: unknown) {
    super('this secret was sealed with another key, or is damaged', { cause });
    this.name = 'SealedSecretError';
  }
}
