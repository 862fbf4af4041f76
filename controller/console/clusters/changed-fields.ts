/** What of a thing was changed, out of the details of an entry of the record. */

export interface ChangedField {
  name: string;
  before: string | undefined;
  after: string;
}

const LONGEST = 120;

const shown = (value: unknown): string => {
  const text =
    typeof value === 'string'
      ? value
      : typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(value)
            .map(([name, each]) => `${name} ${String(each)}`)
            .join(', ')
        : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
};

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param details of an entry: what was before, and after; other forms tell nothing */
export function changedFields(details: unknown): ChangedField[] {
  if (!isFields(details) || !isFields(details.after)) return [];
  const before = isFields(details.before) ? details.before : {};
  return Object.entries(details.after).flatMap(([name, after]) => {
    const was = before[name];
    if (JSON.stringify(was) === JSON.stringify(after) || after === undefined) return [];
    return [{ name, before: was === undefined || was === null ? undefined : shown(was), after: shown(after) }];
  });
}
