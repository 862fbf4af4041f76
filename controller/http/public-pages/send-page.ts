/** How a page for villagers is sent. */
import { gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { framePage } from '../pages/frame.ts';
import { type Html, html, Html as RawHtml } from '../pages/html.ts';
import { languageOf, otherThan, type PageLanguage } from '../pages/language.ts';
import { PUBLIC_POLICY, PUBLIC_STYLE } from './style.ts';
import { tell } from './words.ts';

export interface PublicPage {
  status?: number;
  title: string;
  content: Html;
  head?: Html;
  /** of the page itself, where it is not the one that was asked for */
  address?: string;
  /** the address is a secret: it is told to nobody */
  secret?: boolean;
}

const RAW_STYLE = new RawHtml(PUBLIC_STYLE);

export function sendPage(request: FastifyRequest, reply: FastifyReply, page: PublicPage): FastifyReply {
  const { status = 200, title, content, head, address, secret = false } = page;
  const language = languageOf(request);
  const text = tell(language);
  const [path = ''] = request.url.split('?');
  const frame = {
    ...{ language, content, style: RAW_STYLE, heading: text('heading'), otherLanguage: text('otherLanguage') },
    otherUrl: `${address ?? path}?lang=${otherThan(language)}`,
    title: `${title} – ${text('heading')}`,
    head: html`${head}${secret && html`<meta name="referrer" content="no-referrer">`}`,
  };
  reply
    .status(status)
    .type('text/html; charset=utf-8')
    .header('content-security-policy', PUBLIC_POLICY)
    // forms say where they come from
    .header('referrer-policy', secret ? 'no-referrer' : 'same-origin')
    .header('x-robots-tag', 'noindex, nofollow');
  return sendSmall(request, reply, framePage(frame));
}

/** Over the data plan of an old telephone: a third of the bytes. */
export function sendSmall({ headers }: FastifyRequest, reply: FastifyReply, text: string): FastifyReply {
  reply.header('vary', 'accept-encoding');
  if (!/\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(String(headers['accept-encoding'] ?? '')))
    return reply.send(text);
  return reply.header('content-encoding', 'gzip').send(gzipSync(text));
}

/** What could not be done, in words. */
export const problemPage = (language: PageLanguage, message: string): Html =>
  html`<main><section class="state"><h1>${tell(language)('failed')}</h1><p>${message}</p></section></main>`;

/** An address in the language of the page it stands on. */
export const inLanguage = (address: string, language: PageLanguage): string =>
  language === 'vi' ? address : `${address}?lang=${language}`;
