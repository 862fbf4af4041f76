/** Epochs of the deployment: opened in the database and remembered in a file beside it. */
import type { DeploymentId } from '@loa-lang/schemas/ids';
import { Prisma } from '../../generated/prisma/client.ts';
import type { DatabaseMark, EpochFile } from '../epoch-file.ts';
import type { Database } from './database.ts';

/** What the start found; `reason` is for the log. */
export type EpochFinding =
  | { kind: 'first-start'; epoch: number }
  | { kind: 'unchanged'; epoch: number }
  | { kind: 'opened'; epoch: number; reason: 'database-epoch-older' | 'database-position-older' | 'database-replaced' };

const readMark = async (database: Pick<Database, '$queryRaw'>): Promise<DatabaseMark> => {
  const [mark] = await database.$queryRaw<DatabaseMark[]>`
    SELECT (SELECT system_identifier::text FROM pg_control_system()) AS "systemId",
      (SELECT oid::text FROM pg_database WHERE datname = current_database()) AS "databaseOid",
      (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::text AS "walBytes",
      (SELECT coalesce(sum(revision), 0)::text FROM signed_document) AS "revisions"`;
  if (mark === undefined) throw new Error('the database does not say which one it is');
  return mark;
};

/** Why the database cannot be the one that the file last saw, or a later state of it. */
const judge = (known: DatabaseMark | undefined, found: DatabaseMark): 'older' | 'replaced' | undefined => {
  if (known === undefined) return undefined;
  if (known.systemId !== found.systemId || known.databaseOid !== found.databaseOid) return 'replaced';
  const lessWritten = BigInt(found.walBytes) < BigInt(known.walBytes);
  // a recovery from an archive jumps ahead in what was written, so the documents are counted too
  return lessWritten || BigInt(found.revisions) < BigInt(known.revisions) ? 'older' : undefined;
};

/** Publishing comes in bursts: the file is written once for all of one. */
const REMEMBER_AFTER_MS = 1_000;

export class Epochs {
  readonly #database: Database;
  readonly #file: EpochFile;
  readonly #deploymentId: DeploymentId;
  /** whoever reads the file and writes it again does so alone */
  #last: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(database: Database, file: EpochFile, deploymentId: DeploymentId) {
    this.#database = database;
    this.#file = file;
    this.#deploymentId = deploymentId;
  }

  /** @throws when the deployment was never reconciled. */
  async current(): Promise<number> {
    const row = await this.#database.deployment.findUniqueOrThrow({ where: { id: this.#deploymentId } });
    return Number(row.epoch);
  }

  /**
   * Opens a higher epoch, at least `atLeast`. The file is written first: should this process die in between, the next
   * start finds the file ahead and opens yet another one, which harms nobody; the other way round an epoch could be
   * used twice.
   */
  open(atLeast: number): Promise<number> {
    return this.#alone(() => this.#open(atLeast));
  }

  #open(atLeast: number): Promise<number> {
    return this.#database.$transaction(
      async (transaction) => {
        const [row] = await transaction.$queryRaw<{ epoch: bigint }[]>`
          SELECT epoch FROM deployment WHERE id = ${this.#deploymentId} FOR UPDATE`;
        if (row === undefined) throw new Error(`the database has no deployment ${this.#deploymentId}`);
        const kept = await this.#file.read();
        const epoch = Math.max(Number(row.epoch) + 1, (kept?.epoch ?? 0) + 1, atLeast);
        await this.#file.write({ epoch, mark: await readMark(transaction) });
        await transaction.deployment.update({ where: { id: this.#deploymentId }, data: { epoch } });
        return epoch;
      },
      // a slow card may take seconds to flush the file
      { timeout: 15_000 },
    );
  }

  /**
   * Once at each start, before anything is published. Makes the deployment's row on the very first one, and opens a
   * higher epoch when the database is an older copy than the one that was last used here, or another one.
   * @throws when the database belongs to another deployment.
   */
  reconcile(): Promise<EpochFinding> {
    return this.#alone(() => this.#reconcile());
  }

  async #reconcile(): Promise<EpochFinding> {
    const kept = await this.#file.read();
    const fresh = await this.#ensureRow(kept?.epoch ?? 1);
    const found = await this.current();
    const state = judge(kept?.mark, await readMark(this.#database));
    if (kept !== undefined && kept.epoch > found) return this.#opened('database-epoch-older');
    if (state !== undefined) return this.#opened(state === 'older' ? 'database-position-older' : 'database-replaced');
    if (kept !== undefined && fresh) return this.#opened('database-replaced');
    await this.#remember();
    return { kind: fresh ? 'first-start' : 'unchanged', epoch: found };
  }

  /** Notes how far the database has come, once for all calls within a second. */
  rememberSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // without the database nothing is published either, and the next publish comes here again
      this.#alone(() => this.#remember()).catch(() => undefined);
    }, REMEMBER_AFTER_MS).unref();
  }

  /** Notes it for the last time; before the database is closed. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#alone(() => this.#remember());
  }

  async #remember(): Promise<void> {
    const [epoch, mark, kept] = [await this.current(), await readMark(this.#database), await this.#file.read()];
    await this.#file.write({ epoch: Math.max(epoch, kept?.epoch ?? 0), mark });
  }

  async #opened(reason: (EpochFinding & { kind: 'opened' })['reason']): Promise<EpochFinding> {
    return { kind: 'opened', epoch: await this.#open(1), reason };
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #ensureRow(epoch: number): Promise<boolean> {
    const others = await this.#database.deployment.findMany({ where: { id: { not: this.#deploymentId } } });
    if (others[0] !== undefined) {
      throw new Error(`The database belongs to deployment ${others[0].id}, the keys here to ${this.#deploymentId}.`);
    }
    const insert = Prisma.sql`
      INSERT INTO deployment (id, epoch) VALUES (${this.#deploymentId}, ${epoch}) ON CONFLICT (id) DO NOTHING`;
    return (await this.#database.$executeRaw(insert)) === 1;
  }
}
