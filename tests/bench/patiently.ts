/** Calls of the API on a machine whose disk other work keeps waiting. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '#deploy/demo/api';

const AGAIN_AFTER_MS = 2000;
const TIMES = 10;

/** Does again what the API asks to try again shortly, because the database did not answer within its short limit. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let left = TIMES; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'database-unavailable' || left === 0) throw error;
      await sleep(AGAIN_AFTER_MS);
    }
  }
}
