import { asTemplate, tidyWords, wordsFault } from '@loa-lang/controller/domain/templates/own-template';
import { renderTemplate } from '@loa-lang/controller/domain/templates/render';
import type { TemplateWords } from '@loa-lang/schemas/http/templates';
import { describe, expect, it } from 'vitest';

const field = (name: string, required = true, type: 'text' | 'date' = 'text') => ({
  name,
  type,
  required,
  example: '',
});
const MEETING: TemplateWords = {
  ...{ title: 'Họp chi hội', kind: 'notice', headline: 'Mời họp: {nội dung}' },
  sentences: ['Mời hội viên dự họp về {nội dung}, {ngày họp}[, tại {nơi họp}].', 'Mang theo {đồ mang theo}.'],
  fields: [field('nội dung'), field('ngày họp', true, 'date'), field('nơi họp', false), field('đồ mang theo', false)],
};

describe("a commune's own template", () => {
  it('is filled like the usual ones, by names in Vietnamese, and ends with its day', () => {
    expect(wordsFault(MEETING)).toBeUndefined();
    const values = { 'nội dung': 'thu hoạch vụ mùa', 'ngày họp': '2026-12-05' };
    expect(renderTemplate(asTemplate({ id: 'a', words: MEETING }), values, 'Asia/Ho_Chi_Minh')).toEqual({
      ok: true,
      rendered: {
        title: 'Mời họp: thu hoạch vụ mùa',
        text: 'Mời hội viên dự họp về thu hoạch vụ mùa, thứ Bảy, ngày 5 tháng 12 năm 2026.',
        validUntil: Date.parse('2026-12-06T00:00:00+07:00'),
      },
    });
  });

  it('has one spelling of each field', () => {
    const loose = { ...MEETING, sentences: ['Mời dự  họp { nội  dung }, {ngày họp}.'], headline: ' {nội dung} ' };
    expect(tidyWords(loose)).toMatchObject({
      sentences: ['Mời dự họp {nội dung}, {ngày họp}.'],
      headline: '{nội dung}',
    });
  });

  it.each([
    [{ sentences: ['Mời họp {nội dung.'] }, 'template-brackets'],
    [{ sentences: ['Mời họp {nội dung}].'] }, 'template-brackets'],
    [{ sentences: ['Mời họp { }.'] }, 'template-brackets'],
    [{ fields: [] }, 'template-fields-differ'],
    [{ fields: [...MEETING.fields, field('số điện thoại')] }, 'template-fields-differ'],
    [{ fields: [...MEETING.fields, field('nội dung')] }, 'template-fields-differ'],
    [{ fields: MEETING.fields.map((each) => ({ ...each, required: false })) }, 'template-may-be-silent'],
  ] satisfies [Partial<TemplateWords>, string][])('%j is refused: %s', (part, code) => {
    expect(wordsFault({ ...MEETING, ...part })).toMatchObject({ code });
  });

  it('of an emergency always says its instruction first, and is no drill', () => {
    const flood: TemplateWords = {
      ...{ title: 'Vỡ đê', kind: 'emergency', headline: 'Khẩn cấp: vỡ đê' },
      ...{ sentences: ['Bà con ngoài bãi lên đê ngay.', 'Nước đang về.'], fields: [] },
    };
    expect(wordsFault(flood)).toBeUndefined();
    const rendered = renderTemplate(asTemplate({ id: 'a', words: flood }), {}, 'Asia/Ho_Chi_Minh');
    expect(rendered).toMatchObject({ rendered: { text: 'Bà con ngoài bãi lên đê ngay. Nước đang về.' } });
    const late = { ...flood, sentences: ['Bà con lên {nơi cao}.', 'Nước đang về.'], fields: [field('nơi cao', false)] };
    expect(wordsFault(late)).toEqual({ code: 'template-may-be-silent' });
    expect(wordsFault({ ...flood, sentences: ['Đây là diễn tập.', ...flood.sentences] })).toEqual({
      code: 'emergency-says-drill',
    });
  });
});
