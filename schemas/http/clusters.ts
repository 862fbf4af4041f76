/** Clusters and devices over HTTP. */
import { type Static, Type } from 'typebox';
import { IdSchema } from '../ids.ts';
import { DaySchema, DeliverySchema, InstantSchema, NameSchema } from './common.ts';
import { DailyHoursSchema } from './commune-rules.ts';

export const CLUSTER_KINDS = ['horns', 'gateway'] as const;
export type ClusterKind = (typeof CLUSTER_KINDS)[number];

export const ServiceSchema = Type.Object(
  { hamletId: IdSchema, households: Type.Integer({ minimum: 0, maximum: 1_000_000 }) },
  { additionalProperties: false },
);
export const HornSchema = Type.Object(
  {
    watts: Type.Number({ minimum: 1, maximum: 1000 }),
    /** clockwise from north */
    bearingDeg: Type.Optional(Type.Number({ minimum: 0, exclusiveMaximum: 360 })),
  },
  { additionalProperties: false },
);
export type Horn = Static<typeof HornSchema>;

const Place = {
  latitude: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
  longitude: Type.Optional(Type.Number({ minimum: -180, maximum: 180 })),
};
const Code = Type.String({ minLength: 1, maxLength: 32, pattern: '\\S' });
const Services = Type.Array(ServiceSchema, { maxItems: 16 });
const Horns = Type.Array(HornSchema, { maxItems: 16 });
/** power source, contact, serials, warranty, as the commune writes them */
const Details = Type.Record(Type.String({ maxLength: 64 }), Type.String({ maxLength: 500 }), { maxProperties: 40 });
const Listen = Type.Boolean({
  description: 'experimental: compare what its microphone hears with what should sound',
});
/** What the commune pays for: the card in the device. */
export const SimSchema = Type.Object(
  {
    number: Type.Optional(
      Type.String({ pattern: '^\\+?[0-9 .-]{4,32}$', description: 'telephone number or serial of the card' }),
    ),
    carrier: Type.Optional(Type.String({ minLength: 1, maxLength: 64, pattern: '\\S' })),
    /** from the day after it carries nothing */
    renewsOn: Type.Optional(DaySchema),
    /** 10⁶ bytes a calendar month */
    monthlyMegabytes: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000_000 })),
  },
  { additionalProperties: false },
);
export type Sim = Static<typeof SimSchema>;
const Model = Type.String({ minLength: 1, maxLength: 64, pattern: '\\S' });
const VolumeDb = Type.Number({ minimum: -60, maximum: 12, description: '0 is the level the audio was made at' });

export const ClusterSchema = Type.Object({
  id: IdSchema,
  hamletId: IdSchema,
  code: Type.String(),
  name: Type.String(),
  kind: Type.Enum([...CLUSTER_KINDS]),
  ...Place,
  horns: Type.Array(HornSchema),
  details: Type.Record(Type.String(), Type.String()),
  services: Type.Array(ServiceSchema),
  model: Type.Optional(Type.String()),
  sim: Type.Optional(SimSchema),
  muted: Type.Boolean(),
  volumeDb: Type.Number(),
  listen: Type.Boolean(),
  hours: Type.Optional(DailyHoursSchema),
  deviceId: Type.Optional(IdSchema),
  online: Type.Boolean(),
});
export type ClusterBody = Static<typeof ClusterSchema>;

export const ClusterCreateSchema = Type.Object(
  {
    hamletId: IdSchema,
    code: Code,
    name: NameSchema,
    kind: Type.Optional(Type.Enum([...CLUSTER_KINDS])),
    ...Place,
    horns: Type.Optional(Horns),
    details: Type.Optional(Details),
    model: Type.Optional(Model),
    sim: Type.Optional(SimSchema),
    services: Services,
  },
  { additionalProperties: false },
);
export type ClusterCreate = Static<typeof ClusterCreateSchema>;

export const ClusterChangeSchema = Type.Object(
  {
    hamletId: Type.Optional(IdSchema),
    code: Type.Optional(Code),
    name: Type.Optional(NameSchema),
    kind: Type.Optional(Type.Enum([...CLUSTER_KINDS])),
    ...Place,
    horns: Type.Optional(Horns),
    details: Type.Optional(Details),
    model: Type.Optional(Type.Union([Model, Type.Null()])),
    sim: Type.Optional(Type.Union([SimSchema, Type.Null()], { description: 'as a whole' })),
    services: Type.Optional(Services),
    muted: Type.Optional(Type.Boolean()),
    volumeDb: Type.Optional(VolumeDb),
    listen: Type.Optional(Listen),
    hours: Type.Optional(
      Type.Union([DailyHoursSchema, Type.Null()], {
        description: 'in which anything but an emergency may sound here; null: whenever the commune’s rules allow',
      }),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type ClusterChange = Static<typeof ClusterChangeSchema>;

export const ClusterListQuerySchema = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 200 })),
  under: Type.Optional(IdSchema),
});
export const ClusterListSchema = Type.Object({ clusters: Type.Array(ClusterSchema) });
export const ClusterChangedSchema = Type.Object({ cluster: ClusterSchema, delivery: DeliverySchema });

/** Ed25519 public key, the `x` of its JWK (RFC 8037): 32 bytes, base64url. */
export const PublicKeySchema = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });

export const DeviceSchema = Type.Object({
  id: IdSchema,
  clusterId: Type.Optional(IdSchema),
  publicKey: Type.String(),
  /** printed on its box, in groups; of devices that were enrolled by it */
  code: Type.Optional(Type.String()),
  online: Type.Boolean(),
  agentVersion: Type.Optional(Type.String()),
  lastSeenAt: Type.Optional(InstantSchema),
  lastSyncAt: Type.Optional(InstantSchema),
  health: Type.Optional(Type.Unknown()),
  revokedAt: Type.Optional(InstantSchema),
});
export type DeviceBody = Static<typeof DeviceSchema>;

/** Newest first. */
export const HardwareListSchema = Type.Object({
  devices: Type.Array(
    Type.Object({
      deviceId: IdSchema,
      code: Type.Optional(Type.String()),
      agentVersion: Type.Optional(Type.String()),
      from: InstantSchema,
      until: Type.Optional(Type.String({ ...InstantSchema, description: 'absent while it hangs there' })),
      by: Type.Optional(Type.String({ description: 'who put it there' })),
    }),
  ),
});

export const DeviceCreateSchema = Type.Object(
  {
    /** given when the device already calls itself something; made otherwise */
    id: Type.Optional(IdSchema),
    publicKey: PublicKeySchema,
    clusterId: Type.Optional(IdSchema),
  },
  { additionalProperties: false },
);
export type DeviceCreate = Static<typeof DeviceCreateSchema>;

export const DeviceBindSchema = Type.Object(
  { clusterId: Type.Union([IdSchema, Type.Null()], { description: 'null unbinds the device' }) },
  { additionalProperties: false },
);
export const DeviceListSchema = Type.Object({ devices: Type.Array(DeviceSchema) });
export const DeviceChangedSchema = Type.Object({ device: DeviceSchema, delivery: DeliverySchema });
