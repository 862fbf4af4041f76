/** What may stand in a record for years: no secrets, no numbers of people, and no more than a page. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../text/canonical-json.ts';

/** Names of fields whose values open something. `key` alone names an idempotency key, and public ones are public. */
const SECRET =
  /pass(word|phrase|wd)?$|secret|token|cookie|authori[sz]ation|credential|assertion|otp|private|^pin$|^d$|recovery|mật khẩu/i;
/**
 * Of a cluster: who has the key of the house, and whom to call; of villagers: who they are, and what they said; of a
 * webhook: its address, which often is all that it takes.
 */
const PRIVATE = /^(details|contact|told|internalNote|webhook)$/;
/** Sound or pictures in a text: their size and hash say enough. */
const CONTENT = /^base64$/;
const HIDDEN = '[ẩn]';
/** Of Viet Nam, as people write them; what is longer, such as an id, is none. */
const PHONE = /(?<![\w.-])(?:\+?84[ .-]?|0)(?:\d[ .-]?){5,8}(\d{3})(?![\w-])/g;
const LONGEST_TEXT = 500;
const LONGEST_ALL = 16_000;
const DEEPEST = 8;

export const isSecretName = (name: string): boolean => SECRET.test(name);

/** Enough is left to tell one of somebody's numbers from another. */
export const withoutPhones = (text: string): string => text.replace(PHONE, '…$1');

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

function bounded(text: string): string {
  const shown = withoutPhones(text);
  if (shown.length <= LONGEST_TEXT) return shown;
  return `${shown.slice(0, LONGEST_TEXT)}… [${text.length}, sha256 ${digest(text)}]`;
}

function shown(key: string, inner: unknown, depth: number): unknown {
  if (inner !== null && (isSecretName(key) || PRIVATE.test(key))) return HIDDEN;
  if (CONTENT.test(key) && typeof inner === 'string') return `[${inner.length}, sha256 ${digest(inner)}]`;
  return clean(inner, depth + 1);
}

function clean(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return bounded(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return '[…]';
  if (Array.isArray(value)) return value.map((each) => clean(each, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [bounded(key), shown(key, inner, depth)]));
}

const asJson = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value ?? null, (_, inner) => (typeof inner === 'bigint' ? inner.toString() : inner)));

/** Secrets hidden; long texts, and what is long as a whole, stand there by their beginning or size and their hash. */
export function withoutSecrets(value: unknown): unknown {
  const cleaned = clean(asJson(value), 0);
  const text = canonicalJson(cleaned);
  return text.length <= LONGEST_ALL ? cleaned : { characters: text.length, sha256: digest(text) };
}
