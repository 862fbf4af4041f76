/** A feed of what was said (RSS 2.0, with the address it is found at as Atom's `self`). */
import type { EpochMillis } from '@loa-lang/schemas/units';

export interface FeedItem {
  /** stays the same; no address */
  id: string;
  at: EpochMillis;
  title: string;
  text: string;
  url: string;
  category: string | undefined;
  audio: { url: string; sizeBytes: number } | undefined;
}

export interface NewsFeed {
  title: string;
  description: string;
  language: string;
  /** of the page it is about */
  url: string;
  selfUrl: string;
  madeAt: EpochMillis;
  items: readonly FeedItem[];
}

const MARKS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
/** What XML 1.0 has no place for: control characters but tab and line ends, halves of pairs, non-characters. */
const FOREIGN = /[^\P{Cc}\t\n\r]|[\p{Cs}\ufffe\uffff]/gu;

export const xmlText = (text: string): string =>
  text.replace(FOREIGN, '').replace(/[&<>"']/g, (mark) => MARKS[mark] ?? mark);

/** RFC 822 with a year of four digits. */
export const feedDate = (instant: EpochMillis): string => new Date(instant).toUTCString().replace('GMT', '+0000');

export function feedText({ title, description, language, url, selfUrl, madeAt, items }: NewsFeed): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">',
    '<channel>',
    `<title>${xmlText(title)}</title>`,
    `<link>${xmlText(url)}</link>`,
    `<description>${xmlText(description)}</description>`,
    `<language>${language}</language>`,
    `<lastBuildDate>${feedDate(madeAt)}</lastBuildDate>`,
    '<ttl>15</ttl>',
    `<atom:link href="${xmlText(selfUrl)}" rel="self" type="application/rss+xml"/>`,
    ...items.map(itemText),
    '</channel>',
    '</rss>',
    '',
  ].join('\n');
}

const itemText = ({ id, at, title, text, url, category, audio }: FeedItem): string =>
  [
    '<item>',
    `<title>${xmlText(title)}</title>`,
    `<link>${xmlText(url)}</link>`,
    `<guid isPermaLink="false">${xmlText(id)}</guid>`,
    `<pubDate>${feedDate(at)}</pubDate>`,
    ...(category === undefined ? [] : [`<category>${xmlText(category)}</category>`]),
    `<description>${xmlText(text)}</description>`,
    ...(audio === undefined
      ? []
      : [`<enclosure url="${xmlText(audio.url)}" length="${audio.sizeBytes}" type="audio/ogg"/>`]),
    '</item>',
  ].join('\n');
