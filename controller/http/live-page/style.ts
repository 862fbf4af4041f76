/** How the page "Trực tiếp" looks: as the other pages, and on air as nothing else. Blue is what sounds; red is not ours. */
import { STYLE } from '../pages/style.ts';

export const LIVE_STYLE = `${STYLE}
:root{--air:#0f549c;--air-ink:#fff;--air-soft:#d3e5f8;--air-act:#fff;--air-act-ink:#0b3f77}
@media (prefers-color-scheme:dark){:root{--air:#123f70;--air-ink:#f1f7ff;--air-soft:#b9d5f2;--air-act:#d6e9ff;--air-act-ink:#0a2c52}}
[hidden]{display:none!important}
h1:focus{outline:0}
.unseen{position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
header,main,.bar>div{max-width:66rem}
[data-live]{display:contents}
.screen{display:flex;flex-direction:column;flex:1}
.screen main{padding-bottom:1rem}
.columns{display:grid;grid-template-columns:minmax(0,1.15fr) minmax(0,1fr);gap:1rem;align-items:start;margin-top:.75rem}
h3{margin:1rem 0 .375rem;font-size:1rem;color:var(--soft)}
small{display:block;color:var(--soft);font-size:.9375rem;font-weight:400;font-variant-numeric:tabular-nums}
.rows{display:grid;grid-template-columns:repeat(auto-fill,minmax(14.5rem,1fr));gap:.5rem}
.place,.choice{display:flex;gap:.75rem;align-items:center;min-height:2.75rem;margin:0;font-weight:600;cursor:pointer}
.choice{padding:.375rem 0;font-weight:400}
.place{padding:.375rem .75rem;border:1px solid var(--line);border-radius:.625rem}
.place:has(:checked){border-color:var(--act);background:var(--tint)}
input[type=checkbox],input[type=radio]{width:1.375rem;height:1.375rem;margin:0;flex:none;accent-color:var(--act)}
select{display:block;width:100%;min-height:2.75rem;margin:0 0 .75rem;padding:.375rem .625rem;border:1px solid var(--soft);border-radius:.5rem;background:var(--paper);color:inherit;font:inherit}
.longest{display:flex;gap:1rem;align-items:center;margin-top:.375rem}
.longest label{margin:0;font-weight:400;white-space:nowrap}
.longest select{margin:0;width:auto}
hr{margin:.625rem 0;border:0;border-top:1px solid var(--line)}
.microphone p{margin:0}
.microphone.notice{margin-top:0}
.microphone.bad{border-color:var(--warn);background:var(--warn-tint)}
.meter{position:relative;height:1rem;margin:0 0 .625rem;border-radius:.5rem;background:var(--tint);overflow:hidden}
.meter i{position:absolute;inset-block:0}
.meter .level{inset-inline:0;background:var(--act);transform:scaleX(0);transform-origin:left}
.meter .peak{width:3px;margin-inline-start:-3px;background:var(--ink)}
.meter.closed .level{opacity:.35}
.bar .words{flex:1;align-self:center}
.bar .words p{margin:0}
.bar .meter{display:none;height:.5rem}
.bar>div{align-items:center}
.bar .problem{color:var(--warn);font-weight:600}
button:disabled{opacity:.55;cursor:default}
.quiet{border-color:transparent;font-weight:400;text-decoration:underline;text-underline-offset:.2em}
.air{margin-top:.5rem;padding:1.5rem 1.75rem}
.air .top{display:flex;gap:1rem;align-items:center}
.air svg{width:4rem;height:4rem;flex:none;fill:none;stroke:currentColor;stroke-width:2.25;stroke-linecap:round;stroke-linejoin:round;color:var(--soft)}
.air svg .horn{fill:currentColor;stroke-width:1}
.air svg path:not(.horn){opacity:.22;transition:opacity .12s}
.air h1{margin:0;font-size:2rem}
.air .where{margin:0;font-weight:600}
.air .clock{display:flex;flex-wrap:wrap;gap:0 .875rem;align-items:baseline;margin:.875rem 0 .25rem;font-variant-numeric:tabular-nums}
.air .face{margin:0;font-size:3.5rem;line-height:1.2;font-weight:600;letter-spacing:-.02em}
.air .about{margin:0;font-size:1.125rem;color:var(--soft)}
.air .lead{margin:0 0 .875rem}
.air .facts{display:flex;flex-wrap:wrap;gap:0 1.5rem;font-variant-numeric:tabular-nums}
.air .facts p{margin:0}
.air .heard{font-weight:600}
.air .delay{color:var(--soft)}
.air .hint{margin:.875rem 0 0;padding:.625rem .875rem;border-radius:.5rem;background:var(--warn-tint);color:var(--warn);font-weight:600}
.stay{margin:0}
[data-tone=air] .air{border-color:var(--air);background:var(--air);color:var(--air-ink)}
[data-tone=air] .air svg{color:var(--air-ink)}
[data-tone=air] :is(.about,.delay){color:var(--air-soft)}
[data-tone=air] .meter{background:#0004}
[data-tone=air] .meter .level{background:var(--air-ink)}
[data-tone=air] .meter .peak{background:var(--air-ink)}
[data-tone=closed] .air{border-color:var(--air);box-shadow:inset .5rem 0 0 var(--air)}
[data-tone=closed] .air svg{color:var(--air)}
[data-tone=warning] .air{border-color:var(--warn);background:var(--warn-tint)}
[data-tone=warning] .air h1{color:var(--warn)}
.talk{min-width:15rem;min-height:4rem;font-size:1.25rem;user-select:none;-webkit-user-select:none;touch-action:none}
.talk{flex-direction:column}
.talk small{color:inherit;opacity:.85;font-size:.875rem}
@media (pointer:coarse){.talk small{display:none}}
.talk.pressed{background:var(--air);border-color:var(--air);color:var(--air-ink)}
.end{min-height:4rem;min-width:8rem}
@media (prefers-color-scheme:dark){[data-tone=closed] .air svg{color:#7db4ee}}
@media (prefers-reduced-motion:reduce){.air svg path{transition:none}}
@media (max-width:48rem){
.columns{grid-template-columns:minmax(0,1fr);gap:0}
.rows{grid-template-columns:minmax(0,1fr);gap:.375rem}
.place{gap:.625rem;padding:.375rem .625rem}
.place small{font-size:.875rem}
.place span{display:flex;flex:1;flex-wrap:wrap;gap:0 .5rem;justify-content:space-between;align-items:baseline}
.bar .meter{display:block}
.setup .bar>div{flex-direction:column;align-items:stretch;gap:.5rem}
.on .bar>div{display:grid;grid-template-columns:auto 1fr}
.on .bar .quiet{grid-column:1/-1;grid-row:2;min-height:2.75rem;padding:0}
.on .bar>div:has(.talk[hidden]) .end{grid-column:1/-1}
.bar button{width:100%}
.talk{min-width:0}
.end{min-width:0}
.air{padding:1.125rem 1.25rem}
.air .top{gap:.625rem}
.air svg{width:2.5rem;height:2.5rem}
.air h1{font-size:1.375rem}
.air .face{font-size:3rem}
}
`;
