/** Import of hamlets and clusters over HTTP. */
import { type Static, Type } from 'typebox';
import { WordsSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { DeliverySchema } from './common.ts';

/** Rows of a table, at most: ten times the largest commune. */
export const MAX_IMPORT_ROWS = 2000;
/** Bytes of an imported table, at most. */
export const MAX_IMPORT_BYTES = 5 * 1024 * 1024;

export const ImportQuerySchema = Type.Object({
  communeId: IdSchema,
  dryRun: Type.Optional(Type.Boolean({ description: 'report what would happen, change nothing' })),
});

export const RowFaultSchema = Type.Object({
  /** as a spreadsheet counts: 1 is the heading row */
  row: Type.Integer({ minimum: 1 }),
  column: Type.Optional(Type.String()),
  code: Type.String(),
  message: WordsSchema,
});
export type RowFault = Static<typeof RowFaultSchema>;

/** All or nothing: with a fault in any row nothing is stored. */
export const ImportReportSchema = Type.Object({
  applied: Type.Boolean(),
  rows: Type.Integer(),
  created: Type.Integer(),
  updated: Type.Integer(),
  unchanged: Type.Integer(),
  faults: Type.Array(RowFaultSchema),
  delivery: Type.Optional(DeliverySchema),
});
export type ImportReport = Static<typeof ImportReportSchema>;
