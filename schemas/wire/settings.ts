/** Settings of one device. Topic `device/{id}/settings`, retained, signed. */
import { type Static, Type } from 'typebox';
import { IdSchema } from '../ids.ts';
import { MillisSchema } from '../units.ts';
import { LanguageSchema, RevisionSchema } from './common.ts';

/** Groups that one device may follow. */
export const MAX_FOLLOWED_GROUPS = 64;

export const SettingsSchema = Type.Intersect([
  RevisionSchema,
  Type.Object({
    clusterId: IdSchema,
    /** areas whose plans it follows: the hamlets it serves and all above them, lowest first */
    areaIds: Type.Array(IdSchema, { maxItems: 32 }),
    groupIds: Type.Array(IdSchema, { maxItems: MAX_FOLLOWED_GROUPS }),
    /** one unit muted by hand: nothing planned or received sounds */
    muted: Type.Boolean(),
    /** in order of preference; Vietnamese where one is missing */
    languages: Type.Array(LanguageSchema, { minItems: 1, maxItems: 8 }),
    /** gain applied to everything, dB; 0 is the level the asset was made at */
    volumeDb: Type.Number({ minimum: -60, maximum: 12 }),
    /** output below this level while it should sound is not counted as sound, dBFS RMS */
    outputFloorDbfs: Type.Number({ minimum: -96, maximum: 0 }),
    limits: Type.Object({
      /** bytes of audio kept on the device */
      cacheBytes: Type.Integer({ minimum: 1024 * 1024, maximum: 2 ** 40 }),
    }),
    intervals: Type.Object({
      /** sync while sounding or ill */
      syncBusyMs: MillisSchema,
      /** sync while idle and well */
      syncIdleMs: MillisSchema,
      /** health samples while idle and well */
      healthIdleMs: Type.Optional(MillisSchema),
      /** health samples while sounding or ill */
      healthBusyMs: Type.Optional(MillisSchema),
    }),
    /** compare what the microphone hears with what should sound; experimental */
    listen: Type.Optional(Type.Boolean()),
    /** a device waits a random part of this before it reconnects after the broker vanished */
    reconnectSpreadMs: MillisSchema,
    /** devices that share the audio of this area: the delay before asking for missing audio grows with it */
    audienceSize: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  }),
]);
export type Settings = Static<typeof SettingsSchema>;
