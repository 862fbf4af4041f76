/** Instants between HTTP (RFC 3339, the commune's zone) and the inside (milliseconds). */
import type { EpochMillis } from '@loa-lang/schemas/units';
import { formatRfc3339, parseRfc3339 } from '../domain/broadcasts/rfc3339.ts';
import { Refusal } from '../services/refusal.ts';

/** The whole country keeps one time. */
export const TIME_ZONE = 'Asia/Ho_Chi_Minh';

export const outInstant = (instant: EpochMillis): string => formatRfc3339(instant, TIME_ZONE);

/** @throws Refusal for what has the form of an instant and is none, like 30 February */
export function inInstant(text: string): EpochMillis {
  const instant = parseRfc3339(text);
  if (instant === undefined) throw new Refusal('bad-request', { detail: text });
  return instant;
}

/** `{ name: instant }`, or nothing when there is none: for optional fields of answers. */
export const outOptional = <Name extends string>(name: Name, instant: EpochMillis | undefined) =>
  (instant === undefined ? {} : { [name]: outInstant(instant) }) as Partial<Record<Name, string>>;

export const inOptional = <Name extends string>(name: Name, text: string | undefined) =>
  (text === undefined ? {} : { [name]: inInstant(text) }) as Partial<Record<Name, EpochMillis>>;
