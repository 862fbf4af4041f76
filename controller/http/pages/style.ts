/** How the page of a one-time link looks: one column, one primary act, large targets, light and dark by the system. */
import { createHash } from 'node:crypto';

export const STYLE = `
:root{color-scheme:light dark;--paper:#f6f7f6;--card:#fff;--ink:#1b2423;--soft:#55615f;--line:#d5dbd9;--act:#0b5a61;--act-ink:#fff;--tint:#e4f0ef;--warn:#7a4b00;--warn-tint:#fdf1dc}
@media (prefers-color-scheme:dark){:root{--paper:#121817;--card:#1b2322;--ink:#e8eeec;--soft:#a9b6b3;--line:#36413f;--act:#7fd0d4;--act-ink:#06282b;--tint:#1d3234;--warn:#f2c77c;--warn-tint:#33270f}}
*{box-sizing:border-box}
html{font-size:100%;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{display:flex;flex-direction:column;min-height:100vh;min-height:100dvh;margin:0;background:var(--paper);color:var(--ink);font:1rem/1.6 "Be Vietnam Pro",system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;overflow-wrap:break-word}
main,header,footer{width:100%;max-width:42rem;margin:0 auto;padding:0 1.25rem}
header{display:flex;justify-content:space-between;align-items:center;gap:1rem;padding-top:.75rem;color:var(--soft)}
header p{margin:0}
a{color:var(--act)}
header a{display:inline-flex;align-items:center;min-height:2.75rem;white-space:nowrap}
h1{margin:.5rem 0 .375rem;font-size:1.75rem;line-height:1.3;letter-spacing:-.01em;text-wrap:balance}
h2{margin:0 0 .5rem;font-size:1.125rem;line-height:1.4}
.lead{margin:0 0 1.25rem;font-size:1.125rem}
.stand{display:inline-block;margin:.25rem 0 0;padding:.1rem .75rem;border-radius:1rem;background:var(--tint)}
section{margin:0 0 1rem;padding:1.125rem 1.25rem;border:1px solid var(--line);border-radius:.75rem;background:var(--card)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.4rem 1.25rem;margin:0}
dt{color:var(--soft)}
dd{margin:0;font-variant-numeric:tabular-nums}
dd small,.part small{display:block;color:var(--soft);font-size:.9375rem}
.part+.part{margin-top:1.25rem;padding-top:1.25rem;border-top:1px solid var(--line)}
.part h3{margin:0;font-size:1rem;line-height:1.5}
audio{display:block;width:100%;margin:.625rem 0 0}
.spoken{margin:.75rem 0 0;padding:0 0 0 .9rem;border-left:3px solid var(--line)}
.spoken p{margin:0 0 .5rem;white-space:pre-line}
.spoken p:last-child{margin:0}
form{margin:0}
label{display:block;margin:0 0 .375rem;font-weight:600}
.hint{margin:-.25rem 0 .5rem;color:var(--soft)}
textarea,input{display:block;width:100%;margin:0 0 .875rem;padding:.625rem .75rem;border:1px solid var(--soft);border-radius:.5rem;background:var(--paper);color:inherit;font:inherit}
textarea{min-height:5.5rem}
button,.button{display:inline-flex;align-items:center;justify-content:center;min-height:3rem;padding:.375rem 1.375rem;border:1.5px solid var(--act);border-radius:.625rem;background:transparent;color:var(--act);font:inherit;font-weight:600;line-height:1.35;text-decoration:none;cursor:pointer}
.primary{background:var(--act);color:var(--act-ink)}
:focus-visible{outline:3px solid var(--act);outline-offset:3px}
#return:target{border-color:var(--act)}
.notice{margin-top:.75rem;border-color:var(--warn);background:var(--warn-tint)}
.notice h2{color:var(--warn)}
.notice p{margin:0}
.choices{display:grid;gap:1.25rem;margin-top:1rem}
.bar{position:sticky;bottom:0;margin:auto 0 0;border-top:1px solid var(--line);background:var(--card)}
.bar>div{display:flex;gap:.75rem;justify-content:flex-end;max-width:42rem;margin:0 auto;padding:.75rem 1.25rem calc(.75rem + env(safe-area-inset-bottom))}
.state{margin-top:2.5rem;padding:1.75rem 1.5rem}
.state svg{display:block;width:2.75rem;height:2.75rem;margin:0 0 .75rem;color:var(--act)}
.state h1{margin:0 0 .5rem}
.state p{margin:0 0 .5rem}
.state p:last-child{margin:0}
.soft{color:var(--soft)}
footer{padding-top:.25rem;padding-bottom:1.5rem;color:var(--soft);font-size:.9375rem}
@media (max-width:36rem){h1{font-size:1.5rem}.bar form{flex:1}.bar button{width:100%}dl{grid-template-columns:1fr;gap:0}dd{margin:0 0 .625rem}dd:last-child{margin:0}}
`;

/** The page runs no script, loads nothing from elsewhere, and is shown in no frame. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "media-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
