/** Whoever may hear a relay learns of its gaps, of their ends, too: an open gap that nobody ends is tomorrow's dead slot. */
import type { Broadcast } from '@loa-lang/controller/domain/broadcasts/broadcast';
import type { RelaySource } from '@loa-lang/controller/domain/streams/relay-source';
import type { RecordedGap } from '@loa-lang/controller/ports/stream-gaps';
import { RelayDesk, type RelayDeskDeps } from '@loa-lang/controller/services/relay/relay-desk';
import { TellGaps } from '@loa-lang/controller/services/streams/tell-gaps';
import { describe, expect, it } from 'vitest';
import { HandClock } from '../../../support/fake-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

class World {
  readonly clock = new HandClock();
  readonly told: { plans: readonly string[]; urgent: boolean }[] = [];
  readonly problems: unknown[] = [];
  readonly incidents = new Set<string>();
  readonly leased = new Set<string>();
  gaps: RecordedGap[] = [];
  pulls = 0;
  stopped = 0;
  /** another controller has the lease */
  isTaken = false;
  /** the database does not answer so often */
  failures = 0;
  source = sourceOf(this.clock.now());
  slots = [this.slot('morning', 0), this.slot('noon', 3 * HOUR)];

  slot(planId: string, afterMs: number) {
    const startAt = this.clock.now() + afterMs;
    const items = [{ kind: 'stream', part: 0, durationMs: 30 * MINUTE, streamId: 'vov' }];
    return { startAt, endsAt: startAt + 30 * MINUTE, items, placements: [{ planId }] } as unknown as Broadcast;
  }

  readonly streamGaps = {
    open: async (streamId: string, from: number, reason: RecordedGap['reason']) => {
      if (this.gaps.some(({ to }) => to === undefined)) return false;
      this.gaps.push({ streamId, from, reason });
      return true;
    },
    close: async (_: string, to: number) => {
      if (this.failures-- > 0) throw new Error('no database');
      const open = this.gaps.filter((gap) => gap.to === undefined);
      for (const gap of open) gap.to = to;
      return open.length > 0;
    },
    of: async () => this.gaps,
  };
  readonly streamBroadcasts = {
    withStreams: async (endingAfter: number, startingBy: number) =>
      this.slots.filter(({ startAt, endsAt }) => endsAt > endingAfter && startAt <= startingBy),
  };
  readonly telling = new TellGaps({
    ...{ gaps: this.streamGaps, streamBroadcasts: this.streamBroadcasts, clock: this.clock },
    delivery: {
      deliver: async ({ plans = [], urgent = false }) => {
        if (plans.length > 0) this.told.push({ plans, urgent });
        return { state: 'sent', waiting: [] };
      },
    },
  });
  readonly desk = new RelayDesk({
    ...{ clock: this.clock, gaps: this.streamGaps, streamBroadcasts: this.streamBroadcasts, telling: this.telling },
    level: { targetLufs: -16, maxTruePeakDbtp: -1 },
    relaySources: {
      find: async (ids: readonly string[]) => (ids.includes('vov') ? [this.source] : []),
      noteOnAir: async () => undefined,
    },
    leases: {
      take: async (id: string) => !this.isTaken && Boolean(this.leased.add(id)),
      holds: (id: string) => this.leased.has(id),
      release: async (id: string) => void this.leased.delete(id),
      releaseAll: () => this.leased.clear(),
    },
    incidents: {
      raise: async (_: string, id: string) => void this.incidents.add(id),
      clear: async (_: string, id: string) => void this.incidents.delete(id),
    },
    // nothing ever comes
    puller: { pull: () => ({ resume: () => undefined, stop: () => void this.stopped++, n: ++this.pulls }) },
    encoder: { start: () => ({ write: () => true, stop: () => undefined }) },
    newSender: () => ({ send: () => undefined, counts: {} }),
    onProblem: (_: string, cause: unknown) => void this.problems.push(cause),
  } as unknown as RelayDeskDeps);
}

const sourceOf = (now: number): RelaySource => ({
  ...{ id: 'vov', areaId: 'xa', name: 'VOV1', addresses: ['http://vov.example/'], enabled: true },
  ...{ createdAt: now, changedAt: now, removedAt: undefined, lastCheck: undefined, onAir: undefined },
});
const plansOf = ({ told }: World) => new Set(told.flatMap(({ plans }) => plans));

describe('gaps of a relay', () => {
  it('are told to all whose plan may hold them, first to those who hear it now or in a moment', async () => {
    const world = new World();
    await world.telling.open('vov', world.clock.now(), 'dead');
    expect(world.told).toEqual([
      { plans: ['morning'], urgent: true },
      { plans: ['noon'], urgent: false },
    ]);
  });

  it('that end before the slot begins are told before it begins', async () => {
    const world = new World();
    world.gaps.push({ streamId: 'vov', from: 0, reason: 'dead' });
    world.clock.advance(2.99 * HOUR);
    await world.telling.close('vov', world.clock.now());
    expect(world.told).toEqual([{ plans: ['noon'], urgent: true }]);
  });

  it('end with the slot, and the next slot’s plan says so', async () => {
    const world = new World();
    await world.desk.look();
    world.gaps.push({ streamId: 'vov', from: world.clock.now(), reason: 'dead' });
    world.clock.advance(30 * MINUTE);
    await world.desk.look();
    expect(world.gaps[0]?.to).toBe(world.clock.now());
    expect(plansOf(world)).toContain('noon');
    await world.desk.stop();
  });

  it('end with the slot although the database was away just then', async () => {
    const world = new World();
    await world.desk.look();
    world.gaps.push({ streamId: 'vov', from: world.clock.now(), reason: 'dead' });
    world.incidents.add('vov');
    world.failures = 1;
    world.clock.advance(30 * MINUTE);
    await world.desk.look();
    expect(world.problems).toHaveLength(1);
    await world.desk.look();
    expect([world.gaps[0]?.to, world.incidents.size, world.leased.size]).toEqual([world.clock.now(), 0, 0]);
    await world.desk.stop();
  });

  it('of a source that is switched off are told once, not at every look, and end with the slot', async () => {
    const world = new World();
    world.source = { ...world.source, enabled: false };
    for (let second = 0; second < 5; second++) await world.desk.look();
    expect(world.told.filter(({ plans }) => plans.includes('morning'))).toHaveLength(1);
    expect([world.pulls, world.gaps.length]).toEqual([0, 1]);
    world.clock.advance(30 * MINUTE);
    await world.desk.look();
    expect([world.gaps[0]?.to, world.leased.size]).toEqual([world.clock.now(), 0]);
    await world.desk.stop();
  });

  it('of a source that is switched on again in its slot end when it sounds: it is pulled', async () => {
    const world = new World();
    world.source = { ...world.source, enabled: false };
    await world.desk.look();
    world.source = { ...world.source, enabled: true, changedAt: world.clock.now() + 1 };
    await world.desk.look();
    expect(world.pulls).toBe(1);
    await world.desk.stop();
  });
});

describe('a relay whose lease is lost with the connection to the database', () => {
  it('goes on without a break where nobody else has taken it, and ends where somebody has', async () => {
    const world = new World();
    await world.desk.look();
    world.leased.clear();
    await world.desk.look();
    expect([world.pulls, world.stopped, world.leased.size]).toEqual([1, 0, 1]);
    world.leased.clear();
    world.isTaken = true;
    await world.desk.look();
    expect([world.pulls, world.stopped, world.leased.size]).toEqual([1, 1, 0]);
    await world.desk.stop();
  });
});
