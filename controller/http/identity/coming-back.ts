/** Where somebody goes on who was sent to sign in. */
import { isConsolePage } from '@loa-lang/schemas/http/console-pages';
import type { FastifyRequest } from 'fastify';
import type { PageLanguage } from '../pages/language.ts';
import { LIVE_PAGE } from './addresses.ts';

/** Pages that send to sign in, and want people back. An address in a link leads nowhere else. */
const PAGES = [LIVE_PAGE];
const LONGEST = 500;

/** `undefined`: nowhere in particular */
export function comingBackTo({ query }: Pick<FastifyRequest, 'query'>): string | undefined {
  const next = (query as { next?: unknown } | undefined)?.next;
  if (typeof next !== 'string' || next.length > LONGEST) return undefined;
  return PAGES.includes(next) || isConsolePage(next) ? next : undefined;
}

/** An address of a page, read in a language; Vietnamese is what none asks for. */
export function pageUrl(path: string, language: PageLanguage, next?: string): string {
  const asks = [
    ...(next === undefined ? [] : [`next=${encodeURIComponent(next).replaceAll('%2F', '/')}`]),
    ...(language === 'vi' ? [] : [`lang=${language}`]),
  ];
  return asks.length === 0 ? path : `${path}?${asks.join('&')}`;
}
