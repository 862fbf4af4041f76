/** What the pages of accounts have in common: they look like the page of a one-time link. */
import { createHash } from 'node:crypto';
import { type Framed, framePage } from '../pages/frame.ts';
import { type Html, html, Html as RawHtml } from '../pages/html.ts';
import { STYLE } from '../pages/style.ts';
import { PASSKEY_SCRIPT } from './passkey-script.ts';
import { tell } from './words.ts';

const PAGE_STYLE = `${STYLE}
main{padding-bottom:2rem}
section form+form{margin-top:.75rem}
.check{display:flex;gap:.75rem;align-items:center;min-height:2.75rem;margin:0 0 .875rem;font-weight:400}
.check input{width:1.5rem;height:1.5rem;margin:0;flex:none}
.list{margin:0 0 .875rem;padding:0;list-style:none}
.list li{display:flex;flex-wrap:wrap;gap:.5rem 1rem;justify-content:space-between;align-items:center;padding:.5rem 0;border-top:1px solid var(--line)}
.list li:first-child{border-top:0}
.list small{display:block;color:var(--soft);font-size:.9375rem}
.list form{margin:0}
.qr svg{display:block;width:min(14rem,100%);height:auto;margin:0 0 .875rem;background:#fff;padding:.5rem;border-radius:.5rem}
.key,pre{margin:0 0 .875rem;padding:.75rem;border-radius:.5rem;background:var(--tint);font:1.0625rem/1.7 ui-monospace,monospace;overflow-wrap:anywhere;white-space:pre-wrap}
.bad{border-color:var(--warn);background:var(--warn-tint)}
.bad p{margin:0}
[data-passkey]{margin:0 0 .875rem}
`;

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Its own style and its own script, its own forms and its own API; shown in no frame. */
export const ACCOUNT_POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(PAGE_STYLE)}`,
  `script-src ${hashOf(PASSKEY_SCRIPT)}`,
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const RAW_STYLE = new RawHtml(PAGE_STYLE);
const RAW_SCRIPT = new RawHtml(PASSKEY_SCRIPT);

export function accountFrame({ title, content, ...page }: Framed): string {
  const text = tell(page.language);
  return framePage({
    ...page,
    title: `${title} – ${text('product')}`,
    heading: text('product'),
    otherLanguage: text('otherLanguage'),
    style: RAW_STYLE,
    content: html`<main>${content}</main>
<script>${RAW_SCRIPT}</script>`,
  });
}

/** What went wrong, above the form that is filled in again. */
export const problemNote = (problem: string | undefined): Html | false =>
  problem !== undefined && html`<section class="bad" role="alert"><p>${problem}</p></section>`;
