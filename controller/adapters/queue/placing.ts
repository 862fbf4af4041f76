/**
 * Placing jobs so that at most one of a slot waits. BullMQ's deduplication holds the slot under a lock of the server; a
 * job lets go of it when it begins, so that whatever is asked for meanwhile is looked at afterwards. BullMQ's own job
 * schedulers are not used: registered by two controllers at once they leave two pending occurrences on PostgreSQL.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { JobsOptions } from 'bullmq';
import { v7 as uuidv7 } from 'uuid';
import type { Producer } from './backend.ts';
import { type Envelope, type Placeable, slotOf } from './envelope.ts';

const OPTIONS = {
  attempts: 5,
  // 1, 2, 4, 8 s, each halved at random: an outage of a few seconds costs no attempt too many
  backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
  removeOnComplete: true,
  removeOnFail: { count: 100 },
  stackTraceLimit: 5,
} satisfies JobsOptions;

/** A job that has come due lets go of its slot as soon as somebody takes it, or gives way here. */
const GIVES_WAY_WITHIN = 40;
const PAUSE_MS = 25;

export interface Placing {
  producer: Producer;
  /** controller time */
  now: () => EpochMillis;
}

/** The job under this slot, whatever waited there before. */
export async function replace({ producer, now }: Placing, job: Placeable, times: Times): Promise<void> {
  for (let attempt = 0; attempt < GIVES_WAY_WITHIN; attempt++) {
    const waiting = await add(producer, now(), job, times, true);
    if (waiting === undefined) return;
    if ((await producer.remove(waiting)) === 0) await sleep(PAUSE_MS);
  }
  throw new Error(`${slotOf(job.name, job.key)} is held by a job that neither begins nor goes`);
}

/** The job under this slot unless one waits there already. @returns the id of that one */
export const keep = ({ producer, now }: Placing, job: Placeable, times: Times): Promise<string | undefined> =>
  add(producer, now(), job, times, false);

type Times = Pick<Envelope, 'dueAt' | 'everyMs'>;

async function add(
  producer: Producer,
  now: EpochMillis,
  { name, key, payload }: Placeable,
  times: Times,
  replaces: boolean,
): Promise<string | undefined> {
  const jobId = uuidv7();
  const added = await producer.add(
    name,
    { key, payload, ...times },
    {
      ...OPTIONS,
      jobId,
      delay: Math.max(0, times.dueAt - now),
      deduplication: { id: slotOf(name, key), replace: replaces },
    },
  );
  return added.id === jobId ? undefined : added.id;
}
