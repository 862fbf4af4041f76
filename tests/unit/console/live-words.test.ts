import type { LiveState } from '@loa-lang/controller/console/live/talk/live-session';
import { PHASES } from '@loa-lang/controller/console/live/talk/phases';
import { audienceOf, communesOf, type Register, targetsOf } from '@loa-lang/controller/console/live/where/places';
import { airWords, endWords } from '@loa-lang/controller/console/live/words/air-words';
import { clockFace, listWords, numberWords, spanWords } from '@loa-lang/controller/console/live/words/spans';
import { speaks, TEXTS } from '@loa-lang/controller/console/live/words/texts';
import { describe, expect, it } from 'vitest';

const LANGUAGES = ['vi', 'en'] as const;

describe('texts', () => {
  it('are complete in both languages, with the same holes, and free of jargon', () => {
    const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
    expect(Object.keys(TEXTS.en)).toEqual(Object.keys(TEXTS.vi));
    for (const [key, vi] of Object.entries(TEXTS.vi)) {
      const en = TEXTS.en[key as keyof typeof TEXTS.en];
      expect(holes(en), key).toEqual(holes(vi));
      expect(vi.length * en.length, key).toBeGreaterThan(0);
      for (const text of [vi, en]) expect(text, key).not.toMatch(/\b(MQTT|broker|WebSocket|codec|Opus|stream|API)\b/i);
    }
  });

  it('numbers, times and lists are written as people write them', () => {
    expect([numberWords(2074, 'vi'), numberWords(2074, 'en')]).toEqual(['2.074', '2,074']);
    expect([0, 65_000, 3_725_000, -5].map(clockFace)).toEqual(['00:00', '01:05', '1:02:05', '00:00']);
    expect([spanWords(40_000, 'vi'), spanWords(125_000, 'vi'), spanWords(120_000, 'en')]).toEqual([
      ...['40 giây', '2 phút 05 giây', '2 min'],
    ]);
    expect([listWords(['A'], 'vi'), listWords(['A', 'B'], 'vi'), listWords(['A', 'B', 'C', 'D', 'E'], 'vi')]).toEqual([
      ...['A', 'A và B', 'A, B, C và 2 nơi khác'],
    ]);
  });
});

const NOW = Date.parse('2026-12-07T10:02:13.000Z');
const TOLD = {
  ...{ type: 'state' as const, state: 'on-air' as const, heard: 17, of: 18, households: 2074, delayMs: 340 },
  ...{ startAt: '2026-12-07T10:05:00.000Z', endsAt: '2026-12-07T10:15:00.000Z' },
};
const state = (changes: Partial<LiveState>): LiveState => ({
  ...{
    phase: 'on-air',
    way: 'continuous',
    isMuted: false,
    isPressed: false,
    isAway: false,
    most: { heard: 17, households: 2074 },
  },
  ...{ told: TOLD, onAirAt: 1000 },
  ...changes,
});

describe('on air', () => {
  const told = (changes: Partial<LiveState>) => airWords(state(changes), NOW, 134_000, 'vi', speaks('vi'));

  it('says where it is heard, how long, and how much is left', () => {
    expect(told({})).toEqual({
      tone: 'air',
      heading: 'Đang phát trực tiếp',
      lead: 'Mời nói. Micrô đang mở.',
      clock: { face: '02:13', about: 'còn 12:47' },
      heard: 'Đang nghe ở 17/18 cụm loa · 2.074 hộ',
    });
    expect(told({ told: { ...TOLD, heard: 0 } }).heard).toBe('Chưa cụm loa nào báo đang phát.');
  });

  it('is blue only while the microphone is heard', () => {
    const tones = [
      {},
      { isMuted: true },
      { way: 'hold' },
      { way: 'hold', isPressed: true },
      { isAway: true },
      { phase: 'lost' },
      { phase: 'waiting' },
    ].map((each) => told(each as Partial<LiveState>).tone);
    expect(tones).toEqual(['air', 'closed', 'closed', 'air', 'warning', 'warning', 'calm']);
  });

  it('waiting, it says for what and until when', () => {
    const waitsFor = { title: 'Bản tin chiều', until: TOLD.startAt };
    const { lead, clock } = told({ phase: 'waiting', told: { ...TOLD, waitsFor }, onAirAt: undefined });
    expect(lead).toMatch(/^Đang phát “Bản tin chiều”\. Micrô lên loa lúc \d\d:\d\d\. Có thể xem việc khác/);
    expect(clock?.face).toBe('02:47');
  });

  it('has words for every phase in both languages', () => {
    for (const language of LANGUAGES) {
      for (const phase of PHASES) {
        const words = airWords(state({ phase }), NOW, 2000, language, speaks(language));
        expect(words.heading, phase).toMatch(/\S/);
        expect(`${words.heading} ${words.lead} ${words.heard}`).not.toMatch(/[{}]|Invalid|NaN/);
      }
    }
  });
});

describe('the end', () => {
  const said = (changes: Partial<LiveState>, language: 'vi' | 'en' = 'vi') =>
    endWords(state({ phase: 'ended', offAirAt: 193_000, ...changes }), language, speaks(language));

  it.each([
    [{ reason: 'ended' }, 'Đã kết thúc', undefined],
    [{ reason: 'maximum' }, 'Đã hết thời gian', 'Đã nói đủ thời gian lâu nhất đã chọn.'],
    [{ reason: 'stopped' }, 'Đã bị dừng', 'Có người đã dừng buổi phát này.'],
    [{ reason: 'silenced' }, 'Đã bị dừng', 'Địa bàn đang bị khoá im lặng.'],
    [{ reason: 'abnormal' }, 'Kết thúc bất thường', 'Hệ thống không nhận được tiếng từ máy này quá 2 giây.'],
    [{ reason: 'abnormal', why: 'network' }, 'Kết thúc bất thường', 'Mất kết nối quá lâu.'],
  ] as const)('%o', (end, heading, because) => {
    expect(said({ end })).toEqual({ heading, because, spoken: 'Đã phát 3 phút 12 giây ở 17/18 cụm loa, 2.074 hộ.' });
  });

  it('claims nothing that did not happen', () => {
    const end = { reason: 'ended' } as const;
    expect(said({ end, onAirAt: undefined }).spoken).toBe('Micrô chưa lên loa.');
    expect(said({ end, most: { heard: 0, households: 0 } }).spoken).toBe(
      'Đã phát 3 phút 12 giây. Chưa cụm loa nào báo đã phát.',
    );
  });

  it('every reason has words in both languages', () => {
    const whys = ['hidden', 'pagehide', 'microphone-lost', 'network', 'taken-over', 'not-signed-in', 'gone'] as const;
    for (const language of LANGUAGES) {
      for (const why of whys) expect(said({ end: { reason: 'abnormal', why } }, language).because).toMatch(/\.$/);
    }
  });
});

const area = (
  id: string,
  kind: 'province' | 'commune' | 'hamlet',
  name: string,
  parentId?: string,
  households = 100,
) => ({
  ...{ id, kind, name, households, languages: ['vi'], timeZone: 'Asia/Ho_Chi_Minh' },
  ...(parentId !== undefined && { parentId }),
  ...(kind === 'hamlet' && { hamletKind: 'thôn' }),
});
const cluster = (id: string, hamletId: string, households: number, also?: [string, number]) => ({
  ...{ id, hamletId },
  services: [{ hamletId, households }, ...(also === undefined ? [] : [{ hamletId: also[0], households: also[1] }])],
});
const register = (own: string[] | 'everywhere'): Register => ({
  areas: [
    area('p', 'province', 'Tỉnh'),
    area('c', 'commune', 'Minh Tân', 'p', 300),
    area('h1', 'hamlet', 'Trại', 'c'),
    area('h2', 'hamlet', 'Thôn Đông', 'c'),
    area('h10', 'hamlet', 'Trại 10', 'c'),
    area('d', 'commune', 'An Phú', 'p', 50),
    area('h3', 'hamlet', 'Chợ', 'd', 50),
  ],
  groups: [{ id: 'g', communeId: 'c', name: 'Ven sông', areaIds: ['h1'], clusterIds: ['k3'] }],
  clusters: [
    cluster('k1', 'h1', 80),
    cluster('k2', 'h1', 60),
    cluster('k3', 'h2', 70, ['h1', 10]),
    cluster('k4', 'h3', 50),
  ],
  own,
});

describe('where', () => {
  const offered = (own: string[] | 'everywhere') =>
    communesOf(register(own)).map(({ name, places }) => `${name}: ${places.map((each) => each.name).join(', ')}`);

  it('a hamlet head speaks to the own hamlet, an officer to the commune, its hamlets and groups', () => {
    expect(offered(['h1'])).toEqual(['Minh Tân: Thôn Trại']);
    expect(offered(['c'])).toEqual(['Minh Tân: Minh Tân, Thôn Đông, Thôn Trại, Thôn Trại 10, Ven sông']);
    expect(offered('everywhere').map((each) => each.split(':')[0])).toEqual(['An Phú', 'Minh Tân']);
    expect(offered(['p'])).toEqual(offered('everywhere'));
    expect(offered(['elsewhere'])).toEqual([]);
  });

  it('counts clusters once, and of a hamlet no more households than it has', () => {
    const all = register('everywhere');
    const of = (...ids: string[]) => {
      const places = communesOf(all).flatMap(({ places }) => places);
      return audienceOf(
        all,
        places.filter(({ id }) => ids.includes(id)),
      );
    };
    expect(of('h1')).toEqual({ clusters: 2, households: 100 });
    expect(of('h2')).toEqual({ clusters: 1, households: 80 });
    expect(of('c')).toEqual({ clusters: 3, households: 170 });
    expect(of('g', 'h1')).toEqual({ clusters: 3, households: 170 });
    expect(of('h10')).toEqual({ clusters: 0, households: 0 });
    expect(of()).toEqual({ clusters: 0, households: 0 });
  });

  it('is asked for as the controller takes it', () => {
    const [commune] = communesOf(register(['c']));
    const of = (...ids: string[]) => targetsOf((commune?.places ?? []).filter(({ id }) => ids.includes(id)));
    expect(of('c', 'h1', 'g')).toEqual({ communeId: 'c' });
    expect(of('h1', 'h2')).toEqual({ areaIds: ['h2', 'h1'] });
    expect(of('g')).toEqual({ groupIds: ['g'] });
  });
});
