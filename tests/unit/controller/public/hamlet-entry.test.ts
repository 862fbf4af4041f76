import { type BulletinFacts, type HeardBroadcast, hamletEntry } from '@loa-lang/controller/domain/public/hamlet-entry';
import { describe, expect, it } from 'vitest';

const NOW = Date.parse('2026-12-07T08:00:00+07:00');
const MINUTE = 60_000;

const spoken = (assetId: string, language = 'vi', text = `text ${assetId}`) => ({
  ...{ language, text, assetId, sizeBytes: 1000, durationMs: 20_000 },
});
const bulletin = (id: string, more: Partial<BulletinFacts> = {}): BulletinFacts => ({
  ...{ id, kind: 'plain', category: undefined, title: `Tin ${id}`, onPublicPage: undefined, stationSound: false },
  ...{ validUntil: undefined, removed: false, versions: [spoken(`asset-${id}`)] },
  ...more,
});
const broadcast = (ids: string[], more: Partial<HeardBroadcast> = {}): HeardBroadcast => ({
  ...{ id: 'b', version: 1, title: 'Bản tin sáng', class: 'scheduled', approved: true, cancelledAt: undefined },
  ...{ startAt: NOW - 30 * MINUTE, soundsUntil: NOW - 20 * MINUTE, drill: false, isMakeUp: false, hasStream: false },
  assetIds: new Set(ids.map((id) => `asset-${id}`)),
  bulletins: ids.map((bulletinId) => ({ bulletinId, title: `Tin ${bulletinId}` })),
  reported: 'sounded',
  ...more,
});
const seen = (of: HeardBroadcast, bulletins: BulletinFacts[], languages = ['vi'], now = NOW) =>
  hamletEntry(of, new Map(bulletins.map((each) => [each.id, each])), languages, now);
const titles = (entry: ReturnType<typeof seen>) => entry?.parts.map(({ title }) => title);

describe('what villagers see of a broadcast', () => {
  it('is its parts as they were on air', () => {
    const entry = seen(broadcast(['1', '2']), [bulletin('1'), bulletin('2')]);
    expect(entry).toMatchObject({ title: 'Bản tin sáng', kind: 'ordinary', stand: 'over' });
    expect(titles(entry)).toEqual(['Tin 1', 'Tin 2']);
    expect(entry?.parts[0]?.spoken?.text).toBe('text asset-1');
  });

  it('is nothing of what is not approved, was withdrawn, is invalid, removed or unknown', () => {
    expect(seen(broadcast(['1'], { approved: false }), [bulletin('1')])).toBeUndefined();
    expect(seen(broadcast(['1'], { cancelledAt: NOW - 60 * MINUTE }), [bulletin('1')])).toBeUndefined();
    expect(seen(broadcast(['1']), [bulletin('1', { validUntil: NOW })])).toBeUndefined();
    expect(seen(broadcast(['1']), [bulletin('1', { validUntil: NOW + 1 })])).toBeDefined();
    expect(seen(broadcast(['1']), [bulletin('1', { removed: true })])).toBeUndefined();
    expect(seen(broadcast(['1']), [])).toBeUndefined();
  });

  it('is no funeral, lost child or debt, nor its title, unless somebody has said so', () => {
    const funeral = bulletin('1', { kind: 'funeral', title: 'Cụ bà Trần Thị Lụa' });
    expect(seen(broadcast(['1'], { title: 'Cụ bà Trần Thị Lụa' }), [funeral])).toBeUndefined();
    const mixed = seen(broadcast(['1', '2'], { title: 'Tin buồn và lịch tiêm' }), [funeral, bulletin('2')]);
    expect([mixed?.title, titles(mixed)]).toEqual([undefined, ['Tin 2']]);
    expect(titles(seen(broadcast(['1']), [{ ...funeral, onPublicPage: true }]))).toEqual(['Tin 1']);
    // one that was renamed after it was planned is private by either name
    const renamed = broadcast(['1'], { bulletins: [{ bulletinId: '1', title: 'Tìm cháu An, 6 tuổi' }] });
    expect(seen(renamed, [bulletin('1', { title: 'Tin khác' })])).toBeUndefined();
    expect(seen(broadcast([], { class: 'live', title: 'Tin buồn' }), [])).toBeUndefined();
    expect(seen(broadcast(['1']), [bulletin('1', { onPublicPage: false })])).toBeUndefined();
  });

  it('has the words that were on air, in the first language of the hamlet', () => {
    const versions = [spoken('new'), spoken('asset-1', 'tay', 'tày'), spoken('asset-vi', 'vi', 'cũ')];
    const facts = [bulletin('1', { versions })];
    const of = broadcast(['1'], { assetIds: new Set(['asset-1', 'asset-vi']) });
    expect(seen(of, facts, ['tay', 'vi'])?.parts[0]?.spoken?.text).toBe('tày');
    expect(seen(of, facts)?.parts[0]?.spoken?.text).toBe('cũ');
    expect(seen(broadcast(['1'], { assetIds: new Set(['other']) }), facts)?.parts[0]?.spoken).toBeUndefined();
  });

  it('leaves the sounds of the station out, and tells emergency, drill and test apart', () => {
    const chime = bulletin('9', { stationSound: true, title: 'Nhạc hiệu' });
    expect(titles(seen(broadcast(['9', '1']), [chime, bulletin('1')]))).toEqual(['Tin 1']);
    const kind = (more: Partial<HeardBroadcast>, facts = [bulletin('1')]) => seen(broadcast(['1'], more), facts)?.kind;
    expect(kind({ class: 'emergency' })).toBe('emergency');
    expect(kind({ class: 'emergency', drill: true })).toBe('drill');
    expect(kind({}, [bulletin('1', { kind: 'test' })])).toBe('test');
    expect(kind({ class: 'urgent' })).toBe('urgent');
    expect(seen(broadcast([], { hasStream: true, class: 'relay' }), [])?.kind).toBe('relay');
  });

  it.each([
    ['to-come', { startAt: NOW + 1, soundsUntil: NOW + MINUTE, reported: 'nothing' }],
    ['on-air', { soundsUntil: NOW + 1, reported: 'sounded' }],
    ['over', { reported: 'unmeasured' }],
    ['over', { soundsUntil: NOW - MINUTE, reported: 'nothing' }],
    ['not-played', { soundsUntil: NOW - 6 * MINUTE, reported: 'nothing' }],
    ['not-played', { soundsUntil: NOW - MINUTE, reported: 'silent' }],
    ['over', { soundsUntil: NOW + MINUTE, cancelledAt: NOW - MINUTE, reported: 'sounded' }],
  ] as const)('stands %s', (stand, more) => {
    expect(seen(broadcast(['1'], more), [bulletin('1')])?.stand).toBe(stand);
  });
});
