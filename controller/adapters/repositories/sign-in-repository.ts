/** Steps of sign-ins and counts of attempts in PostgreSQL, so that several controllers and restarts share them. */
import type { SignInStep, SignInStore, StepPurpose } from '../../ports/sign-in-store.ts';
import type { Database } from '../postgres/database.ts';
import { orNull, orUndefined, toDate } from './row-values.ts';

export class SignInRepository implements SignInStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async addStep({ ticketHash, purpose, personId, challenge, expiresAt }: SignInStep): Promise<void> {
    const data = { ticketHash, purpose, personId: orNull(personId), challenge: orNull(challenge) };
    await this.#database.signInStep.create({ data: { ...data, expiresAt: toDate(expiresAt) } });
  }

  async lookAtStep(ticketHash: string, purpose: StepPurpose, now: number, most: number) {
    const where = { ticketHash, purpose, expiresAt: { gt: toDate(now) }, attempts: { lt: most } };
    const [row] = await this.#database.signInStep.updateManyAndReturn({ where, data: { attempts: { increment: 1 } } });
    if (row === undefined) return undefined;
    const { personId, challenge, expiresAt } = row;
    return {
      ...{ ticketHash, purpose, expiresAt: expiresAt.getTime() },
      personId: orUndefined(personId),
      challenge: orUndefined(challenge),
    };
  }

  async takeStep(ticketHash: string): Promise<boolean> {
    return (await this.#database.signInStep.deleteMany({ where: { ticketHash } })).count === 1;
  }

  async attempt(key: string, now: number, windowMs: number): Promise<number> {
    const rows = await this.#database.$queryRaw<{ count: number }[]>`
      INSERT INTO attempt_count AS known (key, count, since) VALUES (${key}, 1, ${toDate(now)})
      ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN known.since <= ${toDate(now - windowMs)} THEN 1 ELSE known.count + 1 END,
        since = CASE WHEN known.since <= ${toDate(now - windowMs)} THEN excluded.since ELSE known.since END
      RETURNING count`;
    return rows[0]?.count ?? 1;
  }

  async forgive(key: string): Promise<void> {
    await this.#database.attemptCount.deleteMany({ where: { key } });
  }

  async prune(now: number, before: number): Promise<void> {
    await this.#database.signInStep.deleteMany({ where: { expiresAt: { lt: toDate(now) } } });
    await this.#database.attemptCount.deleteMany({ where: { since: { lt: toDate(before) } } });
  }
}
