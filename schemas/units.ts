/**
 * Units carried in types, so that an instant is never added to a duration by accident.
 * All are plain numbers at run time.
 */
import { Type } from 'typebox';

declare const unit: unique symbol;
type Unit<Name extends string> = number & { readonly [unit]?: Name };

/** Milliseconds since 1970-01-01T00:00Z of the *controller's* time, whole. */
export type EpochMillis = Unit<'EpochMillis'>;
/** A duration in milliseconds. */
export type Millis = Unit<'Millis'>;
/** Milliseconds of a clock that never steps; its zero is arbitrary, fractions allowed. */
export type MonotonicMillis = Unit<'MonotonicMillis'>;
/** A level in dB relative to full scale, RMS unless said otherwise; never above 0 for a clean signal. */
export type Dbfs = Unit<'Dbfs'>;

/** Latest instant that is accepted on the wire: 9999-12-31T23:59:59.999Z, RFC 3339's last year. */
export const LAST_INSTANT: EpochMillis = 253_402_300_799_999;

/** JSON schema of an instant. */
export const EpochMillisSchema = Type.Integer({ minimum: 0, maximum: LAST_INSTANT });
/** JSON schema of a duration; one year bounds it, since nothing here lasts longer. */
export const MillisSchema = Type.Integer({ minimum: 0, maximum: 366 * 24 * 3600 * 1000 });
