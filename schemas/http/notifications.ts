/** Notifications over HTTP: channels, rules, messages, and how somebody wants to be told. */
import { type Static, Type } from 'typebox';
import { WordsSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { INCIDENT_OWNERS, SEVERITIES } from '../states/incident.ts';
import {
  CHANNEL_KINDS,
  MESSAGE_LANGUAGES,
  NOTIFICATION_STATES,
  NOTIFICATION_TYPES,
  TIMINGS,
} from '../states/notification.ts';
import { ROLES } from '../states/people.ts';
import { CursorSchema, InstantSchema, NameSchema, NextSchema } from './common.ts';
import { DailyHoursSchema } from './commune-rules.ts';

const closed = { additionalProperties: false } as const;
const Url = Type.String({ minLength: 8, maxLength: 500, description: 'https; http inside an allowed network' });
const QuietHours = Type.Union([DailyHoursSchema, Type.Null()], {
  description: 'nothing goes out in these hours, the rest waits for their end',
});
const CriticalPasses = Type.Boolean({ description: 'critical incidents go out in quiet hours as well' });
const Time = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', description: 'time of day, e.g. 07:30' });

export const EmailSettingsSchema = Type.Object(
  {
    addresses: Type.Array(Type.String({ minLength: 3, maxLength: 254 }), {
      maxItems: 20,
      description: 'mailboxes besides those of people: of a firm that repairs',
    }),
  },
  closed,
);
export const WebhookSettingsSchema = Type.Object({ url: Url }, closed);
export const TemplateSettingsSchema = Type.Object(
  {
    url: Url,
    method: Type.Enum(['POST', 'PUT']),
    headers: Type.Record(Type.String({ pattern: '^[A-Za-z0-9-]{1,64}$' }), Type.String({ maxLength: 500 }), {
      maxProperties: 20,
    }),
    body: Type.String({
      minLength: 2,
      maxLength: 8000,
      description:
        'JSON with holes in its strings: {{phone}}, {{name}}, {{subject}}, {{text}}, {{count}}, {{place}}, {{since}}, ' +
        '{{severity}}, {{url}}, {{id}}, {{secret.NAME}}; with a longest length as {{text:100}}',
    }),
    success: Type.Optional(
      Type.Object(
        {
          field: Type.String({ minLength: 1, maxLength: 100, description: 'of the JSON answer, as data.code' }),
          equals: Type.Union([Type.String({ maxLength: 100 }), Type.Number(), Type.Boolean()]),
        },
        { ...closed, description: 'beside a status of 2xx; Zalo answers 200 and says in `error` whether it was 0' },
      ),
    ),
  },
  closed,
);

const ChannelFields = {
  name: NameSchema,
  enabled: Type.Boolean(),
  quietHours: QuietHours,
  criticalPasses: CriticalPasses,
  email: EmailSettingsSchema,
  webhook: WebhookSettingsSchema,
  template: TemplateSettingsSchema,
  secrets: Type.Record(
    Type.String({ pattern: '^[A-Za-z0-9_]{1,40}$' }),
    Type.String({ minLength: 1, maxLength: 4000 }),
    {
      maxProperties: 10,
      description: 'of a template, by name; stored sealed and never shown again. What is left out stays as it is',
    },
  ),
};
const { name, ...optional } = ChannelFields;

export const ChannelCreateSchema = Type.Object(
  { areaId: IdSchema, kind: Type.Enum(CHANNEL_KINDS), name, ...Type.Partial(Type.Object(optional)).properties },
  closed,
);
export type ChannelCreate = Static<typeof ChannelCreateSchema>;
export const ChannelChangeSchema = Type.Object(Type.Partial(Type.Object(ChannelFields)).properties, {
  ...closed,
  minProperties: 1,
});
export type ChannelChange = Static<typeof ChannelChangeSchema>;

export const ChannelSchema = Type.Object({
  id: IdSchema,
  areaId: IdSchema,
  kind: Type.Enum(CHANNEL_KINDS),
  name: Type.String(),
  enabled: Type.Boolean(),
  quietHours: QuietHours,
  criticalPasses: CriticalPasses,
  email: Type.Optional(EmailSettingsSchema),
  webhook: Type.Optional(WebhookSettingsSchema),
  template: Type.Optional(TemplateSettingsSchema),
  secretNames: Type.Array(Type.String()),
  formerSecretUntil: Type.Optional(InstantSchema),
  createdAt: InstantSchema,
  changedAt: InstantSchema,
});
export type ChannelBody = Static<typeof ChannelSchema>;
export const ChannelMadeSchema = Type.Object({
  ...ChannelSchema.properties,
  signingSecret: Type.Optional(
    Type.String({ description: 'whsec_… of a webhook (Standard Webhooks), shown this once' }),
  ),
});
export const ChannelListSchema = Type.Object({
  channels: Type.Array(ChannelSchema),
  email: Type.Boolean({ description: 'the system can send e-mail' }),
});
export const AreaFilterSchema = Type.Object({ areaId: Type.Optional(IdSchema) });

export const AudienceSchema = Type.Object(
  {
    roles: Type.Array(Type.Enum(ROLES), {
      maxItems: 8,
      description:
        'whoever has one of them nearest to the place: in the commune, else in the province, else everywhere',
    }),
    personIds: Type.Array(IdSchema, { maxItems: 50 }),
    deputies: Type.Optional(Type.Boolean({ description: 'the deputies of those who were told before' })),
  },
  closed,
);

const RuleFields = {
  name: NameSchema,
  enabled: Type.Boolean(),
  channelId: Type.Union([IdSchema, Type.Null()], { description: 'null: the e-mail of the system' }),
  severities: Type.Array(Type.Enum(SEVERITIES), { minItems: 1, maxItems: 4, uniqueItems: true }),
  owners: Type.Array(Type.Enum(INCIDENT_OWNERS), { minItems: 1, maxItems: 3, uniqueItems: true }),
  timing: Type.Enum(TIMINGS),
  delayS: Type.Integer({ minimum: 0, maximum: 3600, description: 'what is over before that is not told' }),
  digestAt: Time,
  to: AudienceSchema,
  escalation: Type.Array(
    Type.Object({ afterMinutes: Type.Integer({ minimum: 1, maximum: 10_080 }), to: AudienceSchema }, closed),
    { maxItems: 5, description: 'who is told when nobody has acknowledged it for so long' },
  ),
  language: Type.Enum(MESSAGE_LANGUAGES),
};
const { name: ruleName, channelId, severities, owners, timing, to, ...more } = RuleFields;
export const RuleCreateSchema = Type.Object(
  {
    ...{ areaId: IdSchema, name: ruleName, channelId, severities, owners, timing, to },
    ...Type.Partial(Type.Object(more)).properties,
  },
  closed,
);
export type RuleCreate = Static<typeof RuleCreateSchema>;
export const RuleChangeSchema = Type.Object(Type.Partial(Type.Object(RuleFields)).properties, {
  ...closed,
  minProperties: 1,
});
export type RuleChange = Static<typeof RuleChangeSchema>;
export const RuleSchema = Type.Object({
  id: Type.String(),
  areaId: Type.Optional(IdSchema),
  standard: Type.Boolean({ description: 'holds where a commune has no rules of its own' }),
  ...RuleFields,
});
export type RuleBody = Static<typeof RuleSchema>;
export const RuleListSchema = Type.Object({ rules: Type.Array(RuleSchema) });

export const NotificationSchema = Type.Object({
  id: IdSchema,
  communeId: Type.Optional(IdSchema),
  channel: Type.String({ description: 'id of the channel, or `email`' }),
  recipient: Type.String({ description: 'name; an address is masked' }),
  type: Type.Enum(NOTIFICATION_TYPES),
  subject: Type.String(),
  state: Type.Enum(NOTIFICATION_STATES),
  attempts: Type.Integer(),
  createdAt: InstantSchema,
  nextAt: Type.Optional(InstantSchema),
  finishedAt: Type.Optional(InstantSchema),
  lastError: Type.Optional(Type.String({ description: 'as the other side says it' })),
  message: Type.Optional(WordsSchema),
});
export type NotificationBody = Static<typeof NotificationSchema>;
export const NotificationQuerySchema = Type.Object({
  communeId: Type.Optional(IdSchema),
  state: Type.Optional(Type.Enum(NOTIFICATION_STATES)),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  before: Type.Optional(CursorSchema),
});
export const NotificationListSchema = Type.Object({ notifications: Type.Array(NotificationSchema), next: NextSchema });

export const PreferenceSchema = Type.Object(
  { quietHours: QuietHours, criticalPasses: CriticalPasses, language: Type.Enum(MESSAGE_LANGUAGES) },
  closed,
);
export type PreferenceBody = Static<typeof PreferenceSchema>;
