/** Where somebody lives: first the commune where there are several, then the hamlet. */
import type { PublicCommune, PublicHamlet } from '../../ports/public-reader.ts';
import { type Html, html } from '../pages/html.ts';
import type { PageLanguage } from '../pages/language.ts';
import { hamletUrl, NEWS_PAGES } from './addresses.ts';
import { inLanguage } from './send-page.ts';
import { hamletName, tell } from './words.ts';

export function communesPage(communes: readonly PublicCommune[], language: PageLanguage): Html {
  const text = tell(language);
  const also = language === 'vi' ? '' : `&lang=${language}`;
  return html`<main><h1>${text('choose')}</h1>
<p class="lead">${text(communes.length === 0 ? 'noHamlets' : 'chooseCommune')}</p>
${
  communes.length > 0 &&
  html`<section><ul class="list">${communes.map(
    ({ id, name, provinceName }) =>
      html`<li><a href="${NEWS_PAGES}?xa=${encodeURIComponent(id)}${also}"><span>${name}</span>${provinceName !== undefined && html`<small>${provinceName}</small>`}</a></li>`,
  )}</ul></section>`
}</main>`;
}

/** @param isOnly whether there is no other commune to choose */
export function hamletsPage(
  commune: PublicCommune,
  hamlets: readonly PublicHamlet[],
  language: PageLanguage,
  isOnly: boolean,
): Html {
  const text = tell(language);
  return html`<main><h1>${text('choose')}</h1>
<p class="where">${[commune.name, commune.provinceName].filter(Boolean).join(', ')}</p>
<p class="lead">${text(hamlets.length === 0 ? 'noHamlets' : 'chooseHamlet')}</p>
${
  hamlets.length > 0 &&
  html`<section><ul class="list">${hamlets.map(
    (hamlet) => html`<li><a href="${inLanguage(hamletUrl(hamlet), language)}">${hamletName(hamlet)}</a></li>`,
  )}</ul></section>`
}</main>
${!isOnly && html`<footer><div class="links"><a href="${inLanguage(NEWS_PAGES, language)}">${text('allCommunes')}</a></div></footer>`}`;
}
