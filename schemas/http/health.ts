/** The controller's own health over HTTP. */
import { type Static, Type } from 'typebox';

export const ProbeSchema = Type.Object({
  name: Type.Enum(['database', 'broker', 'disk']),
  ok: Type.Boolean(),
  detail: Type.Optional(Type.String()),
});
export const HealthAnswerSchema = Type.Object({
  /** ok: all is well; degraded: it works, but somebody must look; down: it cannot store anything */
  status: Type.Enum(['ok', 'degraded', 'down']),
  probes: Type.Array(ProbeSchema),
});
export type HealthAnswer = Static<typeof HealthAnswerSchema>;
