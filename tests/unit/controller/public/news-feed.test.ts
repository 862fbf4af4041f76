import { feedDate, feedText, xmlText } from '@loa-lang/controller/domain/public/news-feed';
import { expect, it } from 'vitest';

it('escapes marks and leaves out what XML has no place for', () => {
  expect(xmlText('a<b & "c" \u0000\ud800\ufffe📢\n')).toBe('a&lt;b &amp; &quot;c&quot; 📢\n');
});

it('writes dates as RFC 822 does', () => {
  expect(feedDate(Date.parse('2026-12-08T05:30:00+07:00'))).toBe('Mon, 07 Dec 2026 22:30:00 +0000');
});

it('names itself, and its items by what stays the same', () => {
  const head = { title: 'Tin', description: 'd', language: 'vi', url: 'https://x/tin/1', madeAt: 0 };
  const audio = { url: 'https://x/a?b&c', sizeBytes: 12 };
  const item = { id: 'id-1', at: 0, title: 'Họp', text: 'Mời <họp>', url: 'https://x/1', category: 'Khẩn cấp', audio };
  const text = feedText({ ...head, selfUrl: 'https://x/tin/1/tin.rss', items: [item] });
  expect(text).toContain('<atom:link href="https://x/tin/1/tin.rss" rel="self" type="application/rss+xml"/>');
  expect(text).toContain('<guid isPermaLink="false">id-1</guid>');
  expect(text).toContain('<enclosure url="https://x/a?b&amp;c" length="12" type="audio/ogg"/>');
  expect(text).toContain('<description>Mời &lt;họp&gt;</description>');
});
