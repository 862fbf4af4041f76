import { PushPlanner, type PushStep } from '@loa-lang/controller/domain/push/push-planner';
import { DEFAULT_PUSH_RULES } from '@loa-lang/controller/domain/push/push-rules';
import { describe, expect, it } from 'vitest';

const KIB = 1024;
const asset = (sizeBytes: number, assetId = 'a'.repeat(64)) => ({ assetId, sizeBytes, chunkBytes: 8 * KIB });

/** Carries out every step until `untilMs` of virtual time. */
function run(planner: PushPlanner, fromMs: number, untilMs: number, onStep?: (step: PushStep, atMs: number) => void) {
  const sent: { step: Exclude<PushStep, { kind: 'wait' | 'idle' }>; atMs: number }[] = [];
  let now = fromMs;
  while (now < untilMs) {
    const step = planner.next(now);
    if (step.kind === 'idle') break;
    if (step.kind === 'wait') {
      now = Math.max(now + 0.001, step.untilMs);
      continue;
    }
    sent.push({ step, atMs: now });
    onStep?.(step, now);
  }
  return sent;
}

const chunksOf = (sent: ReturnType<typeof run>) =>
  sent.flatMap(({ step }) => (step.kind === 'chunk' ? [step.index] : []));

describe('push planner', () => {
  it('sends the manifest, then every chunk once, at the pace after the burst', () => {
    const planner = new PushPlanner(DEFAULT_PUSH_RULES);
    const size = 20 * 8 * KIB + 100;
    planner.want(asset(size), {}, 0);
    const sent = run(planner, 0, 60_000);
    expect(sent[0]).toMatchObject({ step: { kind: 'manifest' }, atMs: DEFAULT_PUSH_RULES.collectMs });
    expect(chunksOf(sent)).toEqual(Array.from({ length: 21 }, (_, i) => i));
    expect(sent.at(-1)?.step).toMatchObject({ bytes: 100 });
    const atOnce = sent.filter(({ step, atMs }) => step.kind === 'chunk' && atMs === DEFAULT_PUSH_RULES.collectMs);
    expect(atOnce.length).toBe(8);
    const expectedMs = ((size - 64 * KIB) / DEFAULT_PUSH_RULES.bytesPerSecond) * 1000;
    const lastMs = sent.at(-1)?.atMs ?? 0;
    expect(lastMs - DEFAULT_PUSH_RULES.collectMs).toBeCloseTo(expectedMs, -1);
  });

  it('absorbs wants for what is still to come, and repairs what was sent in one later pass', () => {
    const planner = new PushPlanner(DEFAULT_PUSH_RULES);
    planner.want(asset(40 * 8 * KIB), {}, 0);
    let asked = false;
    const sent = run(planner, 0, 60_000, (step, atMs) => {
      if (asked || step.kind !== 'chunk' || step.index !== 20) return;
      asked = true;
      planner.want(asset(40 * 8 * KIB), { ranges: [[18, 30]] }, atMs);
    });
    expect(chunksOf(sent)).toEqual([...Array.from({ length: 40 }, (_, i) => i), 18, 19, 20]);
  });

  it('gathers the wants after a pass into one repair', () => {
    const planner = new PushPlanner(DEFAULT_PUSH_RULES);
    planner.want(asset(4 * 8 * KIB), {}, 0);
    expect(chunksOf(run(planner, 0, 100))).toEqual([0, 1, 2, 3]);
    planner.want(asset(4 * 8 * KIB), { ranges: [[0, 2]] }, 1000);
    planner.want(asset(4 * 8 * KIB), { ranges: [[1, 3]] }, 4000);
    expect(chunksOf(run(planner, 4000, 5000))).toEqual([]);
    expect(chunksOf(run(planner, 5000, 20_000))).toEqual([0, 1, 2]);
  });

  it('waits only 300 ms when the audio is needed soon', () => {
    const planner = new PushPlanner(DEFAULT_PUSH_RULES);
    planner.want(asset(4 * 8 * KIB), { neededAtMs: 20_000 }, 0);
    run(planner, 0, 200);
    planner.want(asset(4 * 8 * KIB), { ranges: [[2, 3]], neededAtMs: 20_000 }, 210);
    const repair = run(planner, 210, 2000);
    expect(chunksOf(repair)).toEqual([2]);
    expect(repair[0]?.atMs).toBeLessThanOrEqual(510);
  });

  it('answers a want without ranges in the flight with the manifest alone', () => {
    const planner = new PushPlanner(DEFAULT_PUSH_RULES);
    planner.want(asset(40 * 8 * KIB), {}, 0);
    const sent = run(planner, 0, 120_000, (step, atMs) => {
      if (step.kind === 'chunk' && step.index % 5 === 0) planner.want(asset(40 * 8 * KIB), {}, atMs);
    });
    expect(chunksOf(sent)).toEqual(Array.from({ length: 40 }, (_, i) => i));
    const manifests = sent.filter(({ step }) => step.kind === 'manifest');
    expect(manifests.length).toBeGreaterThan(1);
    for (const [i, { atMs }] of manifests.entries()) {
      if (i > 0)
        expect(atMs - (manifests[i - 1]?.atMs ?? 0)).toBeGreaterThanOrEqual(DEFAULT_PUSH_RULES.manifestPauseMs);
    }
  });

  it('sends the asset that is needed first, first', () => {
    const planner = new PushPlanner({ ...DEFAULT_PUSH_RULES, burstBytes: 8 * KIB });
    planner.want(asset(10 * 8 * KIB, 'a'.repeat(64)), {}, 0);
    planner.want(asset(10 * 8 * KIB, 'b'.repeat(64)), { neededAtMs: 60_000 }, 0);
    const order = run(planner, 0, 60_000).flatMap(({ step }) => (step.kind === 'chunk' ? [step.assetId[0]] : []));
    expect(order.join('')).toBe('b'.repeat(10) + 'a'.repeat(10));
  });

  it('sends nothing while paused, and goes on after it', () => {
    const planner = new PushPlanner(DEFAULT_PUSH_RULES);
    planner.want(asset(4 * 8 * KIB), {}, 0);
    planner.pause(300, 40);
    const sent = run(planner, 40, 1000);
    expect(sent[0]?.atMs).toBe(340);
    expect(chunksOf(sent)).toEqual([0, 1, 2, 3]);
  });

  it('sends again what did not go out', () => {
    const planner = new PushPlanner(DEFAULT_PUSH_RULES);
    planner.want(asset(3 * 8 * KIB), {}, 0);
    let failed = false;
    const sent = run(planner, 0, 3000, (step, atMs) => {
      if (step.kind !== 'chunk' || step.index !== 2 || failed) return;
      failed = true;
      planner.failed(step, atMs);
    });
    expect(chunksOf(sent)).toEqual([0, 1, 2, 2]);
  });

  it('ignores chunks beyond the end and forgets an asset that nobody wants', () => {
    const planner = new PushPlanner(DEFAULT_PUSH_RULES);
    planner.want(asset(2 * 8 * KIB), { ranges: [[1, 9999]] }, 0);
    expect(chunksOf(run(planner, 0, 120_000))).toEqual([1]);
    expect(planner.next(120_000)).toEqual({ kind: 'idle' });
  });
});
