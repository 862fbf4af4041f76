import { isSpeakable, speakableText } from '@loa-lang/controller/adapters/speech/speakable-text';
import { splitSentences } from '@loa-lang/controller/adapters/speech/split-sentences';
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

  it('needs a letter or a digit', () => {
    expect(isSpeakable('12')).toBe(true);
    expect(isSpeakable('— ! …')).toBe(false);
  });
});
