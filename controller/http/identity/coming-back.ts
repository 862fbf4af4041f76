/** Where somebody goes on who was sent to sign in. */
import type { FastifyRequest } from 'fastify';
import type { PageLanguage } from '../pages/language.ts';
import { LIVE_PAGE } from './addresses.ts';

/** Pages that send to sign in, and want people back. An address in a link leads nowhere else. */
const PAGES = [LIVE_PAGE];

/** `undefined`: nowhere in particular */
export const comingBackTo = ({ query }: Pick<FastifyRequest, 'query'>): string | undefined =>
  PAGES.find((page) => page === (query as { next?: unknown } | undefined)?.next);

/** An address of a page, read in a language; Vietnamese is what none asks for. */
export function pageUrl(path: string, language: PageLanguage, next?: string): string {
  const asks = [...(next === undefined ? [] : [`next=${next}`]), ...(language === 'vi' ? [] : [`lang=${language}`])];
  return asks.length === 0 ? path : `${path}?${asks.join('&')}`;
}
