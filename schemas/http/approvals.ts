/** Approval over HTTP. */
import { type Static, Type } from 'typebox';
import { NoticeSchema, WordsSchema } from '../errors/body.ts';
import { AssetIdSchema, IdSchema } from '../ids.ts';
import { APPROVAL_STATES, APPROVAL_SUBJECTS, DECISION_WAYS } from '../states/approval.ts';
import { RequestedTargetsSchema } from './broadcasts.ts';
import { DeliverySchema, InstantSchema } from './common.ts';

export const PersonRefSchema = Type.Object({ personId: Type.String(), name: Type.String() });

const BindingHashSchema = Type.String({
  pattern: '^[0-9a-f]{64}$',
  description: 'names exactly what was looked at: audio, targets and times',
});

/** In Vietnamese, to be sent by whoever has a way to. */
export const MessagesSchema = Type.Object({
  email: Type.Object({ subject: Type.String(), text: Type.String() }),
  sms: Type.Object({ text: Type.String(), encoding: Type.Enum(['gsm', 'unicode']), parts: Type.Integer() }),
  zalo: Type.String(),
});

export const ReminderSchema = Type.Object({
  kind: Type.String({ description: 'hour-before, quarter-before, deputy' }),
  personId: Type.String(),
  remindedAt: InstantSchema,
  messages: MessagesSchema,
});

export const ApprovalSchema = Type.Object({
  id: IdSchema,
  communeId: IdSchema,
  subjectKind: Type.Enum([...APPROVAL_SUBJECTS]),
  subjectId: IdSchema,
  subjectVersion: Type.Integer(),
  title: Type.String(),
  state: Type.Enum([...APPROVAL_STATES]),
  bindingHash: BindingHashSchema,
  binding: Type.Object({
    assets: Type.Array(AssetIdSchema),
    targets: RequestedTargetsSchema,
    once: Type.Optional(InstantSchema),
    rule: Type.Optional(Type.String()),
  }),
  startAt: Type.Optional({ ...InstantSchema, description: 'absent: as soon as it is approved' }),
  timesWords: Type.Optional({ ...WordsSchema, description: 'the times of a schedule; `startAt` is the next of them' }),
  createdAt: InstantSchema,
  submittedBy: PersonRefSchema,
  decision: Type.Optional(
    Type.Object({
      by: PersonRefSchema,
      at: InstantSchema,
      way: Type.Enum([...DECISION_WAYS]),
      onBehalfOf: Type.Optional({ ...PersonRefSchema, description: 'decided in the own name, "thay …"' }),
      linkMadeBy: Type.Optional({ ...PersonRefSchema, description: 'who asked for the link and passed it on' }),
      reason: Type.Optional(Type.String()),
    }),
  ),
  outside: Type.Optional(
    Type.Object({
      approver: PersonRefSchema,
      recordedBy: PersonRefSchema,
      saidAt: InstantSchema,
      note: Type.Optional(Type.String()),
      hasPhoto: Type.Boolean(),
      confirmBy: InstantSchema,
      confirmedAt: Type.Optional(InstantSchema),
      flagged: Type.Boolean({ description: 'its approver has not confirmed it in time' }),
    }),
  ),
  mayDecide: Type.Boolean({ description: 'whether the caller may decide on it now' }),
  onBehalfOf: Type.Optional({ ...PersonRefSchema, description: 'for whom the caller would decide' }),
});
export type ApprovalBody = Static<typeof ApprovalSchema>;

export const ApprovalDetailSchema = Type.Object({
  ...ApprovalSchema.properties,
  parts: Type.Array(
    Type.Object({
      assetId: AssetIdSchema,
      bulletinId: IdSchema,
      title: Type.String(),
      language: Type.String(),
      durationMs: Type.Integer(),
      readings: Type.Integer(),
      spoken: Type.Array(Type.String(), { description: 'paragraphs as they are read; none of a recording' }),
      fileName: Type.Optional(Type.String()),
    }),
  ),
  hamlets: Type.Array(Type.Object({ id: IdSchema, name: Type.String(), households: Type.Integer() })),
  clusters: Type.Integer(),
  households: Type.Integer(),
  reminders: Type.Array(ReminderSchema),
  beyondRules: Type.Optional({
    ...WordsSchema,
    description: 'what of the session rules it goes beyond: approving it takes a `reason`',
  }),
});

export const ApprovalListQuerySchema = Type.Object({
  communeId: Type.Optional(IdSchema),
  state: Type.Optional(Type.Enum([...APPROVAL_STATES], { description: 'default: submitted, which is the queue' })),
  subjectKind: Type.Optional(Type.Enum([...APPROVAL_SUBJECTS])),
  subjectId: Type.Optional(IdSchema),
  mine: Type.Optional(Type.Boolean({ description: 'only what the caller may decide on' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  before: Type.Optional(IdSchema),
});
export const ApprovalListSchema = Type.Object({ approvals: Type.Array(ApprovalSchema) });

const ReasonSchema = Type.String({ maxLength: 1000 });
const StartSchema = Type.Union([Type.Literal('now'), InstantSchema], {
  description: 'another time than the one submitted, for a broadcast',
});

export const DecisionCreateSchema = Type.Object(
  {
    decision: Type.Enum(['approve', 'return']),
    bindingHash: BindingHashSchema,
    reason: Type.Optional(ReasonSchema),
    start: Type.Optional(StartSchema),
  },
  { additionalProperties: false },
);
export const DecidedSchema = Type.Object({ approval: ApprovalSchema, delivery: DeliverySchema });

export const OutsideCreateSchema = Type.Object(
  {
    approverId: IdSchema,
    bindingHash: BindingHashSchema,
    saidAt: InstantSchema,
    note: Type.Optional(ReasonSchema),
    start: Type.Optional(StartSchema),
  },
  { additionalProperties: false },
);

export const LinkCreateSchema = Type.Object(
  {
    approverId: IdSchema,
    lastsMinutes: Type.Optional(Type.Integer({ minimum: 5, maximum: 3 * 24 * 60 })),
  },
  { additionalProperties: false },
);
export const LinkSchema = Type.Object({
  url: Type.String({ description: 'shown this once; the system keeps only its hash' }),
  approver: PersonRefSchema,
  expiresAt: InstantSchema,
  messages: MessagesSchema,
  notices: Type.Array(NoticeSchema),
});

export const ApprovalSettingsSchema = Type.Object(
  { selfApproval: Type.Boolean({ description: 'approvers may approve what they submitted themselves' }) },
  { additionalProperties: false },
);
export const CommuneQuerySchema = Type.Object({ communeId: IdSchema });

export const ApprovalWarningListSchema = Type.Object({
  warnings: Type.Array(Type.Object({ code: Type.String(), message: WordsSchema, areaId: Type.Optional(IdSchema) })),
});
