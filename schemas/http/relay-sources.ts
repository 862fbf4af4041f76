/** Relay sources over HTTP. */
import { type Static, Type } from 'typebox';
import { WordsSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { InstantSchema, NameSchema } from './common.ts';

const Addresses = Type.Array(Type.String({ minLength: 1, maxLength: 500 }), {
  minItems: 1,
  maxItems: 8,
  description:
    'main address, then alternates in the order in which they are tried: a stream of an Icecast or SHOUTcast server, ' +
    'an HLS list (.m3u8), or a list that names streams (.m3u, .pls); http or https. Stations tell it on their page, ' +
    'or behind the play button of their player',
});
const Enabled = Type.Boolean({
  description: 'switched off it is neither pulled nor checked, and its slots stay silent',
});

export const RelaySourceCreateSchema = Type.Object(
  { areaId: IdSchema, name: NameSchema, addresses: Addresses, enabled: Type.Optional(Enabled) },
  { additionalProperties: false },
);
export const RelaySourceChangeSchema = Type.Object(
  { name: Type.Optional(NameSchema), addresses: Type.Optional(Addresses), enabled: Type.Optional(Enabled) },
  { additionalProperties: false, minProperties: 1 },
);

const Format = Type.String({ description: 'container and codec, as ffmpeg calls them' });
const Lufs = Type.Number({ description: 'loudness of the source before it is levelled, LUFS' });
const LevelDbfs = Type.Number({ description: 'effective level, dBFS' });

export const AddressFaultSchema = Type.Object({
  address: Type.String(),
  fault: Type.String(),
  detail: Type.String(),
  message: Type.Optional(WordsSchema),
});

export const RelayCheckSchema = Type.Object({
  at: InstantSchema,
  ok: Type.Boolean({ description: 'one of the addresses can be heard' }),
  address: Type.Optional(Type.String({ description: 'the one that can, behind redirects and lists' })),
  format: Type.Optional(Format),
  inPieces: Type.Optional(Type.Boolean({ description: 'HLS: it comes in pieces of several seconds' })),
  lufs: Type.Optional(Lufs),
  levelDbfs: Type.Optional(LevelDbfs),
  faults: Type.Array(AddressFaultSchema, { description: 'of the addresses that were tried before it, in order' }),
});
export type RelayCheckBody = Static<typeof RelayCheckSchema>;

export const RelayOnAirSchema = Type.Object({
  state: Type.Enum(['starting', 'on-air', 'unsent', 'dead', 'silent'], {
    description:
      'dead, silent: what follows it in its programme sounds instead, until it is back. unsent: it comes and does not ' +
      'leave, for want of an encoder or of the message server; loudspeakers notice by themselves',
  }),
  at: InstantSchema,
  since: InstantSchema,
  address: Type.Optional(Type.String()),
  format: Type.Optional(Format),
  lufs: Type.Optional(Lufs),
  levelDbfs: Type.Optional(LevelDbfs),
  bufferMs: Type.Integer({ description: 'sound that is there and was not heard yet' }),
  attempts: Type.Integer({ description: 'connections so far' }),
  fault: Type.Optional(AddressFaultSchema),
});
export type RelayOnAirBody = Static<typeof RelayOnAirSchema>;

export const RelaySourceSchema = Type.Object({
  id: IdSchema,
  areaId: IdSchema,
  name: Type.String(),
  addresses: Type.Array(Type.String()),
  enabled: Type.Boolean(),
  createdAt: InstantSchema,
  changedAt: InstantSchema,
  removedAt: Type.Optional(InstantSchema),
  lastCheck: Type.Optional(RelayCheckSchema),
  onAir: Type.Optional(RelayOnAirSchema),
});
export type RelaySourceBody = Static<typeof RelaySourceSchema>;

export const RelaySourceListQuerySchema = Type.Object({
  areaId: Type.Optional(IdSchema),
});
export const RelaySourceListSchema = Type.Object({ relaySources: Type.Array(RelaySourceSchema) });
