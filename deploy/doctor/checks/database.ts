/** PostgreSQL: reachable, new enough, with the migrations of this program, and the one that devices know. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openEpochFile } from '@loa-lang/controller/adapters/epoch-file';
import type { Database } from '@loa-lang/controller/adapters/postgres/database';
import { migrationNames } from '@loa-lang/controller/adapters/postgres/migration-files';
import type { Finding } from '@loa-lang/schemas/doctor/report';
import { findingsOf } from '@loa-lang/schemas/doctor/say';
import type { Around } from '../around.ts';
import { CONTROLLER_WORDS } from '../words.ts';

const say = findingsOf(CONTROLLER_WORDS);
/** What is embedded, and what the tests of this program run on. */
const TRIED_VERSION = 18;
/** Generated columns, `gen_random_uuid`, multirange: older ones are not maintained any more. */
const LEAST_VERSION = 14;
/** A statement within one room takes less; interactive ones are given up after 1.4 s. */
const SLOW_MS = 200;

export async function checkDatabase({ database, config, controller }: Around): Promise<Finding[]> {
  if (database === undefined) return [await atRest(config.dataDir)];
  const host = config.databaseUrl === undefined ? 'embedded' : new URL(database.url).host;
  let number = 0;
  let tookMs = Number.POSITIVE_INFINITY;
  try {
    // the first one also connects; a busy moment is not a slow database
    for (let n = 0; n < 4; n++) {
      const began = performance.now();
      number = await serverVersion(database.client);
      if (n > 0) tookMs = Math.min(tookMs, Math.round(performance.now() - began));
    }
  } catch (error) {
    return [say('database', 'unreachable', { host, detail: firstLine(error) })];
  }
  const version = Math.floor(number / 10_000);
  const found = [
    ...(version < LEAST_VERSION
      ? [say('database', 'old', { version, least: LEAST_VERSION, tried: TRIED_VERSION })]
      : []),
    ...(tookMs > SLOW_MS ? [say('database', 'slow', { tookMs })] : []),
    ...(await migrations(database.client, controller)),
    ...(await epochs(database.client, config.dataDir)),
  ];
  return found.length > 0 ? found : [say('database', 'fine', { host, version })];
}

/** As PostgreSQL counts: 180004 is 18.4. */
async function serverVersion(client: Database): Promise<number> {
  const [row] = await client.$queryRaw<{ version: number }[]>`
    SELECT current_setting('server_version_num')::int AS version`;
  return row?.version ?? 0;
}

async function atRest(dataDir: string): Promise<Finding> {
  const version = await readFile(join(dataDir, 'postgres', 'data', 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version === undefined) return say('database', 'none-yet');
  const isOther = Number(version) !== TRIED_VERSION;
  return say('database', isOther ? 'other-files' : 'at-rest', { version: version.trim(), tried: TRIED_VERSION });
}

async function migrations(client: Database, controller: Around['controller']): Promise<Finding[]> {
  const known = await migrationNames();
  let rows: { name: string; done: boolean }[];
  try {
    rows = await client.$queryRaw<typeof rows>`
      SELECT migration_name AS name, finished_at IS NOT NULL AS done FROM _prisma_migrations WHERE rolled_back_at IS NULL`;
  } catch {
    return [say('migrations', controller.state === 'running' ? 'missing' : 'none-yet', { names: '' })];
  }
  const broken = rows.filter(({ done }) => !done).map(({ name }) => name);
  const strange = rows.map(({ name }) => name).filter((name) => !known.includes(name));
  const missing = known.filter((name) => !rows.some((row) => row.name === name && row.done));
  if (strange.length > 0) return [say('migrations', 'newer', { names: strange.join(', ') })];
  if (broken.length > 0) return [say('migrations', 'broken', { names: broken.join(', ') })];
  if (missing.length === 0) return [];
  return [say('migrations', controller.state === 'running' ? 'missing' : 'to-do', { names: missing.join(', ') })];
}

/** The file beside the database knows the highest epoch that devices were ever given. */
async function epochs(client: Database, dataDir: string): Promise<Finding[]> {
  let kept: number | undefined;
  try {
    kept = (await openEpochFile(dataDir).read())?.epoch;
  } catch (error) {
    return [say('epoch', 'damaged', { detail: firstLine(error) })];
  }
  const rows = await client.$queryRaw<{ epoch: bigint }[]>`SELECT epoch FROM deployment`.catch(() => []);
  const epoch = rows[0] === undefined ? undefined : Number(rows[0].epoch);
  if (epoch === undefined || kept === undefined || kept <= epoch) return [];
  return [say('epoch', 'ahead', { kept, epoch })];
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1)?.trim() ?? '';
