/** Live microphone: over HTTP, and over the WebSocket on which its frames come. */
import { type Static, Type } from 'typebox';
import { IdSchema } from '../ids.ts';
import { LEVELS } from '../wire/plan.ts';
import { InstantSchema, NameSchema } from './common.ts';

const Places = Type.Array(IdSchema, { maxItems: 200 });

export const MOST_LIVE_MINUTES = 60;
export const USUAL_LIVE_MINUTES = 15;

export const LiveCreateSchema = Type.Object(
  {
    communeId: Type.Optional(IdSchema),
    areaIds: Type.Optional(Places),
    groupIds: Type.Optional(Places),
    clusterIds: Type.Optional(Places),
    title: Type.Optional(NameSchema),
    chime: Type.Optional(Type.Boolean({ description: 'the opening chime before it; default true' })),
    record: Type.Optional(Type.Boolean({ description: 'becomes a bulletin when it is over; default false' })),
    maxMinutes: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MOST_LIVE_MINUTES,
        description: `ends by itself; default ${USUAL_LIVE_MINUTES}`,
      }),
    ),
  },
  { additionalProperties: false, description: 'all of the commune where no area, group or cluster is named' },
);
export type LiveCreate = Static<typeof LiveCreateSchema>;

/** What is on air and has to be over first. */
const WaitsForSchema = Type.Object({ title: Type.String(), until: InstantSchema });

export const LiveBegunSchema = Type.Object({
  liveId: IdSchema,
  state: Type.Enum(['waiting', 'ready']),
  startAt: Type.String({ description: 'when the microphone goes on air: after the chime, after what it waits for' }),
  waitsFor: Type.Optional(WaitsForSchema),
  endsAt: InstantSchema,
  delayMs: Type.Integer({ description: 'from the arrival of a frame until it is heard; it never grows' }),
  clusters: Type.Integer(),
  households: Type.Integer(),
  chime: Type.Boolean({ description: 'false, too, while the chime of the commune is being made' }),
  audioUrl: Type.String(),
});
export type LiveBegun = Static<typeof LiveBegunSchema>;

export const LIVE_STATES = ['waiting', 'starting', 'on-air', 'ended'] as const;
export type LiveState = (typeof LIVE_STATES)[number];

/**
 * `abnormal`: nothing came any more, or the page said why; `stopped`: "Dừng"; `silenced`: a lock of silence; `maximum`:
 * the time was up, or it would have had to wait for too long.
 */
export const LIVE_END_REASONS = ['ended', 'abnormal', 'maximum', 'stopped', 'silenced'] as const;
export type LiveEndReason = (typeof LIVE_END_REASONS)[number];

const PersonSchema = Type.Object({ personId: Type.String(), name: Type.String() });

export const LiveSchema = Type.Object({
  liveId: IdSchema,
  communeId: IdSchema,
  title: Type.String(),
  level: Type.Enum([...LEVELS]),
  speaker: PersonSchema,
  openedAt: InstantSchema,
  startAt: Type.String({ description: 'when the microphone is on air, where it has to wait for nothing' }),
  endsAt: InstantSchema,
  clusters: Type.Integer(),
  recorded: Type.Boolean(),
});
export const LiveListSchema = Type.Object({ lives: Type.Array(LiveSchema) });

export const LiveEndedSchema = Type.Object({ liveId: IdSchema, reason: Type.Enum([...LIVE_END_REASONS]) });

/** 20 ms of Opus at its highest rate are 1,275 bytes. */
export const MOST_LIVE_FRAME_BYTES = 1500;

export const LIVE_BYE_REASONS = ['hidden', 'pagehide', 'microphone-lost'] as const;
/** What a page says in text; whatever else it says is not looked at. */
export const LiveSaidSchema = Type.Union([
  Type.Object({ type: Type.Literal('end') }),
  Type.Object({ type: Type.Literal('bye'), why: Type.Enum([...LIVE_BYE_REASONS]) }),
]);
export type LiveSaid = Static<typeof LiveSaidSchema>;

/** What a page is told, at every change and once a second. */
export const LiveStateSchema = Type.Object({
  type: Type.Literal('state'),
  state: Type.Enum([...LIVE_STATES]),
  startAt: InstantSchema,
  endsAt: InstantSchema,
  waitsFor: Type.Optional(WaitsForSchema),
  /** clusters on which it sounds now, of those it is meant for, and their households */
  heard: Type.Integer(),
  of: Type.Integer(),
  households: Type.Integer(),
  delayMs: Type.Integer(),
  reason: Type.Optional(Type.Enum([...LIVE_END_REASONS])),
  /** the recording */
  bulletinId: Type.Optional(IdSchema),
});
export type LiveStateMessage = Static<typeof LiveStateSchema>;
