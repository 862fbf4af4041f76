/** One thing the controller needs, asked whether it works. */
import type { QueueState } from './job-queue.ts';

export interface HealthProbe {
  name: 'database' | 'migrations' | 'keys' | 'broker' | 'disk' | 'queue';
  /** Answers in bounded time and never throws. */
  check(): Promise<{ ok: boolean; detail?: string; disk?: DiskRoom; queue?: Omit<QueueState, 'detail'> }>;
}

/** In bytes; with less free than `neededBytes` new recordings soon fail. */
export interface DiskRoom {
  freeBytes: number;
  totalBytes: number;
  neededBytes: number;
}
