/** A sentence for whoever gave the command. */
import type { Words } from '@loa-lang/schemas/errors/codes';

export class CeremonyError extends Error {
  readonly words: Words;

  constructor(vi: string, en: string, options?: { cause?: unknown }) {
    super(en, options);
    this.words = { vi, en };
  }
}
