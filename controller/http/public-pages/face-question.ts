/** How did it sound? Five faces, each with its word: a form of five buttons, which needs no script. */
import { FACES, type Face } from '../../domain/public/faces.ts';
import type { HamletEntry } from '../../domain/public/hamlet-entry.ts';
import { timeWords } from '../../domain/text/instant-words.ts';
import { type Html, html, Html as RawHtml } from '../pages/html.ts';
import { faceUrl } from './addresses.ts';
import type { ViewFacts } from './entry-view.ts';
import { inLanguage } from './send-page.ts';
import { tell } from './words.ts';

export interface Asked {
  entry: HamletEntry;
  chosen: number | undefined;
}

const MOUTHS: Readonly<Record<Face, string>> = {
  1: 'M8 17.5c1-2.5 7-2.5 8 0',
  2: 'M8.5 16.8c1.5-1.4 5.5-1.4 7 0',
  3: 'M8.5 16h7',
  4: 'M8.5 15c1.5 1.6 5.5 1.6 7 0',
  5: 'M7.5 14c.8 4.5 8.2 4.5 9 0Z',
};
const drawn = (face: Face): Html =>
  html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><circle cx="12" cy="12" r="10"/>${new RawHtml(`<path d="M8.5 9.4v.6m7-.6v.6" stroke-width="2.2"/><path d="${MOUTHS[face]}"/>`)}</svg>`;

export function faceQuestion({ entry, chosen }: Asked, { language, zone, path }: ViewFacts): Html {
  const text = tell(language);
  const time = timeWords(entry.startAt, zone);
  const thanks = FACES.find((face) => face === chosen);
  return html`<section id="mat"><h2 id="mat-hoi">${text('faceQuestion', { time })}</h2>
${thanks !== undefined && html`<p role="status">${text('faceThanks', { face: text(`face${thanks}`) })}</p>`}
<form method="post" action="${inLanguage(faceUrl(path), language)}" aria-labelledby="mat-hoi">
<input type="hidden" name="broadcast" value="${entry.id}">
<div class="faces">${FACES.map(
    (face) =>
      html`<button name="face" value="${face}" aria-pressed="${face === chosen ? 'true' : 'false'}">${drawn(face)}${text(`face${face}`)}</button>`,
  )}</div>
</form>
<p class="hint">${text('faceLead')}</p></section>`;
}
