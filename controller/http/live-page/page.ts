/** The page "Trực tiếp" as it is sent: a frame, and where its script finds what it needs. */
import { createHash } from 'node:crypto';
import { API_ROOT } from '@loa-lang/schemas/http/common';
import { PAGE_HEADER } from '@loa-lang/schemas/http/sign-in';
import type { FastifyRequest } from 'fastify';
import { type Framed, framePage } from '../pages/frame.ts';
import { html, Html as RawHtml } from '../pages/html.ts';
import { LIVE_STYLE } from './style.ts';
import { tell } from './words.ts';

const STYLE_HASH = createHash('sha256').update(LIVE_STYLE).digest('base64');
const PLAIN_HOST = /^[\w.-]+(:\d{1,5})?$/;

/** Scripts, sound and connections of this address alone; shown in no frame. */
export function livePolicy({ protocol, host }: Pick<FastifyRequest, 'protocol' | 'host'>): string {
  // for Safari before 16 a WebSocket to the page's own address is another address
  const socket = PLAIN_HOST.test(host) ? ` ${protocol === 'https' ? 'wss' : 'ws'}://${host}` : '';
  return [
    "default-src 'none'",
    `style-src 'sha256-${STYLE_HASH}'`,
    "script-src 'self'",
    `connect-src 'self'${socket}`,
    "media-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const RAW_STYLE = new RawHtml(LIVE_STYLE);

/** @param scripts addresses of the modules, the one that runs first */
export function livePage(page: Omit<Framed, 'title' | 'content'>, scripts: readonly string[]): string {
  const text = tell(page.language);
  const [first = ''] = scripts;
  return framed(page, text('title'), {
    // all at once, not one after the other as each names the next
    head: html`${scripts.map((url) => html`<link rel="modulepreload" href="${url}">`)}<script type="module" src="${first}"></script>`,
    content: html`<div data-live data-api="${API_ROOT}" data-header="${PAGE_HEADER}"><main><h1>${text('title')}</h1><p role="status">${text('loading')}</p><noscript><p>${text('noScript')}</p></noscript></main></div>`,
  });
}

export function problemPage(page: Omit<Framed, 'title' | 'content'>, message: string): string {
  const text = tell(page.language);
  const content = html`<main><section class="state"><h1>${text('problem')}</h1><p>${message}</p></section></main>`;
  return framed(page, text('title'), { content });
}

function framed(
  page: Omit<Framed, 'title' | 'content'>,
  title: string,
  parts: { content: RawHtml; head?: RawHtml },
): string {
  const text = tell(page.language);
  return framePage({
    ...page,
    ...parts,
    title: `${title} – ${text('product')}`,
    heading: text('product'),
    otherLanguage: text('otherLanguage'),
    style: RAW_STYLE,
  });
}
