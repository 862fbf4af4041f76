/** The page on which an approver listens, reads and decides. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import { hamletWords } from '../../domain/text/hamlet-words.ts';
import { dayWords, instantWords, timeWords } from '../../domain/text/instant-words.ts';
import type { ContentPart } from '../../services/approval/approval-contents.ts';
import type { OpenedLink } from '../../services/approval/approval-links.ts';
import { breachWords } from '../../services/rules/rule-guard.ts';
import { type Html, html } from '../pages/html.ts';
import type { PageLanguage } from '../pages/language.ts';
import { numberWords, type Say, say, spanWords } from './words.ts';

export interface PageFacts {
  language: PageLanguage;
  zone: string;
  now: EpochMillis;
  /** where its forms go, without a query */
  url: string;
  /** what went wrong with the last attempt, and what had been written */
  problem?: { message: string; decision: string | undefined; reason?: string; asksReason: boolean };
}

/** Of an open link, or one whose time has passed. */
export function decisionPage(opened: OpenedLink, facts: PageFacts): Html {
  const { language, zone, now, url, problem } = facts;
  const { request, content, link, state, onBehalfOf, breaches } = opened;
  const text = say(language);
  const late = state === 'late';
  const action = `${url}?lang=${language}`;
  const { hamlets, clusters } = content.audience;
  const where = {
    hamlets: hamletWords(hamlets)[language],
    clusters: text('clusters', { count: numberWords(clusters.length, language) }),
    households: text('households', {
      count: numberWords(
        hamlets.reduce((sum, hamlet) => sum + hamlet.households, 0),
        language,
      ),
    }),
  };
  const when = whenWords(opened, facts);
  const beyond = breaches.length > 0;
  const written = (decision: string) => (problem?.decision === decision ? problem.reason : undefined);
  const why = (beyond || problem?.asksReason === true) && reasonField(text, written('approve'));
  const lead =
    when === undefined
      ? text('airsOnApproval', where)
      : text(request.timesWords === undefined ? 'airsAt' : 'airsByRule', { ...where, when });
  return html`<main>
${onBehalfOf !== undefined && html`<p class="stand">${text('onBehalf', { name: onBehalfOf.name })}</p>`}
<h1>${request.title}</h1>
${!late && html`<p class="lead">${lead}</p>`}
${problem !== undefined && html`<section class="notice" role="alert"><h2>${text('problem')}</h2><p>${problem.message}</p></section>`}
${late && lateChoices(text, action, when, why)}
<section><h2>${text('listen')}</h2>${content.parts.map((part, index) => partOf(part, index, { ...facts, text, heading: request.title }))}</section>
<section><dl>
<dt>${text('whenLabel')}</dt><dd>${when ?? text('onApproval')}${timeNotes(opened, facts, text)}</dd>
<dt>${text('whereLabel')}</dt><dd>${hamlets.map(({ name }) => name).join(', ')}<small>${where.hamlets} · ${where.clusters} · ${where.households}</small></dd>
<dt>${text('fromLabel')}</dt><dd>${request.submittedBy.name}<small>${instantWords(request.createdAt, zone, now)[language]}</small></dd>
</dl></section>
${
  beyond &&
  html`<section class="notice" id="approve"><h2>${text('beyondHeading')}</h2><p>${breachWords(breaches)[language]}</p>
<div class="choices"><form method="post" action="${action}"><input type="hidden" name="decision" value="approve">${why}<button class="primary">${approveWords(opened, facts, text)}</button></form></div></section>`
}
<section id="return"><h2>${text('giveBackHeading')}</h2>
<form method="post" action="${action}">
<input type="hidden" name="decision" value="return">
<label for="reason">${text('reason')}</label>
<p class="hint" id="reason-hint">${text('reasonHint')}</p>
<textarea id="reason" name="reason" maxlength="1000" required aria-describedby="reason-hint">${written('return')}</textarea>
<button>${text('giveBack')}</button>
</form></section>
</main>
<footer>${text('footer', { name: link.approver.name, until: instantWords(link.expiresAt, zone, now)[language] })}</footer>
${
  !late &&
  html`<div class="bar"><div>
<a class="button" href="#return">${text('goToReturn')}</a>
${
  beyond
    ? html`<a class="button primary" href="#approve">${text('goToApprove')}</a>`
    : html`<form method="post" action="${action}"><input type="hidden" name="decision" value="approve"><button class="primary">${approveWords(opened, facts, text)}</button></form>`
}
</div></div>`
}`;
}

/** `undefined`: as soon as it is approved */
export function whenWords({ request, content }: OpenedLink, { language, zone, now }: PageFacts): string | undefined {
  if (request.timesWords !== undefined) return request.timesWords[language];
  const startAt = request.startAt ?? (request.state === 'approved' ? content.broadcast?.startAt : undefined);
  return startAt === undefined ? undefined : instantWords(startAt, zone, now)[language];
}

/** On the button the day is left out when it is today. */
function approveWords({ request }: OpenedLink, { language, zone, now }: PageFacts, text: Say): string {
  const { startAt, timesWords } = request;
  if (timesWords !== undefined) return text('approve');
  if (startAt === undefined) return text('approveNow');
  const isToday = dayWords(startAt, zone, now).en === dayWords(now, zone, now).en;
  const when = isToday ? timeWords(startAt, zone) : instantWords(startAt, zone, now)[language];
  return text('approveAt', { when });
}

function timeNotes({ request, content, state }: OpenedLink, { language, zone, now }: PageFacts, text: Say) {
  const repeat = content.broadcast?.repeat;
  const next =
    request.timesWords !== undefined && request.startAt !== undefined && request.startAt > now
      ? text('nextAt', { when: instantWords(request.startAt, zone, now)[language] })
      : undefined;
  const left =
    request.startAt !== undefined && request.startAt > now && state === 'open'
      ? text('left', { time: spanWords(request.startAt - now, language) })
      : undefined;
  const again =
    repeat === undefined
      ? undefined
      : text('repeats', { every: spanWords(repeat.everyMs, language), until: timeWords(repeat.until, zone) });
  const notes = [next, left, again].filter((note) => note !== undefined);
  return notes.length > 0 && html`<small>${notes.join(' · ')}</small>`;
}

/** @param heading of the page, which a part of the same name need not repeat */
function partOf(
  part: ContentPart,
  index: number,
  { url, language, text, heading }: Pick<PageFacts, 'url' | 'language'> & { text: Say; heading: string },
): Html {
  const notes = [
    text('duration', { time: spanWords(part.durationMs, language) }),
    ...(part.readings > 1 ? [text('readings', { count: String(part.readings) })] : []),
    ...(part.language === 'vi' ? [] : [part.language]),
  ];
  const file = part.fileName === undefined ? '' : ` (${part.fileName})`;
  const spoken =
    part.spoken.length === 0
      ? html`<p class="soft">${text('recording', { file })}</p>`
      : part.spoken.map((paragraph) => html`<p>${paragraph}</p>`);
  return html`<div class="part">${part.title !== heading && html`<h3>${part.title}</h3>`}<small>${notes.join(' · ')}</small>
<audio controls preload="none" src="${url}/audio/${index}" aria-label="${text('listenTo', { title: part.title })}">${text('noSound')}</audio>
<div class="spoken" lang="${part.language}">${spoken}</div></div>`;
}

/** Why it may go beyond the rules. */
const reasonField = (text: Say, written: string | undefined): Html =>
  html`<label>${text('ruleReason')}<textarea name="reason" maxlength="1000" required>${written}</textarea></label>`;

/** @param why asked for with a time that goes beyond the rules */
function lateChoices(text: Say, action: string, when: string | undefined, why: Html | false): Html {
  const hidden = html`<input type="hidden" name="decision" value="approve">`;
  return html`<section class="notice"><h2>${text('lateHeading')}</h2>
<p>${when === undefined ? text('lateOnApproval') : text('late', { when })}</p>
<div class="choices">
<form method="post" action="${action}">${hidden}<label for="start">${text('newTime')}</label><input id="start" type="datetime-local" name="start" required>${why}<button class="primary">${text('approveThen')}</button></form>
<form method="post" action="${action}">${hidden}<input type="hidden" name="start" value="now">${why}<button>${text('approveNow')}</button></form>
</div></section>`;
}
