/** Cards for speaking on the spot, in PostgreSQL. */
import type { SpotUse, SpotVerifier } from '@loa-lang/schemas/wire/on-the-spot';
import type { SpotCredentialRecord } from '../../domain/on-the-spot/credential.ts';
import type { SpotCredential as Row } from '../../generated/prisma/client.ts';
import type { SpotCredentialStore } from '../../ports/spot-store.ts';
import type { Database } from '../postgres/database.ts';
import { json } from './approval-rows.ts';
import { toDate, toInstant } from './row-values.ts';

/** Shown at most. */
const MOST = 5000;

export const cardOf = (row: Row): SpotCredentialRecord => ({
  id: row.id,
  hamletId: row.hamletId,
  holder: row.holder,
  mayUse: row.mayUse as SpotUse[],
  verifier: row.verifier as unknown as SpotVerifier,
  from: row.from.getTime(),
  until: row.until.getTime(),
  perHour: row.perHour,
  issuedBy: row.issuedBy,
  issuedAt: row.issuedAt.getTime(),
  revokedAt: toInstant(row.revokedAt),
});

export class SpotRepository implements SpotCredentialStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async list(): Promise<SpotCredentialRecord[]> {
    const rows = await this.#database.spotCredential.findMany({
      orderBy: [{ issuedAt: 'desc' }, { id: 'desc' }],
      take: MOST,
    });
    return rows.map(cardOf);
  }

  async find(id: string): Promise<SpotCredentialRecord | undefined> {
    const row = await this.#database.spotCredential.findUnique({ where: { id } });
    return row === null ? undefined : cardOf(row);
  }

  async add({ from, until, issuedAt, revokedAt: _, verifier, ...card }: SpotCredentialRecord): Promise<void> {
    const times = { from: toDate(from), until: toDate(until), issuedAt: toDate(issuedAt) };
    await this.#database.spotCredential.create({ data: { ...card, ...times, verifier: json(verifier) } });
  }

  async revoke(id: string, at: number): Promise<boolean> {
    const where = { id, revokedAt: null };
    return (await this.#database.spotCredential.updateMany({ where, data: { revokedAt: toDate(at) } })).count === 1;
  }
}
