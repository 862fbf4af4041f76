/** A broadcast as it stands on a page for villagers. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { EntryPart, HamletEntry } from '../../domain/public/hamlet-entry.ts';
import { dayWords, timeWords } from '../../domain/text/instant-words.ts';
import { type Html, html, Html as RawHtml } from '../pages/html.ts';
import type { PageLanguage } from '../pages/language.ts';
import { entryUrl, soundUrl } from './addresses.ts';
import { inLanguage } from './send-page.ts';
import { lengthWords, tell } from './words.ts';

export interface ViewFacts {
  language: PageLanguage;
  zone: string;
  now: EpochMillis;
  /** of the hamlet, without a query */
  path: string;
}

/** Characters of a text that stand on the hamlet's page; all of it on its own. */
const BEGINNING = 600;

const shape = (path: string): Html =>
  html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.25" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${new RawHtml(path)}</svg>`;
const SHAPES = {
  emergency: shape('<path d="M12 3 2 20.5h20ZM12 10v4.5m0 3v.1"/>'),
  'on-air': shape('<path d="M4 9v6h4l5 4V5L8 9Zm12.5-.5a5 5 0 0 1 0 7M19 6a8.5 8.5 0 0 1 0 12"/>'),
  drill: shape('<path d="M5 21V4h13l-3 4 3 4H5"/>'),
  test: shape('<path d="M5 21V4h13l-3 4 3 4H5"/>'),
  urgent: shape('<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 2"/>'),
} as const;

export function marksOf({ kind, stand, isMakeUp }: HamletEntry, { language }: Pick<ViewFacts, 'language'>): Html {
  const text = tell(language);
  const mark = (name: string, words: string, drawn?: Html) =>
    html`<span class="mark mark-${name}">${drawn}${words}</span>`;
  return html`${stand === 'on-air' && mark('on-air', text('onAir'), SHAPES['on-air'])}${
    kind !== 'ordinary' && mark(kind, text(kind), kind === 'live' || kind === 'relay' ? undefined : SHAPES[kind])
  }${isMakeUp && mark('make-up', text('makeUp'))}`;
}

/** What it is called: by itself, by its only part, or by its time where its own name must not be told. */
export function titleOf(entry: HamletEntry, { language, zone }: Pick<ViewFacts, 'language' | 'zone'>): string {
  const [only, another] = entry.parts;
  const single = only !== undefined && another === undefined ? only.title : undefined;
  return entry.title ?? single ?? tell(language)('session', { time: timeWords(entry.startAt, zone) });
}

/** `17:00 Lịch tiêm phòng`, leading to its own page. */
export function entryLink(entry: HamletEntry, facts: ViewFacts): Html {
  const url = inLanguage(entryUrl(facts.path, entry.id), facts.language);
  return html`<li><a class="when" href="${url}"><span>${timeWords(entry.startAt, facts.zone)}</span> <span>${marksOf(entry, facts)}${titleOf(entry, facts)}${entry.stand === 'not-played' && html`<small class="not-played">${tell(facts.language)('notPlayed')}</small>`}</span></a></li>`;
}

/** @param whole all of the text, on its own page */
export function entryBlock(entry: HamletEntry, facts: ViewFacts, whole = false): Html {
  const text = tell(facts.language);
  const title = titleOf(entry, facts);
  const lead = {
    ...{ live: text('liveLead'), relay: text('relayLead'), drill: text('drillLead') },
    ...{ emergency: undefined, test: undefined, urgent: undefined, ordinary: undefined },
  }[entry.kind];
  const heading = entry.parts.length === 1 && entry.parts[0]?.title === title;
  return html`<article class="entry">
<p class="time">${timeWords(entry.startAt, facts.zone)} ${marksOf(entry, facts)}</p>
${!whole && html`<h3>${title}</h3>`}
${entry.stand === 'not-played' && html`<p class="not-played">${text('notPlayed')}</p>`}
${lead !== undefined && html`<p>${lead}</p>`}
${entry.parts.map((part, index) => partBlock(part, index, entry, facts, { whole, named: !heading }))}
</article>`;
}

function partBlock(
  { title, spoken }: EntryPart,
  index: number,
  entry: HamletEntry,
  facts: ViewFacts,
  { whole, named }: { whole: boolean; named: boolean },
): Html {
  const text = tell(facts.language);
  const written = spoken?.text?.trim();
  const begun = written === undefined || whole ? written : beginningOf(written);
  const url = soundUrl(facts.path, entry.id, index);
  const own = inLanguage(entryUrl(facts.path, entry.id), facts.language);
  return html`${named && html`<h3>${title}</h3>`}
${begun !== undefined && html`<p class="text" lang="${spoken?.language}">${begun}</p>`}
${begun !== written && html`<p><a href="${own}">${text('more')}<span class="unseen">: ${title}</span></a></p>`}
${
  spoken !== undefined &&
  html`${written === undefined && html`<p>${text('recording')}</p>`}
<audio controls preload="none" src="${url}" aria-label="${text('listenTo', { title })}">${text('noSound')}</audio>
<a class="save" href="${url}" download aria-label="${text('saveOf', { title })}">${text('save')} (${lengthWords(spoken.durationMs, facts.language)})</a>`
}`;
}

function beginningOf(written: string): string {
  const characters = [...written];
  if (characters.length <= BEGINNING) return written;
  const cut = characters.slice(0, BEGINNING).join('');
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), BEGINNING / 2))}…`;
}

/** What comes, by time; the day where it is another one. */
export function comingList(entries: readonly HamletEntry[], facts: ViewFacts): Html {
  return html`<dl class="times">${entries.map((entry) => {
    const others = entry.parts.map(({ title }) => title).filter((title) => title !== titleOf(entry, facts));
    return html`<dt>${timeWords(entry.startAt, facts.zone)}</dt><dd>${marksOf(entry, facts)}${titleOf(entry, facts)}${
      others.length > 0 && html`<small>${others.join(' · ')}</small>`
    }</dd>`;
  })}</dl>`;
}

/** In their order, under the days on which they begin. */
export function byDay(entries: readonly HamletEntry[], { zone, now, language }: ViewFacts) {
  const days = new Map<string, HamletEntry[]>();
  for (const entry of entries) {
    const day = dayWords(entry.startAt, zone, now)[language];
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days].map(([day, of]) => ({ day: day.slice(0, 1).toLocaleUpperCase('vi') + day.slice(1), entries: of }));
}
