/** Versions of the agent in PostgreSQL. */
import type { AssetId } from '@loa-lang/schemas/ids';
import type { EpochMillis } from '@loa-lang/schemas/units';
import type { PersonRef } from '../../domain/people/person.ts';
import type { AgentRelease } from '../../domain/rollouts/rollout.ts';
import type { Prisma, AgentRelease as Row } from '../../generated/prisma/client.ts';
import type { ReleaseStore } from '../../ports/rollout-store.ts';
import type { Database } from '../postgres/database.ts';
import { toDate, toInstant } from './row-values.ts';

const releaseOf = ({ madeAt, addedAt, addedBy, withdrawnAt, ...row }: Row): AgentRelease => ({
  ...row,
  madeAt: madeAt.getTime(),
  addedAt: addedAt.getTime(),
  addedBy: addedBy as unknown as PersonRef,
  withdrawnAt: toInstant(withdrawnAt),
});

export class ReleaseRepository implements ReleaseStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async all(): Promise<AgentRelease[]> {
    return (await this.#database.agentRelease.findMany({ orderBy: { addedAt: 'desc' }, take: 200 })).map(releaseOf);
  }

  async find(id: AssetId): Promise<AgentRelease | undefined> {
    const row = await this.#database.agentRelease.findUnique({ where: { id } });
    return row === null ? undefined : releaseOf(row);
  }

  async add({ id, madeAt, addedAt, addedBy, withdrawnAt: _, ...release }: AgentRelease): Promise<void> {
    const data = {
      ...release,
      madeAt: toDate(madeAt),
      addedAt: toDate(addedAt),
      addedBy: addedBy as unknown as Prisma.InputJsonValue,
      withdrawnAt: null,
    };
    await this.#database.agentRelease.upsert({ where: { id }, create: { id, ...data }, update: data });
  }

  async withdraw(id: AssetId, at: EpochMillis): Promise<void> {
    await this.#database.agentRelease.update({ where: { id }, data: { withdrawnAt: toDate(at) } });
  }
}
