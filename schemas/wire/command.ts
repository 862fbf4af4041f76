/** A command to one device, answered by a report and never carried out twice. Topic `device/{id}/command`. */
import { type Static, Type } from 'typebox';
import { AssetIdSchema, IdSchema } from '../ids.ts';
import { EpochMillisSchema } from '../units.ts';

/**
 * What a device can be told. Volume and muting are no commands: they are states, and stand in its settings.
 * `test`: answers its status; `play-test`: a tone, to be heard; `self-test`: a pilot that its microphone records; `log`:
 * answers the last lines; `restart`: the agent; `reboot`: the machine; `update`: another version of the agent.
 */
export const COMMAND_NAMES = ['test', 'play-test', 'self-test', 'log', 'restart', 'reboot', 'update'] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

export const CommandSchema = Type.Object({
  id: IdSchema,
  /** one of {@link COMMAND_NAMES}; another name is answered `unsupported` */
  name: Type.String({ pattern: '^[a-z-]{1,32}$' }),
  issuedAt: EpochMillisSchema,
  /** after this instant it is refused, whoever replays it */
  expiresAt: EpochMillisSchema,
  parameters: Type.Optional(Type.Record(Type.String({ maxLength: 64 }), Type.Unknown())),
});
export type Command = Static<typeof CommandSchema>;

/** Parameters of `play-test`. */
export const PlayTestSchema = Type.Object({
  /** 3 s unless said otherwise */
  durationMs: Type.Optional(Type.Integer({ minimum: 500, maximum: 30_000 })),
});

/** Parameters of `self-test`. */
export const SelfTestParametersSchema = Type.Object({
  /** level of the pilot, dBFS RMS; −20 unless said otherwise */
  levelDbfs: Type.Optional(Type.Number({ minimum: -50, maximum: -6 })),
});

/** A version of the agent, as its maker signed it. */
export const ReleaseSchema = Type.Object({
  version: Type.String({ pattern: '^[0-9A-Za-z.+-]{1,64}$' }),
  /** SHA-256 of the artefact, a gzipped tar; it comes to the device like audio does */
  artefactId: AssetIdSchema,
  sizeBytes: Type.Integer({ minimum: 1, maximum: 64 * 1024 * 1024 }),
  /** of the entry point inside it, relative */
  main: Type.String({ pattern: '^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$', maxLength: 200 }),
  madeAt: EpochMillisSchema,
});
export type Release = Static<typeof ReleaseSchema>;

/** Parameters of `update`. */
export const UpdateParametersSchema = Type.Object({
  /** {@link ReleaseSchema}, signed with a key of use `release` */
  release: Type.String({ minLength: 1, maxLength: 4096 }),
});

/** How the detail of an update's answer `failed` begins when the new version was started, and the old one is back. */
export const ROLLED_BACK = 'rolled back';
