/** How the controller reaches PostgreSQL: one Prisma client over one pool whose calls all end in bounded time. */
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../../generated/prisma/client.ts';

/** The typed client that services and adapters use. */
export type Database = PrismaClient;

export interface Patience {
  /** longest wait for a connection, a new one or a free one of the pool, ms */
  connectTimeoutMs: number;
  /** longest wait for one statement, ms; ended by the server, and by the client when the server is silent */
  statementTimeoutMs: number;
  /** connections of this pool */
  poolSize: number;
}

/**
 * For calls a person waits for: 1 s + 1.4 s, or 1.4 s and as much for the rollback of a transaction that was under way,
 * so that Stop and Emergency answer within 3 s when PostgreSQL is gone.
 * 10 connections: PostgreSQL does no more work at once than it has cores, the rest is waiting for the disk.
 */
export const INTERACTIVE: Patience = { connectTimeoutMs: 1_000, statementTimeoutMs: 1_400, poolSize: 10 };

/** For imports and report batches, where a slow disk is better waited for. */
export const BACKGROUND: Patience = { connectTimeoutMs: 5_000, statementTimeoutMs: 30_000, poolSize: 4 };

/**
 * The session's zone is forced to UTC: the driver adapter writes instants without a zone and reads them as if they were
 * UTC, which is wrong in any other zone (prisma/orm#28629, #26786). `options` beats the zone set for role or database.
 */
const sessionOptions = (given: string | undefined): string => [given, '-c TimeZone=UTC'].filter(Boolean).join(' ');

/** Settings of a `pg` pool or client for this database, session zone and time limits included. */
export const poolConfig = (databaseUrl: string, patience: Patience): pg.PoolConfig => {
  const url = new URL(databaseUrl);
  const options = sessionOptions(url.searchParams.get('options') ?? undefined);
  // pg lets the URL's own parameters override the settings beside it, so the zone must leave the URL
  url.searchParams.delete('options');
  return {
    connectionString: url.href,
    options,
    application_name: 'loa-lang',
    max: patience.poolSize,
    connectionTimeoutMillis: patience.connectTimeoutMs,
    statement_timeout: patience.statementTimeoutMs,
    query_timeout: patience.statementTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
};

/**
 * Opens the database lazily: nothing is dialled before the first query, and a lost server is dialled again by the next
 * one. Close it with `$disconnect()`.
 */
export const connect = (databaseUrl: string, patience: Patience = INTERACTIVE): Database => {
  const adapter = new PrismaPg(poolConfig(databaseUrl, patience));
  const { connectTimeoutMs, statementTimeoutMs } = patience;
  return new PrismaClient({
    adapter,
    errorFormat: 'minimal',
    // a transaction of several statements that all answer may take longer than one of them
    transactionOptions: { maxWait: connectTimeoutMs, timeout: 3 * statementTimeoutMs },
  });
};

/** A bare pool beside Prisma's, for what must hold a connection of its own. Errors of idle connections are normal. */
export const openPool = (databaseUrl: string, patience: Patience): pg.Pool => {
  const pool = new pg.Pool(poolConfig(databaseUrl, patience));
  pool.on('error', () => undefined);
  return pool;
};
