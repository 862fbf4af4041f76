/** Sessions and remembered telephones in PostgreSQL. */
import type { SecondFactor, Session } from '../../domain/identity/session.ts';
import type { PersonSession, RememberedPhone as PhoneRow } from '../../generated/prisma/client.ts';
import type { Account } from '../../ports/people-store.ts';
import type { RememberedPhone, SessionStore } from '../../ports/session-store.ts';
import type { Database } from '../postgres/database.ts';
import { accountOf } from './people-repository.ts';
import { orNull, toDate } from './row-values.ts';

const sessionOf = (row: PersonSession): Session => ({
  id: row.id,
  personId: row.personId,
  createdAt: row.createdAt.getTime(),
  seenAt: row.seenAt.getTime(),
  expiresAt: row.expiresAt.getTime(),
  provedAt: row.provedAt.getTime(),
  secondFactor: (row.secondFactor ?? undefined) as SecondFactor | undefined,
  sender: row.sender,
  agent: row.agent,
});

const phoneOf = ({ id, personId, agent, createdAt, usedAt, expiresAt }: PhoneRow): RememberedPhone => ({
  ...{ id, personId, agent },
  createdAt: createdAt.getTime(),
  usedAt: usedAt.getTime(),
  expiresAt: expiresAt.getTime(),
});

export class SessionRepository implements SessionStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async open({ createdAt, seenAt, expiresAt, provedAt, secondFactor, ...rest }: Session & { tokenHash: string }) {
    const times = { createdAt: toDate(createdAt), seenAt: toDate(seenAt), expiresAt: toDate(expiresAt) };
    await this.#database.personSession.create({
      data: { ...rest, ...times, provedAt: toDate(provedAt), secondFactor: orNull(secondFactor) },
    });
  }

  async find(tokenHash: string): Promise<{ session: Session; account: Account } | undefined> {
    const where = { tokenHash, endedAt: null };
    const row = await this.#database.personSession.findUnique({ where, include: { person: true } });
    return row === null ? undefined : { session: sessionOf(row), account: accountOf(row.person) };
  }

  async openOf(ids: readonly string[], now: number, seenSince: number): Promise<ReadonlySet<string>> {
    const since = { expiresAt: { gt: toDate(now) }, seenAt: { gt: toDate(seenSince) } };
    const where = { id: { in: [...ids] }, endedAt: null, ...since };
    return new Set((await this.#database.personSession.findMany({ where, select: { id: true } })).map(({ id }) => id));
  }

  async seen(id: string, at: number): Promise<void> {
    await this.#database.personSession.updateMany({ where: { id }, data: { seenAt: toDate(at) } });
  }

  async proved(id: string, at: number, secondFactor: SecondFactor | undefined): Promise<void> {
    const data = { provedAt: toDate(at), ...(secondFactor !== undefined && { secondFactor }) };
    await this.#database.personSession.updateMany({ where: { id }, data });
  }

  async list(personId: string): Promise<Session[]> {
    const where = { personId, endedAt: null };
    return (await this.#database.personSession.findMany({ where, orderBy: { seenAt: 'desc' } })).map(sessionOf);
  }

  async end(id: string, personId: string, at: number): Promise<boolean> {
    const where = { id, personId, endedAt: null };
    return (await this.#database.personSession.updateMany({ where, data: { endedAt: toDate(at) } })).count === 1;
  }

  async endAll(personId: string, at: number, except?: string): Promise<void> {
    const where = { personId, endedAt: null, ...(except !== undefined && { id: { not: except } }) };
    await this.#database.personSession.updateMany({ where, data: { endedAt: toDate(at) } });
  }

  async prune(before: number): Promise<void> {
    const over = toDate(before);
    const where = { OR: [{ expiresAt: { lt: over } }, { endedAt: { lt: over } }] };
    await this.#database.personSession.deleteMany({ where });
    await this.#database.rememberedPhone.deleteMany({ where });
  }

  async remember({ createdAt, usedAt, expiresAt, ...rest }: RememberedPhone & { tokenHash: string }): Promise<void> {
    const times = { createdAt: toDate(createdAt), usedAt: toDate(usedAt), expiresAt: toDate(expiresAt) };
    await this.#database.rememberedPhone.create({ data: { ...rest, ...times } });
  }

  async findPhone(tokenHash: string, now: number): Promise<RememberedPhone | undefined> {
    const where = { tokenHash, endedAt: null, expiresAt: { gt: toDate(now) } };
    const row = await this.#database.rememberedPhone.findUnique({ where });
    return row === null ? undefined : phoneOf(row);
  }

  async phoneUsed(id: string, at: number): Promise<void> {
    await this.#database.rememberedPhone.updateMany({ where: { id }, data: { usedAt: toDate(at) } });
  }

  async phones(personId: string, now: number): Promise<RememberedPhone[]> {
    const where = { personId, endedAt: null, expiresAt: { gt: toDate(now) } };
    return (await this.#database.rememberedPhone.findMany({ where, orderBy: { usedAt: 'desc' } })).map(phoneOf);
  }

  async forgetPhone(id: string, personId: string, at: number): Promise<boolean> {
    const where = { id, personId, endedAt: null };
    return (await this.#database.rememberedPhone.updateMany({ where, data: { endedAt: toDate(at) } })).count === 1;
  }

  async forgetPhones(personId: string, at: number, except?: string): Promise<void> {
    const where = { personId, endedAt: null, ...(except !== undefined && { id: { not: except } }) };
    await this.#database.rememberedPhone.updateMany({ where, data: { endedAt: toDate(at) } });
  }
}
