/** The programme log over HTTP. */
import { type Static, Type } from 'typebox';
import { WordsSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { BROADCAST_CLASSES, LEVELS } from '../wire/plan.ts';
import { InstantSchema, NameSchema } from './common.ts';

export const MonthParamsSchema = Type.Object({
  communeId: IdSchema,
  month: Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$', description: 'YYYY-MM, in the commune’s time zone' }),
});

const Class = Type.Enum([...BROADCAST_CLASSES]);
const PersonSchema = Type.Object({ personId: Type.String(), name: Type.String() });
const Note = Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' });

export const LogWriteSchema = Type.Object(
  {
    title: NameSchema,
    class: Class,
    startAt: InstantSchema,
    endAt: InstantSchema,
    note: Type.Optional(Note),
    corrects: Type.Optional(Type.String({ maxLength: 128, description: 'the line that is wrong, of a closed month' })),
    reason: Type.Optional(Type.String({ ...Note, description: 'required of a correction' })),
  },
  { additionalProperties: false },
);

const Missed = Type.Object({ reason: Type.String(), words: WordsSchema, clusters: Type.Integer() });

export const LogLineSchema = Type.Object({
  id: Type.String(),
  startAt: InstantSchema,
  endAt: InstantSchema,
  class: Class,
  level: Type.Enum([...LEVELS]),
  title: Type.String(),
  madeBy: Type.Optional(Type.String()),
  approvedBy: Type.Optional(Type.String()),
  approvedAt: Type.Optional(InstantSchema),
  airMs: Type.Integer(),
  clustersReached: Type.Integer(),
  clusters: Type.Integer(),
  hamlets: Type.Array(
    Type.Object({ id: Type.String(), name: Type.String(), households: Type.Integer(), reached: Type.Integer() }),
  ),
  items: Type.Array(
    Type.Object({ title: Type.String(), category: Type.Optional(Type.String()), airMs: Type.Integer() }),
    { description: 'bulletins and relays of which it consisted, in their order' },
  ),
  missed: Type.Array(Missed),
  pending: Type.Integer({ description: 'clusters whose result is still awaited' }),
  note: Type.Optional(Type.String()),
});

const WrittenSchema = Type.Object({
  id: Type.String(),
  kind: Type.Enum(['entry', 'correction']),
  corrects: Type.Optional(Type.String()),
  title: Type.String(),
  class: Class,
  startAt: InstantSchema,
  endAt: InstantSchema,
  note: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
  madeBy: PersonSchema,
  madeAt: InstantSchema,
});

export const MonthLogSchema = Type.Object({
  communeId: Type.String(),
  communeName: Type.String(),
  month: Type.String(),
  complete: Type.Boolean({ description: 'nothing is awaited any more' }),
  closed: Type.Optional(Type.Object({ closedAt: InstantSchema, closedBy: PersonSchema, sha256: Type.String() })),
  lines: Type.Array(LogLineSchema),
  written: Type.Array(WrittenSchema, { description: 'by hand: entries, and corrections after the closing' }),
  statistics: Type.Object({
    byClass: Type.Array(Type.Object({ class: Class, broadcasts: Type.Integer(), airMs: Type.Integer() })),
    byCategory: Type.Array(
      Type.Object({ category: Type.Optional(Type.String()), items: Type.Integer(), airMs: Type.Integer() }),
      { description: 'bulletins and relays that sounded, by the commune’s own word for them' },
    ),
    byAuthor: Type.Array(
      Type.Object({
        author: Type.Optional(Type.String()),
        broadcasts: Type.Integer(),
        items: Type.Integer(),
        airMs: Type.Integer(),
      }),
    ),
    written: Type.Object(
      { entries: Type.Integer(), airMs: Type.Integer() },
      { description: 'written by hand, in no other number' },
    ),
    silent: Type.Integer({ description: 'broadcasts that sounded nowhere' }),
    hamlets: Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        broadcasts: Type.Integer(),
        full: Type.Integer(),
        partly: Type.Integer(),
        none: Type.Integer(),
      }),
    ),
    missed: Type.Array(Missed),
    clusters: Type.Integer(),
    clustersReached: Type.Integer(),
  }),
});
export type MonthLogBody = Static<typeof MonthLogSchema>;
