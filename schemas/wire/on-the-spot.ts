/**
 * Who may make a device sound on the spot, and what stands prepared for it: part of the plan of a hamlet, so that it is
 * signed, dated and held like everything else that a device obeys without its controller.
 */
import { type Static, Type } from 'typebox';
import { IdSchema } from '../ids.ts';
import { EpochMillisSchema, MillisSchema } from '../units.ts';
import { AssetRefSchema, LanguageSchema } from './common.ts';

/** What a credential may be good for: what stands prepared, and the microphone at the device (its AUX input). */
export const SPOT_USES = ['templates', 'microphone'] as const;
export type SpotUse = (typeof SPOT_USES)[number];

/** One act lasts so long, at most. */
export const MAX_SPOT_ACT_MS = 15 * 60_000;
/** All acts at one device within 24 h, together. */
export const MAX_SPOT_DAY_MS = 60 * 60_000;
/** Starts within an hour, where the credential says nothing else. */
export const DEFAULT_SPOT_STARTS_PER_HOUR = 4;

const Base64Url = (bytes: number) => Type.String({ pattern: `^[A-Za-z0-9_-]{${Math.ceil((bytes * 8) / 6)}}$` });

/**
 * How the code on the card is recognised: scrypt (RFC 7914) over it, r = 8. Plans are no secret to whoever owns the
 * broker: what keeps the code is that it is long (see `sealing/spot-code`) and that trying one is dear.
 */
export const SpotVerifierSchema = Type.Object({
  salt: Base64Url(16),
  /** scrypt's N as a power of two; 15 takes 32 MiB and some tenths of a second on a small board */
  logN: Type.Integer({ minimum: 14, maximum: 17 }),
  /** scrypt's p */
  p: Type.Integer({ minimum: 1, maximum: 4 }),
  hash: Base64Url(32),
});
export type SpotVerifier = Static<typeof SpotVerifierSchema>;

export const SpotCredentialSchema = Type.Object({
  id: IdSchema,
  /** name and title, as on the card: shown at the device, written into its journal */
  holder: Type.String({ minLength: 1, maxLength: 120 }),
  mayUse: Type.Array(Type.Enum([...SPOT_USES]), { minItems: 1, maxItems: SPOT_USES.length }),
  verifier: SpotVerifierSchema,
  notBefore: EpochMillisSchema,
  notAfter: EpochMillisSchema,
  /** starts within an hour */
  perHour: Type.Integer({ minimum: 1, maximum: 60 }),
});
export type SpotCredential = Static<typeof SpotCredentialSchema>;

/** Sound that stands ready on the device, one file for each language. */
export const SpotTemplateSchema = Type.Object({
  id: IdSchema,
  title: Type.String({ minLength: 1, maxLength: 300 }),
  class: Type.Enum(['emergency', 'urgent']),
  /** times that it is read in one act */
  readings: Type.Integer({ minimum: 1, maximum: 10 }),
  gainDb: Type.Number({ minimum: -60, maximum: 12 }),
  versions: Type.Array(
    Type.Intersect([AssetRefSchema, Type.Object({ language: LanguageSchema, durationMs: MillisSchema })]),
    { minItems: 1, maxItems: 16 },
  ),
});
export type SpotTemplate = Static<typeof SpotTemplateSchema>;

export const OnTheSpotSchema = Type.Object({
  credentials: Type.Array(SpotCredentialSchema, { minItems: 1, maxItems: 16 }),
  templates: Type.Array(SpotTemplateSchema, { maxItems: 32 }),
});
export type OnTheSpot = Static<typeof OnTheSpotSchema>;
