import type { ProgrammeSources, SourceBulletin } from '@loa-lang/controller/domain/schedules/content';
import { contentOf } from '@loa-lang/controller/domain/schedules/programme';
import { describe, expect, it } from 'vitest';

const START = Date.parse('2026-03-02T07:00:00+07:00');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let made = 0;
const bulletin = (title: string, minutes: number, more: Partial<SourceBulletin> = {}): SourceBulletin => ({
  id: title,
  title,
  validUntil: undefined,
  createdAt: ++made,
  versions: [{ language: 'vi', assetId: `${title}-vi`, sizeBytes: 1, durationMs: minutes * MINUTE }],
  ...more,
});
function sources(list: SourceBulletin[], category: SourceBulletin[] = [], refused: string[] = []): ProgrammeSources {
  return {
    communeId: 'xa',
    bulletins: new Map(list.map((each) => [each.id, each])),
    ofCategory: () => category,
    relays: new Map([
      ['on', { enabled: true }],
      ['off', { enabled: false }],
    ]),
    isApproved: (assets) => assets.every((asset) => !refused.includes(asset)),
  };
}
const part = (bulletinId: string, readings = 1) => ({ kind: 'bulletin' as const, bulletinId, readings });
const playlist = (more: object = {}) => ({ kind: 'playlist' as const, category: 'tin', ...more });
const heard = (...args: Parameters<typeof contentOf>) => {
  const { parts, skipped } = contentOf(...args);
  return [parts.map(({ title }) => title), skipped.map(({ title, reason, filledBy }) => [title, reason, filledBy])];
};

describe('the content of one occurrence', () => {
  it('in order; each part of the plan is one part, its readings together', () => {
    const { items, parts } = contentOf(
      [part('a', 2), part('b')],
      sources([bulletin('a', 1), bulletin('b', 2)]),
      START,
      HOUR,
    );
    expect(items.map(({ part: at, durationMs }) => [at, durationMs / MINUTE])).toEqual([
      [0, 1],
      [0, 1],
      [1, 2],
    ]);
    expect(parts.map(({ durationMs }) => durationMs / MINUTE)).toEqual([2, 2]);
  });

  it('only what is approved; a language that is not is left out alone', () => {
    const two = bulletin('a', 1, {
      versions: ['vi', 'tyz'].map((language) => ({
        language,
        assetId: `a-${language}`,
        sizeBytes: 1,
        durationMs: MINUTE,
      })),
    });
    expect(heard([part('a'), part('b')], sources([two, bulletin('b', 1)], [], ['b-vi']), START, HOUR)).toEqual([
      ['a'],
      [['b', 'not-approved', undefined]],
    ]);
    const { items, skipped } = contentOf([part('a')], sources([two], [], ['a-tyz']), START, HOUR);
    expect(items).toMatchObject([{ language: 'vi' }]);
    expect(skipped).toMatchObject([{ reason: 'language-not-approved' }]);
  });

  it('valid at its start: at the very instant of its end it is over', () => {
    const until = (validUntil: number) => sources([bulletin('a', 1, { validUntil })]);
    expect(heard([part('a')], until(START + 1), START, HOUR)[0]).toEqual(['a']);
    expect(heard([part('a')], until(START), START, HOUR)).toEqual([[], [['a', 'expired', undefined]]]);
  });

  it('what does not fit its window is left out whole', () => {
    const all = sources([bulletin('a', 20), bulletin('b', 20), bulletin('c', 10)]);
    expect(heard([part('a'), part('b'), part('c')], all, START, 30 * MINUTE)).toEqual([
      ['a', 'c'],
      [['b', 'no-room', undefined]],
    ]);
  });

  it('removed, not made yet, without words', () => {
    const all = sources([bulletin('a', 1, { versions: [] })]);
    expect(heard([part('a'), part('gone'), { kind: 'closing' }], all, START, HOUR)[1]).toEqual([
      ['a', 'no-audio', undefined],
      ['', 'bulletin-removed', undefined],
      ['', 'no-words', undefined],
    ]);
  });

  it('a relay keeps its time, also while its source is off', () => {
    const programme = ['on', 'off', 'gone'].map((streamId) => ({
      kind: 'relay' as const,
      title: streamId,
      minutes: 5,
      streamId,
    }));
    const { items, skipped } = contentOf(programme, sources([]), START, HOUR);
    expect(items.map((item) => 'streamId' in item && item.streamId)).toEqual(['on', 'off', 'gone']);
    expect(skipped.map(({ title, reason }) => [title, reason])).toEqual([
      ['off', 'relay-off'],
      ['gone', 'relay-off'],
    ]);
  });

  it('a relay that names no source keeps its time, silently', () => {
    const { items, skipped } = contentOf([{ kind: 'relay', title: 'VOV', minutes: 15 }], sources([]), START, HOUR);
    expect(skipped).toEqual([{ part: 0, title: 'VOV', reason: 'relay-silent' }]);
    expect(items).toEqual([{ kind: 'stream', part: 0, durationMs: 15 * MINUTE, streamId: 'relay' }]);
  });
});

describe('a playlist', () => {
  it('newest first, as many as are asked for, none twice', () => {
    const category = [bulletin('c', 5), bulletin('b', 5), bulletin('a', 5)];
    expect(
      heard([part('c'), playlist({ maxItems: 1 })], sources([category[0] as SourceBulletin], category), START, HOUR),
    ).toEqual([['c', 'b'], []]);
  });

  it('as long as is asked for; what is too long is passed over', () => {
    const category = [bulletin('d', 8), bulletin('c', 5), bulletin('b', 3), bulletin('a', 2)];
    expect(heard([playlist({ maxMinutes: 10 })], sources([], category), START, HOUR)[0]).toEqual(['d', 'a']);
    expect(heard([playlist()], sources([], category), START, 10 * MINUTE)[0]).toEqual(['d', 'a']);
  });

  it('says what fills the place of one that has expired, and that the slot is shorter when nothing does', () => {
    const old = bulletin('cũ', 5, { validUntil: START - 1 });
    const fresh = [old, bulletin('b', 5), bulletin('a', 5)];
    expect(heard([playlist({ maxItems: 2 })], sources([], fresh), START, HOUR)).toEqual([
      ['b', 'a'],
      [['cũ', 'expired', 'b']],
    ]);
    expect(heard([playlist()], sources([], [old]), START, HOUR)).toEqual([[], [['cũ', 'expired', undefined]]]);
    expect(heard([playlist()], sources([], []), START, HOUR)[1]).toEqual([['tin', 'category-empty', undefined]]);
  });

  it('says what fills the time of a fixed part that has expired', () => {
    const old = bulletin('cũ', 10, { validUntil: START - 1 });
    const category = [bulletin('c', 5), bulletin('b', 5), bulletin('a', 5)];
    const skipped = (more: object, window: number) =>
      heard([part('cũ'), playlist(more)], sources([old], category), START, window * MINUTE)[1];
    expect(skipped({}, 16)).toEqual([['cũ', 'expired', 'b, a']]);
    expect(skipped({ maxItems: 1 }, 16)).toEqual([['cũ', 'expired', undefined]]);
    expect(skipped({}, 60)).toEqual([['cũ', 'expired', undefined]]);
  });

  it('leaves the fixed parts their time, wherever they stand', () => {
    const all = sources([bulletin('kết', 10)], [bulletin('b', 15), bulletin('a', 10)]);
    expect(heard([playlist(), part('kết')], all, START, 30 * MINUTE)[0]).toEqual(['b', 'kết']);
  });

  it('never grows past what a plan may carry', () => {
    const category = Array.from({ length: 400 }, (_, index) => bulletin(`x${index}`, 0.01));
    const { items, parts } = contentOf([playlist()], sources([], category), START, HOUR);
    expect(items.length).toBeLessThanOrEqual(256);
    expect(parts.length).toBeLessThanOrEqual(255);
  });
});
