/** How a rollout grows, pauses and ends, over provinces of devices that fail at random. */
import { judge, waits } from '@loa-lang/controller/domain/rollouts/next-orders';
import type { AgentRelease, DeviceFacts, Rollout, RolloutDevice } from '@loa-lang/controller/domain/rollouts/rollout';
import { settle } from '@loa-lang/controller/domain/rollouts/settle-device';
import { IN_FLIGHT, SETTLED } from '@loa-lang/schemas/states/rollout';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const MINUTE = 60_000;
const by = { personId: 'p', name: 'P' };
const release: AgentRelease = {
  ...{ id: 'a'.repeat(64), version: '2.0.0', document: 'x', sizeBytes: 1, madeAt: 0, addedAt: 0, addedBy: by },
  withdrawnAt: undefined,
};
const rolloutOf = (over: Partial<Rollout> = {}): Rollout => ({
  ...{ id: 'r', releaseId: release.id, areaId: undefined, firstClusterId: 'c0', state: 'running', pause: undefined },
  ...{ soakMs: 30 * MINUTE, hours: undefined, forgiven: 0, createdAt: 0, createdBy: by, changedAt: 0, ...over },
});
const deviceOf = (n: number, over: Partial<RolloutDevice> = {}): RolloutDevice => ({
  ...{ rolloutId: 'r', deviceId: `d${n}`, clusterId: `c${n}`, state: 'waiting', commandIds: [], changedAt: 0 },
  ...{ orderedAt: undefined, expiresAt: undefined, healthyAt: undefined, detail: undefined, ...over },
});
const wellFacts: DeviceFacts = {
  ...{ isThere: true, online: true, agentVersion: '1.0.0', capabilities: ['update'], hasRolledBack: false },
  ...{ isOnAir: false, inMaintenance: false, answers: [], hasArtefact: false },
};

/** One minute a look; a device answers the minute after it was ordered. @returns how many were under way at each look */
function simulate(count: number, fails: (n: number) => boolean) {
  let rollout = rolloutOf();
  let devices = Array.from({ length: count }, (_, n) => deviceOf(n));
  const facts = new Map(devices.map(({ deviceId }) => [deviceId, wellFacts]));
  const flights: number[] = [];
  for (let now = 0; now < 10_000 * MINUTE && rollout.state === 'running'; now += MINUTE) {
    devices = devices.map((device) => {
      const known = facts.get(device.deviceId) ?? wellFacts;
      const next = settle(device, known, release, now);
      return next === undefined ? device : { ...device, ...next, ...(next.state === 'healthy' && { healthyAt: now }) };
    });
    const verdict = judge(rollout, devices, release);
    if (verdict.kind === 'pause') rollout = { ...rollout, state: 'paused', pause: verdict.why };
    if (verdict.kind === 'finish') rollout = { ...rollout, state: 'finished' };
    const waiting = waits({ rollout, devices, facts, now, inHours: true });
    devices = devices.map((device) => {
      if (!waiting.has(device.deviceId) || waiting.get(device.deviceId) !== undefined) return device;
      const commandId = `k-${device.deviceId}`;
      const failed = { commandId, outcome: 'failed' as const, detail: 'rolled back: crashed' };
      const answer = fails(Number(device.deviceId.slice(1))) ? failed : { commandId, outcome: 'done' as const };
      facts.set(device.deviceId, { ...wellFacts, answers: [answer] });
      return { ...device, state: 'ordered', commandIds: [commandId], orderedAt: now, expiresAt: now + 60 * MINUTE };
    });
    flights.push(devices.filter(({ state }) => IN_FLIGHT.includes(state)).length);
  }
  return { rollout, devices, flights, tried: devices.filter(({ commandIds }) => commandIds.length > 0).length };
}

describe('a rollout', () => {
  it('of 5,000 is through in waves that grow, one first', () => {
    const { rollout, devices, flights } = simulate(5000, () => false);
    expect(rollout.state).toBe('finished');
    expect(devices.every(({ state }) => state === 'healthy')).toBe(true);
    expect(flights.slice(0, 31)).toEqual([1, ...Array(30).fill(0)]);
    expect(flights.slice(31, 37)).toEqual([2, 6, 18, 54, 162, 200]);
    expect(Math.max(...flights)).toBe(200);
  });

  it('stops at one when the first fails', () => {
    const { rollout, tried } = simulate(5000, (n) => n === 0);
    expect([rollout.state, rollout.pause, tried]).toEqual(['paused', 'first-failed', 1]);
  });

  it('whose version is bad for a part harms few before it pauses', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 400 }), fc.integer({ min: 2, max: 6 }), (count, every) => {
        const { rollout, devices, tried } = simulate(count, (n) => n % every === 1);
        const failed = devices.filter(({ state }) => state === 'rolled-back').length;
        if (rollout.state === 'paused') expect(rollout.pause).toBe('failures');
        // the first wave of two tells
        expect(tried).toBeLessThanOrEqual(9);
        expect(failed).toBeLessThanOrEqual(6);
      }),
    );
  });

  it('goes on after somebody has looked, and pauses for new failures alone', () => {
    const healthy = Array.from({ length: 9 }, (_, n) => deviceOf(n, { state: 'healthy', healthyAt: 0 }));
    const failed = [9, 10].map((n) => deviceOf(n, { state: 'rolled-back' }));
    const waiting = [deviceOf(11)];
    const devices = [...healthy, ...failed, ...waiting];
    expect(judge(rolloutOf(), devices, release)).toEqual({ kind: 'pause', why: 'failures' });
    expect(judge(rolloutOf({ forgiven: 2 }), devices, release)).toEqual({ kind: 'go-on' });
    expect(judge(rolloutOf(), devices, { ...release, withdrawnAt: 1 })).toEqual({ kind: 'pause', why: 'withdrawn' });
  });

  it('settles each device once, whatever comes in whatever order', () => {
    const outcome = fc.constantFrom('done', 'refused', 'expired', 'unsupported', 'failed');
    const detail = fc.constantFrom('rolled back: x', 'rolled back before: 2', 'no trusted time', 'disk full: 1');
    const answer = fc.record({ commandId: fc.constantFrom('k1', 'k2'), outcome, detail });
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 4 }), fc.nat(8 * 60), fc.boolean(), (answers, minute, online) => {
        const device = deviceOf(1, {
          state: 'ordered',
          commandIds: ['k1', 'k2'],
          orderedAt: 0,
          expiresAt: 6 * 60 * MINUTE,
        });
        const facts = { ...wellFacts, answers, online } as DeviceFacts;
        const next = settle(device, facts, release, minute * MINUTE);
        const isBack = answers.some(
          (each) => /failed|refused/.test(each.outcome) && each.detail.startsWith('rolled back'),
        );
        if (answers.some((each) => each.outcome === 'done')) expect(next?.state).toBe('healthy');
        else if (isBack) expect(next?.state).toBe('rolled-back');
        if (next !== undefined && SETTLED.includes(next.state)) {
          expect(settle({ ...device, ...next }, facts, release, minute * MINUTE)).toBeUndefined();
        }
      }),
    );
  });
});
