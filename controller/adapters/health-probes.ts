/** What the controller needs, each asked in bounded time. */
import { statfs } from 'node:fs/promises';
import { KEY_USES } from '@loa-lang/schemas/wire/keys';
import type { BroadcastTransport } from '../ports/broadcast-transport.ts';
import type { HealthProbe } from '../ports/health-probe.ts';
import { isAlive, type QueueWatch } from '../ports/job-queue.ts';
import type { DeploymentKeys } from '../ports/key-store.ts';
import type { Database } from './postgres/database.ts';
import { migrationNames } from './postgres/migration-files.ts';

/** Room for a day of uploads; below it new bulletins will soon fail. */
const MIN_FREE_BYTES = 500 * 1024 * 1024;

/** Programs for devices may be signed elsewhere. */
const ESSENTIAL_USES = KEY_USES.filter((use) => use !== 'release');

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

/** A database that was restored from before an upgrade lacks what this program relies on. */
export const migrationsProbe = (
  database: Database,
  known: () => Promise<readonly string[]> = migrationNames,
): HealthProbe => ({
  name: 'migrations',
  async check() {
    try {
      const rows = await database.$queryRaw<{ name: string }[]>`
        SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
      const applied = new Set(rows.map(({ name }) => name));
      const missing = (await known()).filter((name) => !applied.has(name));
      return missing.length === 0
        ? { ok: true }
        : { ok: false, detail: `missing: ${missing.join(', ')}`.slice(0, 200) };
    } catch (error) {
      return { ok: false, detail: reason(error) };
    }
  },
});

/** Without one of them something that devices wait for cannot be signed. */
export const keysProbe = (keys: Pick<DeploymentKeys, 'signer'>): HealthProbe => ({
  name: 'keys',
  async check() {
    try {
      for (const use of ESSENTIAL_USES) keys.signer(use);
      return { ok: true };
    } catch (error) {
      return { ok: false, detail: reason(error) };
    }
  },
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
      ({ bavail, blocks, bsize }) => {
        const freeBytes = bavail * bsize;
        const detail = `${Math.floor(freeBytes / 1024 ** 2)} MiB free`;
        const disk = { freeBytes, totalBytes: blocks * bsize, neededBytes: MIN_FREE_BYTES };
        return { ok: freeBytes >= MIN_FREE_BYTES, detail, disk };
      },
      (error: unknown) => ({ ok: false, detail: reason(error) }),
    ),
});
