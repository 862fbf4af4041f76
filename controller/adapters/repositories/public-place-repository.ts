/** Places as villagers look for them, in PostgreSQL. */
import type { Prisma } from '../../generated/prisma/client.ts';
import type { PublicHamlet, PublicPlaces, PublicPole } from '../../ports/public-reader.ts';
import type { Database } from '../postgres/database.ts';
import { orUndefined } from './row-values.ts';

const LINE = { parent: { include: { parent: true } } } as const satisfies Prisma.AreaInclude;
type HamletRow = Prisma.AreaGetPayload<{ include: typeof LINE }>;

/** A country has some thousand communes; one deployment a province at most. */
const MOST_COMMUNES = 500;
/** Merged communes have up to 34 hamlets. */
const MOST_HAMLETS = 300;

const byName = new Intl.Collator('vi', { numeric: true });

function hamletOf({ parent: commune, ...row }: HamletRow): PublicHamlet | undefined {
  if (commune === null || commune.deletedAt !== null) return undefined;
  const { parent: province } = commune;
  return {
    ...{ id: row.id, code: orUndefined(row.code), name: row.name, hamletKind: orUndefined(row.hamletKind) },
    languages: row.languages,
    commune: { id: commune.id, name: commune.name, provinceName: province?.name },
    timeZone: commune.timeZone,
    line: [row.id, commune.id, ...(province === null ? [] : [province.id])],
  };
}

export class PublicPlaceRepository implements PublicPlaces {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async communes() {
    const rows = await this.#database.area.findMany({
      where: { kind: 'commune', deletedAt: null, children: { some: { kind: 'hamlet', deletedAt: null } } },
      include: { parent: true },
      take: MOST_COMMUNES,
    });
    return rows
      .map(({ id, name, parent }) => ({ id, name, provinceName: parent?.name }))
      .sort((a, b) => byName.compare(a.name, b.name));
  }

  async hamletsOf(parentId: string): Promise<PublicHamlet[]> {
    const where = { parentId, kind: 'hamlet', deletedAt: null } as const;
    const rows = await this.#database.area.findMany({ where, include: LINE, take: MOST_HAMLETS });
    return rows.flatMap((row) => hamletOf(row) ?? []).sort((a, b) => byName.compare(a.name, b.name));
  }

  async hamlet(ref: string): Promise<PublicHamlet | undefined> {
    const live = { kind: 'hamlet', deletedAt: null } as const;
    const row = await this.#database.area.findFirst({ where: { ...live, id: ref }, include: LINE });
    if (row !== null) return hamletOf(row);
    // codes are given by offices: two hamlets with one are two that nobody can tell apart by it
    const coded = await this.#database.area.findMany({ where: { ...live, code: ref }, include: LINE, take: 2 });
    const [only, another] = coded;
    return only === undefined || another !== undefined ? undefined : hamletOf(only);
  }

  async pole(publicCode: string): Promise<PublicPole | undefined> {
    const where = { publicCode, deletedAt: null };
    const row = await this.#database.cluster.findFirst({ where, include: { hamlet: { include: LINE } } });
    const hamlet = row === null ? undefined : hamletOf(row.hamlet);
    return row === null || hamlet === undefined ? undefined : { id: row.id, code: row.code, name: row.name, hamlet };
  }
}
