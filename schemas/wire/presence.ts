/** Presence: retained birth and last will of one connection. Topic `device/{id}/presence`, signed by the device. */
import { type Static, Type } from 'typebox';
import { IdSchema } from '../ids.ts';
import { LAST_REVISION } from './common.ts';

export const PresenceSchema = Type.Object({
  state: Type.Enum(['online', 'offline']),
  installationId: IdSchema,
  /** grows with every connection of this installation; an older "offline" never overrides a newer "online" */
  connection: Type.Integer({ minimum: 1, maximum: LAST_REVISION }),
  /** random, new with each start of the program: one that comes back after another tells of two machines */
  boot: Type.Optional(IdSchema),
  protocol: Type.Integer({ minimum: 1 }),
  agentVersion: Type.String({ maxLength: 64 }),
  /** said by itself before a clean end, so that it may be back in a moment; a last will never is */
  goodbye: Type.Optional(Type.Literal(true)),
  capabilities: Type.Array(Type.String({ maxLength: 32 }), { maxItems: 64 }),
});
export type Presence = Static<typeof PresenceSchema>;
