/** How the device's page looks: one column, large targets, dark and light by the system, nothing to load. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#f6f7f6;--card:#fff;--ink:#1b2423;--soft:#55615f;--line:#d5dbd9;--act:#0b5a61;--act-ink:#fff;--tint:#e4f0ef;--warn:#7a4b00;--warn-tint:#fdf1dc;--stop:#b3261e;--stop-ink:#fff}
@media (prefers-color-scheme:dark){:root{--paper:#121817;--card:#1b2322;--ink:#e8eeec;--soft:#a9b6b3;--line:#36413f;--act:#7fd0d4;--act-ink:#06282b;--tint:#1d3234;--warn:#f2c77c;--warn-tint:#33270f;--stop:#f2b8b5;--stop-ink:#601410}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:break-word}
main,header{max-width:34rem;margin:0 auto;padding:0 1.25rem}
header{display:flex;justify-content:space-between;align-items:center;gap:1rem;padding-top:.5rem;color:var(--soft)}
h1{margin:.5rem 0 .5rem;font-size:1.75rem;line-height:1.25}
h2{margin:1.75rem 0 .25rem;font-size:1.1875rem;line-height:1.35}
p{margin:0 0 .75rem}
.soft{color:var(--soft)}
.link{min-height:2.75rem;padding:0 .25rem;border:0;background:none;color:var(--act);font:inherit;text-decoration:underline;cursor:pointer}
label{display:block;margin:1rem 0 .375rem;font-weight:600}
#code-hint{margin-top:.5rem}
input{display:block;width:100%;padding:.75rem;border:1.5px solid var(--soft);border-radius:.625rem;background:var(--card);color:inherit;font:600 1.5rem/1.3 ui-monospace,"Roboto Mono",Menlo,Consolas,monospace;letter-spacing:.04em}
.big{display:block;position:relative;width:100%;min-height:3.5rem;margin:1rem 0 0;padding:.625rem 1rem;overflow:hidden;border:1.5px solid var(--act);border-radius:.75rem;background:var(--act);color:var(--act-ink);font:inherit;font-weight:600;line-height:1.3;cursor:pointer;touch-action:manipulation;-webkit-user-select:none;user-select:none;-webkit-touch-callout:none}
.big[disabled]{border-color:var(--line);background:transparent;color:var(--soft);cursor:default}
.big span{position:relative}
.hold{margin-top:.625rem;background:transparent;color:var(--act)}
.hold::before{content:"";position:absolute;top:0;bottom:0;left:0;width:0;background:var(--tint)}
.hold.held::before{width:100%;transition:width 2s linear}
.stop{min-height:4.5rem;border-color:var(--stop);background:var(--stop);color:var(--stop-ink);font-size:1.25rem}
.card{margin:.75rem 0 0;padding:1rem 1.125rem;border:1px solid var(--line);border-radius:.875rem;background:var(--card)}
.card h3{margin:0;font-size:1.0625rem;line-height:1.4}
.card p{margin:.125rem 0 0;color:var(--soft);font-variant-numeric:tabular-nums}
.air{margin:.75rem 0 0;padding:1.125rem;border:2px solid var(--act);border-radius:.875rem;background:var(--tint)}
.air h2{margin:0}
.air p{margin:.25rem 0 0;font-variant-numeric:tabular-nums}
.bar{height:.5rem;margin:.875rem 0 0;border-radius:.25rem;overflow:hidden;background:var(--line)}
.bar i{display:block;height:100%;width:0;background:var(--act);transition:width .5s linear}
.problem{margin:1rem 0 0;padding:.75rem 1rem;border:1px solid var(--warn);border-radius:.625rem;background:var(--warn-tint);color:var(--warn);font-weight:600}
.foot{margin:2rem 0 2rem}
:focus-visible{outline:3px solid var(--act);outline-offset:3px}
[hidden]{display:none!important}
@media (prefers-reduced-motion:reduce){.bar i{transition:none}}
`;
