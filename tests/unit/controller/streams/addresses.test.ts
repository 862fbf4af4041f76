/** Which address of a source is tried when, what lists name, what a stream is, and when a source is tried ahead. */
import { Attempts } from '@loa-lang/controller/domain/streams/attempts';
import { entriesOf, isHtml, listKind } from '@loa-lang/controller/domain/streams/playlist';
import { isCheckDue } from '@loa-lang/controller/domain/streams/relay-source';
import { soundFormat } from '@loa-lang/controller/domain/streams/sound-format';
import { describe, expect, it } from 'vitest';

describe('attempts', () => {
  it('go through all addresses at once, then wait longer with every round, and never beyond 15 s', () => {
    const attempts = new Attempts(3);
    const next = Array.from({ length: 30 }, () => attempts.next(0, 0.999));
    expect(next.map(({ index }) => index).slice(0, 7)).toEqual([1, 2, 0, 1, 2, 0, 1]);
    const waits = next.filter((_, n) => n % 3 === 2).map(({ afterMs }) => Math.round(afterMs / 100) / 10);
    expect(waits).toEqual([0.5, 1, 2, 4, 8, 15, 15, 15, 15, 15]);
    expect(next.filter((_, n) => n % 3 !== 2).every(({ afterMs }) => afterMs === 0)).toBe(true);
  });

  it('begin with what was good, and wait at least half of what they could', () => {
    const attempts = new Attempts(2);
    attempts.next(0, 0);
    expect(attempts.next(60_000, 0)).toEqual({ index: 1, afterMs: 250 });
    expect(attempts.next(0, 0)).toEqual({ index: 0, afterMs: 0 });
    expect(attempts.next(0, 0)).toEqual({ index: 1, afterMs: 250 });
  });
});

describe('lists', () => {
  it.each([
    ['#EXTM3U\n#EXT-X-VERSION:3\n', 'audio/x-mpegurl', 'hls'],
    ['\uFEFF#EXTM3U\n#EXTINF:-1,VOV\nhttp://a/', 'text/plain', 'm3u'],
    ['http://a/live', 'audio/x-mpegurl', 'm3u'],
    ['http://a/live', 'text/plain', 'm3u'],
    ['[playlist]\nFile1=http://a/', '', 'pls'],
    ['ID3', 'audio/mpeg', undefined],
    ['some text', 'text/plain', undefined],
  ])('%j of %s is %s', (text, type, kind) => expect(listKind(text, type)).toBe(kind));

  it('name addresses, relative ones too, and nothing that is none', () => {
    const m3u = '#EXTM3U\r\n#EXTINF:-1,x\r\n/live\r\nfile:///etc/passwd\r\nhttps://b.example/x\r\n/live\r\n';
    expect(entriesOf(m3u, 'm3u', 'http://a.example:8000/list.m3u')).toEqual([
      'http://a.example:8000/live',
      'https://b.example/x',
    ]);
    const pls = '[playlist]\nNumberOfEntries=2\nFile1= http://a/1\nTitle1=x\nfile2=http://a/2\n';
    expect(entriesOf(pls, 'pls', 'http://a/')).toEqual(['http://a/1', 'http://a/2']);
    expect(
      entriesOf(
        'http://a/x\n'.repeat(3) + Array.from({ length: 99 }, (_, n) => `http://a/${n}`).join('\n'),
        'm3u',
        'http://a/',
      ),
    ).toHaveLength(8);
  });

  it('are no pages', () => {
    expect(isHtml(' <!DOCTYPE HTML>', '')).toBe(true);
    expect(isHtml('x', 'text/html')).toBe(true);
    expect(isHtml('#EXTM3U', 'text/plain')).toBe(false);
  });
});

describe('formats', () => {
  const adts = (length: number) =>
    Buffer.concat([
      Buffer.from([0xff, 0xf1, 0x50, (length >> 11) & 3, (length >> 3) & 255, (length & 7) << 5, 0]),
      Buffer.alloc(length - 7),
    ]);

  it('are known in the midst of a stream, whatever the server calls them', () => {
    const aac = Buffer.concat([Buffer.alloc(50, 7), adts(200), adts(180), adts(190)]);
    expect(soundFormat(aac, 'audio/mpeg')).toBe('aac');
    expect(soundFormat(Buffer.from('OggS....'), 'audio/mpeg')).toBe('ogg');
    expect(soundFormat(Buffer.from([0xff, 0xfb, 0x90, 0]), 'audio/mpeg')).toBe('mp3');
    expect(soundFormat(Buffer.from('fLaC'), 'audio/flac')).toBeUndefined();
  });
});

it('a source is tried 6 h, 1 h, 15 min and 4 min before its slot, once each', () => {
  const [slot, minute] = [1_000_000_000, 60_000];
  const due = (minutesBefore: number, checkedMinutesBefore?: number) =>
    isCheckDue(
      slot,
      checkedMinutesBefore === undefined ? undefined : slot - checkedMinutesBefore * minute,
      slot - minutesBefore * minute,
    );
  expect([
    due(400),
    due(359),
    due(300, 359),
    due(59, 300),
    due(30, 59),
    due(14, 59),
    due(10, 14),
    due(3, 14),
    due(1, 3),
  ]).toEqual([...[false, true, false, true, false, true, false, true, false]]);
});
