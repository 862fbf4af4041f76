/**
 * A message in the form that a messaging service asks for (Zalo's ZNS, an SMS gateway): JSON with holes in its strings,
 * each filled in the way of its place, so that no text changes the request's shape. Pure.
 */
import type { TemplateSecrets, TemplateSettings } from './channel.ts';
import { oneLine, shortened } from './message.ts';

export const HOLES = ['phone', 'name', 'subject', 'text', 'count', 'place', 'since', 'severity', 'url', 'id'] as const;
export type Hole = (typeof HOLES)[number];
export type Values = Readonly<Record<Hole, string>>;

const HOLE = /\{\{\s*(secret\.)?([A-Za-z0-9_]{1,40})(?::(\d{1,4}))?\s*\}\}/g;
/** RFC 9110 field values, without control characters. */
const HEADER_VALUE = /^[\t\x20-\x7e\u0080-\u00ff]*$/;
/** What the connection itself says. */
const OWN_HEADERS = ['host', 'content-length', 'connection', 'transfer-encoding', 'content-type'];

export type TemplateFault = { fault: 'not-json' | 'unknown-hole' | 'secret-missing' | 'header-refused'; at: string };

/** The first thing that is wrong with it; `undefined`: it can be filled. */
export function templateFault(
  { headers, body }: Pick<TemplateSettings, 'headers' | 'body'>,
  secretNames: readonly string[],
): TemplateFault | undefined {
  try {
    JSON.parse(body);
  } catch {
    return { fault: 'not-json', at: '' };
  }
  for (const [name, value] of Object.entries(headers)) {
    if (OWN_HEADERS.includes(name.toLowerCase()) || !HEADER_VALUE.test(value))
      return { fault: 'header-refused', at: name };
  }
  for (const text of [body, ...Object.values(headers)]) {
    for (const [hole, secret, name = ''] of text.matchAll(HOLE)) {
      if (secret !== undefined && !secretNames.includes(name)) return { fault: 'secret-missing', at: name };
      if (secret === undefined && !HOLES.includes(name as Hole)) return { fault: 'unknown-hole', at: hole };
    }
  }
  return undefined;
}

export function fillTemplate(
  { headers, body }: Pick<TemplateSettings, 'headers' | 'body'>,
  values: Values,
  secrets: TemplateSecrets,
): { headers: Record<string, string>; body: string } {
  const fill = (text: string): string =>
    text.replace(HOLE, (_, secret: string | undefined, name: string, longest: string | undefined) => {
      const value = (secret === undefined ? values[name as Hole] : secrets[name]) ?? '';
      return longest === undefined ? value : shortened(value, Number(longest));
    });
  const tree = (value: unknown): unknown => {
    if (typeof value === 'string') return fill(value);
    if (Array.isArray(value)) return value.map(tree);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, tree(inner)]));
  };
  return {
    headers: Object.fromEntries(
      // what a header cannot carry is left out of it
      Object.entries(headers).map(([name, value]) => [name, oneLine(fill(value)).replace(/[^\t\x20-\x7e]/g, '')]),
    ),
    body: JSON.stringify(tree(JSON.parse(body))),
  };
}

/** Whether the answer says that it was taken. @returns what it says instead, short enough for a list */
export function confirmation(
  answer: string,
  { field, equals }: NonNullable<TemplateSettings['success']>,
): { ok: true } | { ok: false; said: string } {
  let value: unknown;
  try {
    value = field.split('.').reduce<unknown>((at, name) => {
      const isOwn = typeof at === 'object' && at !== null && Object.hasOwn(at, name);
      return isOwn ? (at as Record<string, unknown>)[name] : undefined;
    }, JSON.parse(answer));
  } catch {
    return { ok: false, said: 'no JSON' };
  }
  if (value === equals) return { ok: true };
  const said = typeof value === 'object' && value !== null ? '…' : String(value);
  return { ok: false, said: `${field} = ${shortened(oneLine(said), 60)}` };
}
