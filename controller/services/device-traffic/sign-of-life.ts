/** Whether a device said it now, or somebody repeats what it once said. */
import { DATED_MAX_AGE_MS } from '@loa-lang/schemas/wire/common';

/** Whoever has heard the controller lately can date what it says; undated or old, it is no sign of life. */
export const isOfNow = ({ at }: { at?: number }, receivedAt: number): boolean =>
  at !== undefined && Math.abs(at - receivedAt) <= DATED_MAX_AGE_MS;
