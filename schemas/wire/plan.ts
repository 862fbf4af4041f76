/** The plan: what an area's devices must play. Topic `area/{areaId}/plan`, retained, deflated, signed. */
import { type Static, Type } from 'typebox';
import { AssetIdSchema, IdSchema } from '../ids.ts';
import { EpochMillisSchema, MillisSchema } from '../units.ts';
import { AssetRefSchema, LanguageSchema, RevisionSchema } from './common.ts';
import { OnTheSpotSchema } from './on-the-spot.ts';

/** Classes of broadcast, high to low. */
export const BROADCAST_CLASSES = ['emergency', 'live', 'urgent', 'priority', 'scheduled', 'relay'] as const;
export type BroadcastClass = (typeof BROADCAST_CLASSES)[number];

/** Levels of authority, high to low. */
export const LEVELS = ['central', 'province', 'commune', 'hamlet'] as const;
export type Level = (typeof LEVELS)[number];

/** Plan as signed and deflated, at most. */
export const MAX_PLAN_BYTES = 64 * 1024;
/** Plan inflated, at most: bounds what a forged or broken document can make a device allocate. */
export const MAX_INFLATED_PLAN_BYTES = 2 * 1024 * 1024;
/** Clusters that `only` may name; a larger set becomes a group. */
export const MAX_ONLY_TARGETS = 64;

const ItemHead = {
  /** content part this item belongs to; a second reading carries the same part */
  part: Type.Integer({ minimum: 0, maximum: 255 }),
  /** exact length in the timeline, whole milliseconds; every kind carries it so that positions agree between versions */
  durationMs: MillisSchema,
};

export const AssetItemSchema = Type.Object({
  kind: Type.Literal('asset'),
  ...ItemHead,
  language: LanguageSchema,
  assetId: AssetIdSchema,
  sizeBytes: AssetRefSchema.properties.sizeBytes,
});
export type AssetItem = Static<typeof AssetItemSchema>;

/** A stream without a packet for this long is over for the device, and what follows it sounds. */
export const DEFAULT_STARVED_AFTER_MS = 3000;

/**
 * A stretch of a stream that is on air while it sounds: live or relay. It has a slot, not a length: it sounds from where
 * it is laid until `durationMs` later, whatever of the stream there is, and never beyond, whatever interrupts it.
 */
export const StreamItemSchema = Type.Object({
  kind: Type.Literal('stream'),
  ...ItemHead,
  streamId: IdSchema,
  /** {@link DEFAULT_STARVED_AFTER_MS} when absent */
  starvedAfterMs: Type.Optional(Type.Integer({ minimum: 500, maximum: 60_000 })),
});
export type StreamItem = Static<typeof StreamItemSchema>;

/** An item of a later version: it fails alone, what surrounds it plays at its place. */
export const UnknownItemSchema = Type.Object({
  kind: Type.String({ pattern: '^(?!asset$|stream$)[a-z-]{1,32}$' }),
  ...ItemHead,
});
export type UnknownItem = Static<typeof UnknownItemSchema>;

export const PlanItemSchema = Type.Union([AssetItemSchema, StreamItemSchema, UnknownItemSchema]);
export type PlanItem = AssetItem | StreamItem | UnknownItem;

export const isStreamItem = (item: PlanItem): item is StreamItem => item.kind === 'stream';
export const isAssetItem = (item: PlanItem): item is AssetItem => item.kind === 'asset';

/** `all` devices that follow the plan, or only the named clusters. Never exclusions. */
export const TargetsSchema = Type.Union([
  Type.Literal('all'),
  Type.Object({ only: Type.Array(IdSchema, { minItems: 1, maxItems: MAX_ONLY_TARGETS }) }),
]);
export type Targets = Static<typeof TargetsSchema>;

export const PlannedBroadcastSchema = Type.Object({
  id: IdSchema,
  version: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  class: Type.Enum([...BROADCAST_CLASSES]),
  level: Type.Enum([...LEVELS]),
  startAt: EpochMillisSchema,
  /** last instant at which a start that arbitration postponed may still happen */
  latestStartAt: EpochMillisSchema,
  /** last instant at which a device that was away may still join */
  joinUntilAt: EpochMillisSchema,
  /** nothing of it sounds at or after this instant */
  endsAt: EpochMillisSchema,
  /** order among `priority` broadcasts, set by the commune's user; lower goes first */
  rank: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  repeat: Type.Optional(
    Type.Object({
      /** start to start */
      everyMs: Type.Integer({ minimum: 1000, maximum: 24 * 3600 * 1000 }),
      until: EpochMillisSchema,
    }),
  ),
  items: Type.Array(PlanItemSchema, { minItems: 1, maxItems: 256 }),
  targets: TargetsSchema,
  /**
   * `restart`: a new run begins with the interrupted part, from its start, as soon as the loudspeaker is free and if that
   * part still fits before `endsAt`; parts that were over are not in it
   */
  onInterrupted: Type.Enum(['restart', 'cut']),
  /** gain applied by the device on top of its own volume, dB */
  volumeRule: Type.Object({ gainDb: Type.Number({ minimum: -60, maximum: 12 }) }),
});
export type PlannedBroadcast = Static<typeof PlannedBroadcastSchema>;

/**
 * A stopped broadcast; it stays in the plan until endsAt + 72 h, for devices that come late. One that had begun has its
 * full entry beside it for some hours: what waited behind it, or was interrupted by it, began when it was stopped.
 */
export const CancelledBroadcastSchema = Type.Object({
  id: IdSchema,
  cancelledAt: EpochMillisSchema,
  reason: Type.String({ maxLength: 500 }),
});
export type CancelledBroadcast = Static<typeof CancelledBroadcastSchema>;

/** A latch of silence over an area and everything below it. */
export const LatchSchema = Type.Object({
  id: IdSchema,
  areaId: IdSchema,
  level: Type.Enum([...LEVELS]),
  since: EpochMillisSchema,
  reason: Type.String({ maxLength: 500 }),
  liftedAt: Type.Optional(EpochMillisSchema),
});
export type Latch = Static<typeof LatchSchema>;

/**
 * The stream is not to be had from `from` on, until `to`: its source is dead or silent, or whoever spoke has ended. What
 * follows it in a programme sounds at once; it comes back at `to`, when that is over, as long as its slot lasts. It
 * counts for every slot of the stream: who opens one for a relay closes it at the latest with the slot.
 */
export const StreamGapSchema = Type.Object({
  streamId: IdSchema,
  from: EpochMillisSchema,
  /** absent: it has not come back */
  to: Type.Optional(EpochMillisSchema),
});
export type StreamGap = Static<typeof StreamGapSchema>;

export const PlanSchema = Type.Intersect([
  RevisionSchema,
  Type.Object({
    areaId: IdSchema,
    issuedAt: EpochMillisSchema,
    horizonEndsAt: EpochMillisSchema,
    silence: Type.Array(LatchSchema, { maxItems: 64 }),
    /** never evicted, fetched ahead: emergency templates, chimes, prepared bulletins */
    keepAssets: Type.Array(AssetRefSchema, { maxItems: 512 }),
    broadcasts: Type.Array(Type.Union([CancelledBroadcastSchema, PlannedBroadcastSchema]), { maxItems: 4096 }),
    /** of the streams that its broadcasts name; kept as long as they are */
    streamGaps: Type.Optional(Type.Array(StreamGapSchema, { maxItems: 256 })),
    /** who may speak at the device itself; absent: nobody */
    onTheSpot: Type.Optional(OnTheSpotSchema),
  }),
]);
export type Plan = Static<typeof PlanSchema>;

export const isCancelled = (b: PlannedBroadcast | CancelledBroadcast): b is CancelledBroadcast => 'cancelledAt' in b;
