/**
 * Stretches of streams that did not reach this device: what follows them has moved up here, and must stay where it was,
 * also after a power cut. They lie beside those that the plans name.
 */
import type { StreamId } from '@loa-lang/schemas/ids';
import type { EpochMillis, Millis } from '@loa-lang/schemas/units';

export interface OwnGap {
  streamId: StreamId;
  from: EpochMillis;
  /** the end of the stream's slot until it is back */
  to: EpochMillis;
  /** so long it must come without a hole before it is back */
  steadyMs: Millis;
  /** it is known when it returns */
  isBack?: boolean;
}

/** A slot in which the link comes and goes all the time makes some hundreds; more is senseless. */
const MAX_GAPS = 512;

export class OwnGaps {
  #gaps: readonly OwnGap[];
  #generation = 0;

  /** @param known from the journal at boot */
  constructor(known: Iterable<OwnGap>) {
    this.#gaps = [...known].slice(-MAX_GAPS);
  }

  /** Grows with every change; for caches. */
  get generation(): number {
    return this.#generation;
  }

  list(): readonly OwnGap[] {
    return this.#gaps;
  }

  /** Those of which nobody knows at `now` when the stream returns. */
  open(now: EpochMillis): readonly OwnGap[] {
    return this.#gaps.filter(({ to, isBack }) => to > now && !isBack);
  }

  /** Takes the place of the one of this stream that begins at the same instant. */
  put(gap: OwnGap): void {
    const others = this.#gaps.filter(({ streamId, from }) => streamId !== gap.streamId || from !== gap.from);
    this.#gaps = [...others, gap].slice(-MAX_GAPS);
    this.#generation++;
  }

  /** Nobody asks any more about what ended before. */
  forget(before: EpochMillis): void {
    if (!this.#gaps.some(({ to }) => to < before)) return;
    this.#gaps = this.#gaps.filter(({ to }) => to >= before);
    this.#generation++;
  }
}

/** What is known of a stream that is due. */
export interface DueStream {
  /** since when this device should hear it: the segment's start, or when it came in */
  dueAt: EpochMillis;
  slotEndAt: EpochMillis;
  starvedAfterMs: Millis;
  /** end of the last of it that was there to be heard by now */
  heardTo: EpochMillis | undefined;
  /** start of the next of it that is there already */
  nextAt: EpochMillis | undefined;
}

/** What is here already and due so soon is waited for: all in all it is silent for no more than five seconds. */
const KNOWN_SOON_MS: Millis = 2000;
/** From the decision until what follows begins: time to write it down and to open the sound. */
const GAP_AHEAD_MS: Millis = 300;

/** Whether the stream is over for this device, from when on; or when to look again. */
export function judgeStream(due: DueStream, now: EpochMillis): { gapFrom: EpochMillis } | { lookAt: EpochMillis } {
  const { dueAt, slotEndAt, starvedAfterMs, heardTo = -Infinity, nextAt } = due;
  const starvedAt = Math.max(dueAt, heardTo) + starvedAfterMs;
  if (now < starvedAt) return { lookAt: starvedAt };
  if (nextAt !== undefined && nextAt - now <= KNOWN_SOON_MS) return { lookAt: nextAt + starvedAfterMs };
  // devices that lost it at the same instant go on at the same instant
  const common = Math.ceil(starvedAt) + GAP_AHEAD_MS;
  const gapFrom = common >= now + GAP_AHEAD_MS / 2 ? common : Math.ceil(now) + GAP_AHEAD_MS;
  return gapFrom < slotEndAt ? { gapFrom } : { lookAt: slotEndAt };
}

/** A live stands longer silences than a relay, and whoever speaks comes back at once. */
const LEAST_STARVED_OF_LIVE_MS = 5000;
/** A relay must come steadily for so long before it returns. */
const STEADY_MS: Millis = 2000;

export const steadyMsOf = (starvedAfterMs: Millis): Millis =>
  starvedAfterMs >= LEAST_STARVED_OF_LIVE_MS ? 0 : STEADY_MS;

/**
 * When a stream that was lost returns; `undefined` when it has not come steadily yet, or not before its slot is over.
 * @param coming the stretch of it that has come without a hole since
 */
export function returnAt(
  { to, steadyMs }: OwnGap,
  coming: { from: EpochMillis; to: EpochMillis },
  now: EpochMillis,
): EpochMillis | undefined {
  if (coming.to - coming.from < steadyMs) return undefined;
  const at = Math.ceil(Math.max(now + GAP_AHEAD_MS, coming.from));
  return at < to ? at : undefined;
}
