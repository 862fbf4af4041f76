/** The header by which a request names itself, so that one that is sent again after a lost answer is done once. */
import { Type } from 'typebox';

export const IdempotencyHeaderSchema = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({ minLength: 1, maxLength: 200, description: 'the same key of the same sender never makes two' }),
  ),
});
