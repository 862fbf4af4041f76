import { readFileSync } from 'node:fs';
import { readText } from '@loa-lang/controller/domain/reading/read-text';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const PIECES = [
  ...'0123456789./-–,:;%°()\'"+x@&<>₫²½…/ \n\u0301📍'.split(''),
  ...[
    '7h30',
    '1.000',
    '05/12',
    'ngày ',
    'UBND',
    'QL',
    'T2',
    'CN',
    ' kg',
    '/người',
    'XVI',
    '-KH',
    '/NĐ-CP',
    'http://',
    'a@b.vn',
  ],
  ...[
    'Tỉnh lộ ',
    'gọi ',
    'số ',
    'BĐ',
    'Covid-',
    'thứ ',
    'ÂL',
    ' đ',
    'tr',
    'TP.',
    'đ/c ',
    'QWRT',
    'héc-ta ',
    'từ ',
    '≥',
    '₂',
    '٣',
  ],
];
const notice = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'grapheme', maxLength: 3 })), {
  maxLength: 40,
});
const fixture = new URL('../../fixtures/reading/notices.txt', import.meta.url);
/** Names of firms are said as they are, and read anew they are foreign words. */
const NOTICES = readFileSync(fixture, 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('  '))
  .map((written) => ({ written }));
const SPOKEN = /^[\p{L}\p{M}\s.,;:!?-]*$/u;

/** Small Vietnamese words that no table knows otherwise. */
const WORDS =
  'xin mời bà con nhân dân trong thôn tới nhà văn hóa để nghe thông báo về lịch tiêm chủng và vệ sinh đường làng'.split(
    ' ',
  );

describe('any text', () => {
  it('is read without a raw digit or symbol, its segments cover it', () => {
    fc.assert(
      fc.property(notice, (pieces) => {
        const given = pieces.join('');
        const { text, segments, spoken } = readText(given);
        expect(segments.map((segment) => segment.written).join('')).toBe(text);
        let at = 0;
        for (const segment of segments) {
          expect(segment.from).toBe(at);
          expect(segment.to).toBeGreaterThan(at);
          at = segment.to;
        }
        expect(spoken).toMatch(SPOKEN);
        expect(spoken).not.toContain('undefined');
      }),
      { numRuns: 1500 },
    );
  });

  it('is the same composed and decomposed', () => {
    fc.assert(
      fc.property(notice, (pieces) => {
        const text = pieces.join('').normalize('NFC');
        expect(readText(text.normalize('NFD')).spoken).toBe(readText(text).spoken);
      }),
    );
  });

  it('is the same with no-break, doubled and plain spaces', () => {
    fc.assert(
      fc.property(notice, fc.constantFrom('\u00a0', '  ', '\t', ' \u202f'), (pieces, space) => {
        const text = pieces.join('').replace(/[^\S\n]+/gu, ' ');
        expect(readText(text.replaceAll(' ', space)).spoken).toBe(readText(text).spoken);
      }),
    );
  });

  it('once read is read as it stands', () => {
    for (const { written } of NOTICES) {
      const { spoken } = readText(written);
      expect(readText(spoken).spoken, written).toBe(spoken);
    }
  });

  it('of plain words stays as it is', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 30 }), (words) => {
        const text = words.join(' ');
        expect(readText(text)).toMatchObject({ spoken: text, unknown: [] });
        expect(readText(text).segments).toHaveLength(1);
      }),
    );
  });
});

describe('hostile text', () => {
  const HOSTILE = [
    '1/',
    '1.',
    '1-',
    '1,',
    '9',
    '7h',
    'A',
    'AB ',
    '(AB',
    'a.',
    '@',
    '-',
    '1x',
    '1/KH-',
    '0 1 ',
    '\u0301',
    'gọi 1, ',
    '1/2/2025-',
    'a-',
    'tỷ lệ 1:',
    'mã A1.',
    'thắng 1-1 ',
    '  \u00a0',
    '([{"',
    '12 con/',
    'a.vn/',
    'nilonạ',
  ];

  const work = (piece: string, length: number): number => {
    const text = piece.repeat(Math.ceil(length / piece.length));
    const times = Array.from({ length: 3 }, () => {
      const before = process.cpuUsage();
      readText(text);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    });
    return Math.min(...times);
  };

  /** Ten times as much text: quadratic work would be a hundred times as much. */
  it.each(HOSTILE)('of nothing but %j takes work in proportion to its length', (piece) => {
    work(piece, 4_000);
    const [short, long] = [work(piece, 4_000), work(piece, 40_000)];
    expect(long / Math.max(short, 3_000)).toBeLessThan(40);
  });
});
