/** Broadcasts over HTTP. */
import { type Static, Type } from 'typebox';
import { NoticeSchema, WordsSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { BROADCAST_STATES } from '../states/broadcast.ts';
import { LEVELS, PlannedBroadcastSchema } from '../wire/plan.ts';
import {
  CursorSchema,
  DaySchema,
  DeliverySchema,
  INSTANT_PATTERN,
  InstantSchema,
  NameSchema,
  NextSchema,
} from './common.ts';

/** Classes that a broadcast of bulletins may have; `live` and `relay` carry streams. */
export const BULLETIN_CLASSES = ['emergency', 'urgent', 'priority', 'scheduled'] as const;

const Ids = Type.Optional(Type.Array(IdSchema, { maxItems: 500, uniqueItems: true }));
export const RequestedTargetsSchema = Type.Object(
  { areaIds: Ids, groupIds: Ids, clusterIds: Ids },
  { additionalProperties: false },
);
export type RequestedTargetsBody = Static<typeof RequestedTargetsSchema>;

/** Among priority broadcasts at the same time the lower goes first. */
const RankSchema = Type.Integer({ minimum: 0, maximum: 1_000_000 });

export const BroadcastCreateSchema = Type.Object(
  {
    communeId: Type.Optional(IdSchema),
    title: Type.Optional(NameSchema),
    bulletins: Type.Array(
      Type.Object(
        { bulletinId: IdSchema, readings: Type.Optional(Type.Integer({ minimum: 1, maximum: 3 })) },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 100 },
    ),
    targets: RequestedTargetsSchema,
    start: Type.Union([Type.Literal('now'), InstantSchema], { description: '"now" or an instant' }),
    class: Type.Optional(Type.Enum([...BULLETIN_CLASSES], { description: 'default: scheduled' })),
    level: Type.Optional(Type.Enum([...LEVELS], { description: 'default: commune' })),
    latestStartAt: Type.Optional(
      Type.String({
        pattern: INSTANT_PATTERN,
        description: 'bound of a postponed start; default 15 minutes after the start, 2 seconds for "now"',
      }),
    ),
    joinUntilAt: Type.Optional(
      Type.String({
        pattern: INSTANT_PATTERN,
        description: 'default: the later of start + 5 s and end − 10 s, never past the end',
      }),
    ),
    endsAt: Type.Optional(
      Type.String({
        pattern: INSTANT_PATTERN,
        description: 'nothing sounds from here on; default: the latest start plus the length of the content',
      }),
    ),
    rank: Type.Optional(RankSchema),
    repeat: Type.Optional(
      Type.Object(
        { everyMs: Type.Integer({ minimum: 1000, maximum: 24 * 3600 * 1000 }), until: InstantSchema },
        { additionalProperties: false },
      ),
    ),
    onInterrupted: Type.Optional(PlannedBroadcastSchema.properties.onInterrupted),
    gainDb: Type.Optional(Type.Number({ minimum: -60, maximum: 12 })),
    ruleReason: Type.Optional(
      Type.String({
        minLength: 5,
        maxLength: 500,
        description: 'the approver’s reason for breaking the session rules',
      }),
    ),
  },
  { additionalProperties: false },
);
export type BroadcastCreate = Static<typeof BroadcastCreateSchema>;

/** What a planner should know; nothing of it stops the broadcast. */
export const BroadcastWarningSchema = Type.Object({
  ...NoticeSchema.properties,
  bulletinId: Type.Optional(IdSchema),
  hamletIds: Type.Array(IdSchema),
});
export type BroadcastWarning = Static<typeof BroadcastWarningSchema>;

/** A part of a schedule's programme that is not in its broadcast. */
export const SkippedPartSchema = Type.Object({
  part: Type.Integer({ description: 'place in the programme' }),
  title: Type.String(),
  bulletinId: Type.Optional(IdSchema),
  reason: Type.String(),
  message: WordsSchema,
  filledBy: Type.Optional(Type.String({ description: 'what sounds instead; absent: the slot is shorter' })),
});
/** A targeted cluster that does not play it. */
export const LeftOutSchema = Type.Object({
  clusterId: IdSchema,
  code: Type.String(),
  reason: Type.String(),
  message: WordsSchema,
});

export const BroadcastSchema = Type.Object({
  id: IdSchema,
  communeId: IdSchema,
  version: Type.Integer(),
  title: Type.String(),
  class: Type.String(),
  level: Type.String(),
  state: Type.Enum([...BROADCAST_STATES]),
  startAt: InstantSchema,
  latestStartAt: InstantSchema,
  joinUntilAt: InstantSchema,
  endsAt: InstantSchema,
  durationMs: Type.Integer(),
  repeat: Type.Optional(Type.Object({ everyMs: Type.Integer(), until: InstantSchema })),
  items: Type.Array(PlannedBroadcastSchema.properties.items.items),
  bulletins: Type.Array(Type.Object({ bulletinId: IdSchema, title: Type.String() }), {
    description: 'the parts in order, with their titles when it was planned',
  }),
  targets: Type.Object({
    areaIds: Type.Array(IdSchema),
    groupIds: Type.Array(IdSchema),
    clusterIds: Type.Array(IdSchema),
  }),
  placements: Type.Array(Type.Object({ planId: IdSchema, targets: PlannedBroadcastSchema.properties.targets })),
  clusters: Type.Integer({ description: 'clusters that are to play it' }),
  hamlets: Type.Integer(),
  households: Type.Integer(),
  cancelledAt: Type.Optional(InstantSchema),
  cancelReason: Type.Optional(Type.String()),
  stoppedParts: Type.Optional(
    Type.Array(Type.Object({ planId: IdSchema, stoppedAt: InstantSchema, reason: Type.String() }), {
      description: 'areas and groups in which it was stopped while it plays on elsewhere',
    }),
  ),
  createdAt: InstantSchema,
  schedule: Type.Optional(
    Type.Object({ scheduleId: IdSchema, recurrenceId: Type.String() }, { description: 'the occurrence it is' }),
  ),
  makeUpOf: Type.Optional(IdSchema),
  onTheSpot: Type.Optional(
    Type.Object(
      {
        deviceId: IdSchema,
        credentialId: IdSchema,
        holder: Type.Optional(Type.String({ description: 'on the card; absent when nobody knows the card' })),
        source: Type.Enum(['template', 'microphone']),
        timeBasis: Type.Enum(['controller', 'last-known'], {
          description: 'last-known: the device did not know the time; it was then or later',
        }),
      },
      { description: 'started at a loudspeaker itself, with a card' },
    ),
  ),
  ruleReason: Type.Optional(
    Type.Object(
      { reason: Type.String(), by: Type.String() },
      { description: 'why it may go beyond the session rules' },
    ),
  ),
  rank: Type.Optional(Type.Integer()),
  skipped: Type.Optional(Type.Array(SkippedPartSchema)),
  leftOut: Type.Optional(Type.Array(LeftOutSchema)),
  warnings: Type.Array(BroadcastWarningSchema, { description: 'hamlets that will not hear their own language' }),
});
export const BroadcastRankSchema = Type.Object(
  { rank: Type.Union([RankSchema, Type.Null()], { description: 'null: behind all that have one' }) },
  { additionalProperties: false },
);
export const BroadcastRankedSchema = Type.Object({ broadcast: BroadcastSchema, delivery: DeliverySchema });
export type BroadcastBody = Static<typeof BroadcastSchema>;

export const BroadcastPlannedSchema = Type.Object({
  broadcast: BroadcastSchema,
  delivery: DeliverySchema,
  warnings: Type.Array(BroadcastWarningSchema),
  approvalId: Type.Optional({ ...IdSchema, description: 'the request that waits for approval' }),
});

/** What a cancellation met: it fell silent, or it never began. */
export const BroadcastCancelledSchema = Type.Object({
  ...BroadcastPlannedSchema.properties,
  outcome: Type.Enum(['stopped', 'cancelled'], {
    description: 'stopped: it was sounding; cancelled: it had not begun',
  }),
  message: NoticeSchema.properties.message,
});

export const BroadcastCancelSchema = Type.Object(
  { reason: Type.Optional(Type.String({ maxLength: 500 })) },
  { additionalProperties: false },
);

export const BroadcastListQuerySchema = Type.Object({
  communeId: Type.Optional(IdSchema),
  day: Type.Optional(DaySchema),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  before: Type.Optional(CursorSchema),
});
export const BroadcastListSchema = Type.Object({ broadcasts: Type.Array(BroadcastSchema), next: NextSchema });
