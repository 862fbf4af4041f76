/** Poles and their codes in PostgreSQL, for signs. */
import type { SignedPole, SignStore } from '../../ports/pole-signs.ts';
import type { Database } from '../postgres/database.ts';
import { orUndefined } from './row-values.ts';

const byCode = new Intl.Collator('vi', { numeric: true });

export class SignRepository implements SignStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async polesOf(communeId: string): Promise<SignedPole[]> {
    const rows = await this.#database.cluster.findMany({
      where: { deletedAt: null, hamlet: { parentId: communeId } },
      include: { hamlet: { include: { parent: true } } },
    });
    return rows
      .map(({ id, code, name, publicCode, hamlet }) => ({
        ...{ id, code, name, publicCode: orUndefined(publicCode) },
        ...{ hamletId: hamlet.id, hamletName: hamlet.name, hamletKind: orUndefined(hamlet.hamletKind) },
        communeName: hamlet.parent?.name ?? '',
      }))
      .sort((a, b) => byCode.compare(a.code, b.code));
  }

  async giveCode(id: string, publicCode: string): Promise<boolean> {
    const { count } = await this.#database.cluster.updateMany({
      where: { id, publicCode: null },
      data: { publicCode },
    });
    return count === 1;
  }
}
