/** From a template and values to the text of a bulletin. */
import type { Words } from '@loa-lang/schemas/errors/codes';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { dayBounds } from '../broadcasts/civil-time.ts';
import { tidyName } from '../text/names.ts';
import { hintOf, LATER_HINT, writeValue } from './field-values.ts';
import type { Template } from './template.ts';

export interface FieldFault {
  field: string;
  label: Words;
  code: 'template-field-missing' | 'template-field-unknown' | 'template-field-wrong';
  hint?: Words;
}

export interface Rendered {
  title: string;
  text: string;
  /** when what it announces is over */
  validUntil: EpochMillis | undefined;
}

/** Communes name their fields in Vietnamese words. */
const FIELD = /\{([^{}[\]]+)\}/g;

/** A bulletin's title, characters. */
const MAX_TITLE = 200;

/** @param zone in which dates and times are meant */
export function renderTemplate(
  template: Template,
  values: Readonly<Record<string, string>>,
  zone: string,
): { ok: true; rendered: Rendered } | { ok: false; faults: FieldFault[] } {
  const given = new Map(
    Object.entries(values)
      .map(([name, value]) => [name, tidyName(value)] as const)
      .filter(([, value]) => value !== ''),
  );
  const faults = faultsOf(template, given);
  if (faults.length > 0) return { ok: false, faults };
  const written = new Map(
    template.fields.flatMap(({ name, type }) => {
      const value = given.get(name);
      const text = value === undefined ? undefined : writeValue(type, value);
      return text === undefined ? [] : [[name, text] as const];
    }),
  );
  const sentences = template.kind === 'emergency' ? [template.instruction, ...template.sentences] : template.sentences;
  return {
    ok: true,
    rendered: {
      title: [...(fill(template.headline, written) ?? template.title.vi)].slice(0, MAX_TITLE).join(''),
      text: sentences.flatMap((sentence) => fill(sentence, written) ?? []).join(' '),
      validUntil: endOf(template, given, zone),
    },
  };
}

function faultsOf(template: Template, given: ReadonlyMap<string, string>): FieldFault[] {
  const known = new Set(template.fields.map((field) => field.name));
  const unknown = [...given.keys()]
    .filter((name) => !known.has(name))
    .map((name): FieldFault => ({ field: name, label: { vi: name, en: name }, code: 'template-field-unknown' }));
  const late = new Set(
    (template.spans ?? [])
      .filter(([from, until]) => !isLater(given.get(from), given.get(until)))
      .map(([, until]) => until),
  );
  const wrong = template.fields.flatMap(({ name, type, required, label }): FieldFault[] => {
    const value = given.get(name);
    if (value === undefined) return required ? [{ field: name, label, code: 'template-field-missing' }] : [];
    const hint = writeValue(type, value) === undefined ? hintOf(type) : late.has(name) ? LATER_HINT : undefined;
    return hint === undefined ? [] : [{ field: name, label, code: 'template-field-wrong', hint }];
  });
  return [...wrong, ...unknown];
}

/** Times as 07:30 compare as text; one that is missing or no time is another fault. */
const isLater = (from: string | undefined, until: string | undefined): boolean =>
  !isTime(from) || !isTime(until) || until > from;
const isTime = (value: string | undefined): value is string =>
  value !== undefined && writeValue('time', value) !== undefined;

/** Without what stands in brackets: those fields must be filled for it to be said. */
export const alwaysIn = (pattern: string): string => pattern.replace(/\[[^\]]*\]/g, '');

/** `undefined` when a field outside of brackets is empty. */
function fill(pattern: string, written: ReadonlyMap<string, string>): string | undefined {
  const isFilled = (text: string) => fieldsIn(text).every((name) => written.has(name));
  const chosen = pattern.replace(/\[([^\]]*)\]/g, (_, segment: string) => (isFilled(segment) ? segment : ''));
  if (!isFilled(chosen)) return undefined;
  const text = chosen.replace(FIELD, (_, name: string) => written.get(name) ?? '');
  return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
}

/** Names of the fields that a pattern uses. */
export const fieldsIn = (pattern: string): string[] => [...pattern.matchAll(FIELD)].map(([, name = '']) => name);

function endOf({ ends }: Template, given: ReadonlyMap<string, string>, zone: string): EpochMillis | undefined {
  const day = ends === undefined ? undefined : given.get(ends.date);
  const bounds = day === undefined ? undefined : dayBounds(day, zone);
  if (bounds === undefined) return undefined;
  const [hours, minutes] = (given.get(ends?.time ?? '') ?? '').split(':').map(Number);
  if (hours === undefined || minutes === undefined) return bounds.until;
  return bounds.from + (hours * 60 + minutes) * 60_000;
}
