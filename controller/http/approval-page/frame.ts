/** What all pages of one-time links have in common. */
import { type Framed, framePage } from '../pages/frame.ts';
import { type Html, html, Html as RawHtml } from '../pages/html.ts';
import { STYLE } from '../pages/style.ts';
import { say } from './words.ts';

const RAW_STYLE = new RawHtml(STYLE);
/** The address is a secret. */
const HEAD = html`<meta name="referrer" content="no-referrer">`;

export function framed(page: Framed): string {
  const text = say(page.language);
  const words = { heading: text('heading'), otherLanguage: text('otherLanguage') };
  return framePage({ ...page, ...words, style: RAW_STYLE, head: HEAD });
}

const icon = (path: string): Html =>
  html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${new RawHtml(path)}</svg>`;

export const DONE = icon('<circle cx="12" cy="12" r="9.5"/><path d="m7.5 12.5 3 3 6-7"/>');
export const BACK = icon('<circle cx="12" cy="12" r="9.5"/><path d="M16.5 14.5v-1a3 3 0 0 0-3-3h-6m3-3-3 3 3 3"/>');
export const CLOCK = icon('<circle cx="12" cy="12" r="9.5"/><path d="M12 6.5V12l3.5 2"/>');

/** One state, said in words beneath its shape. */
export const stateCard = (shape: Html, heading: string, lines: readonly (string | undefined)[], note?: string): Html =>
  html`<main><section class="state">${shape}<h1>${heading}</h1>${lines.map((line) => line !== undefined && html`<p>${line}</p>`)}${
    note !== undefined && html`<p class="soft">${note}</p>`
  }</section></main>`;
