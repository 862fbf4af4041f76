/** The page that the code on a pole opens: what it played, what it plays next, and what is wrong with it. */

import { COMPLAINT_KINDS, COMPLAINTS } from '@loa-lang/schemas/states/complaint';
import type { EpochMillis } from '@loa-lang/schemas/units';
import { type Complaint, referenceOf } from '../../domain/complaints/complaint.ts';
import type { HamletEntry } from '../../domain/public/hamlet-entry.ts';
import { instantWords } from '../../domain/text/instant-words.ts';
import type { PublicPole } from '../../ports/public-reader.ts';
import { type Html, html } from '../pages/html.ts';
import { poleUrl, REPORT_PAGES } from './addresses.ts';
import { byDay, comingList, entryLink, type ViewFacts } from './entry-view.ts';
import { inLanguage } from './send-page.ts';
import { hamletName, type Tell, tell } from './words.ts';

export interface ReportForm {
  kind?: string | undefined;
  told?: string | undefined;
  contact?: string | undefined;
}

export interface SentReport {
  token: string;
  complaint: Complaint;
  at: EpochMillis;
}

export interface PolePageFacts extends ViewFacts {
  pole: PublicPole;
  publicCode: string;
  last: readonly HamletEntry[];
  next: readonly HamletEntry[];
  /** from this browser */
  sent: readonly SentReport[];
  form?: ReportForm;
  problem?: string | undefined;
}

const MOST_LAST = 5;

export function polePage(facts: PolePageFacts): Html {
  const { pole, last, next, sent, language, path } = facts;
  const text = tell(language);
  const { hamlet } = pole;
  const where = { name: pole.name, hamlet: hamletName(hamlet), commune: hamlet.commune.name };
  return html`<main>
<h1>${text('poleTitle', { code: pole.code })}</h1>
<p class="where">${text('poleWhere', where)}</p>
<p class="jump"><a class="button" href="#phan-anh">${text('report')}</a></p>
${sent.length > 0 && html`<section class="done"><h2>${text('sentHere')}</h2>${sent.map((report) => sentReport(report, facts, text))}</section>`}
<section><h2>${text('lastHere')}</h2>
${last.length === 0 && html`<p>${text('nothingHere')}</p>`}
${byDay(last.slice(0, MOST_LAST), facts).map(
  ({ day, entries }) => html`<h3>${day}</h3><ul class="list">${entries.map((entry) => entryLink(entry, facts))}</ul>`,
)}
</section>
<section><h2>${text('nextHere')}</h2>
${next.length === 0 && html`<p>${text('nothingComing')}</p>`}
${byDay(next, facts).map(({ day, entries }) => html`<h3>${day}</h3>${comingList(entries, facts)}`)}
</section>
${reportForm(facts, text)}
</main>
<footer><div class="links"><a href="${inLanguage(path, language)}">${text('toHamlet', { hamlet: hamletName(hamlet) })}</a></div></footer>`;
}

function sentReport({ token, complaint, at }: SentReport, { language, zone, now }: PolePageFacts, text: Tell): Html {
  const { kind, state, answer } = complaint;
  return html`<article class="entry"><p class="time">${referenceOf(complaint)} · ${text('sentAt', { when: instantWords(at, zone, now)[language] })}</p>
<h3>${COMPLAINTS[kind][language]}: ${text(`state_${state}`)}</h3>
${answer !== undefined && html`<p class="text">${answer}</p>`}
<p><a href="${inLanguage(`${REPORT_PAGES}/${token}`, language)}">${text('see')}<span class="unseen"> ${referenceOf(complaint)}</span></a></p></article>`;
}

function reportForm({ publicCode, form = {}, problem, language }: PolePageFacts, text: Tell): Html {
  return html`${problem !== undefined && html`<section class="bad" role="alert" id="loi"><h2>${text('problem')}</h2><p>${problem}</p></section>`}
<section id="phan-anh"><h2>${text('report')}</h2><p>${text('reportLead')}</p>
<form method="post" action="${inLanguage(poleUrl(publicCode), language)}">
<fieldset><legend>${text('kind')}</legend>${COMPLAINT_KINDS.map(
    (kind) =>
      html`<label class="choice"><input type="radio" name="kind" value="${kind}" required${form.kind === kind && html` checked`}>${COMPLAINTS[kind][language]}</label>`,
  )}</fieldset>
<label for="told">${text('told')} <small>(${text('optional')})</small></label>
<p class="hint" id="told-hint">${text('toldHint')}</p>
<textarea id="told" name="told" maxlength="1000" rows="3" aria-describedby="told-hint">${form.told}</textarea>
<label for="contact">${text('contact')} <small>(${text('optional')})</small></label>
<p class="hint" id="contact-hint">${text('contactHint')}</p>
<input id="contact" name="contact" autocomplete="tel" maxlength="100" aria-describedby="contact-hint" value="${form.contact ?? ''}">
<button class="primary wide">${text('send')}</button>
</form></section>`;
}

/** Of one report, for whoever has its token. */
export function reportPage({
  complaint,
  at,
  ...facts
}: Omit<SentReport, 'token'> & Omit<ViewFacts, 'path'> & { isNew: boolean }): Html {
  const { language, zone, now, isNew } = facts;
  const text = tell(language);
  const words = (instant: EpochMillis) => instantWords(instant, zone, now)[language];
  const { kind, state, answer, answeredAt, dueAt } = complaint;
  const reference = referenceOf(complaint);
  return html`<main>
<h1>${isNew ? text('taken') : text('reportTitle', { reference })}</h1>
${isNew && html`<p class="lead" role="status">${text('takenLead', { reference, due: words(dueAt) })}</p>`}
<p class="stand">${text(`state_${state}`)}</p>
<section><h2>${text('answer')}</h2>
${answer === undefined ? html`<p>${text('noAnswer')}</p>` : html`<p class="text">${answer}</p>`}
${answeredAt !== undefined && html`<p class="time">${text('answeredAt', { when: words(answeredAt) })}</p>`}
</section>
<section><dl><dt>${text('what')}</dt><dd>${COMPLAINTS[kind][language]}</dd><dt>${text('when')}</dt><dd>${words(at)}</dd>
${answer === undefined && html`<dt>${text('due')}</dt><dd>${words(dueAt)}</dd>`}</dl></section>
</main>
<footer><p>${text('keep')}</p></footer>`;
}
