/** The two languages of pages, and how they say what they say. */
import type { FastifyRequest } from 'fastify';

export type PageLanguage = 'vi' | 'en';

export const otherThan = (language: PageLanguage): PageLanguage => (language === 'vi' ? 'en' : 'vi');

/** As the address asks; Vietnamese where it asks for nothing. */
export const languageOf = ({ query }: Pick<FastifyRequest, 'query'>): PageLanguage =>
  (query as { lang?: unknown } | undefined)?.lang === 'en' ? 'en' : 'vi';

/** Plain text, to be escaped like any other; `{hole}` is what the hole is filled with. */
export const spoken =
  <Text extends string>(texts: Record<PageLanguage, Record<Text, string>>) =>
  (language: PageLanguage) =>
  (text: Text, holes: Record<string, string> = {}): string =>
    texts[language][text].replace(/\{(\w+)\}/g, (hole, name: string) => holes[name] ?? hole);
