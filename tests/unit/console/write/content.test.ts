import { wholeWav } from '@loa-lang/controller/console/parts/whole-wav';
import { chooseParts, partsIn, readingsIn } from '@loa-lang/controller/console/write/content/choose-parts';
import { guessCategory, guessKind } from '@loa-lang/controller/console/write/content/guess-kind';
import { spokenLengthMs } from '@loa-lang/controller/console/write/content/spoken-length';
import { suggestTitle } from '@loa-lang/controller/console/write/content/suggest-title';
import { defaultRecipe, recipeFault } from '@loa-lang/controller/domain/composition/recipe';
import { BULLETIN_KINDS } from '@loa-lang/schemas/http/composition';
import { describe, expect, it } from 'vitest';

describe('the title of a text', () => {
  it.each([
    ['Lịch tiêm phòng cho trẻ em tháng 12. Kính mời bà con đưa trẻ đến trạm.', 'Lịch tiêm phòng cho trẻ em tháng 12'],
    ['Kính thưa bà con! Ngày mai cắt điện từ 7 giờ.', 'Ngày mai cắt điện từ 7 giờ'],
    ['xin thông báo: mời họp thôn\nlúc 19 giờ', 'Mời họp thôn'],
    ['   \n ', ''],
    ['12345', ''],
  ])('%j → %j', (text, title) => expect(suggestTitle(text)).toBe(title));

  it('is cut at a word', () => {
    const long = suggestTitle(`Thông báo ${'về việc thu gom rác thải sinh hoạt '.repeat(5)}`);
    expect(long.length).toBeLessThanOrEqual(71);
    expect(long).toMatch(/ \p{L}+…$/u);
  });
});

describe('what a text is about', () => {
  it.each([
    ['Trạm y tế mời bà con đưa trẻ đi tiêm vắc xin', 'Y tế'],
    ['Điện lực báo tạm ngừng cấp điện, mất điện từ 7 giờ', 'Điện nước'],
    ['Tin buồn: cụ Nguyễn Văn A đã từ trần, lễ viếng lúc 8 giờ', 'Tin buồn'],
    ['Tìm trẻ lạc: cháu Bình, áo đỏ', 'Tìm trẻ lạc'],
    ['Lịch mở nước cho vụ xuân, bà con gieo mạ', 'Nông nghiệp'],
  ])('%j → %j', (text, category) => expect(guessCategory(text)).toBe(category));

  it('is not guessed without a word of it, nor from parts of words', () => {
    expect(guessCategory('Xin chào bà con')).toBeUndefined();
    expect(guessCategory('')).toBeUndefined();
  });

  it('decides how it sounds', () => {
    expect(guessKind('Tin buồn: cụ ông từ trần, đưa tang lúc 9 giờ')).toBe('funeral');
    expect(guessKind('Bé gái bị lạc ở chợ')).toBe('urgent');
    expect(guessKind('Mời họp thôn')).toBe('notice');
  });
});

describe('the parts of a recipe', () => {
  const NONE = { chimes: false, greeting: false, twice: false, closing: false };
  const ALL = { chimes: true, greeting: true, twice: true, closing: true };

  it('all of them leave it as it is', () => {
    expect(chooseParts(defaultRecipe('notice'), ALL)).toEqual(defaultRecipe('notice'));
    expect(partsIn(defaultRecipe('notice'))).toEqual(ALL);
    expect(partsIn(defaultRecipe('funeral'))).toMatchObject({ chimes: false, twice: true });
  });

  it('without any of them one reading is left', () => {
    expect(chooseParts(defaultRecipe('notice'), NONE)).toEqual([{ kind: 'body' }]);
    const once = chooseParts(defaultRecipe('notice'), { ...ALL, twice: false });
    expect(readingsIn(once)).toBe(1);
    expect(once.some((part) => part.kind === 'text' && part.text === 'repeatLead')).toBe(false);
    expect(once.some((part) => part.kind === 'text' && part.text === 'closing')).toBe(true);
  });

  it('never break what no recipe may do, nor leave a pause at an end', () => {
    for (const kind of BULLETIN_KINDS.filter((each) => each !== 'emergency')) {
      for (let mask = 0; mask < 16; mask++) {
        const [chimes, greeting, twice, closing] = [1, 2, 4, 8].map((bit) => (mask & bit) > 0) as [
          boolean,
          boolean,
          boolean,
          boolean,
        ];
        const recipe = chooseParts(defaultRecipe(kind), { chimes, greeting, twice, closing });
        expect(recipeFault(kind, recipe), `${kind} ${mask}`).toBeUndefined();
        expect([recipe[0]?.kind, recipe.at(-1)?.kind]).not.toContain('pause');
      }
    }
  });
});

describe('the length of a text', () => {
  it('grows with syllables and readings, and is nothing for nothing', () => {
    expect(spokenLengthMs('', 180, 2, false)).toBe(0);
    expect(spokenLengthMs('một hai ba', 180, 1, true)).toBe(1000);
    expect(spokenLengthMs('một hai ba', 180, 2, true)).toBe(2000);
    expect(spokenLengthMs('một hai ba', 180, 2, false)).toBeGreaterThan(2000);
  });
});

it('a WAV of unknown length learns it', () => {
  const wav = new ArrayBuffer(44 + 100);
  const view = new DataView(wav);
  [0x52494646, 0xffffffff, 0x57415645, 0x666d7420].forEach((word, index) => {
    view.setUint32(index * 4, word);
  });
  view.setUint32(16, 16, true);
  view.setUint32(36, 0x64617461);
  view.setUint32(40, 0xffffffff, true);
  wholeWav(wav);
  expect([view.getUint32(4, true), view.getUint32(40, true)]).toEqual([136, 100]);
  expect(wholeWav(new ArrayBuffer(3)).byteLength).toBe(3);
});
