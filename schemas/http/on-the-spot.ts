/** Cards by which somebody speaks at a device itself, over HTTP. */
import { type Static, Type } from 'typebox';
import { WordsSchema } from '../errors/body.ts';
import { IdSchema } from '../ids.ts';
import { DEFAULT_SPOT_STARTS_PER_HOUR, SpotCredentialSchema } from '../wire/on-the-spot.ts';
import { DeliverySchema, InstantSchema } from './common.ts';

export const SpotCredentialCreateSchema = Type.Object(
  {
    hamletId: IdSchema,
    holder: Type.String({
      minLength: 1,
      maxLength: 120,
      pattern: '\\S',
      description: 'name and title, as they stand on the card and are shown at the device',
    }),
    mayUse: Type.Optional({ ...SpotCredentialSchema.properties.mayUse, uniqueItems: true }),
    from: Type.Optional(InstantSchema),
    until: { ...InstantSchema, description: 'a year from its beginning at most' },
    perHour: Type.Optional({
      ...SpotCredentialSchema.properties.perHour,
      description: `starts within an hour at one device, ${DEFAULT_SPOT_STARTS_PER_HOUR} by default`,
    }),
  },
  { additionalProperties: false },
);

export const SpotCredentialBodySchema = Type.Object({
  id: IdSchema,
  hamletId: IdSchema,
  holder: Type.String(),
  mayUse: SpotCredentialSchema.properties.mayUse,
  perHour: Type.Integer(),
  from: InstantSchema,
  until: InstantSchema,
  state: Type.Enum(['valid', 'later', 'expired', 'revoked']),
  issuedBy: Type.String(),
  issuedAt: InstantSchema,
  revokedAt: Type.Optional(InstantSchema),
});
export type SpotCredentialBody = Static<typeof SpotCredentialBodySchema>;

export const SpotCredentialListSchema = Type.Object({ credentials: Type.Array(SpotCredentialBodySchema) });

export const SpotCredentialIssuedSchema = Type.Object({
  credential: SpotCredentialBodySchema,
  code: Type.String({ description: 'to be printed on the card; nobody can show it again' }),
  message: WordsSchema,
  delivery: DeliverySchema,
});

export const SpotCredentialRevokedSchema = Type.Object({ revoked: IdSchema, delivery: DeliverySchema });
