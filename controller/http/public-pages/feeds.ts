/** A hamlet's broadcasts for other programs: a calendar of what comes, a feed of what was said. */
import type { EpochMillis } from '@loa-lang/schemas/units';
import { calendarText } from '../../domain/public/calendar-file.ts';
import type { HamletEntry } from '../../domain/public/hamlet-entry.ts';
import { feedText } from '../../domain/public/news-feed.ts';
import type { PublicHamlet } from '../../ports/public-reader.ts';
import type { PageLanguage } from '../pages/language.ts';
import { entryUrl, feedUrl, soundUrl } from './addresses.ts';
import { titleOf } from './entry-view.ts';
import { inLanguage } from './send-page.ts';
import { hamletName, tell } from './words.ts';

export interface FeedFacts {
  hamlet: PublicHamlet;
  language: PageLanguage;
  now: EpochMillis;
  /** where this system is reached, without a path */
  base: string;
  /** of the hamlet's page */
  path: string;
}

const MOST_ITEMS = 50;

const nameOf = ({ hamlet, language }: FeedFacts): string =>
  `${tell(language)('choose')}: ${hamletName(hamlet)}, ${hamlet.commune.name}`;

/** `Diễn tập: Sơ tán khu ngoài đê` */
function headingOf(entry: HamletEntry, { hamlet, language }: FeedFacts): string {
  const title = titleOf(entry, { language, zone: hamlet.timeZone });
  const { kind } = entry;
  if (kind === 'ordinary' || kind === 'live' || kind === 'relay') return title;
  return `${tell(language)(kind)}: ${title}`;
}

export function hamletCalendar(entries: readonly HamletEntry[], facts: FeedFacts): string {
  const { hamlet, language, now, base, path } = facts;
  const place = `${hamletName(hamlet)}, ${hamlet.commune.name}`;
  return calendarText({
    ...{ name: nameOf(facts), language, madeAt: now },
    events: entries.map((entry) => {
      const parts = entry.parts.map(({ title }) => title).filter((title) => title !== entry.title);
      return {
        ...{ uid: entry.id, sequence: entry.version - 1, startAt: entry.startAt, endsAt: entry.endsAt },
        ...{ summary: headingOf(entry, facts), location: place, url: `${base}${inLanguage(path, language)}` },
        ...(parts.length > 0 && { description: parts.join('\n') }),
        ...(entry.kind !== 'ordinary' && { categories: [tell(language)(entry.kind)] }),
      };
    }),
  });
}

export function hamletFeed(entries: readonly HamletEntry[], facts: FeedFacts): string {
  const { language, now, base, path } = facts;
  const text = tell(language);
  return feedText({
    ...{ title: nameOf(facts), description: text('chooseHamlet'), language, madeAt: now },
    url: `${base}${inLanguage(path, language)}`,
    selfUrl: `${base}${inLanguage(feedUrl(path), language)}`,
    items: entries.slice(0, MOST_ITEMS).map((entry) => {
      const index = entry.parts.findIndex(({ spoken }) => spoken !== undefined);
      const sound = entry.parts[index]?.spoken;
      const said = entry.parts.map(({ title, spoken }) => [title, spoken?.text].filter(Boolean).join('\n'));
      return {
        ...{ id: entry.id, at: entry.startAt, title: headingOf(entry, facts), text: said.join('\n\n') },
        url: `${base}${inLanguage(entryUrl(path, entry.id), language)}`,
        category: entry.kind === 'ordinary' ? undefined : text(entry.kind),
        audio: sound && { url: `${base}${soundUrl(path, entry.id, index)}`, sizeBytes: sound.sizeBytes },
      };
    }),
  });
}
