/** What all pages have in common. */
import { type Html, html } from './html.ts';
import { otherThan, type PageLanguage } from './language.ts';

export interface Framed {
  language: PageLanguage;
  /** the same page in the other language */
  otherUrl: string;
  title: string;
  content: Html;
}

/** What a kind of pages puts into its frame. */
export interface FrameParts extends Framed {
  heading: string;
  /** what the other language calls itself */
  otherLanguage: string;
  style: Html;
  head?: Html;
}

export function framePage(parts: FrameParts): string {
  const { language, otherUrl, title, content, heading, otherLanguage, style, head } = parts;
  const other = otherThan(language);
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${head}
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<header><p>${heading}</p><a href="${otherUrl}" lang="${other}" hreflang="${other}">${otherLanguage}</a></header>
${content}
</body>
</html>
`.text;
}
