import { inOrder } from '@loa-lang/controller/adapters/speech/in-order';
import { implausible } from '@loa-lang/controller/adapters/speech/plausible';
import { SentenceCache } from '@loa-lang/controller/adapters/speech/sentence-cache';
import { splitSentences } from '@loa-lang/controller/adapters/speech/split-sentences';
import { isSpeakable, speakableText } from '@loa-lang/controller/domain/speech/speakable-text';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('sentences', () => {
  it('are cut where a speaker breathes, never inside a number or a time', () => {
    expect(splitSentences('Giá 8.500 đồng. Lúc 14.30 họp! Xin cảm ơn', 1, 500)).toEqual([
      'Giá 8.500 đồng.',
      'Lúc 14.30 họp!',
      'Xin cảm ơn',
    ]);
  });

  it('are joined to pieces worth a thread', () => {
    expect(splitSentences('Một. Hai. Ba. Bốn.', 8, 500)).toEqual(['Một. Hai.', 'Ba. Bốn.']);
  });

  it('lose nothing but white space, and no piece is too long', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'ộ', ' ', '.', '!', '\n', '”', '…', '5'), maxLength: 300 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 60 }), (input, wanted) => {
        const pieces = splitSentences(input, wanted, 80);
        expect(pieces.join('').replace(/\s/g, '')).toBe(input.replace(/\s/g, ''));
        for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(80);
      }),
    );
  });

  it('take no time that grows out of proportion on a hostile text', () => {
    const hostile = `${'.'.repeat(20_000)}a${'.a'.repeat(20_000)}`;
    expect(splitSentences(hostile, 400, 2_000).join('').length).toBe(hostile.length);
  });
});

describe('speakable text', () => {
  it('is composed and free of markup, control signs and emoji', () => {
    expect(speakableText('Hòa'.normalize('NFD'))).toBe('Hòa');
    expect(speakableText('<p>A & B</p>\0\u202e [[x]] 😀')).not.toMatch(/[<>&\0\u202e[\]😀]/u);
    expect(speakableText('A & B')).toContain('và');
  });

  it('has no flags, no tones of skin, no boxes around digits, and whole words', () => {
    expect(speakableText('Họp 🇻🇳 👍🏽 1️⃣ nay').replace(/\s+/g, ' ')).toBe('Họp 1 nay');
    // signs without width stand inside words that were copied from a chat or a page
    expect(speakableText('\ufeffhọ\u200bp thô\u00adn \u2068Trại\u2069')).toBe('họp thôn Trại');
  });

  it('needs a letter or a digit', () => {
    expect(isSpeakable('12')).toBe(true);
    expect(isSpeakable('— ! …')).toBe(false);
  });
});

describe('a sentence without an end', () => {
  it('is cut after a comma where one is near, else between words', () => {
    const commas = 'một hai ba bốn năm sáu, bảy tám chín mười mười một mười hai';
    expect(splitSentences(commas, 1, 35)).toEqual(['một hai ba bốn năm sáu,', 'bảy tám chín mười mười một mười hai']);
    expect(splitSentences('một, hai ba bốn năm sáu bảy tám', 1, 20)).toEqual(['một, hai ba bốn năm', 'sáu bảy tám']);
  });
});

describe('a recording of a sentence', () => {
  const seconds = (length: number) => ({
    ok: true as const,
    samples: new Int16Array(length * 16_000),
    sampleRateHz: 16_000,
  });

  it('is too short when nobody could speak that fast', () => {
    expect(implausible('Kính mời bà con ra nhà văn hóa họp', seconds(3))).toBeUndefined();
    expect(implausible('Kính mời bà con ra nhà văn hóa họp', seconds(0.3))).toContain(
      '300 ms of sound for 9 syllables',
    );
    expect(implausible('…', seconds(0))).toBeUndefined();
    // marks of other scripts are no syllables of their own
    expect(implausible('ខ្ញុំចង់ទៅផ្សារ', seconds(0.2))).toBeUndefined();
  });
});

describe('results in order', () => {
  it('come in order, with so many under way and no more', async () => {
    let [running, most] = [0, 0];
    const work = async (index: number) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, (index * 7) % 5));
      running--;
      return index;
    };
    const results: number[] = [];
    for await (const result of inOrder(30, 4, work)) results.push(result);
    expect(results).toEqual(Array.from({ length: 30 }, (_, index) => index));
    expect(most).toBe(4);
    expect((await inOrder(0, 4, work).next()).done).toBe(true);
  });
});

describe('sentences kept in memory', () => {
  const sentence = (bytes: number) => ({ ok: true as const, samples: new Int16Array(bytes / 2), sampleRateHz: 16_000 });

  it('stay within their bytes; what was not used longest goes first', () => {
    const cache = new SentenceCache(100);
    for (const key of ['a', 'b', 'c']) cache.put(key, sentence(30));
    cache.get('a');
    cache.put('d', sentence(40));
    expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key) !== undefined)).toEqual([true, false, true, true]);
    cache.put('d', sentence(10));
    cache.put('e', sentence(30));
    expect(['a', 'c', 'd', 'e'].every((key) => cache.get(key) !== undefined)).toBe(true);
    cache.put('huge', sentence(500));
    expect(cache.get('huge')).toBeUndefined();
  });
});
