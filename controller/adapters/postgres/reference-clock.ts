/** PostgreSQL's clock, which all controllers of a deployment share. */
import type { ReferenceReader } from '../disciplined-clock.ts';
import type { Database } from './database.ts';

/** `clock_timestamp()` moves within a transaction, unlike `now()`. Microseconds fit a double until the year 2255. */
export const databaseClock =
  (database: Database): ReferenceReader =>
  async () => {
    const [row] = await database.$queryRaw<{ now: number }[]>`
      SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`;
    if (row === undefined) throw new Error('the database does not say the time');
    return row.now;
  };
