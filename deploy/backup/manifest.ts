/** `backup.json`, written last: a folder without it is no backup. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DumpedTables } from '@loa-lang/controller/adapters/postgres/table-files';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { CopiedFile } from './files.ts';

export interface Manifest {
  format: 1;
  madeAt: string;
  database: DumpedTables;
  /** of the data folder, and the tables' own */
  files: CopiedFile[];
}

const manifest = Compile(
  Type.Object({
    format: Type.Literal(1),
    madeAt: Type.String(),
    database: Type.Object({
      migrations: Type.Array(Type.String({ pattern: '^[0-9a-z_]+$' })),
      rows: Type.Record(Type.String({ pattern: '^[a-z0-9_]+$' }), Type.Integer()),
      parts: Type.Optional(
        Type.Record(
          Type.String({ pattern: '^[a-z0-9_]+$' }),
          Type.Array(
            Type.Object({
              name: Type.String({ pattern: '^[a-z0-9_]+$' }),
              // it becomes a statement
              bounds: Type.String({ pattern: "^FOR VALUES FROM \\('[0-9 :.+-]+'\\) TO \\('[0-9 :.+-]+'\\)$" }),
            }),
          ),
        ),
      ),
    }),
    // nothing leads out of the folder
    files: Type.Array(
      Type.Object({
        path: Type.String({ pattern: '^(?!/)(?!.*(^|/)\\.\\.(/|$))[^\\\\]+$' }),
        bytes: Type.Integer(),
        sha256: Type.String(),
      }),
    ),
  }),
);

export const FILES = 'files';
export const TABLES = 'database';

export const writeManifest = (folder: string, made: Manifest): Promise<void> =>
  writeFile(join(folder, 'backup.json'), `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flush: true });

/** @throws with a sentence for what is no whole backup */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, 'backup.json'), 'utf8').catch(() => {
    throw new Error(`${folder} holds no finished backup`);
  });
  const value = parsed(text);
  if (!manifest.Check(value)) throw new Error(`${folder}/backup.json is not understood by this version`);
  return value as Manifest;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
