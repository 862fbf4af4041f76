/** Pieces that several HTTP bodies share. All instants are RFC 3339 text with an offset. */
import { type Static, Type } from 'typebox';
import { IdSchema } from '../ids.ts';

/** Root of every route. */
export const API_ROOT = '/api/v1';

/** RFC 3339 date-time; the offset is required, seconds may carry milliseconds. */
export const INSTANT_PATTERN = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})$';
export const InstantSchema = Type.String({
  pattern: INSTANT_PATTERN,
  description: 'RFC 3339 date-time with offset, e.g. 2026-03-01T17:00:00+07:00',
});

/** Calendar day in the commune's zone. */
export const DaySchema = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  description: 'day in the commune’s time zone',
});

/** From `next` of the page before. */
export const CursorSchema = Type.String({
  pattern: '^[0-9]{1,15}\\.[A-Za-z0-9_-]{1,64}$',
  description: 'next of the page before; opaque',
});
/** What the following page is asked for with; absent on the last one. */
export const NextSchema = Type.Optional(CursorSchema);

export const NameSchema = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });

export const IdParamsSchema = Type.Object({ id: IdSchema });
export type IdParams = Static<typeof IdParamsSchema>;

/** What became of the plans or settings that a change touched. */
export const DeliverySchema = Type.Object({
  state: Type.Enum(['sent', 'not-sent'], {
    description:
      'sent: handed to the message broker and confirmed by it; not-sent: stored, and sent as soon as it can be',
  }),
  /** documents that are stored but did not reach the broker yet */
  waiting: Type.Array(IdSchema),
});
export type Delivery = Static<typeof DeliverySchema>;

export const EmptySchema = Type.Object({});
