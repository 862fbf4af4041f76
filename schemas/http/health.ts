/** The controller's own health over HTTP. */
import { type Static, Type } from 'typebox';

export const ProbeSchema = Type.Object({
  name: Type.Enum(['database', 'migrations', 'keys', 'broker', 'disk', 'queue']),
  ok: Type.Boolean(),
  detail: Type.Optional(Type.String()),
  /** of the probe `disk`: where recordings and made bulletins lie */
  disk: Type.Optional(
    Type.Object({
      freeBytes: Type.Integer(),
      totalBytes: Type.Integer(),
      neededBytes: Type.Integer({ description: 'with less free than this the probe fails' }),
    }),
  ),
  /** of the probe `queue`: what decides when to look; nothing that is planned depends on it */
  queue: Type.Optional(
    Type.Object({
      kind: Type.Enum(['postgres', 'redis']),
      reachable: Type.Boolean(),
      lagMs: Type.Optional(Type.Number({ description: 'lateness of its heartbeat; absent while nobody knows' })),
    }),
  ),
});
export const HealthAnswerSchema = Type.Object({
  /** ok: all is well; degraded: it works, but somebody must look; down: it cannot store anything */
  status: Type.Enum(['ok', 'degraded', 'down']),
  probes: Type.Array(ProbeSchema),
});
export type HealthAnswer = Static<typeof HealthAnswerSchema>;

/** Of a process that serves, whatever else is wrong. */
export const LiveAnswerSchema = Type.Object({ status: Type.Literal('ok') });
export const ReadyAnswerSchema = Type.Object({
  ready: Type.Boolean(),
  /** without each of these the work of this controller is another's */
  probes: Type.Array(ProbeSchema),
});
export type ReadyAnswer = Static<typeof ReadyAnswerSchema>;
