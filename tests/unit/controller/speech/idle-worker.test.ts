import { WorkerSlot, type WorkerSlotOptions } from '@loa-lang/controller/adapters/speech/workers/worker-slot';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const TAKES_MS = 50;
const never = new AbortController().signal;

/** A worker that answers after a while, and how often one was started and ended. */
function bench(options: Partial<WorkerSlotOptions> = {}) {
  const seen = { started: 0, ended: 0 };
  const start: WorkerSlotOptions['start'] = ({ onMessage }) => {
    seen.started++;
    return {
      post: () => void setTimeout(() => onMessage({ ok: true }), TAKES_MS),
      end: async () => void seen.ended++,
    };
  };
  const slot = new WorkerSlot<string, { ok: boolean }>({
    start,
    deadlineMs: 20_000,
    requestsPerWorker: 100,
    ...options,
  });
  const ask = async () => {
    const reply = slot.ask('xin chào', never);
    await vi.advanceTimersByTimeAsync(TAKES_MS);
    expect(await reply).toEqual({ ok: true });
  };
  return { seen, ask };
}

it('a worker nobody asks is given up, and the next request gets a new one', async () => {
  const { seen, ask } = bench({ idleMs: 1_000 });
  await ask();
  await vi.advanceTimersByTimeAsync(999);
  expect(seen).toEqual({ started: 1, ended: 0 });
  await vi.advanceTimersByTimeAsync(1);
  expect(seen).toEqual({ started: 1, ended: 1 });
  await ask();
  expect(seen).toEqual({ started: 2, ended: 1 });
});

it('one that is asked again in time stays, and is never ended at work', async () => {
  const { seen, ask } = bench({ idleMs: TAKES_MS });
  for (let request = 0; request < 5; request++) {
    await ask();
    await vi.advanceTimersByTimeAsync(TAKES_MS - 1);
  }
  expect(seen).toEqual({ started: 1, ended: 0 });
});

it('without such a time it stays for ever', async () => {
  const { seen, ask } = bench();
  await ask();
  await vi.advanceTimersByTimeAsync(24 * 3600_000);
  expect(seen).toEqual({ started: 1, ended: 0 });
});
