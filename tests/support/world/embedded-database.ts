/** Plain SQL on the embedded PostgreSQL of a running controller: what is really stored. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** Line of `postmaster.pid` with the port (PostgreSQL, miscadmin.h: LOCK_FILE_LINE_PORT). */
const PORT_LINE = 3;

/** Runs one statement. @param dataDir data folder of the controller */
export async function queryEmbedded<Row extends pg.QueryResultRow>(
  dataDir: string,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const folder = join(dataDir, 'postgres');
  const password = (await readFile(join(folder, 'password'), 'utf8')).trim();
  const port = Number((await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8')).split('\n')[PORT_LINE]);
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'loa', password, database: 'loa_lang' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
