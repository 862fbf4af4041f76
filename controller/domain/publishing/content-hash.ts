/** Whether a document says something new: a hash of its content, free of key order and of what merely ages. */
import { createHash } from 'node:crypto';

/**
 * SHA-256, base64url, of the content as JSON with sorted keys. `except` names top-level fields that do not count,
 * such as a horizon that moves with every look at the clock.
 */
export function contentHash(content: object, except: readonly string[] = []): string {
  const counted = Object.entries(content).filter(([key]) => !except.includes(key));
  return createHash('sha256')
    .update(canonical(Object.fromEntries(counted)))
    .digest('base64url');
}

/** JSON in which equal values have equal text (the part of RFC 8785 that our documents use). */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`).join(',')}}`;
}
