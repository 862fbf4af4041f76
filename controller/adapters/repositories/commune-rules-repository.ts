/** The communes' rules and days off in PostgreSQL. */
import type { CommuneRules } from '@loa-lang/schemas/http/commune-rules';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { CommuneRulesStore, DayOff, DayOffStore, StoredRules } from '../../ports/schedule-store.ts';
import type { Database } from '../postgres/database.ts';
import { written } from './database-faults.ts';
import { toDate } from './row-values.ts';

export class CommuneRulesRepository implements CommuneRulesStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(communeId: string): Promise<StoredRules | undefined> {
    const row = await this.#database.communeRules.findUnique({ where: { communeId } });
    if (row === null) return undefined;
    return { version: row.version, rules: row.rules as CommuneRules, changedAt: row.changedAt.getTime() };
  }

  async findAll(communeIds: readonly string[]): Promise<Map<string, CommuneRules>> {
    const rows = await this.#database.communeRules.findMany({ where: { communeId: { in: [...communeIds] } } });
    return new Map(rows.map((row) => [row.communeId, row.rules as CommuneRules]));
  }

  async put(communeId: string, given: CommuneRules, fromVersion: number, at: number): Promise<boolean> {
    const rules = given as Prisma.InputJsonObject;
    const changedAt = toDate(at);
    if (fromVersion === 0) {
      const data = { communeId, rules, changedAt };
      return (await written(() => this.#database.communeRules.create({ data }))) === 'written';
    }
    const where = { communeId, version: fromVersion };
    const data = { rules, changedAt, version: fromVersion + 1 };
    return (await this.#database.communeRules.updateMany({ where, data })).count === 1;
  }
}

export class DayOffRepository implements DayOffStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  of(communeId: string): Promise<DayOff[]> {
    return this.#database.dayOff.findMany({ where: { communeId }, orderBy: { day: 'asc' } });
  }

  async put({ communeId, day, name }: DayOff): Promise<void> {
    const where = { communeId_day: { communeId, day } };
    await this.#database.dayOff.upsert({ where, create: { communeId, day, name }, update: { name } });
  }

  async remove(communeId: string, day: string): Promise<boolean> {
    return (await this.#database.dayOff.deleteMany({ where: { communeId, day } })).count === 1;
  }
}
