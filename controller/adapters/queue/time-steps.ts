/**
 * The machine's time, by which BullMQ waits, may be set back or forward. Jobs keep to controller time: what is overdue is
 * done at once, and what is taken too early waits again.
 */
import type { Millis } from '@loa-lang/schemas/units';
import type { Producer, TakenJob } from './backend.ts';
import { keep, type Placing } from './placing.ts';

/** Whatever is later than this and still waits is not on its way. */
const OVERDUE_MS: Millis = 15_000;
/** Timers are not exact, and controller time is bent by a little. */
const EARLY_MS: Millis = 1_000;
/** Of those that wait, looked at in one go. */
const PAGE = 500;

export async function hurryOverdue({ producer, now }: Placing): Promise<void> {
  const overdue: WaitingJob[] = [];
  for (let from = 0; ; from += PAGE) {
    const waiting = await producer.getDelayed(from, from + PAGE - 1);
    overdue.push(...waiting.filter(({ data, attemptsMade }) => attemptsMade === 0 && data.dueAt < now() - OVERDUE_MS));
    if (waiting.length < PAGE) break;
  }
  // one that was taken meanwhile is none any more
  for (const job of overdue) await job.promote().catch(() => undefined);
}

type WaitingJob = Awaited<ReturnType<Producer['getDelayed']>>[number];

/** @returns whether it was too early and waits again */
export async function waitsAgain(placing: Placing, { name, data }: TakenJob): Promise<boolean> {
  const { key, payload, ...times } = data;
  if (times.dueAt - placing.now() <= EARLY_MS) return false;
  await keep(placing, { name, key, payload }, times);
  return true;
}
