/** Leases as session locks of one connection: they end with it, so a controller that dies holds nothing. */
import type { AssetId } from '@loa-lang/schemas/ids';
import type pg from 'pg';
import type { PushLease } from '../../ports/push-lease.ts';

export class PostgresPushLease implements PushLease {
  readonly #pool: pg.Pool;
  readonly #answers = new Map<AssetId, Promise<boolean>>();
  #client: Promise<pg.PoolClient> | undefined;

  /** @param pool of `openPool`; one connection is kept while anything is leased */
  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Wants come in bursts: they share one question, and a "yes" stands. */
  take(assetId: AssetId): Promise<boolean> {
    const known = this.#answers.get(assetId);
    if (known !== undefined) return known;
    const answer = this.#ask(assetId);
    this.#answers.set(assetId, answer);
    const forget = () => {
      if (this.#answers.get(assetId) === answer) this.#answers.delete(assetId);
    };
    answer.then((ours) => ours || forget(), forget);
    return answer;
  }

  release(): void {
    const client = this.#client;
    this.#client = undefined;
    this.#answers.clear();
    // closed rather than asked to unlock: that cannot fail
    client?.then(
      (connection) => connection.release(true),
      () => undefined,
    );
  }

  async #ask(assetId: AssetId): Promise<boolean> {
    this.#client ??= this.#connect();
    const client = await this.#client;
    const { rows } = await client.query<{ ours: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS ours',
      [`push ${assetId}`],
    );
    return rows[0]?.ours ?? false;
  }

  #connect(): Promise<pg.PoolClient> {
    const connecting = this.#pool.connect();
    // with the connection all its leases are gone, whether or not another controller has taken them by now
    const lost = () => {
      if (this.#client === connecting) this.release();
    };
    connecting.then((client) => client.on('error', lost), lost);
    return connecting;
  }
}
