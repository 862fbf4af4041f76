import { defaultRecipe } from '@loa-lang/controller/domain/composition/recipe';
import { isPrepared } from '@loa-lang/controller/domain/templates/prepared';
import { fieldsIn, renderTemplate } from '@loa-lang/controller/domain/templates/render';
import type { Template } from '@loa-lang/controller/domain/templates/template';
import { TEMPLATES } from '@loa-lang/controller/domain/templates/templates';
import { describe, expect, it } from 'vitest';

const ZONE = 'Asia/Ho_Chi_Minh';
const byId = (id: string): Template => {
  const found = TEMPLATES.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no template ${id}`);
  return found;
};
const examples = (template: Template, which: 'all' | 'required' = 'all') =>
  Object.fromEntries(
    template.fields.filter((field) => which === 'all' || field.required).map(({ name, example }) => [name, example]),
  );
const render = (id: string, values: Record<string, string>) => {
  const result = renderTemplate(byId(id), values, ZONE);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.rendered;
};
const faults = (id: string, values: Record<string, string>) => {
  const result = renderTemplate(byId(id), values, ZONE);
  return result.ok ? [] : result.faults.map(({ field, code }) => `${field} ${code.replace('template-field-', '')}`);
};

describe('every template', () => {
  it('is there for the usual bulletins', () => {
    expect(TEMPLATES.map((template) => template.id).sort()).toEqual(
      [
        ...['meeting', 'vaccination', 'power-cut', 'storm', 'flood', 'fire', 'lost-child', 'funeral'],
        ...['insurance-deadline', 'tax-deadline', 'test'],
        ...['leave-low-ground', 'stay-inside', 'landslide', 'fire-leave', 'dam'],
      ].sort(),
    );
  });

  it.each(TEMPLATES)('$id: uses each of its fields, and no other', (template) => {
    const patterns = [template.headline, template.instruction ?? '', ...template.sentences];
    const used = new Set(patterns.flatMap(fieldsIn));
    expect([...used].sort()).toEqual(template.fields.map((field) => field.name).sort());
    const named = [...Object.values(template.ends ?? {}), ...(template.spans ?? []).flat()];
    for (const name of named) expect(used).toContain(name);
  });

  it.each(TEMPLATES)('$id: a sentence that must be said needs no field that may be empty', (template) => {
    const requiredOnly = render(template.id, examples(template, 'required'));
    const all = render(template.id, examples(template));
    expect(all.text.length).toBeGreaterThanOrEqual(requiredOnly.text.length);
    for (const { text, title } of [requiredOnly, all]) {
      expect(text + title).not.toMatch(/[{}[\]]|undefined|\s{2}|\s[,.;]|,\./);
      expect(text.normalize('NFC')).toBe(text);
      for (const sentence of text.split(/(?<=\.)\s/)) {
        expect(sentence).toMatch(/^[\p{Lu}\d].*\.$/u);
      }
    }
    // what is required is always said
    for (const { name, type, required, example } of template.fields) {
      if (required && ['text', 'place', 'person', 'phone'].includes(type)) {
        expect(requiredOnly.text.toLowerCase(), name).toContain(example.toLowerCase());
      }
    }
  });

  it.each(TEMPLATES)('$id: names, when filled with nothing, each field that is missing', (template) => {
    expect(faults(template.id, {})).toEqual(
      template.fields.filter((field) => field.required).map(({ name }) => `${name} missing`),
    );
  });
});

describe('emergencies', () => {
  const emergencies = TEMPLATES.filter((template) => template.kind === 'emergency');

  it('that need no words begin with whom it concerns and what to do, and need none', () => {
    const prepared = emergencies.filter(isPrepared);
    expect(prepared.map(({ id }) => id)).toEqual(['leave-low-ground', 'stay-inside', 'landslide', 'fire-leave', 'dam']);
    for (const template of prepared) {
      expect(render(template.id, {}).text, template.id).toMatch(/^Bà con [^.]*(rời|vào nhà|lên nơi cao)[^.]*\./u);
      expect(template.fields).toEqual([]);
    }
  });

  it('with words are storm, flood and fire, and they begin with what to do', () => {
    const worded = emergencies.filter((template) => !isPrepared(template));
    expect(worded.map((template) => template.id)).toEqual(['storm', 'flood', 'fire']);
    for (const template of worded) {
      const { text } = render(template.id, examples(template));
      // whom it concerns and the verb of the instruction, before any reason
      expect(text, template.id).toMatch(/^Bà con (ở [^.]*? )?(chằng chống|sơ tán|rời khỏi) [^.]*ngay/u);
      expect(defaultRecipe(template.kind)[0]).toEqual({ kind: 'body' });
      expect(template.class).toBe('emergency');
    }
  });

  it('nothing else is one', () => {
    const others = TEMPLATES.filter((template) => template.kind !== 'emergency');
    expect(others.every((template) => template.class !== 'emergency')).toBe(true);
  });
});

describe('a test', () => {
  it('says that it is a test', () => {
    expect(byId('test').kind).toBe('test');
    expect(render('test', examples(byId('test'))).text).toMatch(/^Đây là bản tin phát thử/u);
  });
});

describe('values', () => {
  it('dates carry the weekday that is theirs; times and money are written out', () => {
    const { text, title } = render('power-cut', { ...examples(byId('power-cut')), date: '2026-12-06', time: '05:05' });
    expect(text).toContain('từ 5 giờ 5 phút đến 11 giờ 30 phút, Chủ nhật, ngày 6 tháng 12 năm 2026.');
    expect(title).toBe('Tạm ngừng cấp điện: thôn Đồng Gai và thôn Trại');
    expect(render('insurance-deadline', examples(byId('insurance-deadline'))).text).toContain(
      'Mức đóng: 1.263.600 đồng một người một năm.',
    );
  });

  it('a full stop of one’s own is not doubled, the case of a first letter is mended, spaces are tidied', () => {
    const values = { ...examples(byId('fire')), place: '  xưởng   gỗ thôn Trại. ' };
    expect(render('fire', values).text).toContain('Đang có cháy tại xưởng gỗ thôn Trại.');
    const meeting = { ...examples(byId('meeting')), organiser: 'chi bộ thôn Trại' };
    expect(render('meeting', meeting).text).toMatch(/^Chi bộ thôn Trại trân trọng/u);
  });

  it.each([
    ['date', '2026-02-30'],
    ['date', '5/12/2026'],
    ['time', '24:00'],
    ['time', '7h30'],
    ['phone', '12'],
    ['phone', 'gọi Hà'],
    ['place', '{x}'],
    ['place', '…'],
    ['organiser', '[a]'],
  ])('%s refuses %j', (field, value) => {
    expect(faults('vaccination', { ...examples(byId('vaccination')), [field]: value })).toEqual([`${field} wrong`]);
  });

  it.each([
    ['age', 'sáu'],
    ['age', '-1'],
  ])('%s refuses %j', (field, value) => {
    expect(faults('lost-child', { ...examples(byId('lost-child')), [field]: value })).toEqual([`${field} wrong`]);
  });

  it('an end before the beginning, an unknown field and a blank required one are told together', () => {
    const values = { ...examples(byId('power-cut')), until: '04:00', area: '  ', color: 'red' };
    expect(faults('power-cut', values)).toEqual(['area missing', 'until wrong', 'color unknown']);
  });

  it('numbers are read as numbers, whatever stands before them', () => {
    const child = (age: string) => render('lost-child', { ...examples(byId('lost-child')), age }).text;
    expect(child('06')).toContain(', 6 tuổi.');
    expect(child('0.5')).toContain(', 0,5 tuổi.');
    expect(child('0')).toContain(', 0 tuổi.');
  });

  it('say when the bulletin is over, in the commune’s time', () => {
    const at = (id: string, values: object = {}) => {
      const end = render(id, { ...examples(byId(id)), ...values }).validUntil;
      return end === undefined ? undefined : new Date(end).toISOString();
    };
    expect(at('meeting')).toBe('2026-12-05T12:30:00.000Z');
    expect(at('power-cut')).toBe('2026-12-05T04:30:00.000Z');
    expect(at('tax-deadline')).toBe('2026-12-31T17:00:00.000Z');
    expect(at('vaccination', { until: '' })).toBe('2026-12-05T17:00:00.000Z');
    expect(at('fire')).toBeUndefined();
  });
});
