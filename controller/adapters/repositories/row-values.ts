/** Between the database's null and Date and our undefined and milliseconds. */
import type { EpochMillis } from '@loa-lang/schemas/units';

export const orUndefined = <T>(value: T | null): T | undefined => value ?? undefined;
export const orNull = <T>(value: T | undefined): T | null => value ?? null;
export const toInstant = (date: Date | null): EpochMillis | undefined => date?.getTime();
export const toDate = (instant: EpochMillis): Date => new Date(instant);
