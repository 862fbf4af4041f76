/** Parts of the divided tables: made ahead, dropped when they have had their time. */
import type pg from 'pg';
import { type Kept, type Part, partsNeeded, partsOver } from '../../../domain/health/parts.ts';

/** Whoever reads or writes the table has to be waited for; others wait behind. The next look tries again. */
const LOCK_WAIT = `SET LOCAL lock_timeout = '2s'`;

export async function partsOf(client: pg.ClientBase, { table }: Kept): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
     WHERE inhparent = $1::regclass ORDER BY relname`,
    [`public.${table}`],
  );
  return rows.map(({ name }) => name);
}

const literal = (instant: number): string => `'${new Date(instant).toISOString()}'`;

/** Attached rather than made as a part: that waits for nobody who reads or writes. */
async function makePart(client: pg.ClientBase, { table }: Kept, { name, from, until }: Part): Promise<void> {
  const bounds = `FROM (${literal(from)}) TO (${literal(until)})`;
  await client.query(
    `CREATE TABLE public.${name} (LIKE public.${table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)`,
  );
  await client.query(`ALTER TABLE public.${table} ATTACH PARTITION public.${name} FOR VALUES ${bounds}`);
}

/** @returns what was made */
export async function makeParts(client: pg.ClientBase, kept: Kept, from: number, now: number): Promise<string[]> {
  const known = new Set(await partsOf(client, kept));
  const made = partsNeeded(kept, from, now).filter(({ name }) => !known.has(name));
  if (made.length > 0) await client.query(LOCK_WAIT);
  for (const part of made) await makePart(client, kept, part);
  return made.map(({ name }) => name);
}

/** @returns what was dropped */
export async function dropParts(client: pg.ClientBase, kept: Kept, now: number, settled: number): Promise<string[]> {
  const over = partsOver(kept, await partsOf(client, kept), now, settled);
  if (over.length > 0) await client.query(LOCK_WAIT);
  for (const name of over) await client.query(`DROP TABLE public.${name}`);
  return over;
}
