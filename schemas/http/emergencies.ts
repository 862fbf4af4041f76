/** Emergencies and drills over HTTP. */
import { type Static, Type } from 'typebox';
import { NoticeSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { LEVELS } from '../wire/plan.ts';
import { BroadcastSchema, RequestedTargetsSchema } from './broadcasts.ts';
import { DeliverySchema, InstantSchema, NameSchema } from './common.ts';

export const EmergencyCreateSchema = Type.Object(
  {
    template: Type.Optional(
      Type.Object(
        {
          id: IdSchema,
          values: Type.Optional(
            Type.Record(Type.String({ minLength: 1, maxLength: 64 }), Type.String({ maxLength: 1000 })),
          ),
        },
        { additionalProperties: false, description: 'one without open fields lies ready on every device' },
      ),
    ),
    bulletinId: Type.Optional(IdSchema),
    text: Type.Optional(Type.String({ minLength: 1, maxLength: 5000, pattern: '\\S' })),
    title: Type.Optional(NameSchema),
    communeId: Type.Optional(IdSchema),
    targets: Type.Union([Type.Literal('everywhere'), RequestedTargetsSchema]),
    level: Type.Optional(Type.Enum([...LEVELS], { description: 'default: commune; never above the caller’s own' })),
    drill: Type.Optional(
      Type.Boolean({ description: 'an exercise: says so before and after, is no emergency and passes no lock' }),
    ),
    liftAndSend: Type.Optional(Type.Boolean({ description: 'Gỡ khoá và phát: lifts the locks in its way in one act' })),
    everyMinutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 24 * 60, description: 'default 10' })),
    forMinutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 72 * 60, description: 'default 120' })),
    gainDb: Type.Optional(Type.Number({ minimum: -60, maximum: 12, description: 'default +6, 0 for a drill' })),
  },
  { additionalProperties: false },
);

const PersonSchema = Type.Object({ personId: Type.String(), name: Type.String() });

export const EMERGENCY_STATES = ['preparing', 'active', 'over', 'stopped', 'failed'] as const;
export const EmergencySchema = Type.Object({
  id: IdSchema,
  communeId: IdSchema,
  bulletinId: IdSchema,
  broadcastId: Type.Optional(IdSchema),
  title: Type.String(),
  drill: Type.Boolean(),
  level: Type.Enum([...LEVELS]),
  state: Type.Enum([...EMERGENCY_STATES]),
  sentBy: PersonSchema,
  sentAt: InstantSchema,
  startAt: Type.Optional(InstantSchema),
  nextReadingAt: Type.Optional(InstantSchema),
  until: Type.Optional(Type.String({ description: 'it sounds no more from here on' })),
  clusters: Type.Optional(Type.Integer()),
  fault: Type.Optional(NoticeSchema),
  justification: Type.Object({
    needed: Type.Boolean(),
    until: InstantSchema,
    flagged: Type.Boolean({ description: 'a day has gone by and nobody has justified it' }),
    flaggedAt: Type.Optional(InstantSchema),
    justifiedBy: Type.Optional(PersonSchema),
    justifiedAt: Type.Optional(InstantSchema),
    reason: Type.Optional(Type.String()),
  }),
});
export type EmergencyBody = Static<typeof EmergencySchema>;

export const EmergencySentSchema = Type.Object({
  emergency: EmergencySchema,
  broadcast: Type.Optional(BroadcastSchema),
  delivery: Type.Optional(DeliverySchema),
  lifted: Type.Array(Type.Object({ silenceId: IdSchema, areaId: IdSchema, reason: Type.String() }), {
    description: 'locks of silence that were lifted in this act',
  }),
  repeated: Type.Boolean(),
  notices: Type.Array(NoticeSchema),
});
export type EmergencySentBody = Static<typeof EmergencySentSchema>;

export const EmergencyListSchema = Type.Object({
  active: Type.Array(EmergencySchema),
  recent: Type.Array(EmergencySchema, { description: 'of the last two days, and whatever waits to be justified' }),
});
export const EmergencyProgressSchema = Type.Object({
  confirmed: Type.Integer({ description: 'clusters that have said that they play it' }),
  clusters: Type.Array(
    Type.Object({
      id: IdSchema,
      code: Type.String(),
      name: Type.String(),
      hamlet: Type.String(),
      confirmed: Type.Boolean(),
    }),
  ),
  hamlets: Type.Array(
    Type.Object({
      id: IdSchema,
      name: Type.String(),
      households: Type.Integer(),
      clusters: Type.Integer({ description: 'clusters that serve it' }),
      confirmed: Type.Integer(),
      heads: Type.Array(Type.Object({ name: Type.String(), phone: Type.Optional(Type.String()) }), {
        description:
          'whom to call where not every cluster has confirmed; the number for who may send emergencies there',
      }),
    }),
    { description: 'those with the fewest first' },
  ),
});
export type EmergencyProgressBody = Static<typeof EmergencyProgressSchema>;

export const EmergencyJustifySchema = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' }) },
  { additionalProperties: false },
);

export const DelegationCreateSchema = Type.Object(
  { hamletId: IdSchema, from: InstantSchema, until: InstantSchema },
  { additionalProperties: false },
);
export const DelegationSchema = Type.Object({
  id: IdSchema,
  hamletId: IdSchema,
  from: InstantSchema,
  until: InstantSchema,
  grantedBy: Type.String(),
  grantedAt: InstantSchema,
  revokedAt: Type.Optional(InstantSchema),
});
export const DelegationListSchema = Type.Object({ delegations: Type.Array(DelegationSchema) });
