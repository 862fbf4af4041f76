/** A place of the text that somebody wants read otherwise, found again by what stands around it. */
import type { ReadingBody } from '@loa-lang/schemas/http/readings';
import type { Corrections } from '../draft/draft.ts';

export type Segment = ReadingBody['segments'][number];

/** Characters on each side that the reading looks at. */
const CONTEXT = 24;

/** @param text NFC, as the reading answered it */
export function correctionOf(text: string, { from, to }: Pick<Segment, 'from' | 'to'>, reading: string) {
  return {
    written: text.slice(from, to),
    reading: reading.trim(),
    before: text.slice(Math.max(0, from - CONTEXT), from),
    after: text.slice(to, to + CONTEXT),
  };
}

/** The same place corrected again replaces what was said before. */
export function withCorrection(corrections: Corrections, next: Corrections[number]): Corrections {
  const isSame = (each: Corrections[number]) =>
    each.written === next.written && each.before === next.before && each.after === next.after;
  return [...corrections.filter((each) => !isSame(each)), next];
}

/** What is read otherwise than it is written; what has other readings, or a warning upon it, is uncertain. */
export function isUncertain(segment: Segment, warnings: ReadingBody['warnings']): boolean {
  // a whole sentence is not marked for a word in it: the warning names the word
  if (segment.kind === 'plain') return false;
  if ((segment.alternatives?.length ?? 0) > 0) return true;
  return warnings.some(
    ({ from, to }) => from !== undefined && to !== undefined && from < segment.to && to > segment.from,
  );
}

export const isReadOtherwise = ({ kind, reading, written }: Segment): boolean =>
  kind !== 'plain' && reading.trim() !== written.trim();
