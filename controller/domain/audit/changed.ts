/** What a record keeps of a change: the fields that differ, and by which name the thing is known. */
import { canonicalJson } from '../text/canonical-json.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is not there is as what is null: so it is kept. */
const isSame = (one: unknown, other: unknown): boolean => canonicalJson(one ?? null) === canonicalJson(other ?? null);

/** What `one` has otherwise than `other`; within a field that is an object, only the parts of it that differ. */
const otherwise = (one: Fields, other: Fields, kept: readonly string[]): Fields =>
  Object.fromEntries(
    Object.entries(one)
      .filter(([name, value]) => kept.includes(name) || !isSame(value, other[name]))
      .map(([name, value]) => {
        const there = other[name];
        // a field that is not there any more is as telling as one that is new
        return [name, isFields(value) && isFields(there) ? otherwise(value, there, []) : (value ?? null)];
      }),
  );

/** @param kept fields that stand there though they are the same: what the thing is called */
export function changed<T extends object>(
  before: T,
  after: T,
  kept: readonly (keyof T & string)[] = [],
): { before: Fields; after: Fields } {
  const [was, is] = [{ ...before } as Fields, { ...after } as Fields];
  return { before: otherwise(was, is, kept), after: otherwise(is, was, kept) };
}
