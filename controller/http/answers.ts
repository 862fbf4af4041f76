/** Schemas of answers: what is sent when all is well, and the one body of every refusal. */
import { ErrorBodySchema } from '@loa-lang/schemas/errors/body';
import type { TSchema } from 'typebox';

export const answers = <Status extends number, Schema extends TSchema>(status: Status, schema: Schema) =>
  ({ [status]: schema, '4xx': ErrorBodySchema, '5xx': ErrorBodySchema }) as Record<Status, Schema> & {
    '4xx': typeof ErrorBodySchema;
    '5xx': typeof ErrorBodySchema;
  };
