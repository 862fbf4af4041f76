/** What all pages of one-time links have in common. */
import { type Html, html, Html as RawHtml } from './html.ts';
import { STYLE } from './style.ts';
import { type PageLanguage, say } from './words.ts';

const RAW_STYLE = new RawHtml(STYLE);

export interface Framed {
  language: PageLanguage;
  /** the same page in the other language */
  otherUrl: string;
  title: string;
  content: Html;
}

export function framed({ language, otherUrl, title, content }: Framed): string {
  const text = say(language);
  const other = language === 'vi' ? 'en' : 'vi';
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${RAW_STYLE}</style>
</head>
<body>
<header><p>${text('heading')}</p><a href="${otherUrl}" lang="${other}" hreflang="${other}">${text('otherLanguage')}</a></header>
${content}
</body>
</html>
`.text;
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
