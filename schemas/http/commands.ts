/** Orders to devices over HTTP. */
import { type Static, Type } from 'typebox';
import { WordsSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { COMMAND_OUTCOMES, NOT_SENT_REASONS, ORDERABLE } from '../states/command.ts';
import { PlayTestSchema } from '../wire/command.ts';
import { RequestedTargetsSchema } from './broadcasts.ts';
import { CursorSchema, InstantSchema, NextSchema } from './common.ts';

/** Given although it disturbs: the reason goes on the record. */
export const ForceSchema = Type.String({
  ...{ minLength: 5, maxLength: 500, pattern: '\\S' },
  description: 'why it is to be done although something sounds there, is about to, or it is quiet hours',
});

const Order = {
  name: Type.Enum([...ORDERABLE], {
    description:
      'test: answers its status; play-test: a tone; log: its last lines; restart: the agent; reboot: the machine',
  }),
  parameters: Type.Optional({ ...PlayTestSchema, additionalProperties: false, description: 'of play-test' }),
  force: Type.Optional(ForceSchema),
};
export const CommandOrderSchema = Type.Object(Order, { additionalProperties: false });
export const CommandBatchOrderSchema = Type.Object(
  { targets: RequestedTargetsSchema, ...Order },
  { additionalProperties: false },
);

export const CommandSchema = Type.Object({
  id: IdSchema,
  batchId: IdSchema,
  clusterId: IdSchema,
  deviceId: Type.Optional(IdSchema),
  name: Type.String(),
  parameters: Type.Optional(Type.Unknown()),
  requestedBy: Type.String(),
  forcedBecause: Type.Optional(Type.String()),
  issuedAt: InstantSchema,
  expiresAt: Type.String({ ...InstantSchema, description: 'a device that gets it later refuses it' }),
  sentAt: Type.Optional(InstantSchema),
  outcome: Type.Optional(Type.Enum([...COMMAND_OUTCOMES], { description: 'absent while the answer is awaited' })),
  reason: Type.Optional(Type.Enum([...NOT_SENT_REASONS], { description: 'why it was not sent' })),
  message: WordsSchema,
  answer: Type.Optional(Type.String({ description: 'what the device said: its status, its last lines, why not' })),
  answeredAt: Type.Optional(InstantSchema),
});
export type CommandBody = Static<typeof CommandSchema>;

export const CommandBatchParamsSchema = Type.Object({ id: IdSchema });
export const CommandListQuerySchema = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  before: Type.Optional(CursorSchema),
});
export const CommandListSchema = Type.Object({ commands: Type.Array(CommandSchema), next: NextSchema });
export const CommandBatchSchema = Type.Object({
  batchId: IdSchema,
  commands: Type.Array(CommandSchema),
  waiting: Type.Integer({ description: 'without an answer so far' }),
});
