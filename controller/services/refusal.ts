/** A use case that will not do what was asked, for a reason people can be told. */
import type { ErrorBody } from '@loa-lang/schemas/errors/body';
import { ERRORS, type ErrorCode, type ErrorParameters, errorText, type Words } from '@loa-lang/schemas/errors/codes';

export type RefusalMore = Pick<ErrorBody, 'details' | 'uses' | 'conflicts'>;

export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly parameters: ErrorParameters;
  /** what exactly is in the way */
  readonly more: RefusalMore;

  constructor(code: ErrorCode, parameters: ErrorParameters = {}, more: RefusalMore & { cause?: unknown } = {}) {
    const { cause, ...rest } = more;
    super(code, cause === undefined ? undefined : { cause });
    this.name = 'Refusal';
    this.code = code;
    this.parameters = parameters;
    this.more = rest;
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

/** The work's outcome, or nothing where it is refused for this reason. */
export async function unless<T>(code: ErrorCode, work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof Refusal && cause.code === code) return undefined;
    throw cause;
  }
}
