/** Delegations in PostgreSQL. */
import type { Delegation } from '../../domain/approval/delegation.ts';
import type { PersonRef } from '../../domain/people/person.ts';
import type { ApprovalDelegation as DelegationRow } from '../../generated/prisma/client.ts';
import type { DelegationStore } from '../../ports/delegation-store.ts';
import type { Database } from '../postgres/database.ts';
import { json } from './approval-rows.ts';
import { orNull, orUndefined, toDate, toInstant } from './row-values.ts';

const delegationOf = (row: DelegationRow): Delegation => ({
  id: row.id,
  from: row.from as unknown as PersonRef,
  to: row.to as unknown as PersonRef,
  startsAt: row.startsAt.getTime(),
  endsAt: row.endsAt.getTime(),
  note: orUndefined(row.note),
  createdAt: row.createdAt.getTime(),
  endedAt: toInstant(row.endedAt),
});

export class DelegationRepository implements DelegationStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async create({ id, from, to, startsAt, endsAt, note, createdAt }: Delegation): Promise<void> {
    const times = { startsAt: toDate(startsAt), endsAt: toDate(endsAt), createdAt: toDate(createdAt) };
    await this.#database.approvalDelegation.create({
      data: { id, from: json(from), to: json(to), note: orNull(note), ...times },
    });
  }

  async find(id: string): Promise<Delegation | undefined> {
    const row = await this.#database.approvalDelegation.findUnique({ where: { id } });
    return row === null ? undefined : delegationOf(row);
  }

  async notOver(at: number): Promise<Delegation[]> {
    const where = { endsAt: { gt: toDate(at) }, endedAt: null };
    return (await this.#database.approvalDelegation.findMany({ where, orderBy: { startsAt: 'asc' } })).map(
      delegationOf,
    );
  }

  async end(id: string, at: number): Promise<void> {
    await this.#database.approvalDelegation.updateMany({ where: { id, endedAt: null }, data: { endedAt: toDate(at) } });
  }
}
