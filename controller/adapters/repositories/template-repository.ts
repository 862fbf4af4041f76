/** The communes' own templates in PostgreSQL. */
import type { TemplateWords } from '@loa-lang/schemas/http/templates';
import type { OwnTemplate } from '../../domain/templates/own-template.ts';
import type { OwnTemplate as Row } from '../../generated/prisma/client.ts';
import type { TemplateStore } from '../../ports/template-store.ts';
import type { Database } from '../postgres/database.ts';
import { toDate, toInstant } from './row-values.ts';

/** Of all communes together. */
const MOST = 5000;

const templateOf = ({ words, changedAt, putAwayAt, ...row }: Row): OwnTemplate => ({
  ...row,
  words: words as TemplateWords,
  changedAt: changedAt.getTime(),
  putAwayAt: toInstant(putAwayAt),
});

const fieldsOf = ({ version, words, changedAt, changedBy, putAwayAt }: OwnTemplate) => ({
  ...{ version, words, changedBy },
  changedAt: toDate(changedAt),
  putAwayAt: putAwayAt === undefined ? null : toDate(putAwayAt),
});

export class TemplateRepository implements TemplateStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async create(template: OwnTemplate): Promise<void> {
    const { id, communeId } = template;
    await this.#database.ownTemplate.create({ data: { id, communeId, ...fieldsOf(template) } });
  }

  async find(id: string): Promise<OwnTemplate | undefined> {
    const row = await this.#database.ownTemplate.findUnique({ where: { id } });
    return row === null ? undefined : templateOf(row);
  }

  async list(communeIds?: readonly string[]): Promise<OwnTemplate[]> {
    const where = communeIds === undefined ? {} : { communeId: { in: [...communeIds] } };
    const rows = await this.#database.ownTemplate.findMany({ where, take: MOST, orderBy: { id: 'asc' } });
    return rows.map(templateOf).sort((one, other) => one.words.title.localeCompare(other.words.title, 'vi'));
  }

  async change(template: OwnTemplate): Promise<boolean> {
    const where = { id: template.id, version: template.version - 1 };
    return (await this.#database.ownTemplate.updateMany({ where, data: fieldsOf(template) })).count === 1;
  }
}
