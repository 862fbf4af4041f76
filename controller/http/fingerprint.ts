/** What was asked for under an idempotency key. */
import { createHash } from 'node:crypto';

/** Of a JSON body, whatever the order of its keys. */
export function fingerprintOf(body: unknown): string {
  const ordered = (_: string, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return createHash('sha256').update(JSON.stringify(body, ordered)).digest('base64url');
}

/** The id of what is made under a key: the same sender and key never make two. */
export const idOfKey = (personId: string, key: string): string =>
  createHash('sha256')
    .update(JSON.stringify([personId, key]))
    .digest('base64url');
