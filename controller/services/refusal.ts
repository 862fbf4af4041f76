/** A use case that will not do what was asked, for a reason people can be told. */
import { ERRORS, type ErrorCode, type ErrorParameters, errorText, type Words } from '@loa-lang/schemas/errors/codes';

export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly parameters: ErrorParameters;

  constructor(code: ErrorCode, parameters: ErrorParameters = {}, options?: { cause?: unknown }) {
    super(code, options);
    this.name = 'Refusal';
    this.code = code;
    this.parameters = parameters;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }

  get words(): Words {
    return errorText(this.code, this.parameters);
  }
}

/** @throws Refusal when there is nothing */
export function found<T>(value: T | undefined, code: ErrorCode, parameters: ErrorParameters = {}): T {
  if (value === undefined) throw new Refusal(code, parameters);
  return value;
}
