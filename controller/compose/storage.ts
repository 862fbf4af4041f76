/** Everything that keeps something: data folder, database, keys, epochs, assets; and the time, which is the database's. */
import { join } from 'node:path';
import type pg from 'pg';
import { FileAssetStore } from '../adapters/assets/file-asset-store.ts';
import { DisciplinedClock } from '../adapters/disciplined-clock.ts';
import { openEpochFile } from '../adapters/epoch-file.ts';
import type { JsonLog } from '../adapters/json-log.ts';
import { BACKGROUND, connect, type Database, openPool } from '../adapters/postgres/database.ts';
import { LOCKING, PostgresDocumentLedger } from '../adapters/postgres/document-ledger.ts';
import { Epochs } from '../adapters/postgres/epochs.ts';
import { PostgresIncidentLog } from '../adapters/postgres/incident-log.ts';
import { migrate } from '../adapters/postgres/migrate.ts';
import { databaseClock } from '../adapters/postgres/reference-clock.ts';
import type { ControllerConfig } from '../config.ts';
import { openDataFolder } from '../embedded/data-folder.ts';
import { EmbeddedPostgres } from '../embedded/postgres.ts';
import type { Clock } from '../ports/clock.ts';
import type { Shutdown } from '../shutdown.ts';
import { startStep } from '../start-fault.ts';
import { type OpenedKeys, openKeys } from './open-keys.ts';

export interface Storage extends OpenedKeys {
  dataDir: string;
  databaseUrl: string;
  database: Database;
  /** for report batches */
  backgroundPool: pg.Pool;
  /** whoever holds leases keeps a connection for as long as it does: none of those that reports are stored by */
  leasePool: pg.Pool;
  ledger: PostgresDocumentLedger;
  incidents: PostgresIncidentLog;
  clock: Clock;
  assets: FileAssetStore;
  /** recordings as they were uploaded */
  originals: FileAssetStore;
}

/** Relays, incidents, notifications, rollouts, self-tests, and one to come. */
const LEASE_HOLDERS = 6;
/** A controller that was told to stop, or whose parent was killed, is gone by then. */
const OWNER_STOPS_WITHIN_MS = 12_000;

/** @param driven the time, where somebody drives it; the database's when absent */
export async function openStorage(
  config: ControllerConfig,
  log: JsonLog,
  shutdown: Shutdown,
  driven?: Clock,
): Promise<Storage> {
  const folder = await startStep(
    (detail) => ({
      vi: `Không dùng được thư mục dữ liệu ${config.dataDir}: ${detail}.`,
      en: `The data folder ${config.dataDir} cannot be used: ${detail}.`,
    }),
    () => openDataFolder(config.dataDir, OWNER_STOPS_WITHIN_MS),
  );
  shutdown.add('data folder', () => folder.release());

  const databaseUrl = config.databaseUrl ?? (await startEmbedded());
  async function startEmbedded(): Promise<string> {
    const postgres = new EmbeddedPostgres(folder, { onNotice: (notice) => log.warn(notice) });
    shutdown.add('PostgreSQL', () => postgres.stop());
    return startStep(
      (detail) => ({
        vi: `PostgreSQL đi kèm không chạy được: ${detail}.`,
        en: `The embedded PostgreSQL does not start: ${detail}.`,
      }),
      () => postgres.start(),
    );
  }
  const done = await startStep(
    (detail) => ({ vi: `Không mở được cơ sở dữ liệu: ${detail}.`, en: `The database cannot be opened: ${detail}.` }),
    () => migrate(databaseUrl),
  );
  if (done.length > 0) log.info({ migrations: done }, 'database brought up to date');

  const database = connect(databaseUrl);
  shutdown.add('database', () => database.$disconnect());
  const [lockPool, backgroundPool] = [openPool(databaseUrl, LOCKING), openPool(databaseUrl, BACKGROUND)];
  const leasePool = openPool(databaseUrl, { ...BACKGROUND, poolSize: LEASE_HOLDERS });
  shutdown.add('database pools', () => Promise.all([lockPool.end(), backgroundPool.end(), leasePool.end()]));

  const { secrets, keys, authority } = await openKeys(folder.path, config.keyLock, log);
  const epochs = new Epochs(database, openEpochFile(folder.path), keys.deploymentId);
  const finding = await startStep(
    (detail) => ({
      vi: `Cơ sở dữ liệu không khớp với thư mục dữ liệu: ${detail}.`,
      en: `The database does not belong to this data folder: ${detail}.`,
    }),
    () => epochs.reconcile(),
  );
  shutdown.add('epochs', () => epochs.stop());
  if (finding.kind === 'opened') log.warn(finding, 'the database is older than what devices know: new epoch opened');

  const incidents = new PostgresIncidentLog(database);
  const clock = driven ?? (await followDatabase(database, incidents, log, shutdown));
  return {
    dataDir: folder.path,
    databaseUrl,
    database,
    backgroundPool,
    leasePool,
    secrets,
    keys,
    authority,
    ledger: new PostgresDocumentLedger(database, lockPool, epochs),
    incidents,
    clock,
    assets: new FileAssetStore(join(folder.path, 'assets')),
    originals: new FileAssetStore(join(folder.path, 'originals'), ''),
  };
}

async function followDatabase(
  database: Database,
  incidents: PostgresIncidentLog,
  log: JsonLog,
  shutdown: Shutdown,
): Promise<Clock> {
  const clock = new DisciplinedClock({
    reference: databaseClock(database),
    onStep: (offMs) => {
      log.error({ offMs }, 'the clock of the database stepped; it is not followed');
      void incidents
        .raise('clock-stepped', 'database', `${Math.round(offMs)} ms`, clock.now())
        .catch((error: unknown) => log.error({ err: error }, 'incident not stored'));
    },
    onStepOver: () => void incidents.clear('clock-stepped', 'database', clock.now()).catch(() => undefined),
  });
  await clock.start();
  shutdown.add('clock', () => clock.stop());
  return clock;
}
