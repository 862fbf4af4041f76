/**
 * The words of one family of pages, both languages beside each other: `words('write', { vi: {…}, en: {…} })`. A hole is
 * `{name}`; English has forms for one and many by `_one` and `_other` at the end of a key, chosen by `count`.
 */
import i18next from 'i18next';
import { useMemo } from 'react';
import { type Language, useLanguage } from './language.ts';

export type Holes = Readonly<Record<string, string | number>>;

/** Keys without the endings of their forms. */
type Plain<Key extends string> = Key extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : Key;

export type Say<Key extends string> = (key: Plain<Key>, holes?: Holes) => string;

export interface Words<Key extends string> {
  family: string;
  texts: Readonly<Record<Language, Readonly<Record<string, string>>>>;
  /** only in the types */
  keys?: Key;
}

/** @param texts English may have forms that Vietnamese needs not, and lacks none */
export function words<const Vi extends Readonly<Record<string, string>>>(
  family: string,
  texts: { vi: Vi; en: Readonly<Record<Plain<keyof Vi & string>, string>> | Readonly<Record<string, string>> },
): Words<keyof Vi & string> {
  return { family, texts: texts as Words<string>['texts'] };
}

/** What is not in a component: told in the language of now. */
export function say<Key extends string>({ family, texts }: Words<Key>, language: Language): Say<Key> {
  if (!i18next.hasResourceBundle('vi', family)) {
    i18next.addResourceBundle('vi', family, texts.vi);
    i18next.addResourceBundle('en', family, texts.en);
  }
  // its own types know the keys of one language file; ours are known family by family
  const fixed = i18next.getFixedT(language, family) as unknown as (key: string, holes: object) => string;
  const whole = wholeTexts(`${family} ${language}`);
  return (key, holes) => {
    if (holes === undefined) {
      const text = whole.get(key) ?? fixed(key, {});
      whole.set(key, text);
      return text;
    }
    const shown: Record<string, string | number> = { ...holes };
    // {count} is written as people write numbers, and still chooses the form
    if (typeof shown.count === 'number') shown.number = numberFormat(language).format(shown.count);
    return fixed(key, shown);
  };
}

const told = new Map<string, Map<string, string>>();

/** Texts without holes, by their key: each is looked up once, not in each of a hundred rows. */
function wholeTexts(name: string): Map<string, string> {
  const texts = told.get(name) ?? new Map<string, string>();
  told.set(name, texts);
  return texts;
}

export const LOCALES: Readonly<Record<Language, string>> = { vi: 'vi-VN', en: 'en-GB' };

const formats = new Map<string, Intl.NumberFormat>();

/** Making one costs more than a hundred numbers written by it. @param digits at most, after the comma */
export function numberFormat(language: Language, digits = 3): Intl.NumberFormat {
  const key = `${language} ${digits}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: digits });
  formats.set(key, format);
  return format;
}

export function useWords<Key extends string>(family: Words<Key>): Say<Key> {
  const language = useLanguage();
  return useMemo(() => say(family, language), [family, language]);
}
