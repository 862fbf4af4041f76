/** A command to one device, answered by a report and never carried out twice. Topic `device/{id}/command`. */
import { type Static, Type } from 'typebox';
import { IdSchema } from '../ids.ts';
import { EpochMillisSchema } from '../units.ts';

export const CommandSchema = Type.Object({
  id: IdSchema,
  /** `test`, `restart`, `reboot`, `log`, `update`; an unknown name is answered `unsupported` */
  name: Type.String({ pattern: '^[a-z-]{1,32}$' }),
  issuedAt: EpochMillisSchema,
  /** after this instant it is refused, whoever replays it */
  expiresAt: EpochMillisSchema,
  parameters: Type.Optional(Type.Record(Type.String({ maxLength: 64 }), Type.Unknown())),
});
export type Command = Static<typeof CommandSchema>;
