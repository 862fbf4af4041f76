/** One-time links in PostgreSQL. */
import type { LinkKind, OneTimeLink } from '../../domain/identity/one-time-link.ts';
import type { OneTimeLink as LinkRow } from '../../generated/prisma/client.ts';
import type { LinkStore, LinkUse } from '../../ports/link-store.ts';
import type { Database } from '../postgres/database.ts';
import { isTaken } from './database-faults.ts';
import { accountRow } from './people-repository.ts';
import { orNull, orUndefined, toDate, toInstant } from './row-values.ts';

const linkOf = (row: LinkRow): OneTimeLink => ({
  id: row.id,
  kind: row.kind as LinkKind,
  personId: orUndefined(row.personId),
  createdAt: row.createdAt.getTime(),
  expiresAt: row.expiresAt.getTime(),
  usedAt: toInstant(row.usedAt),
  replacedAt: toInstant(row.replacedAt),
});

export class LinkRepository implements LinkStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async add({ id, kind, personId, tokenHash, createdAt, expiresAt }: OneTimeLink & { tokenHash: string }) {
    const times = { createdAt: toDate(createdAt), expiresAt: toDate(expiresAt) };
    const where = { personId: orNull(personId), usedAt: null, replacedAt: null };
    await this.#database.$transaction([
      this.#database.oneTimeLink.updateMany({ where, data: { replacedAt: times.createdAt } }),
      this.#database.oneTimeLink.create({ data: { id, kind, personId: orNull(personId), tokenHash, ...times } }),
    ]);
  }

  async withdraw(personId: string, at: number): Promise<void> {
    const where = { personId, usedAt: null, replacedAt: null };
    await this.#database.oneTimeLink.updateMany({ where, data: { replacedAt: toDate(at) } });
  }

  async find(tokenHash: string): Promise<OneTimeLink | undefined> {
    const row = await this.#database.oneTimeLink.findUnique({ where: { tokenHash } });
    return row === null ? undefined : linkOf(row);
  }

  async use(tokenHash: string, at: number, use: LinkUse): Promise<'used' | 'lost' | 'taken'> {
    const now = toDate(at);
    try {
      return await this.#database.$transaction(async (transaction) => {
        const where = { tokenHash, usedAt: null, replacedAt: null, expiresAt: { gt: now } };
        const { count } = await transaction.oneTimeLink.updateMany({ where, data: { usedAt: now } });
        if (count === 0) return 'lost';
        if ('account' in use) await transaction.person.create({ data: accountRow(use.account) });
        else {
          const { personId: id, passwordHash } = use;
          await transaction.person.update({ where: { id }, data: { passwordHash, changedAt: now } });
        }
        return 'used';
      });
    } catch (error) {
      if (isTaken(error)) return 'taken';
      throw error;
    }
  }
}
