/** What the controller needs, each asked in bounded time. */
import { statfs } from 'node:fs/promises';
import type { BroadcastTransport } from '../ports/broadcast-transport.ts';
import type { HealthProbe } from '../ports/health-probe.ts';
import { isAlive, type QueueWatch } from '../ports/job-queue.ts';
import type { Database } from './postgres/database.ts';

/** Room for a day of uploads; below it new bulletins will soon fail. */
const MIN_FREE_BYTES = 500 * 1024 * 1024;

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 200);

/** The database's own time limits bound the question. */
export const databaseProbe = (database: Database): HealthProbe => ({
  name: 'database',
  check: () =>
    database.$queryRaw`SELECT 1`.then(
      () => ({ ok: true }),
      (error: unknown) => ({ ok: false, detail: reason(error) }),
    ),
});

export const brokerProbe = (transport: BroadcastTransport): HealthProbe => ({
  name: 'broker',
  check: async () => (transport.connected ? { ok: true } : { ok: false, detail: 'not connected' }),
});

export const queueProbe = (queue: QueueWatch): HealthProbe => ({
  name: 'queue',
  check: async () => {
    const { detail, ...state } = await queue.state();
    const ok = isAlive(state) && detail === undefined;
    return { ok, queue: state, ...(detail !== undefined && { detail }) };
  },
});

export const diskProbe = (folder: string): HealthProbe => ({
  name: 'disk',
  check: () =>
    statfs(folder).then(
      ({ bavail, bsize }) => {
        const free = bavail * bsize;
        const detail = `${Math.floor(free / 1024 ** 2)} MiB free`;
        return { ok: free >= MIN_FREE_BYTES, detail };
      },
      (error: unknown) => ({ ok: false, detail: reason(error) }),
    ),
});
