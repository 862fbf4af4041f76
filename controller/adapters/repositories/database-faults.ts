/** What the database's errors mean. */
import { Prisma } from '../../generated/prisma/client.ts';
import type { Written } from '../../ports/register.ts';

const TAKEN = new Set(['P2002']);
/** Prisma: unreachable, timed out, closed, no free connection, transaction not started; the adapter's own; the socket's. */
const UNAVAILABLE = new Set([
  'P1000',
  'P1001',
  'P1002',
  'P1003',
  'P1008',
  'P1011',
  'P1017',
  'P2024',
  'P2028',
  'P2037',
  'DatabaseNotReachable',
  'DatabaseAccessDenied',
  'ConnectionClosed',
  'SocketTimeout',
  'TlsConnectionError',
  'TooManyConnections',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  // PostgreSQL: the database takes no connections, a statement was cancelled by a time limit
  '55000',
  '57014',
]);
/** PostgreSQL, classes of codes: connection, no room or connections left, shutting down or starting, the system's own. */
const UNAVAILABLE_CLASS = /^(08|53|57P|58)[0-9A-Z]{2,3}$/;
const UNAVAILABLE_TEXT = /connection terminated|timeout exceeded|read timeout|server closed|ECONNREFUSED/i;

/** Prisma's code and, beneath it, the driver's. */
function codesOf(error: Error): string[] {
  const { code, meta } = error as { code?: unknown; meta?: { driverAdapterError?: { cause?: object } } };
  const driver = { ...meta?.driverAdapterError?.cause } as { code?: unknown; originalCode?: unknown; kind?: unknown };
  return [code, driver.code, driver.originalCode, driver.kind].filter((each) => typeof each === 'string');
}

/** A unique name, code or key belongs to another row. */
export const isTaken = (error: unknown): boolean =>
  error instanceof Error && codesOf(error).some((code) => TAKEN.has(code));

/** A trigger keeps what was written (SQLSTATE 23001, restrict_violation). */
export const isRestricted = (error: unknown): boolean =>
  error instanceof Error && (codesOf(error).includes('23001') || /23001|does not take a/.test(error.message));

/** The database does not answer, or not in time: trying again later may help. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof Prisma.PrismaClientInitializationError) return true;
  if (codesOf(error).some((code) => UNAVAILABLE.has(code) || UNAVAILABLE_CLASS.test(code))) return true;
  return UNAVAILABLE_TEXT.test(error.message) || (error.cause !== undefined && isUnavailable(error.cause));
}

/** Turns the refusal of a unique index into a value; everything else stays an error. */
export async function written(work: () => Promise<unknown>): Promise<Written> {
  try {
    await work();
    return 'written';
  } catch (error) {
    if (isTaken(error)) return 'taken';
    throw error;
  }
}
