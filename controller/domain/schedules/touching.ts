/** Which spans of time touch one another, of hundreds. */
import type { EpochMillis } from '@loa-lang/schemas/units';

/** From its start up to its end, the latter excluded. */
export interface Span {
  startAt: EpochMillis;
  endsAt: EpochMillis;
}

/** Whether one of these spans has something in common with the asked one. */
export function touching(spans: readonly Span[]): (span: Span) => boolean {
  const ordered = [...spans].sort((a, b) => a.startAt - b.startAt);
  const longestMs = Math.max(0, ...ordered.map(({ startAt, endsAt }) => endsAt - startAt));
  return ({ startAt, endsAt }) => {
    let [low, high] = [0, ordered.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ordered[middle] as Span).startAt <= startAt - longestMs) low = middle + 1;
      else high = middle;
    }
    for (let at = low; at < ordered.length; at++) {
      const span = ordered[at] as Span;
      if (span.startAt >= endsAt) return false;
      if (span.endsAt > startAt) return true;
    }
    return false;
  };
}
