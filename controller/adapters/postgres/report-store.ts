/** Reports on PostgreSQL: a batch is a handful of set-based statements in one transaction, whatever its size. */
import type pg from 'pg';
import type { IncomingReport, ReportStore, StoredBatch, StoreProgress } from '../../ports/report-store.ts';
import { applyConflicts, applyFaults } from './report-incidents.ts';
import { UPSERT_RECEIPTS } from './report-receipts.ts';
import { INSERT_HEARD, TAKE_ANSWERS, TAKE_SELF_TESTS } from './report-remote.ts';
import { ADVANCE_PROGRESS, FIND_CONFLICTS, INSERT_REPORTS, LOCK_STORES, UPSERT_ASSETS } from './report-statements.ts';
import { safeJson } from './safe-json.ts';
import { transaction } from './transaction.ts';

interface KeyRow {
  deviceId: string;
  storeId: string;
  /** int8 comes as text */
  number: string;
}

const keyOf = (deviceId: string, storeId: string, number: number | string): string =>
  `${deviceId} ${storeId} ${number}`;

const keyOfReport = ({ deviceId, storeId, entry }: IncomingReport): string => keyOf(deviceId, storeId, entry.number);

/** One row a report, with its place in the batch. */
const toRow = ({ deviceId, storeId, entry, receivedAt }: IncomingReport, position: number) => ({
  position,
  deviceId,
  storeId,
  number: entry.number,
  kind: entry.body.kind,
  body: entry.body,
  reportedAt: entry.reportedAt === undefined ? null : new Date(entry.reportedAt).toISOString(),
  receivedAt: new Date(receivedAt).toISOString(),
});

/** Lowest number that each store still holds, as it said last in the batch. */
const storesOf = (batch: readonly IncomingReport[]) => {
  const stores = new Map<string, { deviceId: string; storeId: string; lowestHeld: number }>();
  for (const { deviceId, storeId, lowestHeld } of batch) {
    const known = stores.get(`${deviceId} ${storeId}`)?.lowestHeld ?? 1;
    stores.set(`${deviceId} ${storeId}`, { deviceId, storeId, lowestHeld: Math.max(known, lowestHeld) });
  }
  return [...stores.values()];
};

export class PostgresReportStore implements ReportStore {
  readonly #pool: pg.Pool;

  /** @param pool of `openPool(url, BACKGROUND)`; one connection is used at a time */
  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async store(batch: readonly IncomingReport[]): Promise<StoredBatch> {
    if (batch.length === 0) return { progress: [], added: [], conflicts: [] };
    return transaction(this.#pool, (client) => storeIn(client, batch));
  }
}

const storeIn = async (client: pg.PoolClient, batch: readonly IncomingReport[]): Promise<StoredBatch> => {
  const first = new Map<string, IncomingReport>();
  for (const report of batch) if (!first.has(keyOfReport(report))) first.set(keyOfReport(report), report);
  const unique = [...first.values()];
  const stores = safeJson(storesOf(batch));
  // stores are locked first and in one order: batches of two controllers wait for each other and never deadlock
  await client.query(LOCK_STORES, [stores]);
  const inserted = await client.query<KeyRow>(INSERT_REPORTS, [safeJson(unique.map(toRow))]);
  const addedKeys = new Set(inserted.rows.map((row) => keyOf(row.deviceId, row.storeId, row.number)));
  const added = unique.filter((report) => addedKeys.has(keyOfReport(report)));
  const isNew = new Set(added);
  const rest = batch.filter((report) => !isNew.has(report));
  const conflicts = rest.length === 0 ? [] : await findConflicts(client, rest);
  await apply(client, UPSERT_RECEIPTS, added, 'receipt');
  await apply(client, UPSERT_ASSETS, added, 'asset');
  await apply(client, TAKE_ANSWERS, added, 'command-answer');
  await apply(client, TAKE_SELF_TESTS, added, 'self-test');
  await apply(client, INSERT_HEARD, added, 'heard');
  await applyFaults(client, added);
  await applyConflicts(client, conflicts);
  const advanced = await client.query<{ deviceId: string; storeId: string; contiguous: string }>(ADVANCE_PROGRESS, [
    stores,
  ]);
  const progress: StoreProgress[] = advanced.rows.map((row) => ({ ...row, contiguous: Number(row.contiguous) }));
  return { progress, added, conflicts };
};

const findConflicts = async (client: pg.PoolClient, rest: readonly IncomingReport[]): Promise<IncomingReport[]> => {
  const found = await client.query<{ position: number }>(FIND_CONFLICTS, [safeJson(rest.map(toRow))]);
  const positions = new Set(found.rows.map((row) => row.position));
  return rest.filter((_, position) => positions.has(position));
};

const apply = async (
  client: pg.PoolClient,
  statement: string,
  added: readonly IncomingReport[],
  kind: string,
): Promise<void> => {
  const rows = added.filter((report) => report.entry.body.kind === kind).map(toRow);
  if (rows.length > 0) await client.query(statement, [safeJson(rows)]);
};
