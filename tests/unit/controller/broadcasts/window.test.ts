import { broughtForward, leadMs } from '@loa-lang/controller/domain/broadcasts/lead';
import { planWindow, type WindowRequest } from '@loa-lang/controller/domain/broadcasts/window';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const NOW = 1_000_000_000_000;
const plan = (request: Partial<WindowRequest>) =>
  planWindow({ start: 'now', durationMs: 20_000, leadMs: 300, ...request }, NOW);
const fault = (request: Partial<WindowRequest>) => {
  const planned = plan(request);
  return planned.ok ? undefined : planned.fault;
};

describe('window of a broadcast', () => {
  it('now: sounds after the lead, and a start up to 2 s later still fits whole', () => {
    const startAt = NOW + 300;
    expect(plan({})).toEqual({
      ok: true,
      window: { startAt, latestStartAt: startAt + 2000, joinUntilAt: startAt + 12_000, endsAt: startAt + 22_000 },
    });
  });

  it('planned: may be postponed by 15 minutes and still fits whole', () => {
    const start = NOW + 3600_000;
    expect(plan({ start })).toEqual({
      ok: true,
      window: {
        startAt: start,
        latestStartAt: start + 900_000,
        joinUntilAt: start + 910_000,
        endsAt: start + 920_000,
      },
    });
  });

  it('AzuraCast#4962: a zero-length window is refused, as is one shorter than its content', () => {
    const start = NOW + 1000;
    expect(fault({ durationMs: 0 })).toBe('nothing-to-play');
    expect(fault({ start, endsAt: start })).toBe('times-out-of-order');
    expect(fault({ start, endsAt: start - 1 })).toBe('times-out-of-order');
    expect(fault({ start, endsAt: start + 19_999 })).toBe('window-too-short');
    expect(plan({ start, endsAt: start + 20_000 }).ok).toBe(true);
  });

  it('refuses the past, the far future and times out of order', () => {
    expect(fault({ start: NOW - 1 })).toBe('start-in-past');
    expect(plan({ start: NOW }).ok).toBe(true);
    expect(fault({ start: NOW + 400 * 24 * 3600_000 })).toBe('start-too-far');
    expect(fault({ start: NOW + 10, joinUntilAt: NOW })).toBe('times-out-of-order');
    expect(fault({ start: NOW + 10, latestStartAt: NOW })).toBe('times-out-of-order');
    expect(fault({ start: NOW + 10, repeat: { everyMs: 60_000, until: NOW } })).toBe('times-out-of-order');
    expect(fault({ start: NOW + 10, repeat: { everyMs: 10_000, until: NOW + 99_000 } })).toBe('repeat-too-dense');
  });

  it('the last repetition fits whole', () => {
    const planned = plan({ start: NOW + 10, repeat: { everyMs: 600_000, until: NOW + 7_200_000 } });
    expect(planned.ok && planned.window.endsAt).toBe(NOW + 7_220_000);
  });

  it('start ≤ join ≤ end, start ≤ latest start, end > start, and whole milliseconds, for any request it accepts', () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            start: fc.oneof(fc.constant('now' as const), fc.integer({ min: NOW - 5, max: NOW + 1e9 })),
            durationMs: fc.nat(10_000_000),
            leadMs: fc.nat(100_000),
            endsAt: fc.integer({ min: NOW, max: NOW + 1e9 }),
            latestStartAt: fc.integer({ min: NOW, max: NOW + 1e9 }),
          },
          { requiredKeys: ['start', 'durationMs', 'leadMs'] },
        ),
        (request) => {
          const planned = planWindow(request, NOW);
          if (!planned.ok) return;
          const { startAt, latestStartAt, joinUntilAt, endsAt } = planned.window;
          expect(endsAt).toBeGreaterThan(startAt);
          expect(endsAt - startAt).toBeGreaterThanOrEqual(request.durationMs);
          expect(startAt <= joinUntilAt && joinUntilAt <= endsAt).toBe(true);
          expect(startAt <= latestStartAt && latestStartAt <= endsAt).toBe(true);
          expect([startAt, latestStartAt, joinUntilAt, endsAt].every(Number.isInteger)).toBe(true);
        },
      ),
    );
  });
});

describe('lead of "now"', () => {
  const pace = { bytesPerSecond: 32_000, burstBytes: 65_536 };
  it('is 300 ms when all audio is there, and the time of the push otherwise', () => {
    expect(leadMs(0, pace)).toBe(300);
    expect(leadMs(45_000, pace)).toBe(5000);
    expect(leadMs(65_536 + 320_000, pace)).toBe(15_000);
  });

  it('moves the whole window up when the audio is there, unless that gains next to nothing', () => {
    const window = { startAt: 10_000, latestStartAt: 12_000, joinUntilAt: 15_000, endsAt: 20_000 };
    expect(broughtForward(window, 4000)).toEqual({
      startAt: 4300,
      latestStartAt: 6300,
      joinUntilAt: 9300,
      endsAt: 14_300,
    });
    expect(broughtForward(window, 9600)).toBeUndefined();
  });
});
