/** Areas in PostgreSQL. */
import { searchName } from '../../domain/text/names.ts';
import type { Area as AreaRow, Prisma } from '../../generated/prisma/client.ts';
import type { AreaFields, AreaRecord, AreaStore } from '../../ports/register.ts';
import type { Database } from '../postgres/database.ts';
import { written } from './database-faults.ts';
import { orNull, orUndefined, toDate } from './row-values.ts';

export const areaOf = (row: AreaRow): AreaRecord => ({
  id: row.id,
  parentId: orUndefined(row.parentId),
  kind: row.kind,
  name: row.name,
  code: orUndefined(row.code),
  hamletKind: orUndefined(row.hamletKind),
  households: row.households,
  languages: row.languages,
  timeZone: row.timeZone,
});

const rowOf = (area: AreaRecord): Prisma.AreaUncheckedCreateInput => ({
  ...area,
  parentId: orNull(area.parentId),
  code: orNull(area.code),
  hamletKind: orNull(area.hamletKind),
  searchName: searchName(area.name),
});

const changeOf = (fields: Partial<AreaFields>): Prisma.AreaUncheckedUpdateInput => ({
  ...(fields.name !== undefined && { name: fields.name, searchName: searchName(fields.name) }),
  ...(fields.code !== undefined && { code: fields.code }),
  ...(fields.hamletKind !== undefined && { hamletKind: fields.hamletKind }),
  ...(fields.households !== undefined && { households: fields.households }),
  ...(fields.languages !== undefined && { languages: fields.languages }),
});

export class AreaRepository implements AreaStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async all(): Promise<AreaRecord[]> {
    return (await this.#database.area.findMany({ where: { deletedAt: null }, orderBy: { id: 'asc' } })).map(areaOf);
  }

  async find(id: string): Promise<AreaRecord | undefined> {
    const row = await this.#database.area.findFirst({ where: { id, deletedAt: null } });
    return row === null ? undefined : areaOf(row);
  }

  create(area: AreaRecord) {
    return written(() => this.#database.area.create({ data: rowOf(area) }));
  }

  change(id: string, fields: Partial<AreaFields>) {
    return written(() => this.#database.area.update({ where: { id }, data: changeOf(fields) }));
  }

  async remove(id: string, at: number): Promise<void> {
    await this.#database.area.update({ where: { id }, data: { deletedAt: toDate(at) } });
  }

  writeAll(create: readonly AreaRecord[], change: readonly ({ id: string } & Partial<AreaFields>)[]) {
    const renamed = change.filter(({ name }) => name !== undefined).map(({ id }) => id);
    return written(() =>
      this.#database.$transaction([
        // the index is asked after every statement: areas that exchange names must first let go of theirs
        this.#database.$executeRaw`UPDATE area SET name = '#' || id WHERE id = ANY(${renamed})`,
        ...change.map(({ id, ...fields }) => this.#database.area.update({ where: { id }, data: changeOf(fields) })),
        this.#database.area.createMany({ data: create.map(rowOf) }),
      ]),
    );
  }
}
