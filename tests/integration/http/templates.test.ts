import { describe, expect, it } from 'vitest';
import { appForEachTest } from '../../support/app-for-each-test.ts';
import { addCommune, type HttpApp, untilMade } from '../../support/http-app.ts';

let app: HttpApp;
let communeId: string;
appForEachTest(async (fresh) => {
  app = fresh;
  communeId = (await addCommune(app)).communeId;
});

interface Listed {
  id: string;
  kind: string;
  class: string;
  fields: { name: string; required: boolean; example: string; label: { vi: string; en: string } }[];
}
const listed = async (): Promise<Listed[]> => (await app.call('GET', '/templates')).body.templates;
const examples = ({ fields }: Listed) => Object.fromEntries(fields.map(({ name, example }) => [name, example]));

describe('templates', () => {
  it('are listed with their fields in both languages, and each can be previewed', async () => {
    const templates = await listed();
    expect(templates).toHaveLength(16);
    for (const template of templates) {
      for (const { label } of template.fields) expect(label.vi.length * label.en.length).toBeGreaterThan(0);
      const { status, body } = await app.call('POST', `/templates/${template.id}/preview`, {
        values: examples(template),
      });
      expect(status, template.id).toBe(200);
      expect(body).toMatchObject({ kind: template.kind, class: template.class });
      expect(body.recipe.length).toBeGreaterThan(0);
    }
    expect(await app.database.bulletin.count()).toBe(0);
  });

  it('a bulletin is made from one, with its kind, title and end', async () => {
    const meeting = (await listed()).find((each) => each.id === 'power-cut');
    if (meeting === undefined) throw new Error('no such template');
    const values = examples(meeting);
    const created = await app.call('POST', '/templates/power-cut/bulletins', { communeId, values });
    expect(created).toMatchObject({
      status: 202,
      body: { kind: 'urgent', validUntil: '2026-12-05T11:30:00+07:00', state: 'processing' },
    });
    expect(created.body.text).toMatch(/^Điện lực Tân Yên thông báo/u);
    expect((await untilMade(app, created.body.id)).state).toBe('ready');
    const own = { communeId, values, title: 'Mất điện', validUntil: null };
    const unending = await app.call('POST', '/templates/power-cut/bulletins', own);
    expect(unending.body).toMatchObject({ title: 'Mất điện' });
    expect(unending.body.validUntil).toBeUndefined();
  });

  it('what is over already is made, and said, since it cannot be planned', async () => {
    const meeting = (await listed()).find((each) => each.id === 'meeting');
    if (meeting === undefined) throw new Error('no such template');
    const values = { ...examples(meeting), date: '2025-12-05' };
    const codes = (warnings: { code: string }[]) => warnings.map(({ code }) => code);
    const { status, body } = await app.call('POST', '/templates/meeting/preview', { values });
    expect([status, codes(body.warnings)]).toEqual([200, ['template-over']]);
    const created = await app.call('POST', '/templates/meeting/bulletins', { communeId, values });
    expect(created.status).toBe(202);
    expect(codes((await untilMade(app, created.body.id)).warnings)).toContain('template-over');
    app.setNow(Date.parse('2025-12-05T00:00:00Z'));
    expect((await app.call('POST', '/templates/meeting/preview', { values })).body.warnings).toEqual([]);
  });

  it('every wrong field is named, in words', async () => {
    const values = { organiser: 'Điện lực', area: 'thôn Trại', date: '2026-13-01', time: '05:00', until: '04:00' };
    const { status, body } = await app.call('POST', '/templates/power-cut/bulletins', { communeId, values });
    expect([status, body.code]).toEqual([422, 'template-fields-wrong']);
    expect(body.details).toEqual([
      {
        path: 'values/date',
        problem: 'template-field-wrong',
        message: {
          vi: 'Ô "Ngày" chưa đúng: cần một ngày có thật, dạng năm-tháng-ngày, ví dụ 2026-12-05.',
          en: 'The field "Day" is not valid: a real day is needed, as 2026-12-05.',
        },
      },
      expect.objectContaining({ path: 'values/until', problem: 'template-field-wrong' }),
    ]);
    expect(await app.database.bulletin.count()).toBe(0);
    expect((await app.call('POST', '/templates/party/preview', { values: {} })).body.code).toBe('template-unknown');
    const elsewhere = { communeId: 'nowhere', values: { ...values, date: '2026-12-05', until: '06:00' } };
    expect((await app.call('POST', '/templates/power-cut/bulletins', elsewhere)).body.code).toBe('area-unknown');
  });

  it("a commune's own are made, changed by whoever saw the last version, put away and taken back", async () => {
    const words = {
      ...{ title: 'Họp chi hội', kind: 'emergency', headline: 'Khẩn cấp: {việc}' },
      sentences: ['Bà con ra khỏi {nơi} ngay.', 'Đang có {việc}.'],
      fields: ['việc', 'nơi'].map((name) => ({ name, type: 'text', required: true, example: '' })),
    };
    const values = { việc: 'cháy', nơi: 'chợ' };
    const tried = await app.call('POST', '/templates/trial', { words, values });
    expect([tried.status, tried.body.text]).toEqual([200, 'Bà con ra khỏi chợ ngay. Đang có cháy.']);
    const made = await app.call('POST', '/templates', { communeId, ...words });
    expect(made).toMatchObject({ status: 201, body: { class: 'emergency', own: { version: 1, words } } });
    const { id } = made.body;
    expect((await listed())[0]?.id).toBe(id);
    const bulletin = await app.call('POST', `/templates/${id}/bulletins`, { communeId, values });
    expect(bulletin).toMatchObject({ status: 202, body: { kind: 'emergency', title: 'Khẩn cấp: cháy' } });
    const sentence = 'Bà con rời {nơi} ngay.';
    const next = { ...words, sentences: [sentence, 'Đang có {việc}.'] };
    expect((await app.call('PATCH', `/templates/${id}`, { version: 1, words: next })).status).toBe(200);
    const stale = await app.call('PATCH', `/templates/${id}`, { version: 1, words });
    expect([stale.status, stale.body.code]).toEqual([409, 'template-changed']);
    expect((await app.call('PATCH', `/templates/${id}`, { version: 2, putAway: true })).status).toBe(200);
    expect((await listed()).map((each) => each.id)).not.toContain(id);
    expect((await app.call('POST', `/templates/${id}/preview`, { values })).body.code).toBe('template-unknown');
    const away = (await app.call('GET', '/templates?putAway=true')).body.templates;
    expect(away).toMatchObject([{ id, own: { version: 3 } }]);
    await app.call('PATCH', `/templates/${id}`, { version: 3, putAway: false });
    const preview = await app.call('POST', `/templates/${id}/preview`, { values });
    expect(preview.body.text).toBe('Bà con rời chợ ngay. Đang có cháy.');
    const silent = { ...words, fields: words.fields.map((each) => ({ ...each, required: false })) };
    const refused = await app.call('POST', '/templates', { communeId, ...silent });
    expect([refused.status, refused.body.code]).toEqual([422, 'template-may-be-silent']);
  });
});
