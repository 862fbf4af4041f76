/**
 * One suite for the stores in memory and those in PostgreSQL. A seed draws what is asked; both are asked the same in the
 * same order, and their answers must be equal.
 */
import { BACKGROUND, connect, type Database, openPool } from '@loa-lang/controller/adapters/postgres/database';
import { PostgresReportStore } from '@loa-lang/controller/adapters/postgres/report-store';
import { type Stores, storesOn } from '@loa-lang/controller/compose/stores';
import type { IncomingReport } from '@loa-lang/controller/ports/report-store';
import type pg from 'pg';
import { expect } from 'vitest';
import type { TestDatabases } from '../../support/database.ts';
import { FakeSilenceStore } from '../../support/fake-silence.ts';
import { MemoryApprovals } from '../../support/memory/approvals.ts';
import { MemoryBroadcasts } from '../../support/memory/broadcasts.ts';
import { MemoryBulletins, MemoryProgrammeBulletins } from '../../support/memory/bulletins.ts';
import { MemoryEmergencies } from '../../support/memory/emergencies.ts';
import { MemoryDaysOff, MemoryOccurrences, MemoryRules, MemorySchedules } from '../../support/memory/schedules.ts';
import { MemorySources } from '../../support/memory/sources.ts';
import { Tables } from '../../support/memory/tables.ts';
import { addAreas, addDevice } from '../../support/rows.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const inMemory = () => {
  const tables = new Tables();
  const online = new Set<string>();
  // cluster cum-N has device may-N
  const deviceOf = (id: string) => ({
    deviceId: id.replace('cum', 'may'),
    online: online.has(id.replace('cum', 'may')),
  });
  const clusterOf = (id: string) => id.replace('may', 'cum');
  return {
    broadcasts: new MemoryBroadcasts(tables, { deviceOf, clusterOf }),
    approvals: new MemoryApprovals(tables),
    schedules: new MemorySchedules(tables),
    occurrences: new MemoryOccurrences(tables),
    bulletins: new MemoryBulletins(tables),
    programmeBulletins: new MemoryProgrammeBulletins(tables),
    sources: new MemorySources(),
    emergencies: new MemoryEmergencies(),
    silence: new FakeSilenceStore(),
    communeRules: new MemoryRules(),
    daysOff: new MemoryDaysOff(),
    online,
  };
};

type Memory = ReturnType<typeof inMemory>;
/** What the two have in common. */
export type Side = { [K in Exclude<keyof Memory, 'online'>]: Pick<Stores[K], keyof Stores[K] & keyof Memory[K]> } & {
  report(batch: readonly IncomingReport[]): Promise<unknown>;
  setOnline(n: number, isOnline: boolean): Promise<unknown>;
};

/** Clusters `cum-1` … of commune `xa`, each with its device. */
export const CLUSTERS = ['cum-1', 'cum-2', 'cum-3'];

export class Both {
  asked = 0;
  readonly #memory: Side;
  readonly #real: Side;
  readonly #database: Database;
  readonly #pool: pg.Pool;
  readonly #random: () => number;
  #ids = 0;

  private constructor(url: string, seed: number) {
    this.#database = connect(url);
    this.#pool = openPool(url, BACKGROUND);
    this.#random = seededRandom(seed);
    const { online, ...stores } = inMemory();
    this.#memory = {
      ...stores,
      report: async (batch) => stores.broadcasts.take(batch),
      setOnline: async (n, isOnline) => {
        if (isOnline) online.add(`may-${n}`);
        else online.delete(`may-${n}`);
      },
    };
    const reports = new PostgresReportStore(this.#pool);
    this.#real = {
      ...storesOn(this.#database),
      report: async (batch) => void (await reports.store(batch)),
      setOnline: async (n, isOnline) =>
        void (await this.#database.device.update({ where: { id: `may-${n}` }, data: { online: isOnline } })),
    };
  }

  static async on(databases: TestDatabases, seed: number): Promise<Both> {
    const both = new Both(await databases.fresh(), seed);
    await addAreas(both.#database);
    for (const [i] of CLUSTERS.entries()) await addDevice(both.#database, i + 1);
    return both;
  }

  async close(): Promise<void> {
    await this.#pool.end();
    await this.#database.$disconnect();
  }

  chance = (share: number): boolean => this.#random() < share;
  whole = (from: number, to: number): number => from + Math.floor(this.#random() * (to - from + 1));
  pick = <T>(rows: readonly T[]): T => rows[Math.floor(this.#random() * rows.length)] as T;
  some = <T>(rows: readonly T[]): T[] => rows.filter(() => this.chance(0.5));
  /** In the order of their making. */
  newId = (): string => `i${String(++this.#ids).padStart(5, '0')}`;

  /** @param order of an answer whose order nobody promises @returns the answer */
  async ask<T>(what: string, act: (side: Side) => Promise<T>, order?: (row: never) => string): Promise<T> {
    this.asked++;
    const ids = this.#ids;
    const real = await outcomeOf(act(this.#real));
    this.#ids = ids;
    const memory = await outcomeOf(act(this.#memory));
    expect(comparable(memory, order), `${what}, question ${this.asked}`).toEqual(comparable(real, order));
    if (real.fault) throw new Error(`${what} fails`);
    return real.answer as T;
  }
}

interface Outcome {
  answer?: unknown;
  fault?: true;
}

const outcomeOf = (work: Promise<unknown>): Promise<Outcome> =>
  work.then(
    (answer) => ({ answer }),
    () => ({ fault: true }),
  );

/** Rows in an order that nobody promises are compared in one of their own; a map says nothing of the order of its keys. */
function comparable({ answer, fault }: Outcome, order?: (row: never) => string): unknown {
  if (fault) return 'a fault';
  if (answer instanceof Map)
    return Object.fromEntries([...answer].map(([key, value]) => [key, comparable({ answer: value })]));
  if (!Array.isArray(answer) || order === undefined) return answer;
  return [...answer].sort((a, b) => (order(a as never) < order(b as never) ? -1 : 1));
}
