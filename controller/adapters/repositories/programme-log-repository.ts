/** Closed months and lines written by hand; triggers of the tables refuse every change, and entries in closed months. */
import type { PersonRef } from '../../domain/people/person.ts';
import type { LogLine, WrittenLine } from '../../domain/programme-log/log-line.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { ClosedMonth, ProgrammeLogStore } from '../../ports/programme-log.ts';
import type { Database } from '../postgres/database.ts';
import { isRestricted, isTaken } from './database-faults.ts';
import { orNull, orUndefined, toDate } from './row-values.ts';

const json = (value: unknown): Prisma.InputJsonValue => JSON.parse(JSON.stringify(value));

export class ProgrammeLogRepository implements ProgrammeLogStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async closed(communeId: string, month: string): Promise<ClosedMonth | undefined> {
    const row = await this.#database.programmeMonth.findUnique({ where: { communeId_month: { communeId, month } } });
    if (row === null) return undefined;
    const { lines, closedAt, closedBy, sha256 } = row;
    return {
      ...{ communeId, month, sha256 },
      lines: lines as unknown as LogLine[],
      closedAt: closedAt.getTime(),
      closedBy: closedBy as unknown as PersonRef,
    };
  }

  async close(month: ClosedMonth, written: readonly string[]): Promise<boolean> {
    const { communeId, closedAt, closedBy, lines, ...same } = month;
    try {
      return await this.#database.$transaction(async (transaction) => {
        // the lock of whoever writes into it
        const subject = `programme ${communeId} ${month.month}`;
        await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${subject}, 0))`;
        const where = { communeId, month: month.month };
        const there = await transaction.programmeLine.findMany({ where, select: { id: true } });
        const seen = new Set(written);
        if (there.length !== seen.size || there.some(({ id }) => !seen.has(id))) return false;
        const data = { ...same, communeId, lines: json(lines), closedBy: json(closedBy), closedAt: toDate(closedAt) };
        await transaction.programmeMonth.create({ data });
        return true;
      });
    } catch (error) {
      if (isTaken(error)) return false;
      throw error;
    }
  }

  async written(communeId: string, month: string): Promise<WrittenLine[]> {
    const orderBy = [{ madeAt: 'asc' } as const, { id: 'asc' } as const];
    const rows = await this.#database.programmeLine.findMany({ where: { communeId, month }, orderBy });
    return rows.map(({ id, kind, corrects, line, reason, madeBy, madeAt }) => ({
      id,
      kind: kind as WrittenLine['kind'],
      corrects: orUndefined(corrects),
      line: line as unknown as WrittenLine['line'],
      reason: orUndefined(reason),
      madeBy: madeBy as unknown as PersonRef,
      madeAt: madeAt.getTime(),
    }));
  }

  async write(communeId: string, month: string, written: WrittenLine): Promise<boolean> {
    const { line, reason, corrects, madeBy, madeAt, ...same } = written;
    const texts = { reason: orNull(reason), corrects: orNull(corrects), madeAt: toDate(madeAt) };
    const data = { ...same, ...texts, communeId, month, line: json(line), madeBy: json(madeBy) };
    try {
      await this.#database.programmeLine.create({ data });
      return true;
    } catch (error) {
      if (isRestricted(error)) return false;
      throw error;
    }
  }
}
