/** What the database's errors mean. */
import { Prisma } from '../../generated/prisma/client.ts';
import type { Written } from '../../ports/register.ts';

const hasCode = (error: unknown, codes: ReadonlySet<string>): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.has(error.code);

const TAKEN = new Set(['P2002']);
/** Prisma: unreachable, timed out, closed, no free connection, transaction not started; Node: the socket's own. */
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
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  // PostgreSQL: cancelled by a time limit, shutting down, starting up, crashed, out of connections or disk
  '57014',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '53100',
  '08000',
  '08006',
]);
const UNAVAILABLE_TEXT =
  /connection terminated|timeout exceeded|read timeout|server closed|ECONNREFUSED|DatabaseNotReachable/i;

/** A unique name, code or key belongs to another row. */
export const isTaken = (error: unknown): boolean => hasCode(error, TAKEN);

/** The database does not answer, or not in time: trying again later may help. */
export function isUnavailable(error: unknown): boolean {
  if (hasCode(error, UNAVAILABLE)) return true;
  if (error instanceof Prisma.PrismaClientInitializationError) return true;
  if (!(error instanceof Error)) return false;
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
