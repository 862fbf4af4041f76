import { decidePlayback, type PlaybackFacts } from '@loa-lang/device-agent/domain/decide-playback';
import { runKey } from '@loa-lang/device-agent/domain/run-key';
import { timeline } from '@loa-lang/schemas/timeline/timeline';
import { describe, expect, it } from 'vitest';
import { asset, broadcast, item, plan, stream, T0 } from '../../timeline/fixtures.ts';

const S = 1000;
const runsOf = (...broadcasts: ReturnType<typeof broadcast>[]) =>
  timeline({
    plans: [plan('h', broadcasts)],
    clusterId: 'c',
    languages: ['vi'],
    muted: false,
    from: T0 - 3600 * S,
    to: T0 + 7200 * S,
  }).runs;
const one = broadcast('a', { items: [item(10 * S, 0), item(10 * S, 1)] });
const runs = runsOf(one);
const key = runKey({ broadcastId: 'a', version: 1, run: 1 });
const facts = (over: Partial<PlaybackFacts> = {}): PlaybackFacts => ({
  now: T0 - 5 * S,
  runs,
  muted: false,
  bornAt: undefined,
  joinReady: true,
  outdated: false,
  isLocal: () => false,
  known: new Set(),
  soundedBefore: () => false,
  closed: new Set(),
  journaled: new Set(),
  handed: new Set(),
  has: () => true,
  ...over,
});
const played = (over: Partial<PlaybackFacts>) => decidePlayback(facts(over)).play.map((s) => s.itemIndex);

describe('deciding on playback', () => {
  it('writes into the journal first, then hands the run over', () => {
    const before = decidePlayback(facts());
    expect(before.journal.map((j) => [j.run.broadcastId, j.positionMs])).toEqual([['a', 0]]);
    expect(before.play).toEqual([]);
    const after = decidePlayback(facts({ journaled: new Set([key]) }));
    expect(after.journal).toEqual([]);
    expect(after.play.map((s) => s.itemIndex)).toEqual([0, 1]);
  });

  it('looks no farther ahead than it must, and says when to look again', () => {
    const far = decidePlayback(facts({ now: T0 - 1800 * S }));
    expect(far.journal).toEqual([]);
    expect(far.nextAt).toBeLessThanOrEqual(T0 - 60 * S);
    expect(decidePlayback(facts({ now: T0 - 40 * S })).nextAt).toBe(T0 - 10 * S);
  });

  it('a run known before its start goes on; one met under way is joined up to joinUntilAt', () => {
    const journaled = new Set([key]);
    expect(played({ now: T0 + 12 * S, known: new Set([key]), handed: new Set([`${key}:1`]), journaled })).toEqual([1]);
    expect(played({ now: T0 + 4 * S, journaled })).toEqual([0, 1]);
    const late = decidePlayback(facts({ now: T0 + 12 * S, journaled }));
    expect(late.play).toEqual([]);
    expect(late.silentBecause.get(key)).toBe('late');
    expect(played({ now: T0 + 12 * S, journaled, soundedBefore: () => true })).toEqual([1]);
  });

  it('joins nothing before the documents are known to be the latest', () => {
    const waiting = decidePlayback(facts({ now: T0 + 2 * S, joinReady: false, journaled: new Set([key]) }));
    expect(waiting.play).toEqual([]);
    expect(waiting.silentBecause.size).toBe(0);
  });

  it('begins and joins nothing while it is known to be outdated since its boot, and ends nothing that sounds', () => {
    const journaled = new Set([key]);
    expect(decidePlayback(facts({ now: T0 - S, outdated: true, journaled })).play).toEqual([]);
    const missed = decidePlayback(facts({ now: T0 + 2 * S, outdated: true, journaled }));
    expect([missed.play, missed.silentBecause.get(key)]).toEqual([[], 'stale-plan']);
    expect(played({ now: T0 + 2 * S, outdated: true, journaled, known: new Set([key]) })).toEqual([0, 1]);
  });

  it('plays nothing that started before the journal was made, nothing closed, nothing when muted', () => {
    const journaled = new Set([key]);
    expect(decidePlayback(facts({ bornAt: T0 + 1, journaled })).silentBecause.get(key)).toBe('journal-lost');
    expect(played({ closed: new Set([key]), journaled })).toEqual([]);
    expect(played({ muted: true, journaled })).toEqual([]);
  });

  it('plays the items whose audio is there and says what is missing when its time has come', () => {
    const has = (assetId: string) => assetId === asset(1);
    expect(played({ has, journaled: new Set([key]) })).toEqual([1]);
    expect(decidePlayback(facts({ has })).nextAt).toBe(T0);
    const under = decidePlayback(facts({ has, now: T0, known: new Set([key]), journaled: new Set([key]) }));
    expect(under.silentBecause.get(key)).toBe('no-audio');
  });

  it('audio that comes too late does not sound, also in a run that is on', () => {
    const known = new Set([key]);
    const journaled = new Set([key]);
    expect(played({ now: T0 + 8 * S, known, journaled, handed: new Set() })).toEqual([1]);
  });

  it('a stream needs nothing to be there, is journaled like audio, and is joined wherever it is', () => {
    const [live] = [broadcast('l', { items: [stream(60 * S)], joinUntilAt: T0 + 50 * S })];
    const of = (over: Partial<PlaybackFacts>) =>
      decidePlayback(facts({ runs: runsOf(live), has: () => false, ...over }));
    const lives = runKey({ broadcastId: 'l', version: 1, run: 1 });
    expect(of({}).journal.map(({ run }) => run.broadcastId)).toEqual(['l']);
    const joined = of({ now: T0 + 20 * S, journaled: new Set([lives]) });
    expect(joined.play.map(({ streamId }) => streamId)).toEqual(['voice']);
    expect(joined.silentBecause.size).toBe(0);
  });
});

describe('what was started at the device itself', () => {
  const local = (over: Partial<PlaybackFacts> = {}) =>
    played({ isLocal: () => true, journaled: new Set([key]), now: T0 + S, ...over });

  it.each([
    ['while what is newest is not known yet', { joinReady: false }],
    ['while something newer is known to exist', { outdated: true }],
    ['although the journal was born with it', { bornAt: T0 + 500 }],
  ])('sounds %s', (_, over: Partial<PlaybackFacts>) => {
    expect(local(over)).toEqual([0, 1]);
    expect(local({ ...over, isLocal: () => false })).toEqual([]);
  });

  it('obeys a mute all the same', () => expect(local({ muted: true })).toEqual([]));
});
