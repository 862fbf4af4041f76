/**
 * All tables as files and back: one gzipped file a table, one row of JSON a line, written by PostgreSQL itself, so that
 * no number or instant passes through another language. What waits in the job queue's own schema is recomputed.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import pg from 'pg';
import { BACKGROUND, poolConfig } from './database.ts';

const PAGE = 1000;
/** Longest statement: a page of rows, or the last commit. */
const PATIENCE = { ...BACKGROUND, statementTimeoutMs: 120_000 };
/** Prisma's own; a restored database makes it anew. */
const MIGRATIONS = '_prisma_migrations';

async function connected<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(poolConfig(databaseUrl, PATIENCE));
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const quoted = (name: string): string => `public."${name.replaceAll('"', '""')}"`;
const fileOf = (folder: string, table: string): string => join(folder, `${table}.jsonl.gz`);

async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition
      AND relnamespace = 'public'::regnamespace AND relname <> $1 ORDER BY relname`,
    [MIGRATIONS],
  );
  return rows.map(({ name }) => name);
}

async function* linesOf(client: pg.Client, table: string, count: { rows: number }): AsyncGenerator<string> {
  await client.query(`DECLARE dump NO SCROLL CURSOR FOR SELECT to_jsonb(t)::text AS line FROM ${quoted(table)} t`);
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`FETCH ${PAGE} FROM dump`);
    for (const { line } of rows) yield `${line}\n`;
    count.rows += rows.length;
    if (rows.length < PAGE) break;
  }
  await client.query('CLOSE dump');
}

export interface DumpedTables {
  /** names of the migrations that made this schema, in order */
  migrations: string[];
  /** table → rows */
  rows: Record<string, number>;
}

/** All as it was at one instant, however long it takes and whatever is written meanwhile. */
export const dumpTables = (databaseUrl: string, folder: string): Promise<DumpedTables> =>
  connected(databaseUrl, async (client) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows: done } = await client.query<{ name: string }>(
      `SELECT migration_name AS name FROM ${quoted(MIGRATIONS)} WHERE finished_at IS NOT NULL ORDER BY migration_name`,
    );
    const rows: Record<string, number> = {};
    for (const table of await tablesOf(client)) {
      const count = { rows: 0 };
      const file = createWriteStream(fileOf(folder, table), { mode: 0o600, flags: 'wx' });
      await pipeline(Readable.from(linesOf(client, table, count)), createGzip(), file);
      rows[table] = count.rows;
    }
    await client.query('COMMIT');
    return { migrations: done.map(({ name }) => name), rows };
  });

async function loadTable(client: pg.Client, table: string, folder: string): Promise<number> {
  const insert = `INSERT INTO ${quoted(table)} SELECT * FROM jsonb_populate_recordset(NULL::${quoted(table)}, $1::jsonb)`;
  const unzipped = createReadStream(fileOf(folder, table)).pipe(createGunzip());
  let page: string[] = [];
  let rows = 0;
  const flush = async (): Promise<void> => {
    if (page.length > 0) await client.query(insert, [`[${page.join(',')}]`]);
    rows += page.length;
    page = [];
  };
  for await (const line of createInterface({ input: unzipped, crlfDelay: Number.POSITIVE_INFINITY })) {
    page.push(line);
    if (page.length === PAGE) await flush();
  }
  await flush();
  return rows;
}

/**
 * Into a database that has this schema and nothing else in it: all of it or nothing.
 * @throws when a table is not empty, or a file holds another number of rows than was dumped
 */
export const loadTables = (databaseUrl: string, folder: string, expected: DumpedTables['rows']): Promise<void> =>
  connected(databaseUrl, async (client) => {
    await client.query('BEGIN');
    // rows refer to each other in circles; what is loaded was consistent
    await client.query('SET LOCAL session_replication_role = replica');
    for (const [table, count] of Object.entries(expected)) {
      const { rowCount } = await client.query(`SELECT FROM ${quoted(table)} LIMIT 1`);
      if (rowCount !== 0) throw new Error(`the table ${table} is not empty`);
      const rows = await loadTable(client, table, folder);
      if (rows !== count) throw new Error(`the table ${table} has ${rows} rows instead of ${count}`);
    }
    await client.query('COMMIT');
  });
