/** Schedules over HTTP: sessions and one-off broadcasts, their programme, what comes of them. */
import { type Static, Type } from 'typebox';
import { BroadcastUseSchema, ConflictSchema, NoticeSchema, WordsSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { LEVELS, PlannedBroadcastSchema } from '../wire/plan.ts';
import { LeftOutSchema, RequestedTargetsSchema, SkippedPartSchema } from './broadcasts.ts';
import { CategorySchema } from './bulletins.ts';
import { DeliverySchema, InstantSchema, NameSchema } from './common.ts';
import { CHIMES } from './composition.ts';
import { RecurrenceBodySchema } from './recurrence.ts';

/** Classes of a schedule: emergencies and live voice are started by people. */
export const SCHEDULE_CLASSES = ['urgent', 'priority', 'scheduled', 'relay'] as const;
export const SCHEDULE_KINDS = ['session', 'one-off'] as const;
export type ScheduleKind = (typeof SCHEDULE_KINDS)[number];

export const ProgrammePartSchema = Type.Union([
  Type.Object({ kind: Type.Literal('chime'), chime: Type.Enum([...CHIMES]) }, { additionalProperties: false }),
  Type.Object(
    {
      kind: Type.Literal('bulletin'),
      bulletinId: IdSchema,
      readings: Type.Optional(Type.Integer({ minimum: 1, maximum: 3 })),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      kind: Type.Literal('playlist'),
      category: CategorySchema,
      maxItems: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, description: 'default: as many as fit' })),
      maxMinutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 600, description: 'default: as long as it fits' })),
    },
    {
      additionalProperties: false,
      description:
        'the newest valid, approved bulletins of a category; those too long for what is left are passed over',
    },
  ),
  Type.Object(
    {
      kind: Type.Literal('relay'),
      title: NameSchema,
      minutes: Type.Integer({ minimum: 1, maximum: 600 }),
      streamId: Type.Optional(IdSchema),
    },
    {
      additionalProperties: false,
      description: 'keeps its time in the programme; this version has no relay yet, so that time is silent',
    },
  ),
  Type.Object(
    { kind: Type.Literal('closing') },
    { additionalProperties: false, description: 'the closing words of the commune’s station texts' },
  ),
]);
export type ProgrammePart = Static<typeof ProgrammePartSchema>;

export const ProgrammeSchema = Type.Array(ProgrammePartSchema, { minItems: 1, maxItems: 100 });

/** An occurrence: the local date-time its rule gives it, RECURRENCE-ID of RFC 5545. */
export const RecurrenceIdSchema = Type.String({ pattern: '^\\d{8}T\\d{6}$' });

const WindowMinutes = Type.Integer({
  minimum: 1,
  maximum: 24 * 60,
  description: 'from the start to the instant by which it must end; longer content is left out from the end',
});

const Fields = {
  name: NameSchema,
  class: Type.Optional(Type.Enum([...SCHEDULE_CLASSES], { description: 'default: scheduled' })),
  level: Type.Optional(Type.Enum([...LEVELS], { description: 'default: commune' })),
  rank: Type.Optional(
    Type.Union([Type.Integer({ minimum: 0, maximum: 1_000_000 }), Type.Null()], {
      description: 'order among priority broadcasts at the same time, lower first; set by the commune',
    }),
  ),
  windowMinutes: WindowMinutes,
  programme: ProgrammeSchema,
  targets: RequestedTargetsSchema,
  gainDb: Type.Optional(PlannedBroadcastSchema.properties.volumeRule.properties.gainDb),
};

const Consent = {
  acceptConflicts: Type.Optional(
    Type.Boolean({
      description: 'save although it collides with other broadcasts, or repeats what was heard that day',
    }),
  ),
  ruleReason: Type.Optional(
    Type.String({ minLength: 5, maxLength: 500, description: 'the approver’s reason for breaking the session rules' }),
  ),
};

export const ScheduleCreateSchema = Type.Object(
  {
    communeId: IdSchema,
    kind: Type.Enum([...SCHEDULE_KINDS]),
    recurrence: Type.Optional(RecurrenceBodySchema),
    startInMinutes: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 366 * 24 * 60, description: 'one-off, so many minutes from now' }),
    ),
    ...Fields,
    ...Consent,
  },
  { additionalProperties: false },
);
export type ScheduleCreate = Static<typeof ScheduleCreateSchema>;

export const ScheduleChangeSchema = Type.Object(
  {
    version: Type.Optional(
      Type.Integer({ minimum: 1, description: 'the version that was changed; or as If-Match: "3"' }),
    ),
    name: Type.Optional(NameSchema),
    class: Fields.class,
    level: Fields.level,
    rank: Fields.rank,
    windowMinutes: Type.Optional(WindowMinutes),
    programme: Type.Optional(ProgrammeSchema),
    targets: Type.Optional(RequestedTargetsSchema),
    gainDb: Fields.gainDb,
    recurrence: Type.Optional(RecurrenceBodySchema),
    ...Consent,
  },
  { additionalProperties: false, minProperties: 1 },
);
export type ScheduleChange = Static<typeof ScheduleChangeSchema>;

/** One occurrence that differs; an empty change makes it as the rule has it again. */
export const OccurrenceChangeSchema = Type.Object(
  {
    version: ScheduleChangeSchema.properties.version,
    skip: Type.Optional(Type.Literal(true)),
    startAt: Type.Optional(InstantSchema),
    programme: Type.Optional(ProgrammeSchema),
    ...Consent,
  },
  { additionalProperties: false },
);
export type OccurrenceChangeBody = Static<typeof OccurrenceChangeSchema>;

export const ScheduleSchema = Type.Object({
  id: IdSchema,
  communeId: IdSchema,
  version: Type.Integer(),
  kind: Type.Enum([...SCHEDULE_KINDS]),
  name: Type.String(),
  class: Type.String(),
  level: Type.String(),
  rank: Type.Optional(Type.Integer()),
  recurrence: RecurrenceBodySchema,
  /** the rule in words */
  recurrenceText: Type.Object({ vi: Type.String(), en: Type.String() }),
  windowMinutes: Type.Number(),
  programme: Type.Array(ProgrammePartSchema),
  targets: Type.Object({
    areaIds: Type.Array(IdSchema),
    groupIds: Type.Array(IdSchema),
    clusterIds: Type.Array(IdSchema),
  }),
  gainDb: Type.Number(),
  state: Type.Enum(['active', 'paused', 'removed']),
  changes: Type.Record(
    RecurrenceIdSchema,
    Type.Object({
      skip: Type.Optional(Type.Literal(true)),
      startAt: Type.Optional(InstantSchema),
      programme: Type.Optional(Type.Array(ProgrammePartSchema)),
    }),
  ),
  ruleReason: Type.Optional(Type.Object({ reason: Type.String(), by: Type.String() })),
  createdAt: InstantSchema,
  changedAt: InstantSchema,
});
export type ScheduleBody = Static<typeof ScheduleSchema>;

export const OccurrencePreviewSchema = Type.Object({
  recurrenceId: RecurrenceIdSchema,
  startAt: InstantSchema,
  lunar: Type.Optional(Type.Object({ ...WordsSchema.properties }, { description: 'its day in the lunar calendar' })),
  /** when the content ends if nothing delays it */
  contentEndsAt: InstantSchema,
  /** by when it must end */
  endsAt: InstantSchema,
  moved: Type.Boolean(),
  replaced: Type.Boolean(),
  broadcastId: Type.Optional(IdSchema),
  parts: Type.Array(
    Type.Object({
      part: Type.Integer(),
      kind: Type.String(),
      title: Type.String(),
      bulletinId: Type.Optional(IdSchema),
      durationMs: Type.Integer(),
    }),
  ),
  approved: Type.Boolean({ description: 'all that is ready may sound' }),
  planned: Type.Boolean({ description: 'false: nothing would sound; `problems` says why' }),
  problems: Type.Array(NoticeSchema),
  skipped: Type.Array(SkippedPartSchema),
  leftOut: Type.Array(LeftOutSchema),
  conflicts: Type.Array(ConflictSchema),
  warnings: Type.Array(NoticeSchema, { description: 'words in the text that do not fit the day' }),
});
export const SchedulePreviewSchema = Type.Object({
  schedule: ScheduleSchema,
  occurrences: Type.Array(OccurrencePreviewSchema, { description: 'the next 20, in the commune’s zone' }),
});

/** What became of what is planned. */
export const ScheduleSavedSchema = Type.Object({
  schedule: ScheduleSchema,
  delivery: DeliverySchema,
  planned: Type.Integer({ description: 'coming occurrences that are planned so far' }),
  cancelled: Type.Integer({ description: 'coming occurrences taken back' }),
  onAir: Type.Optional(
    Type.Object(
      {
        ...BroadcastUseSchema.properties,
        outcome: Type.Enum(['plays-on', 'stopped', 'over']),
        message: NoticeSchema.properties.message,
      },
      { description: 'what sounds at this moment, and whether it goes on' },
    ),
  ),
  appliesFrom: Type.Optional(InstantSchema),
  conflicts: Type.Array(ConflictSchema),
  warnings: Type.Array(NoticeSchema),
});

export const ScheduleListQuerySchema = Type.Object({
  communeId: Type.Optional(IdSchema),
  removed: Type.Optional(Type.Enum(['true', 'false'], { description: 'true: those that can be brought back' })),
});
export const ScheduleListSchema = Type.Object({ schedules: Type.Array(ScheduleSchema) });
export const ScheduleCopySchema = Type.Object({ name: Type.Optional(NameSchema) }, { additionalProperties: false });
export const ScheduleResumeSchema = Type.Object(Consent, { additionalProperties: false });
export const StopQuerySchema = Type.Object({
  onAir: Type.Optional(Type.Enum(['keep', 'stop'], { description: 'what sounds now; default: keep' })),
});
export const OccurrenceParamsSchema = Type.Object({ id: IdSchema, recurrenceId: RecurrenceIdSchema });
export const VersionHeaderSchema = Type.Object({
  'if-match': Type.Optional(Type.String({ maxLength: 20, description: 'the version that is changed, such as "3"' })),
});
