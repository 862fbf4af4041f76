/** Leases as session locks of one connection: they end with it, so a controller that dies holds nothing. */
import type pg from 'pg';
import type { Leases } from '../../ports/leases.ts';

export class PostgresLeases implements Leases {
  readonly #pool: pg.Pool;
  readonly #held = new Set<string>();
  #client: Promise<pg.PoolClient> | undefined;

  /** @param pool of `openPool`; one connection is kept while anything is leased */
  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async take(name: string): Promise<boolean> {
    if (this.#held.has(name)) return true;
    const connecting = this.#connected();
    const client = await connecting;
    const { rows } = await client.query<{ ours: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS ours',
      [`lease ${name}`],
    );
    const ours = rows[0]?.ours === true && this.#client === connecting;
    if (ours) this.#held.add(name);
    return ours;
  }

  holds(name: string): boolean {
    return this.#held.has(name);
  }

  async release(name: string): Promise<void> {
    if (!this.#held.delete(name)) return;
    if (this.#held.size === 0) return this.releaseAll();
    const client = await this.#client;
    await client?.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [`lease ${name}`]);
  }

  releaseAll(): void {
    const client = this.#client;
    this.#client = undefined;
    this.#held.clear();
    // closed rather than asked to unlock: that cannot fail
    client?.then(
      (connection) => connection.release(true),
      () => undefined,
    );
  }

  #connected(): Promise<pg.PoolClient> {
    if (this.#client !== undefined) return this.#client;
    const connecting = this.#pool.connect();
    this.#client = connecting;
    // with the connection all its leases are gone, whether or not another controller has taken them by now
    const lost = () => {
      if (this.#client === connecting) this.releaseAll();
    };
    connecting.then((client) => client.on('error', lost), lost);
    return connecting;
  }
}
