/** API tokens in PostgreSQL. */
import type { Action } from '@loa-lang/schemas/states/people';
import type { ApiToken } from '../../generated/prisma/client.ts';
import type { ApiTokenRecord, ApiTokenStore } from '../../ports/api-token-store.ts';
import type { Account } from '../../ports/people-store.ts';
import type { Database } from '../postgres/database.ts';
import { accountOf, reachOf, reachRow } from './people-repository.ts';
import { toDate, toInstant } from './row-values.ts';

const tokenOf = (row: ApiToken): ApiTokenRecord => ({
  id: row.id,
  name: row.name,
  personId: row.personId,
  scope: row.scope as Action[],
  areaIds: reachOf(row),
  createdAt: row.createdAt.getTime(),
  expiresAt: row.expiresAt.getTime(),
  usedAt: toInstant(row.usedAt),
});

export class ApiTokenRepository implements ApiTokenStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async add({ id, name, personId, tokenHash, scope, areaIds, ...times }: ApiTokenRecord & { tokenHash: string }) {
    const instants = { createdAt: toDate(times.createdAt), expiresAt: toDate(times.expiresAt) };
    const data = { id, name, personId, tokenHash, scope: [...scope], ...reachRow(areaIds), ...instants };
    await this.#database.apiToken.create({ data });
  }

  async find(tokenHash: string): Promise<{ token: ApiTokenRecord; account: Account } | undefined> {
    const where = { tokenHash, endedAt: null };
    const row = await this.#database.apiToken.findUnique({ where, include: { person: true } });
    return row === null ? undefined : { token: tokenOf(row), account: accountOf(row.person) };
  }

  async used(id: string, at: number): Promise<void> {
    await this.#database.apiToken.updateMany({ where: { id }, data: { usedAt: toDate(at) } });
  }

  async list(personId: string): Promise<ApiTokenRecord[]> {
    const where = { personId, endedAt: null };
    return (await this.#database.apiToken.findMany({ where, orderBy: { createdAt: 'desc' } })).map(tokenOf);
  }

  async withdraw(id: string, personId: string, at: number): Promise<boolean> {
    const where = { id, personId, endedAt: null };
    return (await this.#database.apiToken.updateMany({ where, data: { endedAt: toDate(at) } })).count === 1;
  }

  async withdrawAll(personId: string, at: number): Promise<void> {
    await this.#database.apiToken.updateMany({ where: { personId, endedAt: null }, data: { endedAt: toDate(at) } });
  }
}
