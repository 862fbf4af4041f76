/** The record of signed documents on PostgreSQL. */
import type { Revision } from '@loa-lang/schemas/wire/common';
import type pg from 'pg';
import type { DocumentLedger, LedgerEntry } from '../../ports/document-ledger.ts';
import type { Database, Patience } from './database.ts';
import type { Epochs } from './epochs.ts';
import { SubjectLocks } from './subject-locks.ts';

/** Connections that hold a lock each, for `openPool`. Waiting for the lock itself is bounded by the server at 10 s. */
export const LOCKING: Patience = { connectTimeoutMs: 10_000, statementTimeoutMs: 11_000, poolSize: 10 };

type Row = { subject: string; epoch: bigint; revision: bigint };

const toRevision = ({ epoch, revision }: Omit<Row, 'subject'>): Revision => ({
  epoch: Number(epoch),
  revision: Number(revision),
});

export class PostgresDocumentLedger implements DocumentLedger {
  readonly #database: Database;
  readonly #epochs: Epochs;
  readonly #locks: SubjectLocks;

  /** @param lockPool of `openPool(url, LOCKING)`, apart from the database's own so that locks never starve the work */
  constructor(database: Database, lockPool: pg.Pool, epochs: Epochs) {
    this.#database = database;
    this.#epochs = epochs;
    this.#locks = new SubjectLocks(lockPool);
  }

  underLock<T>(subject: string, work: () => Promise<T>): Promise<T> {
    return this.#locks.run(subject, work);
  }

  async last(subject: string): Promise<LedgerEntry | undefined> {
    const row = await this.#database.signedDocument.findUnique({ where: { subject } });
    return row === null ? undefined : toEntry(row);
  }

  async record(entry: LedgerEntry): Promise<void> {
    const { subject, epoch, revision, bytes, contentHash, issuedAt } = entry;
    const changed = await this.#database.$executeRaw`
      INSERT INTO signed_document AS last (subject, epoch, revision, bytes, content_hash, issued_at)
      VALUES (${subject}, ${epoch}, ${revision}, ${Buffer.from(bytes)}, ${contentHash}, ${new Date(issuedAt)})
      ON CONFLICT (subject) DO UPDATE SET epoch = excluded.epoch, revision = excluded.revision,
        bytes = excluded.bytes, content_hash = excluded.content_hash, issued_at = excluded.issued_at
      WHERE (last.epoch, last.revision) < (excluded.epoch, excluded.revision)`;
    if (changed !== 1) throw new Error(`${subject}: revision ${epoch}.${revision} is not higher than the last one`);
    this.#epochs.rememberSoon();
  }

  async latest(subjects: readonly string[]): Promise<Map<string, Revision>> {
    const rows = await this.#database.signedDocument.findMany({
      where: { subject: { in: [...subjects] } },
      select: { subject: true, epoch: true, revision: true },
    });
    return new Map(rows.map((row) => [row.subject, toRevision(row)]));
  }

  async all(since?: number): Promise<Omit<LedgerEntry, 'bytes'>[]> {
    const where = since === undefined ? {} : { issuedAt: { gte: new Date(since) } };
    const order = { orderBy: { subject: 'asc' }, omit: { bytes: true } } as const;
    const rows = await this.#database.signedDocument.findMany({ where, ...order });
    return rows.map(toIssue);
  }

  epoch(): Promise<number> {
    return this.#epochs.current();
  }

  openEpoch(atLeast: number): Promise<number> {
    return this.#epochs.open(atLeast);
  }
}

const toIssue = (row: Row & { contentHash: string; issuedAt: Date }) => ({
  subject: row.subject,
  ...toRevision(row),
  contentHash: row.contentHash,
  issuedAt: row.issuedAt.getTime(),
});

const toEntry = (row: Parameters<typeof toIssue>[0] & { bytes: Uint8Array }): LedgerEntry => ({
  ...toIssue(row),
  bytes: row.bytes,
});
