/** Why the controller does not start, in words for whoever starts it. */
import type { Words } from '@loa-lang/schemas/errors/codes';

export class StartFault extends Error {
  readonly words: Words;

  constructor(words: Words, options?: { cause?: unknown }) {
    super(words.en, options);
    this.name = 'StartFault';
    this.words = words;
  }
}

/** Runs a step of the start; what it throws becomes a sentence that names the step. */
export async function startStep<T>(words: (detail: string, code: string) => Words, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    if (cause instanceof StartFault) throw cause;
    const detail = cause instanceof Error ? cause.message : String(cause);
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    throw new StartFault(words(detail, code), { cause });
  }
}

/** Of a port that cannot be had. */
export const portWords =
  (variable: string, host: string, port: number) =>
  (detail: string, code: string): Words => {
    const where = `${host}:${port}`;
    if (code === 'EADDRINUSE') {
      return {
        vi: `Cổng ${where} đang được chương trình khác dùng. Chọn cổng khác bằng ${variable}.`,
        en: `Another program uses ${where}. Choose another port with ${variable}.`,
      };
    }
    if (code === 'EACCES') {
      return {
        vi: `Không được phép dùng cổng ${where}. Chọn cổng trên 1023 bằng ${variable}.`,
        en: `${where} may not be used. Choose a port above 1023 with ${variable}.`,
      };
    }
    return { vi: `Không mở được cổng ${where}: ${detail}.`, en: `${where} cannot be opened: ${detail}.` };
  };
