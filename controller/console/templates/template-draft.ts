/** A template while somebody writes it: fields come of themselves from the words in curly brackets. */
import type { FieldType, OwnTemplateKind, TemplateWords } from '@loa-lang/schemas/http/templates';

type Field = TemplateWords['fields'][number];

export interface TemplateDraft {
  title: string;
  kind: OwnTemplateKind;
  /** empty: the title */
  headline: string;
  /** one sentence a line */
  text: string;
  /** what was chosen of fields; those that stand no more in the words are kept for when they come back */
  fields: Readonly<Record<string, Omit<Field, 'name'>>>;
}

export const EMPTY_DRAFT: TemplateDraft = { title: '', kind: 'notice', headline: '', text: '', fields: {} };

export const namesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/\{([^{}[\]]+)\}/g)].map(([, name = '']) => name.trim().replace(/\s+/g, ' '))),
];

const GUESSES: readonly [RegExp, FieldType][] = [
  [/điện thoại|\bsđt\b/u, 'phone'],
  [/ngày/u, 'date'],
  [/giờ/u, 'time'],
  [/tiền|\bphí\b/u, 'money'],
  [/^(số người|số hộ|số lượng|cấp)/u, 'number'],
  [/nơi|địa điểm|đường|chỗ/u, 'place'],
  [/^(ông|bà|người|họ tên)/u, 'person'],
];

/** What a field is by its name; whoever writes may choose otherwise. */
export const guessType = (name: string): FieldType =>
  GUESSES.find(([pattern]) => pattern.test(name.toLocaleLowerCase('vi')))?.[1] ?? 'text';

/** Fields in the order in which they stand in the words. What stands only in square brackets may stay empty. */
export function fieldsOf({ headline, text, fields }: TemplateDraft): Field[] {
  const always = new Set(namesIn(`${headline}\n${text}`.replace(/\[[^\]]*\]/g, '')));
  return namesIn(`${headline}\n${text}`)
    .filter((name) => name !== '')
    .map((name) => ({
      name,
      ...(fields[name] ?? { type: guessType(name), required: always.has(name), example: '' }),
    }));
}

export const wordsOf = (draft: TemplateDraft): TemplateWords => ({
  title: draft.title.trim(),
  kind: draft.kind,
  headline: draft.headline.trim() === '' ? draft.title.trim() : draft.headline.trim(),
  sentences: draft.text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== ''),
  fields: fieldsOf(draft),
});

export const draftOf = ({ title, kind, headline, sentences, fields }: TemplateWords): TemplateDraft => ({
  ...{ title, kind },
  headline: headline === title ? '' : headline,
  text: sentences.join('\n'),
  fields: Object.fromEntries(fields.map(({ name, ...field }) => [name, field])),
});

/** Whether it can be asked about at all. */
export const isWritten = ({ title, text }: TemplateDraft): boolean => title.trim() !== '' && text.trim() !== '';
