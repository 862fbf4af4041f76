/** How an emergency sounds, how long, and who answers for it. */
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';
import type { Broadcast } from '../broadcasts/broadcast.ts';

/** domain.md: three readings, again every ten minutes, stop after two hours. */
export const READINGS = 3;
export const REPEAT_EVERY_MS: Millis = 10 * 60_000;
export const LASTS_MS: Millis = 2 * 3600_000;
/**
 * Above the level of everything else: 6 dB is twice the reach in the open, where level falls by 6 dB with each doubling
 * of the distance. The device's limiter holds what that pushes against full scale.
 */
export const EMERGENCY_GAIN_DB = 6;
/** Justified by somebody else within a day, flagged from then on. */
export const JUSTIFY_WITHIN_MS: Millis = 24 * 3600_000;

const MINUTE_MS: Millis = 60_000;

/** Readings of a broadcast so that the text is heard three times, whatever the bulletin itself repeats. */
export const readingsOf = (bodies: number): number => Math.ceil(READINGS / Math.max(1, bodies));

/** Start to start: what is longer than the usual pause is read again a minute after its end. */
export const repeatEveryMs = (durationMs: Millis, wishedMs = REPEAT_EVERY_MS): Millis =>
  Math.max(wishedMs, Math.ceil(durationMs / MINUTE_MS + 1) * MINUTE_MS);

/** When it is read next; `undefined` when it will not be read again. */
export function nextReadingAt(
  { startAt, endsAt, repeat, cancelledAt }: Pick<Broadcast, 'startAt' | 'endsAt' | 'repeat' | 'cancelledAt'>,
  now: EpochMillis,
): EpochMillis | undefined {
  if (cancelledAt !== undefined) return undefined;
  if (now < startAt) return startAt;
  if (repeat === undefined) return undefined;
  const next = startAt + (Math.floor((now - startAt) / repeat.everyMs) + 1) * repeat.everyMs;
  return next <= repeat.until && next < endsAt ? next : undefined;
}

export const isOverdue = (
  act: { sentAt: EpochMillis; drill: boolean; justifiedAt: EpochMillis | undefined },
  now: EpochMillis,
): boolean => !act.drill && act.justifiedAt === undefined && now >= act.sentAt + JUSTIFY_WITHIN_MS;

/** A sentence that says it, whatever stands before it: `Chú ý! Đây chỉ là một buổi diễn tập.` A question says nothing. */
const SAYS =
  /^\P{L}*(đây (chỉ )?là (chỉ )?(một )?((bài|buổi|cuộc|đợt|lần) )?(diễn tập|diễn thử|thực tập)|this is (only |just )?(an? )?(drill|exercise|test))(?!\p{L})(?!.*\?)/iu;
/** A text that is headed so; one that tells of a drill that is over may be the real thing. */
const HEADED = /^\P{L}*(diễn tập|drill)(?!\p{L})(?!\s+(đã\s+)?(kết thúc|xong|dừng|huỷ|hủy|hoãn|is over|over))/iu;

/** Whether a text calls itself a drill. */
export function saysDrill(text: string): boolean {
  const plain = text.normalize('NFC').replace(/\s+/g, ' ');
  return HEADED.test(plain) || plain.split(/(?<=[.!?:;–—])/u).some((sentence) => SAYS.test(sentence));
}
