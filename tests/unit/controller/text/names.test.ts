import { tidyFileName, titleOfText } from '@loa-lang/controller/domain/text/bulletin-title';
import { nameKey, searchName, tidyName } from '@loa-lang/controller/domain/text/names';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('names', () => {
  it('equates both customs of placing the tone, and both Unicode forms', () => {
    expect(nameKey('Thôn Hoá')).toBe(nameKey('thôn Hóa'));
    expect(nameKey('Thuỷ')).toBe(nameKey('Thủy'));
    expect(nameKey('Đồng Gai'.normalize('NFD'))).toBe(nameKey('Đồng  gai '));
  });

  it('keeps apart what differs by tone or vowel', () => {
    const names = ['Hoa', 'Hoà', 'Hoá', 'Hoả', 'Hoã', 'Hoạ', 'Hơa', 'Hôa', 'Trại', 'Trai', 'Đa', 'Da'];
    expect(new Set(names.map(nameKey)).size).toBe(names.length);
  });

  it('searches without diacritics', () => {
    expect(searchName('Đồng Gai')).toBe('dong gai');
    expect(searchName('Thôn HOÁ')).toBe(searchName('thon hoa'));
  });

  it('is the same for NFC and NFD of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(nameKey(text.normalize('NFD'))).toBe(nameKey(text.normalize('NFC')));
        expect(searchName(text.normalize('NFD'))).toBe(searchName(text.normalize('NFC')));
        expect(tidyName(tidyName(text))).toBe(tidyName(text));
      }),
    );
  });

  it('droppy#72: NFC and NFD file names are one name', () => {
    const name = 'Thông báo họp thôn.mp3';
    expect(tidyFileName(name.normalize('NFD'))).toBe(name.normalize('NFC'));
    expect(tidyFileName('C:\\Tin\\Thông báo.mp3')).toBe('Thông báo.mp3');
    expect(tidyFileName('../../etc/passwd')).toBe('passwd');
    expect(tidyFileName('\u0000')).toBe('audio');
  });

  it('takes a title from the first sentence', () => {
    expect(titleOfText('Kính thưa bà con. Chiều nay họp thôn.')).toBe('Kính thưa bà con.');
    expect(titleOfText(`Mời ${'bà con '.repeat(40)}`).length).toBeLessThanOrEqual(81);
  });
});
