/** A person waits, and must be told within 3 s, also while the database hangs. */
import type { ErrorCode } from '@loa-lang/schemas/errors/codes';
import type { Millis } from '@loa-lang/schemas/units';
import { Refusal } from './refusal.ts';

const ANSWER_WITHIN_MS: Millis = 2_600;

/** @param code refused with when it takes longer, or the database does not answer; work that is under way goes on */
export async function inTime<T>(
  work: Promise<T>,
  code: ErrorCode,
  isDatabaseUnavailable: (error: unknown) => boolean,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Refusal(code)), ANSWER_WITHIN_MS);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    if (isDatabaseUnavailable(error)) throw new Refusal(code, {}, { cause: error });
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
