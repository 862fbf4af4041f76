/** JSON text that PostgreSQL's `jsonb` takes whatever a device or a person wrote. */

/** `jsonb` refuses U+0000 and lone surrogates: one such string would make a whole batch fail for ever. */
const FORBIDDEN = /\0|\p{Surrogate}/gu;
const REPLACEMENT = '\uFFFD';

/** Replaces in a text what PostgreSQL cannot store. */
export const storableText = (text: string): string => text.replace(FORBIDDEN, REPLACEMENT);

const storable = (value: unknown): unknown => {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storableText(key), storable(inner)]));
};

/** Serialises a JSON value; strings and keys lose only what `jsonb` cannot hold. */
export const safeJson = (value: unknown): string => JSON.stringify(storable(value));
