/** What went wrong with a request: the controller's own words, or that there was no answer. */
import type { ErrorBody } from '@loa-lang/schemas/errors/body';
import type { Language } from '../words/language.ts';

export class Problem extends Error {
  /** HTTP status; 0 when there was no answer */
  readonly status: number;
  /** stable code of the table of errors; `no-connection` and `unexpected` are the console's own */
  readonly code: string;
  readonly body: ErrorBody | undefined;

  constructor(status: number, code: string, body?: ErrorBody, options?: ErrorOptions) {
    // what stands between may answer for the controller, in its own way
    const told = (body as Partial<ErrorBody> | undefined)?.message === undefined ? undefined : body;
    super(told?.message.en ?? code, options);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.body = told;
  }

  /** @returns `undefined` for what only the console's own words tell */
  inWords(language: Language): string | undefined {
    return this.body?.message[language];
  }
}

export const isProblem = (error: unknown, code: string): error is Problem =>
  error instanceof Problem && error.code === code;
