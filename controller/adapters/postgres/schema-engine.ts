/** Prisma's schema engine in WebAssembly: the same engine as the CLI's native one, which would need a download. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
} from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import type pg from 'pg';
import { KEPT } from '../../domain/health/parts.ts';
import { openPool, type Patience } from './database.ts';

/** A migration may rewrite a large table; five minutes bound it. One connection, so that session settings hold. */
const MIGRATING: Patience = { connectTimeoutMs: 10_000, statementTimeoutMs: 300_000, poolSize: 1 };

/** Tables that migrations make by hand and the schema cannot describe: divided by time, their parts come and go. */
export const BY_HAND = {
  externalTables: KEPT.map(({ table }) => `public.${table}`),
  externalEnums: [],
};

interface Bindings {
  SchemaEngine: typeof SchemaEngine;
  __wbg_set_wasm(exports: object): void;
}

/** The part of WebAssembly's global that is used; its types come with the browser's library only. */
interface WebAssemblyGlobal {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>;
}

/** The package is made for bundlers that import `.wasm`; Node 20 does not, so it is instantiated by hand. */
const instantiate = async (): Promise<Bindings> => {
  const specifier = '@prisma/schema-engine-wasm/schema_engine_bg';
  const bindings = (await import(specifier)) as Bindings;
  const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyGlobal };
  const wasmPath = createRequire(import.meta.url)
    .resolve(specifier)
    .replace(/\.js$/, '.wasm');
  const { instance } = await WebAssembly.instantiate(await readFile(wasmPath), { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings;
};

/**
 * The bindings are one JavaScript module with one place for one instance: a second instance would pull the memory from
 * under the first, so it is made once per process, and its users take turns.
 */
const engineTurns: { bindings?: Promise<Bindings>; last: Promise<unknown> } = { last: Promise.resolve() };

const takeTurn = <T>(work: (bindings: Bindings) => Promise<T>): Promise<T> => {
  engineTurns.bindings ??= instantiate();
  const { bindings } = engineTurns;
  const turn = engineTurns.last.then(async () => work(await bindings));
  engineTurns.last = turn.catch(() => undefined);
  return turn;
};

/** Where the engine selects columns of type "char" from the catalogue, and how they must be selected. */
const CHAR_COLUMNS = [
  ['constr.contype AS constraint_type', 'constr.contype::text AS constraint_type'],
  [' con.confdeltype,', ' con.confdeltype::text AS confdeltype,'],
  [' con.confupdtype,', ' con.confupdtype::text AS confupdtype,'],
] as const;
const CHAR_NAMES = new Set(['constraint_type', 'confdeltype', 'confupdtype']);

/**
 * Two faults of the adapter, as the engine uses it. Its `executeScript` splits at every semicolon, even inside strings,
 * comments and function bodies; PostgreSQL takes a whole script at once, and then as one transaction. And it does not
 * know the type "char", which the engine reads from the catalogue to make a difference (see prisma/orm#27403).
 */
const mended = <A extends SqlDriverAdapter & { underlyingDriver(): pg.Pool }>(adapter: A): A => {
  adapter.executeScript = async (script) => {
    await adapter.underlyingDriver().query(script);
  };
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const sql = CHAR_COLUMNS.reduce((text, [given, cast]) => text.replace(given, cast), query.sql);
    const result = await queryRaw({ ...query, sql });
    if (sql === query.sql) return result;
    const columnTypes = result.columnTypes.map((type, at) =>
      CHAR_NAMES.has(result.columnNames[at] ?? '') ? ColumnTypeEnum.Character : type,
    );
    return { ...result, columnTypes };
  };
  return adapter;
};

/** A third fault: the shadow database is dropped while the adapter's own connections to it are open, which fails. */
const mendedShadow = <A extends SqlDriverAdapter & { underlyingDriver(): pg.Pool }>(adapter: A): A => {
  const dispose = adapter.dispose.bind(adapter);
  adapter.dispose = async () => {
    await adapter.underlyingDriver().end();
    await dispose().catch((error: Error) => {
      if (!/end on pool more than once/.test(error.message)) throw error;
    });
  };
  return mended(adapter);
};

/** Runs `work` with an engine on this database and its schema, then closes the connections. */
export const withSchemaEngine = <T>(
  databaseUrl: string,
  datamodel: [path: string, content: string] | undefined,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> =>
  takeTurn(async (bindings) => {
    const pool = openPool(databaseUrl, MIGRATING);
    const factory = new PrismaPg(pool);
    const mendedFactory = {
      provider: 'postgres' as const,
      adapterName: factory.adapterName,
      connect: async () => mended(await factory.connect()),
      connectToShadowDb: async () => mendedShadow(await factory.connectToShadowDb()),
    };
    const engine = await bindings.SchemaEngine.new(
      { datamodels: datamodel === undefined ? undefined : [datamodel] },
      () => undefined,
      bindMigrationAwareSqlAdapterFactory(mendedFactory),
    );
    try {
      return await work(engine);
    } finally {
      engine.free();
      await pool.end();
    }
  });
