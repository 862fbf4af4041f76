/** Whether a document says something new: a hash of its content, free of key order and of what merely ages. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../text/canonical-json.ts';

/**
 * SHA-256, base64url, of the content as JSON with sorted keys. `except` names top-level fields that do not count,
 * such as a horizon that moves with every look at the clock.
 */
export function contentHash(content: object, except: readonly string[] = []): string {
  const counted = Object.entries(content).filter(([key]) => !except.includes(key));
  return createHash('sha256')
    .update(canonicalJson(Object.fromEntries(counted)))
    .digest('base64url');
}
