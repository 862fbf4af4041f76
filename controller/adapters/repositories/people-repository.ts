/** Accounts in PostgreSQL. */
import type { Role } from '@loa-lang/schemas/states/people';
import type { Contacts } from '../../domain/identity/contact.ts';
import type { Reach } from '../../domain/people/person.ts';
import type { Person as PersonRow } from '../../generated/prisma/client.ts';
import type { Account, AccountFields, PeopleStore, Totp } from '../../ports/people-store.ts';
import type { Written } from '../../ports/register.ts';
import type { Database } from '../postgres/database.ts';
import { written } from './database-faults.ts';
import { orNull, orUndefined, toDate } from './row-values.ts';

export const reachOf = ({ everywhere, areaIds }: { everywhere: boolean; areaIds: string[] }): Reach =>
  everywhere ? 'everywhere' : areaIds;

export const reachRow = (reach: Reach) => ({
  everywhere: reach === 'everywhere',
  areaIds: reach === 'everywhere' ? [] : [...reach],
});

export const accountOf = (row: PersonRow): Account => ({
  id: row.id,
  name: row.name,
  roles: row.roles as Role[],
  areaIds: reachOf(row),
  deputyId: orUndefined(row.deputyId),
  active: row.active,
  phone: orUndefined(row.phone),
  email: orUndefined(row.email),
  passwordHash: orUndefined(row.passwordHash),
  totp: row.totpSecret === null ? undefined : { secret: row.totpSecret, lastStep: orUndefined(row.totpLastStep) },
  createdAt: row.createdAt.getTime(),
  changedAt: row.changedAt.getTime(),
});

const fieldsRow = ({ areaIds, roles, deputyId, phone, email, ...rest }: AccountFields) => ({
  ...rest,
  ...reachRow(areaIds),
  roles: [...roles],
  deputyId: orNull(deputyId),
  phone: orNull(phone),
  email: orNull(email),
});

const totpRow = (totp: Totp | undefined) => ({
  totpSecret: orNull(totp?.secret),
  totpLastStep: orNull(totp?.lastStep),
});

export const accountRow = ({ id, passwordHash, totp, createdAt, changedAt, ...fields }: Account): PersonRow => ({
  ...fieldsRow(fields),
  ...totpRow(totp),
  id,
  passwordHash: orNull(passwordHash),
  createdAt: toDate(createdAt),
  changedAt: toDate(changedAt),
});

export class PeopleRepository implements PeopleStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async all(): Promise<Account[]> {
    return (await this.#database.person.findMany({ orderBy: { name: 'asc' } })).map(accountOf);
  }

  async stamp(): Promise<string> {
    const [row] = await this.#database.$queryRaw<{ stamp: string | null }[]>`
      SELECT md5(string_agg(id || changed_at::text, ',' ORDER BY id)) AS stamp FROM person`;
    return row?.stamp ?? '';
  }

  async find(id: string): Promise<Account | undefined> {
    const row = await this.#database.person.findUnique({ where: { id } });
    return row === null ? undefined : accountOf(row);
  }

  async findByContact({ phone, email }: Contacts): Promise<Account | undefined> {
    const either = [...(phone === undefined ? [] : [{ phone }]), ...(email === undefined ? [] : [{ email }])];
    const row = await this.#database.person.findFirst({ where: { OR: either } });
    return row === null ? undefined : accountOf(row);
  }

  create(account: Account): Promise<Written> {
    return written(() => this.#database.person.create({ data: accountRow(account) }));
  }

  change(id: string, { areaIds, roles, ...fields }: Partial<AccountFields>, at: number): Promise<Written> {
    const nullable = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, orNull(value)]));
    const data = {
      ...nullable,
      ...(areaIds !== undefined && reachRow(areaIds)),
      ...(roles !== undefined && { roles: [...roles] }),
      changedAt: toDate(at),
    };
    return written(() => this.#database.person.update({ where: { id }, data }));
  }

  async setPassword(id: string, passwordHash: string | undefined, at: number): Promise<void> {
    const data = { passwordHash: orNull(passwordHash), changedAt: toDate(at) };
    await this.#database.person.update({ where: { id }, data });
  }

  async setTotp(id: string, totp: Totp | undefined, at: number): Promise<void> {
    await this.#database.person.update({ where: { id }, data: { ...totpRow(totp), changedAt: toDate(at) } });
  }

  async takeTotpStep(id: string, step: number): Promise<boolean> {
    const where = { id, OR: [{ totpLastStep: null }, { totpLastStep: { lt: step } }] };
    return (await this.#database.person.updateMany({ where, data: { totpLastStep: step } })).count === 1;
  }
}
