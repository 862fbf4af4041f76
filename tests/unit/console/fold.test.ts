import { fold, matches } from '@loa-lang/controller/console/parts/fold';
import { describe, expect, it } from 'vitest';

describe('search without diacritics', () => {
  it('takes letters for what they are based on', () => {
    expect(fold('Thôn  Đồng GAI')).toBe('thon dong gai');
    expect(fold('hoá')).toBe(fold('hóa'));
    expect(fold('Thôn'.normalize('NFD'))).toBe(fold('Thôn'.normalize('NFC')));
  });
  it('finds every word, in any order', () => {
    expect(matches(fold('Cụm 07 Thôn Trại'), 'trai 07')).toBe(true);
    expect(matches(fold('Cụm 07 Thôn Trại'), 'trai 08')).toBe(false);
    expect(matches(fold('Cụm 07'), '')).toBe(true);
  });
});
