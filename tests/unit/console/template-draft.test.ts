import {
  draftOf,
  EMPTY_DRAFT,
  fieldsOf,
  guessType,
  wordsOf,
} from '@loa-lang/controller/console/templates/template-draft';
import { describe, expect, it } from 'vitest';

const draft = {
  ...EMPTY_DRAFT,
  title: ' Họp chi hội ',
  text: 'Mời hội viên dự họp, {ngày họp}, lúc { giờ  họp }[, tại {nơi họp}].\n\n  Liên hệ {số điện thoại}. \n',
};

describe('a template while it is written', () => {
  it('has the fields that stand in its words, each of the type that its name says', () => {
    expect(fieldsOf(draft).map(({ name, type, required }) => [name, type, required])).toEqual([
      ['ngày họp', 'date', true],
      ['giờ họp', 'time', true],
      ['nơi họp', 'place', false],
      ['số điện thoại', 'phone', true],
    ]);
    expect([guessType('Số tiền nộp'), guessType('nội dung')]).toEqual(['money', 'text']);
  });

  it('keeps what was chosen of a field while its name is written anew', () => {
    const fields = { 'ngày họp': { type: 'text', required: false, example: 'mai' } } as const;
    expect(fieldsOf({ ...draft, fields })[0]).toEqual({ name: 'ngày họp', ...fields['ngày họp'] });
    expect(fieldsOf({ ...draft, fields, text: 'Mời họp.' })).toEqual([]);
  });

  it('is the same after it was kept and opened again', () => {
    const words = wordsOf(draft);
    expect(words).toMatchObject({ title: 'Họp chi hội', headline: 'Họp chi hội' });
    expect(words.sentences).toHaveLength(2);
    expect(wordsOf(draftOf(words))).toEqual(words);
  });
});
