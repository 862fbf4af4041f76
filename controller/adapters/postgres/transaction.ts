/** A transaction on a connection of a pool. */
import type pg from 'pg';

/** Commits when `work` resolves. A connection that failed is closed, which rolls back, rather than asked to roll back. */
export async function transaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let fault: unknown;
  // an idle-looking client in a transaction may lose its server between two statements
  const onError = (error: Error): void => {
    fault = error;
  };
  client.on('error', onError);
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    fault ??= error;
    throw error;
  } finally {
    client.off('error', onError);
    client.release(fault !== undefined);
  }
}
