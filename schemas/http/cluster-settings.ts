/** Settings of single units over HTTP: of many at once, and whether devices obey them. */
import { type Static, Type } from 'typebox';
import { WordsSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { SETTINGS_STATES } from '../states/command.ts';
import { RequestedTargetsSchema } from './broadcasts.ts';
import { ClusterChangeSchema } from './clusters.ts';
import { DeliverySchema, InstantSchema } from './common.ts';

const { muted, volumeDb, listen, hours } = ClusterChangeSchema.properties;
export const UnitSettingsSchema = Type.Object(
  { muted, volumeDb, listen, hours },
  { additionalProperties: false, minProperties: 1 },
);
export type UnitSettingsBody = Static<typeof UnitSettingsSchema>;

export const SettingsChangeSchema = Type.Object(
  {
    changes: Type.Array(
      Type.Object({ targets: RequestedTargetsSchema, set: UnitSettingsSchema }, { additionalProperties: false }),
      { minItems: 1, maxItems: 200, description: 'of a cluster that several name, the last counts' },
    ),
  },
  { additionalProperties: false },
);
export type SettingsChangeBody = Static<typeof SettingsChangeSchema>;

const ChangeSchema = Type.Object({
  clusterId: IdSchema,
  code: Type.String(),
  name: Type.String(),
  online: Type.Boolean({ description: 'an offline device obeys when it is back' }),
  before: UnitSettingsSchema,
  after: UnitSettingsSchema,
});
export const SettingsPreviewSchema = Type.Object({
  changes: Type.Array(ChangeSchema),
  unchanged: Type.Integer({ description: 'clusters that are so already' }),
});
export const SettingsChangedSchema = Type.Object({
  ...SettingsPreviewSchema.properties,
  delivery: DeliverySchema,
  undo: Type.Array(SettingsChangeSchema.properties.changes.items, {
    description: 'as `changes` of another call it brings back what was',
  }),
});

export const SettingsStateSchema = Type.Object({
  clusterId: IdSchema,
  state: Type.Enum([...SETTINGS_STATES], { description: 'applied: its device has said that it holds these settings' }),
  message: WordsSchema,
  muted: Type.Boolean(),
  volumeDb: Type.Number(),
  listen: Type.Boolean(),
  signedAt: Type.Optional(InstantSchema),
  appliedAt: Type.Optional(InstantSchema),
});
export const SettingsStateListSchema = Type.Object({ clusters: Type.Array(SettingsStateSchema) });
