/** Nothing that waits for a server waits for ever. */
import type { Millis } from '@loa-lang/schemas/units';

/** What did not end in time. It may still end later; nobody listens then. */
export class TooLate extends Error {
  override readonly name = 'TooLate';
}

export async function within<T>(deadlineMs: Millis, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLate(`${what}: no answer within ${deadlineMs} ms`)), deadlineMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
