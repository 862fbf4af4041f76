/** Complaints and measured levels over HTTP. */
import { type Static, Type } from 'typebox';
import { WordsSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { COMPLAINT_KINDS, COMPLAINT_OWNERS, COMPLAINT_SOURCES, COMPLAINT_STATES } from '../states/complaint.ts';
import { CursorSchema, InstantSchema, NextSchema } from './common.ts';

const closed = { additionalProperties: false } as const;
const Kind = Type.Enum(COMPLAINT_KINDS);
const Told = Type.String({ maxLength: 1000, description: 'in the villager’s words' });
const Contact = Type.String({
  minLength: 3,
  maxLength: 100,
  description: 'kept sealed, shown to those who see to it, and erased six months after',
});

export const PublicComplaintSchema = Type.Object(
  {
    code: Type.String({ pattern: '^[0-9A-Za-z -]{6,24}$', description: 'as it stands on the pole' }),
    kind: Kind,
    told: Type.Optional(Told),
    contact: Type.Optional(Contact),
  },
  closed,
);
/** Short enough to be told on the telephone. */
const Reference = Type.String({ description: 'of the complaint, to ask for it by' });

export const ComplaintTakenSchema = Type.Object({
  reference: Reference,
  token: Type.String({ description: 'with it the answer can be read; shown this once' }),
  dueAt: InstantSchema,
});
export const ComplaintTokenSchema = Type.Object({ token: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }) });
export const PublicComplaintStateSchema = Type.Object({
  reference: Reference,
  state: Type.Enum(COMPLAINT_STATES),
  kind: Type.String(),
  words: WordsSchema,
  at: InstantSchema,
  dueAt: InstantSchema,
  answer: Type.Optional(Type.String()),
  answeredAt: Type.Optional(InstantSchema),
});

export const ComplaintCreateSchema = Type.Object(
  {
    communeId: Type.Optional(Type.String({ ...IdSchema, description: 'where no hamlet and no cluster is known' })),
    hamletId: Type.Optional(IdSchema),
    clusterId: Type.Optional(IdSchema),
    broadcastId: Type.Optional(IdSchema),
    kind: Kind,
    told: Told,
    contact: Type.Optional(Contact),
    source: Type.Enum(['officer', 'hotline']),
  },
  closed,
);
export type ComplaintCreate = Static<typeof ComplaintCreateSchema>;
export const ComplaintChangeSchema = Type.Object(
  {
    state: Type.Optional(Type.Enum(['acknowledged', 'closed'])),
    owner: Type.Optional(Type.Enum(COMPLAINT_OWNERS, { description: 'handed over, with its own time' })),
    internalNote: Type.Optional(Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' })),
  },
  { ...closed, minProperties: 1 },
);
export type ComplaintChange = Static<typeof ComplaintChangeSchema>;
export const ComplaintAnswerSchema = Type.Object(
  {
    answer: Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S', description: 'whoever complained reads it' }),
  },
  closed,
);

export const ComplaintSchema = Type.Object({
  id: IdSchema,
  reference: Reference,
  communeId: IdSchema,
  hamletId: Type.Optional(IdSchema),
  clusterId: Type.Optional(IdSchema),
  broadcastId: Type.Optional(IdSchema),
  kind: Type.String(),
  words: WordsSchema,
  owner: Type.Enum(COMPLAINT_OWNERS),
  state: Type.Enum(COMPLAINT_STATES),
  count: Type.Integer({ description: 'reports of the same' }),
  firstAt: InstantSchema,
  lastAt: InstantSchema,
  dueAt: InstantSchema,
  overdue: Type.Boolean(),
  answer: Type.Optional(Type.String()),
  answeredAt: Type.Optional(InstantSchema),
  answeredBy: Type.Optional(Type.String()),
  closedAt: Type.Optional(InstantSchema),
});
export type ComplaintBody = Static<typeof ComplaintSchema>;
export const ComplaintDetailSchema = Type.Object({
  ...ComplaintSchema.properties,
  reports: Type.Array(
    Type.Object({
      at: InstantSchema,
      source: Type.Enum(COMPLAINT_SOURCES),
      told: Type.String(),
      contact: Type.Optional(Type.String()),
      takenBy: Type.Optional(Type.String()),
    }),
  ),
  notes: Type.Array(Type.Object({ at: InstantSchema, by: Type.String(), internalNote: Type.String() })),
});
export const ComplaintQuerySchema = Type.Object({
  communeId: Type.Optional(IdSchema),
  clusterId: Type.Optional(IdSchema),
  state: Type.Optional(Type.Enum(COMPLAINT_STATES)),
  owner: Type.Optional(Type.Enum(COMPLAINT_OWNERS)),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  before: Type.Optional(CursorSchema),
});
export const ComplaintListSchema = Type.Object({ complaints: Type.Array(ComplaintSchema), next: NextSchema });

export const PublicCodeSchema = Type.Object({
  clusterId: IdSchema,
  code: Type.Optional(Type.String({ description: 'for the plate on the pole; absent: none was made' })),
});

const Meters = Type.Number({ minimum: 0, maximum: 5000, description: 'metres from the horns' });
export const SoundReadingCreateSchema = Type.Object(
  {
    clusterId: IdSchema,
    at: InstantSchema,
    levelDba: Type.Number({ minimum: 0, maximum: 160, description: 'dB(A)' }),
    distanceM: Meters,
    place: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S', description: 'before whose gate' }),
    conditions: Type.Optional(Type.String({ maxLength: 300, description: 'wind, rain, traffic' })),
    instrument: Type.String({
      minLength: 1,
      maxLength: 200,
      pattern: '\\S',
      description: 'make, class, calibrated when',
    }),
    broadcastId: Type.Optional(IdSchema),
  },
  closed,
);
export type SoundReadingCreate = Static<typeof SoundReadingCreateSchema>;
export const SoundReadingSchema = Type.Object({
  id: IdSchema,
  clusterId: IdSchema,
  at: InstantSchema,
  levelDba: Type.Number(),
  distanceM: Type.Number(),
  place: Type.String(),
  conditions: Type.String(),
  instrument: Type.String(),
  broadcastId: Type.Optional(IdSchema),
  takenBy: Type.String(),
});
export type SoundReadingBody = Static<typeof SoundReadingSchema>;
export const SoundReadingQuerySchema = Type.Object({
  clusterId: Type.Optional(IdSchema),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  before: Type.Optional(CursorSchema),
});
export const SoundReadingListSchema = Type.Object({ readings: Type.Array(SoundReadingSchema), next: NextSchema });
