/** The page of a hamlet: what was said today, what comes, how it sounded, what was said before. */
import { civilDay } from '../../domain/broadcasts/civil-time.ts';
import type { HamletEntry } from '../../domain/public/hamlet-entry.ts';
import { dayWords } from '../../domain/text/instant-words.ts';
import type { PublicHamlet } from '../../ports/public-reader.ts';
import type { HamletWeek } from '../../services/public/hamlet-news.ts';
import { type Html, html } from '../pages/html.ts';
import { calendarUrl, feedUrl, NEWS_PAGES } from './addresses.ts';
import { byDay, comingList, entryBlock, entryLink, titleOf, type ViewFacts } from './entry-view.ts';
import { type Asked, faceQuestion } from './face-question.ts';
import { inLanguage } from './send-page.ts';
import { hamletName, tell } from './words.ts';

/** Of today with their texts; a page is small, and the rest is a link away. */
const MOST_WHOLE = 12;
const MOST_EARLIER = 80;

export interface HamletPageFacts extends ViewFacts {
  hamlet: PublicHamlet;
  week: HamletWeek;
  coming: readonly HamletEntry[];
  asked: Asked | undefined;
}

export function hamletPage(facts: HamletPageFacts): Html {
  const { hamlet, week, coming, asked, language, path, now, zone } = facts;
  const text = tell(language);
  const whole = week.today.slice(0, MOST_WHOLE);
  const brief = week.today.slice(MOST_WHOLE);
  const { commune } = hamlet;
  const today = civilDay(now, zone);
  const isToday = ({ startAt }: HamletEntry) => civilDay(startAt, zone) === today;
  const later = coming.filter((entry) => !isToday(entry));
  return html`<main>
<h1>${hamletName(hamlet)}</h1>
<p class="where">${[commune.name, commune.provinceName].filter(Boolean).join(', ')} · ${dayWords(now, zone, now)[language]}</p>
<section><h2>${text('today')}</h2>
${whole.length === 0 ? html`<p>${text('nothingToday')}</p>` : whole.map((entry) => entryBlock(entry, facts))}
${brief.length > 0 && html`<ul class="list">${brief.map((entry) => entryLink(entry, facts))}</ul>`}
</section>
${asked !== undefined && faceQuestion(asked, facts)}
<section><h2>${text('coming')}</h2>
${coming.length === 0 ? html`<p>${text('nothingComing')}</p>` : comingList(coming.filter(isToday), facts)}
${later.length > 0 && html`<h3>${text('tomorrow')}</h3>${comingList(later, facts)}`}
<div class="links"><a href="${calendarUrl(path)}">${text('calendar')}</a><a href="${feedUrl(path)}">${text('feed')}</a></div>
</section>
<section><h2>${text('week')}</h2>
${week.earlier.length === 0 && html`<p>${text('nothingWeek')}</p>`}
${byDay(week.earlier.slice(0, MOST_EARLIER), facts).map(
  ({ day, entries }) => html`<h3>${day}</h3><ul class="list">${entries.map((entry) => entryLink(entry, facts))}</ul>`,
)}
</section>
</main>
<footer><p>${text('reportHint')}</p><div class="links"><a href="${inLanguage(NEWS_PAGES, language)}">${text('otherHamlet')}</a></div></footer>`;
}

/** One broadcast, with all of its texts. */
export function entryPage(entry: HamletEntry, facts: ViewFacts & { hamlet: PublicHamlet }): Html {
  const { hamlet, language, path, zone, now } = facts;
  const text = tell(language);
  return html`<main>
<h1>${titleOf(entry, facts)}</h1>
<p class="where">${hamletName(hamlet)} · ${dayWords(entry.startAt, zone, now)[language]}</p>
<section>${entryBlock(entry, facts, true)}</section>
</main>
<footer><div class="links"><a href="${inLanguage(path, language)}">${text('toHamlet', { hamlet: hamletName(hamlet) })}</a></div></footer>`;
}
