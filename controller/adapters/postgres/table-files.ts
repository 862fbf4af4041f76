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

/** Rows that are read at once: closed months and signed plans weigh a megabyte each. */
const FETCHED = 100;
/** A page of rows that is loaded at once. PostgreSQL takes no JSON array of 256 MB. */
const LOADED = { rows: 1000, characters: 4_000_000 };
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
    const { rows } = await client.query<{ line: string }>(`FETCH ${FETCHED} FROM dump`);
    for (const { line } of rows) yield `${line}\n`;
    count.rows += rows.length;
    if (rows.length < FETCHED) break;
  }
  await client.query('CLOSE dump');
}

/** Tables that are divided by time consist of these: who loads them makes the same. */
export interface TablePart {
  name: string;
  /** as PostgreSQL says them: FOR VALUES FROM (…) TO (…) */
  bounds: string;
}

async function partsOf(client: pg.Client): Promise<Record<string, TablePart[]>> {
  const { rows } = await client.query<TablePart & { table: string }>(
    `SELECT whole.relname AS table, part.relname AS name, pg_get_expr(part.relpartbound, part.oid) AS bounds
     FROM pg_inherits JOIN pg_class part ON part.oid = inhrelid JOIN pg_class whole ON whole.oid = inhparent
     WHERE whole.relkind = 'p' AND whole.relnamespace = 'public'::regnamespace ORDER BY 1, 2`,
  );
  const parts: Record<string, TablePart[]> = {};
  for (const { table, name, bounds } of rows) parts[table] = [...(parts[table] ?? []), { name, bounds }];
  return parts;
}

/** What counts up by itself goes on after what was loaded. */
async function advanceSequences(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(
    `SELECT whole.relname AS table, attname AS column, pg_get_serial_sequence(whole.oid::regclass::text, attname) AS sequence
     FROM pg_class whole JOIN pg_attribute ON attrelid = whole.oid AND attnum > 0 AND NOT attisdropped
     WHERE whole.relkind = 'r' AND NOT whole.relispartition AND whole.relnamespace = 'public'::regnamespace
       AND pg_get_serial_sequence(whole.oid::regclass::text, attname) IS NOT NULL`,
  );
  for (const { table, column, sequence } of rows) {
    const last = `(SELECT max("${column}") FROM ${quoted(table)})`;
    await client.query(`SELECT setval($1, ${last}) WHERE ${last} IS NOT NULL`, [sequence]);
  }
}

export interface DumpedTables {
  /** names of the migrations that made this schema, in order */
  migrations: string[];
  /** table → rows */
  rows: Record<string, number>;
  /** table → its parts; absent in a backup from before there were any */
  parts?: Record<string, TablePart[]>;
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
    const parts = await partsOf(client);
    for (const table of await tablesOf(client)) {
      const count = { rows: 0 };
      const file = createWriteStream(fileOf(folder, table), { mode: 0o600, flags: 'wx' });
      await pipeline(Readable.from(linesOf(client, table, count)), createGzip(), file);
      rows[table] = count.rows;
    }
    await client.query('COMMIT');
    return { migrations: done.map(({ name }) => name), rows, parts };
  });

/** Lines by pages, each of as many as fit. */
export async function* pagesOf(
  lines: AsyncIterable<string> | Iterable<string>,
  most: { rows: number; characters: number },
): AsyncGenerator<string[]> {
  let page: string[] = [];
  let characters = 0;
  for await (const line of lines) {
    page.push(line);
    characters += line.length;
    if (page.length < most.rows && characters < most.characters) continue;
    yield page;
    [page, characters] = [[], 0];
  }
  if (page.length > 0) yield page;
}

async function loadTable(client: pg.Client, table: string, folder: string): Promise<number> {
  const insert = `INSERT INTO ${quoted(table)} SELECT * FROM jsonb_populate_recordset(NULL::${quoted(table)}, $1::jsonb)`;
  let rows = 0;
  // faults of the file and of unpacking end the loading, too
  await pipeline(createReadStream(fileOf(folder, table)), createGunzip(), async (unzipped: AsyncIterable<Buffer>) => {
    const lines = createInterface({ input: Readable.from(unzipped), crlfDelay: Number.POSITIVE_INFINITY });
    for await (const page of pagesOf(lines, LOADED)) {
      await client.query(insert, [`[${page.join(',')}]`]);
      rows += page.length;
    }
  });
  return rows;
}

/**
 * Into a database that has this schema and nothing else in it: all of it or nothing.
 * @throws when a table is not empty, or a file holds another number of rows than was dumped
 */
export const loadTables = (
  databaseUrl: string,
  folder: string,
  { rows: expected, parts = {} }: Pick<DumpedTables, 'rows' | 'parts'>,
): Promise<void> =>
  connected(databaseUrl, async (client) => {
    await client.query('BEGIN');
    // rows refer to each other in circles; what is loaded was consistent
    await client.query('SET LOCAL session_replication_role = replica');
    for (const [table, ofTable] of Object.entries(parts)) {
      for (const { name, bounds } of ofTable)
        await client.query(`CREATE TABLE IF NOT EXISTS ${quoted(name)} PARTITION OF ${quoted(table)} ${bounds}`);
    }
    for (const [table, count] of Object.entries(expected)) {
      const { rowCount } = await client.query(`SELECT FROM ${quoted(table)} LIMIT 1`);
      if (rowCount !== 0) throw new Error(`the table ${table} is not empty`);
      const rows = await loadTable(client, table, folder).catch((cause: unknown) => {
        throw new Error(`the table ${table} could not be loaded: ${String(cause)}`, { cause });
      });
      if (rows !== count) throw new Error(`the table ${table} has ${rows} rows instead of ${count}`);
    }
    await advanceSequences(client);
    await client.query('COMMIT');
  });
