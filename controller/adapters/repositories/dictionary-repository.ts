/** The communes' dictionaries in PostgreSQL. */
import type { DictionaryEntry as Row } from '../../generated/prisma/client.ts';
import type { DictionaryFields, DictionaryRecord, DictionaryStore } from '../../ports/dictionary-store.ts';
import type { Written } from '../../ports/register.ts';
import type { Database } from '../postgres/database.ts';
import { written } from './database-faults.ts';
import { orNull } from './row-values.ts';

const entryOf = ({ matchCase, spelled, ...row }: Row): DictionaryRecord => ({
  ...row,
  ...(spelled && { spelled }),
  ...(matchCase !== null && { matchCase }),
});

const rowOf = ({ spelled = false, matchCase, ...entry }: DictionaryRecord): Row => ({
  ...entry,
  spelled,
  matchCase: orNull(matchCase),
});

export class DictionaryRepository implements DictionaryStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async of(communeId: string): Promise<DictionaryRecord[]> {
    const rows = await this.#database.dictionaryEntry.findMany({ where: { communeId }, orderBy: { written: 'asc' } });
    return rows.map(entryOf);
  }

  async find(id: string): Promise<DictionaryRecord | undefined> {
    const row = await this.#database.dictionaryEntry.findUnique({ where: { id } });
    return row === null ? undefined : entryOf(row);
  }

  create(entry: DictionaryRecord): Promise<Written> {
    return written(() => this.#database.dictionaryEntry.create({ data: rowOf(entry) }));
  }

  async change(id: string, fields: DictionaryFields): Promise<DictionaryRecord | 'taken' | undefined> {
    const data = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
    const outcome = await written(() => this.#database.dictionaryEntry.updateMany({ where: { id }, data }));
    return outcome === 'taken' ? 'taken' : this.find(id);
  }

  async remove(id: string): Promise<boolean> {
    return (await this.#database.dictionaryEntry.deleteMany({ where: { id } })).count > 0;
  }
}
