/** A template in a commune's own words: what it may say, and the template that it is. */
import type { OwnTemplateKind, TemplateWords } from '@loa-lang/schemas/http/templates';
import { PRIVATE_CATEGORIES } from '@loa-lang/schemas/states/privacy';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { saysDrill } from '../emergency/rules.ts';
import { tidyName } from '../text/names.ts';
import { alwaysIn, fieldsIn } from './render.ts';
import type { Template } from './template.ts';

export interface OwnTemplate {
  id: string;
  communeId: string;
  /** counts its changes, from 1 */
  version: number;
  words: TemplateWords;
  changedAt: EpochMillis;
  /** name of whoever changed it last */
  changedBy: string;
  putAwayAt: EpochMillis | undefined;
}

const CLASS_OF: Record<OwnTemplateKind, Template['class']> = {
  notice: 'scheduled',
  urgent: 'urgent',
  funeral: 'urgent',
  emergency: 'emergency',
};

export function asTemplate({ id, words }: Pick<OwnTemplate, 'id' | 'words'>): Template {
  const { title, kind, headline, sentences, fields } = words;
  const day = fields.find(({ type }) => type === 'date');
  const common = {
    ...{ id, title: { vi: title, en: title }, class: CLASS_OF[kind], headline },
    fields: fields.map(({ name, ...field }) => ({ ...field, name, label: labelOf(name) })),
    ...(kind === 'funeral' && { category: PRIVATE_CATEGORIES.funeral.vi }),
    ...(day !== undefined && { ends: { date: day.name } }),
  };
  const [instruction = '', ...others] = sentences;
  return kind === 'emergency'
    ? { ...common, kind, instruction, sentences: others }
    : { ...common, kind, sentences: [...sentences] };
}

/** As it stands in the middle of a sentence, and begins a line. */
function labelOf(name: string) {
  const label = name.charAt(0).toLocaleUpperCase('vi') + name.slice(1);
  return { vi: label, en: label };
}

/** One spelling of each field, and no space where none is meant. */
export function tidyWords(words: TemplateWords): TemplateWords {
  const tidy = (pattern: string) =>
    tidyName(pattern).replace(/\{([^{}]*)\}/g, (_, name: string) => `{${tidyName(name)}}`);
  return {
    ...words,
    title: tidyName(words.title),
    headline: tidy(words.headline),
    sentences: words.sentences.map(tidy),
    fields: words.fields.map((field) => ({ ...field, name: tidyName(field.name), example: tidyName(field.example) })),
  };
}

export type TemplateFault =
  | { code: 'template-brackets'; sentence: string }
  | { code: 'template-fields-differ'; names: string }
  | { code: 'template-may-be-silent' | 'emergency-says-drill' };

/** `undefined` for words that always say something. @param words tidied */
export function wordsFault({ kind, headline, sentences, fields }: TemplateWords): TemplateFault | undefined {
  const patterns = [headline, ...sentences];
  const crooked = patterns.find((pattern) => !isStraight(pattern));
  if (crooked !== undefined) return { code: 'template-brackets', sentence: crooked };
  const used = new Set(patterns.flatMap(fieldsIn));
  const declared = fields.map(({ name }) => name);
  const twice = declared.filter((name, index) => declared.indexOf(name) !== index);
  const apart = [
    ...[...used].filter((name) => !declared.includes(name)),
    ...declared.filter((name) => !used.has(name)),
  ];
  const odd = [...new Set([...apart, ...twice])];
  if (odd.length > 0) return { code: 'template-fields-differ', names: odd.join(', ') };
  const required = new Set(fields.filter((field) => field.required).map(({ name }) => name));
  const isSaid = (sentence: string) => {
    const always = alwaysIn(sentence);
    return fieldsIn(always).every((name) => required.has(name)) && /[\p{L}\p{N}]/u.test(always);
  };
  if (!(kind === 'emergency' ? sentences.slice(0, 1) : sentences).some(isSaid))
    return { code: 'template-may-be-silent' };
  if (kind === 'emergency' && patterns.some(saysDrill)) return { code: 'emergency-says-drill' };
  return undefined;
}

/** Curly brackets hold a name and stand at most within square ones; no bracket is left over. */
const isStraight = (pattern: string): boolean => {
  const unfilled = pattern.replace(/\{[^{}[\]]*[^{}[\]\s][^{}[\]]*\}/g, 'x').replace(/\[[^{}[\]]*\]/g, '');
  return !/[{}[\]]/.test(unfilled);
};
