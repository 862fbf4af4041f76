/** How the pages for villagers look: as the other pages, in large type. */
import { createHash } from 'node:crypto';
import { STYLE } from '../pages/style.ts';
import { TYPEFACES } from './typefaces.ts';

export const PUBLIC_STYLE = `${TYPEFACES.map(({ rule }) => rule).join('\n')}
${STYLE}
html{font-size:125%}
main{padding-bottom:1.5rem}
header p{font-weight:600}
h1{font-size:1.5rem}
h2{font-size:1.1875rem}
h3{margin:0;font-size:1rem;line-height:1.5}
section>h2+p{margin-top:0}
p{margin:0 0 .75rem}
.where{margin:0 0 1rem;color:var(--soft)}
.list{margin:0;padding:0;list-style:none}
.list li{border-top:1px solid var(--line)}
.list li:first-child{border-top:0}
.list a{display:flex;flex-wrap:wrap;gap:0 .75rem;align-items:center;min-height:2.75rem;padding:.5rem 0}
.list a.when{display:grid;grid-template-columns:3.5rem 1fr;align-items:baseline;font-variant-numeric:tabular-nums}
.list small{display:block;font-size:.875rem}
.times{display:grid;grid-template-columns:3.5rem 1fr;gap:.375rem .75rem;margin:0 0 .75rem}
.times dt{font-weight:600;color:inherit;font-variant-numeric:tabular-nums}
.times dd{margin:0}
.entry{padding:.75rem 0;border-top:1px solid var(--line)}
.entry:first-of-type{padding-top:0;border-top:0}
.entry>p:last-child,.entry>:last-child{margin-bottom:0}
.time{margin:0;color:var(--soft);font-variant-numeric:tabular-nums}
.mark{display:inline-flex;align-items:center;gap:.375rem;margin-right:.5rem;padding:0 .5rem;border:1.5px solid currentColor;border-radius:.375rem;font-weight:600;font-size:.875rem}
.mark svg{width:1em;height:1em}
.mark-emergency{color:var(--red)}
.mark-on-air{color:var(--air)}
.mark-drill,.mark-test,.mark-urgent{color:var(--warn)}
.not-played{color:var(--warn)}
.save{display:inline-flex;align-items:center;min-height:2.2rem;font-size:.875rem}
:root{--red:#b3261e;--air:#0f549c}
@media (prefers-color-scheme:dark){:root{--red:#ffb4ab;--air:#a9cdf5}}
.text{white-space:pre-line}
.unseen{position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.faces{display:grid;grid-template-columns:repeat(5,minmax(0,1fr));gap:.375rem;margin:.25rem 0 0}
.faces button{flex-direction:column;gap:.25rem;justify-content:flex-start;padding:.5rem .125rem;border-color:var(--line);color:inherit;font-size:.75rem;font-weight:400;line-height:1.3;text-align:center}
.faces+*,form+.hint{margin-top:.75rem}
.jump{margin:0 0 1rem}
.stand{margin-bottom:1rem}
.faces svg{width:2rem;height:2rem;flex:none}
.faces [aria-pressed=true]{border-color:var(--act);border-width:2.5px;background:var(--tint);font-weight:600}
fieldset{min-width:0;margin:0 0 1rem;padding:0;border:0}
legend{margin:0 0 .25rem;padding:0;font-weight:600}
.choice{display:flex;gap:.75rem;align-items:center;min-height:2.75rem;margin:0;padding:.25rem 0;border-top:1px solid var(--line);font-weight:400}
legend+.choice{border-top:0}
.choice input{width:1.375rem;height:1.375rem;margin:0;flex:none;accent-color:var(--act)}
.hint{font-size:.875rem}
label small{color:var(--soft);font-weight:400}
.wide{width:100%}
.links{display:grid;gap:0 1.25rem;grid-template-columns:repeat(auto-fit,minmax(12rem,max-content))}
.links a{display:inline-flex;align-items:center;min-height:2.75rem}
.bad{border-color:var(--warn);background:var(--warn-tint)}
.bad p{margin:0}
.done{border-color:var(--act)}
footer p{margin:0}
@media (max-width:36rem){h1{font-size:1.375rem}main,header,footer{padding-left:1rem;padding-right:1rem}section{padding:.875rem 1rem}}
`;

const sha = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** No script; its own style, typeface, sound and forms; shown in no frame. */
export const PUBLIC_POLICY = [
  "default-src 'none'",
  `style-src ${sha(PUBLIC_STYLE)}`,
  "font-src 'self'",
  "media-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
